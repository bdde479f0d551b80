// Package strictjson decodes JSON more strictly than encoding/json, which accepts
// unknown fields, fields in another case and repeated fields.
package strictjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Decode decodes text into the value that v points to. It refuses unknown fields,
// fields in another case, the same field twice, and text after the JSON value. Its
// errors name the place: "have.order.tier: ...".
func Decode(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if _, end := d.Token(); err == nil && end != io.EOF {
		return errors.New("there is something after the value")
	}
	w := walker{json.NewDecoder(bytes.NewReader(text)), err != nil}
	if placed := w.value(reflect.TypeOf(v).Elem(), ""); placed != nil {
		return placed
	}
	return err
}

// walker reads JSON token by token, to check what encoding/json does not.
type walker struct {
	*json.Decoder
	words bool // also decode the words, to find the place of one that encoding/json refused
}

func (w walker) value(t reflect.Type, path string) error {
	if w.words && decodes[json.Unmarshaler](t) {
		return w.own(t, path)
	}
	token, err := w.Token()
	if err != nil {
		return err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return w.object(t, path)
		}
		for i := 0; w.More(); i++ {
			if err := w.value(elem(t), fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
		_, err = w.Token()
		return err
	case string:
		return w.word(t, token, path)
	}
	return nil
}

// own checks a value with a type that has its own UnmarshalJSON.
func (w walker) own(t reflect.Type, path string) error {
	var raw json.RawMessage
	if err := w.Decode(&raw); err != nil {
		return err
	}
	twice := walker{Decoder: json.NewDecoder(bytes.NewReader(raw))}
	if err := twice.value(nil, path); err != nil {
		return err
	}
	if err := json.Unmarshal(raw, reflect.New(t).Interface()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// word checks a text with a type that has its own UnmarshalText.
func (w walker) word(t reflect.Type, word, path string) error {
	if !w.words || !decodes[encoding.TextUnmarshaler](t) {
		return nil
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if err := reflect.New(t).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(word)); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (w walker) object(t reflect.Type, path string) error {
	names := fields(t)
	seen := map[string]bool{}
	for w.More() {
		token, err := w.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		at := strings.TrimPrefix(path+"."+name, ".")
		field, known := names[name]
		switch {
		case seen[name]:
			return fmt.Errorf("%s: the same field twice", at)
		case names != nil && !known:
			return fmt.Errorf("%s: %s", at, unknown(names, name))
		}
		seen[name] = true
		if names == nil {
			field = elem(t)
			if err := w.word(key(t), name, at); err != nil {
				return err
			}
		}
		if err := w.value(field, at); err != nil {
			return err
		}
	}
	_, err := w.Token()
	return err
}

// unknown says what is wrong with a name that is not the name of a field.
func unknown(names map[string]reflect.Type, name string) string {
	for known := range names {
		if strings.EqualFold(known, name) {
			return "a field is spelled with other capital letters"
		}
	}
	return "unknown field"
}

// decodes reports whether a type, or the type that it points to, implements the
// decoding interface I.
func decodes[I any](t reflect.Type) bool {
	if t == nil {
		return false
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return reflect.PointerTo(t).Implements(reflect.TypeFor[I]())
}

// plain returns t without pointers, nil if it implements a decoding interface:
// encoding/json then does not look into it.
func plain(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if decodes[json.Unmarshaler](t) || decodes[encoding.TextUnmarshaler](t) {
		return nil
	}
	return t
}

// elem returns the type of the elements of a list or of the values of a map, nil for
// any other type.
func elem(t reflect.Type) reflect.Type {
	if t = plain(t); t == nil {
		return nil
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map:
		return t.Elem()
	}
	return nil
}

// key returns the type of the keys of a map, nil for any other type.
func key(t reflect.Type) reflect.Type {
	if t = plain(t); t == nil || t.Kind() != reflect.Map {
		return nil
	}
	return t.Key()
}

// fields returns the types of the fields of a struct by their JSON names, nil for any
// other type.
func fields(t reflect.Type) map[string]reflect.Type {
	if t = plain(t); t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	names := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "", !f.IsExported(), name == "-":
		case name == "":
			names[f.Name] = f.Type
		default:
			names[name] = f.Type
		}
	}
	return names
}
