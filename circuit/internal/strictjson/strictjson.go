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
// of another case, the same field twice, and anything after the value.
func Decode(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is something after the value")
	}
	w := walker{json.NewDecoder(bytes.NewReader(text))}
	return w.value(reflect.TypeOf(v).Elem(), "")
}

// walker goes through a text that encoding/json has taken, token by token.
type walker struct{ *json.Decoder }

func (w walker) value(t reflect.Type, path string) error {
	token, err := w.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return w.object(t, path)
	case json.Delim('['):
		for i := 0; w.More(); i++ {
			if err := w.value(elem(t), fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
		_, err = w.Token()
		return err
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
			return fmt.Errorf("%s: a field is spelled with other capital letters", at)
		}
		seen[name] = true
		if names == nil {
			field = elem(t)
		}
		if err := w.value(field, at); err != nil {
			return err
		}
	}
	_, err := w.Token()
	return err
}

// plain is the type that encoding/json looks into, nil for one that decodes
// itself.
func plain(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) ||
		reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
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
