// Package strictjson decodes JSON that a program wrote, or that a person wrote
// for a program, and lets nothing pass that encoding/json would guess at.
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

// Decode decodes text into what v points to. It refuses unknown fields, fields
// of another case, the same field twice, and anything after the value. Its errors
// say the place: "have.order.tier: ...".
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

// walker goes through a text that is JSON, token by token.
type walker struct {
	*json.Decoder
	words bool // look for a word that encoding/json did not take, which it does not say the place of
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

// own goes through a value whose type decodes itself.
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

// word checks a text whose type reads it.
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

// unknown says what is wrong with a name that is no field's.
func unknown(names map[string]reflect.Type, name string) string {
	for known := range names {
		if strings.EqualFold(known, name) {
			return "a field is spelled with other capital letters"
		}
	}
	return "unknown field"
}

// decodes reports whether a type, or what it points to, decodes itself by that
// interface.
func decodes[I any](t reflect.Type) bool {
	if t == nil {
		return false
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return reflect.PointerTo(t).Implements(reflect.TypeFor[I]())
}

// plain is the type that encoding/json looks into, nil for one that decodes
// itself.
func plain(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if decodes[json.Unmarshaler](t) || decodes[encoding.TextUnmarshaler](t) {
		return nil
	}
	return t
}

// elem is the type of the elements of a list, or of the values of a map.
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

// key is the type of the keys of a map, nil for any other type.
func key(t reflect.Type) reflect.Type {
	if t = plain(t); t == nil || t.Kind() != reflect.Map {
		return nil
	}
	return t.Key()
}

// fields are the fields of a struct by their names in JSON, nil for any other
// type.
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
