package jsondoc_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

func index(t testing.TB, text string) Value {
	t.Helper()
	doc, err := Index([]byte(text))
	require.Nil(t, err)
	return doc.Root()
}

func TestValue_lookUp(t *testing.T) {
	root := index(t, `{"name": "n\u00fcrth", "off": null, "peerings": [{"vlanId": 100}, null, true], "a\u0062": {}}`)
	assert.Equal(t, Object, root.Kind())
	assert.Equal(t, "nürth", root.Member("name").Text())
	assert.Equal(t, Object, root.Member("ab").Kind(), "a key with an escape")
	assert.True(t, root.Member("off").Absent())
	assert.Equal(t, Nothing, root.Member("off").Kind(), "null counts as absent")
	assert.Equal(t, Nothing, root.Member("name").Member("x").Kind())
	assert.Nil(t, root.Member("name").Elements())

	list := root.Member("peerings")
	elements := list.Elements()
	require.Len(t, elements, 3)
	assert.Equal(t, []Kind{Object, Null, Bool}, []Kind{elements[0].Kind(), elements[1].Kind(), elements[2].Kind()})
	vlan := elements[0].Member("vlanId")
	assert.Equal(t, "100", string(vlan.Bytes()))
	assert.Empty(t, vlan.Text(), "a number is not text")
	assert.Equal(t, "n\\u00fcrth", root.Member("name").Source())

	assert.Equal(t, elements[0], vlan.Parent())
	assert.Equal(t, root, vlan.Root())
	assert.Equal(t, Value{}, root.Parent())
	assert.True(t, list.Contains(vlan))
	assert.True(t, list.Contains(list))
	assert.False(t, vlan.Contains(list))
	assert.False(t, list.Contains(index(t, `[[[1]]]`).Elements()[0]), "a value of another document")
	assert.True(t, vlan.In("peerings"))
	assert.False(t, list.In("peerings"), "it is the member itself")
	all := 0
	for range root.All() {
		all++
	}
	assert.Equal(t, 9, all)
}

// The zero Value is no value, and every look-up in it finds none.
func TestValue_zero(t *testing.T) {
	var v Value
	assert.True(t, v.Absent())
	assert.Equal(t, v, v.Member("a"))
	assert.Equal(t, v, v.Parent())
	assert.Equal(t, v, v.Root())
	assert.Empty(t, v.Elements())
	assert.Empty(t, v.Text())
	assert.Empty(t, v.Faults())
	assert.False(t, v.Contains(v))
	assert.False(t, v.In("a"))
	for range v.Children() {
		t.Error("a child of no value")
	}
	for range v.All() {
		t.Error("a value in no value")
	}
}

func TestValue_Path(t *testing.T) {
	root := index(t, `{"a": [0, {"b c": {"": 1, "5ec2e7a1-ca0a-4000-8000-5e2b1ce0ca0a": 2}}]}`)
	element := root.Member("a").Elements()[1]
	inner := element.Member("b c")
	assert.Equal(t, `a[1]["b c"][""]`, inner.Member("").Path(root))
	assert.Equal(t, `["b c"]["[redacted]"]`, inner.Member("5ec2e7a1-ca0a-4000-8000-5e2b1ce0ca0a").Path(element))
	assert.Empty(t, element.Path(element))
}

func TestValue_Locate(t *testing.T) {
	text := "\ufeff{\n  \"a\": [\n    \"x\"]}"
	e := index(t, text).Member("a").Elements()[0].Locate(ErrBroken)
	assert.Equal(t, &Error{Path: "a[0]", Line: 3, Offset: int64(strings.Index(text, `"x"`)), Err: ErrBroken}, e)
	assert.EqualError(t, e, "line 3, byte 18: a[0]: not sound JSON")
	assert.ErrorIs(t, e, ErrBroken)
}

// A fault leaves the other values readable.
func TestIndex_faults(t *testing.T) {
	root := index(t, `{"a": 1, "b": {"c": "\ud83d", "d": 2, "d": 3}, "e": `+strings.Repeat("[", 64)+strings.Repeat("]", 64)+`}`)
	var list []string
	for _, f := range root.Faults() {
		list = append(list, f.Value.Path(root)+": "+f.Err.Error())
	}
	assert.Equal(t, []string{
		"b.c: not sound JSON: half of a UTF-16 surrogate pair",
		"b.d: not sound JSON: the key occurs twice",
		"e" + strings.Repeat("[0]", 63) + ": too large to be read: more than 64 levels deep",
	}, list)
	assert.Empty(t, root.Member("a").Faults())
	assert.Len(t, root.Member("b").Faults(), 2)
	assert.Equal(t, "1", string(root.Member("a").Bytes()))
}

func TestIndex_errors(t *testing.T) {
	for _, c := range []struct {
		name, text string
		is         error
		says       string
	}{
		{"nothing", " \n", ErrEmpty, "line 1, byte 0: the document is empty"},
		{"truncated", "{\n\"a\": ", ErrBroken, "line 2, byte 7: not sound JSON: unexpected end of JSON input"},
		{"UTF-16", "\xff\xfe[\x00", ErrBroken, "UTF-16, want UTF-8"},
		{"too long", strings.Repeat(" ", MaxText+1), ErrTooLarge, "more than 16777216 bytes"},
		{"too many values", "[" + strings.Repeat("0,", 1<<20) + "0]", ErrTooLarge, "more than 1048576 values"},
		{"too many faults", "[" + strings.Repeat(`{"a":1,"a":1},`, 101) + "0]", ErrTooLarge, "more than 100 broken values"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := Index([]byte(c.text))
			assert.Nil(t, doc)
			assert.ErrorIs(t, err, c.is)
			assert.ErrorContains(t, err, c.says)
		})
	}
}

// What is indexed without a fault has the values that encoding/json decodes.
// Every value is where its path and its offsets say.
func FuzzIndex(f *testing.F) {
	for _, text := range []string{
		"", "\ufeff[]", "\xff\xfe[\x00", `{"a": [1, -2.5e3, "x\ty", true, null, {}], "\u0062": {"c": "\ud83d\ude00"}}`,
		`{"a": 1, "a": 2}`, `["\ud83d"]`, "[\"\xff\"]", `{"\ud83dx": 1}`, "[[[[[[[[",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		before := bytes.Clone(text)
		doc, err := Index(text)
		assert.Equal(t, before, text)
		if err != nil {
			assert.Positive(t, err.Line)
			assert.LessOrEqual(t, err.Offset, int64(len(text)))
			return
		}
		root := doc.Root()
		if len(root.Faults()) > 0 {
			return
		}
		text = bytes.TrimPrefix(text, []byte("\ufeff"))
		var plain any
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		require.NoError(t, decoder.Decode(&plain))
		assert.Equal(t, plain, decoded(root))
		for v := range root.All() {
			assert.NotPanics(t, func() { v.Path(root) })
			var part json.RawMessage
			assert.NoError(t, json.Unmarshal(text[v.Start():v.End()], &part), "%s", text)
		}
	})
}

// decoded returns a value as encoding/json decodes it.
func decoded(v Value) any {
	switch v.Kind() {
	case Object:
		object := map[string]any{}
		for m := range v.Children() {
			object[string(m.Key())] = decoded(m)
		}
		return object
	case Array:
		list := []any{}
		for e := range v.Children() {
			list = append(list, decoded(e))
		}
		return list
	case String:
		return v.Text()
	case Number:
		return json.Number(v.Bytes())
	case Bool:
		return string(v.Bytes()) == "true"
	}
	return nil
}
