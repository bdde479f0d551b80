package strictjson_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit/internal/strictjson"
)

type color uint8

func (c *color) UnmarshalText(text []byte) error {
	if string(text) != "red" {
		return errors.New("no color: " + string(text))
	}
	*c = 1
	return nil
}

// bag has its own UnmarshalJSON.
type bag map[string]string

func (b *bag) UnmarshalJSON(text []byte) error {
	var all map[string]string
	if err := json.Unmarshal(text, &all); err != nil {
		return err
	}
	if all["bad"] != "" {
		return errors.New("a bad thing")
	}
	*b = all
	return nil
}

type part struct {
	Color color `json:"color"`
}

type whole struct {
	part
	Name   string            `json:"name"`
	Parts  []part            `json:"parts"`
	One    *part             `json:"one"`
	Shade  *color            `json:"shade"`
	Bag    bag               `json:"bag"`
	ByName map[color]part    `json:"byName"`
	Loose  map[string]string `json:"loose"`
	When   time.Time         `json:"when"`
	Hidden string            `json:"-"`
	NoTag  int
}

func TestDecodeTakes(t *testing.T) {
	for _, text := range []string{
		`{}`, ` {} `, `null`,
		`{"color":"red","name":"n","parts":[{"color":"red"},{}],"one":{"color":"red"},"shade":"red","NoTag":1}`,
		`{"one":null,"shade":null,"parts":null,"bag":null}`,
		`{"bag":{"a":"1","A":"2"},"byName":{"red":{"color":"red"}},"loose":{"x":"1","X":"2"},"when":"2024-01-01T00:00:00Z"}`,
	} {
		var w whole
		assert.NoError(t, strictjson.Decode([]byte(text), &w), text)
	}
}

// The error about refused JSON names the place.
func TestDecodeRefuses(t *testing.T) {
	for text, want := range map[string]string{
		``:                                      "EOF",
		`{"name":`:                              "unexpected EOF",
		`{"name":"n"} {}`:                       "there is something after the value",
		`{"name":"n"}}`:                         "there is something after the value",
		`{"name":x}`:                            "invalid character",
		`{"nam":"n"}`:                           "nam: unknown field",
		`{"Hidden":"n"}`:                        "Hidden: unknown field",
		`{"-":"n"}`:                             "-: unknown field",
		`{"part":{}}`:                           "part: unknown field",
		`{"Name":"n"}`:                          "Name: a field is spelled with other capital letters",
		`{"notag":1}`:                           "notag: a field is spelled with other capital letters",
		`{"name":"n","name":"n"}`:               "name: the same field twice",
		`{"name":"n","\u006eame":"n"}`:          "name: the same field twice",
		`{"parts":[{},{"colour":"red"}]}`:       "parts[1].colour: unknown field",
		`{"parts":[{},{"Color":"red"}]}`:        "parts[1].Color: a field is spelled with other capital letters",
		`{"one":{"color":"red","color":"red"}}`: "one.color: the same field twice",
		`{"color":"blue"}`:                      "color: no color: blue",
		`{"shade":"blue"}`:                      "shade: no color: blue",
		`{"parts":[{},{"color":"blue"}]}`:       "parts[1].color: no color: blue",
		`{"bag":{"a":"1","a":"2"}}`:             "bag.a: the same field twice",
		`{"bag":{"bad":"1"}}`:                   "bag: a bad thing",
		`{"bag":{"bad":"1","bad":"2"}}`:         "bag.bad: the same field twice",
		`{"byName":{"blue":{}}}`:                "byName.blue: no color: blue",
		`{"byName":{"red":{},"red":{}}}`:        "byName.red: the same field twice",
		`{"byName":{"red":{"color":"blue"}}}`:   "byName.red.color: no color: blue",
		`{"loose":{"x":"1","x":"2"}}`:           "loose.x: the same field twice",
		`{"when":"noon"}`:                       "when: parsing time",
		`{"when":"2024-01-01T00:00:00Z","name":"n","name":"n"}`: "name: the same field twice",
		`{"name":1}`:                            "whole.name",
		`{"parts":[{"color":1}]}`:               "color",
		`[]`:                                    "cannot unmarshal array",
		`{"bag":` + strings.Repeat("[", 20_000): "exceeded max depth",
	} {
		var w whole
		assert.ErrorContains(t, strictjson.Decode([]byte(text), &w), want, text)
	}
}

// An error that a type gave is wrapped.
func TestDecodeWraps(t *testing.T) {
	var w struct {
		At refusing `json:"at"`
	}
	require.ErrorIs(t, strictjson.Decode([]byte(`{"at":"x"}`), &w), errRefused)
}

var errRefused = errors.New("refused")

type refusing struct{}

func (*refusing) UnmarshalText([]byte) error { return errRefused }
