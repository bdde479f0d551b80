package machine_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
)

func TestWordsString(t *testing.T) {
	for value, want := range map[Fibre]string{
		0:       "not observed",
		Ordered: "Ordered",
		Removed: "Removed",
		5:       "Fibre(5)",
		255:     "Fibre(255)",
	} {
		assert.Equal(t, want, value.String())
	}
	assert.Equal(t, "(3)", machine.Words[Fibre]{}.String(3), "the zero Words has no words, and String does not panic")
}

func TestWordsRoundTripEveryValue(t *testing.T) {
	words := machine.Spell[Fibre]("Fibre", "not observed", "Ordered", "Patched", "Lit", "Removed")
	for v := range 256 {
		value := Fibre(v)
		text, err := words.MarshalText(value)
		if v > 4 {
			assert.EqualError(t, err, value.String()+" has no text")
			assert.Nil(t, text)
			continue
		}
		require.NoError(t, err)
		require.NotNil(t, text)
		back := Fibre(99)
		require.NoError(t, words.UnmarshalText(&back, text))
		assert.Equal(t, value, back)
	}
}

func TestWordsZeroHasEmptyText(t *testing.T) {
	text, err := Fibre(0).MarshalText()
	require.NoError(t, err)
	assert.Empty(t, text)

	at := Lit
	require.NoError(t, at.UnmarshalText(nil))
	assert.Zero(t, at)

	_, err = fibres.Parse("not observed")
	assert.Error(t, err, "the word of the zero value is for people only")
	_, err = fibres.Parse("")
	assert.Error(t, err)
}

func TestWordsParseIsStrict(t *testing.T) {
	for _, word := range []string{"lit", "LIT", " Lit", "Lit ", "Lit\n", "Lit\x00", "Li", "Fibre(3)", "3", "not observed", "\xff"} {
		t.Run(word, func(t *testing.T) {
			at := Patched
			err := at.UnmarshalText([]byte(word))
			assert.Equal(t, Patched, at, "unchanged")
			var unknown *machine.WordError
			require.ErrorAs(t, err, &unknown)
			assert.Equal(t, machine.WordError{Kind: "Fibre", Word: word, Valid: []string{"Ordered", "Patched", "Lit", "Removed"}}, *unknown)
			assert.Contains(t, err.Error(), "want one of Ordered, Patched, Lit, Removed")
		})
	}
}

func TestWordErrorQuotesAndCuts(t *testing.T) {
	_, err := fibres.Parse("Li\nt")
	assert.EqualError(t, err, `Fibre: unknown word "Li\nt", want one of Ordered, Patched, Lit, Removed`)

	_, err = fibres.Parse(strings.Repeat("x", 64))
	assert.Contains(t, err.Error(), `"`+strings.Repeat("x", 64)+`"`)
	_, err = fibres.Parse(strings.Repeat("x", 1<<20))
	assert.Contains(t, err.Error(), `"`+strings.Repeat("x", 64)+`..."`)
	assert.Less(t, len(err.Error()), 200)
}

func TestParse(t *testing.T) {
	for word, want := range map[string]machine.Actor{"Customer": machine.Customer, "NetworkOwner": machine.NetworkOwner} {
		actor, err := machine.Parse[machine.Actor](word)
		require.NoError(t, err)
		assert.Equal(t, want, actor)
	}
	truth, err := machine.Parse[machine.Truth]("Unknown")
	require.NoError(t, err, "a zero value that has a text")
	assert.Equal(t, machine.Unknown, truth)
	key, err := machine.Parse[machine.Secret]("a key")
	require.NoError(t, err, "any type with UnmarshalText")
	assert.Equal(t, "a key", key.Reveal())

	for _, word := range []string{"Nobody", "customer", "Customer ", "machine.Actor(1)", "\xff"} {
		actor, err := machine.Parse[machine.Actor](word)
		var unknown *machine.WordError
		require.ErrorAs(t, err, &unknown, "%q", word)
		assert.Equal(t, word, unknown.Word)
		assert.Len(t, unknown.Valid, 5)
		assert.Zero(t, actor)
	}
}

// UnmarshalText reads the empty word as the zero value. Parse refuses it for
// every type, with the name of the type.
func TestParseRefusesTheEmptyWord(t *testing.T) {
	for _, parse := range []func(string) error{
		func(word string) error { _, err := machine.Parse[machine.Actor](word); return err },
		func(word string) error { _, err := machine.Parse[machine.Truth](word); return err },
		func(word string) error { _, err := machine.Parse[machine.Secret](word); return err },
	} {
		var empty *machine.WordError
		require.ErrorAs(t, parse(""), &empty)
		assert.Equal(t, empty.Kind+": the word is empty", empty.Error())
		assert.Contains(t, empty.Kind, "machine.")
	}
	_, err := fibres.Parse("")
	assert.EqualError(t, err, "Fibre: the word is empty, want one of Ordered, Patched, Lit, Removed")
}

// halfRead keeps what it read before it failed.
type halfRead string

func (h *halfRead) UnmarshalText(text []byte) error {
	*h = halfRead(text)
	return errors.New("no end")
}

func TestParseReturnsZeroOnError(t *testing.T) {
	half, err := machine.Parse[halfRead]("half")
	require.EqualError(t, err, "no end")
	assert.Empty(t, half)
}

func TestChangingAWordErrorDoesNotChangeTheWords(t *testing.T) {
	_, err := fibres.Parse("?")
	var unknown *machine.WordError
	require.ErrorAs(t, err, &unknown)
	unknown.Valid[0] = "changed"
	assert.Equal(t, "Ordered", Ordered.String())

	_, err = machine.Words[Fibre]{}.Parse("?")
	require.ErrorAs(t, err, &unknown)
	assert.Empty(t, unknown.Valid)
}

func TestWordsAll(t *testing.T) {
	assert.Equal(t, []Fibre{Ordered, Patched, Lit, Removed}, slices.Collect(fibres.All()))
	assert.Empty(t, slices.Collect(machine.Words[Fibre]{}.All()))
	for first := range fibres.All() {
		assert.Equal(t, Ordered, first)
		break
	}
	assert.Equal(t, []machine.Actor{machine.Customer, machine.Provider, machine.Microsoft, machine.Support, machine.NetworkOwner},
		slices.Collect(machine.Actors()))
	assert.Equal(t, []machine.Basis{machine.Article, machine.Documented, machine.Enforced, machine.Observed, machine.Inferred},
		slices.Collect(machine.Bases()))
}

// The words are part of the API: text that was stored must be readable later.
func TestWordsOfThisPackage(t *testing.T) {
	actors := "Customer Provider Microsoft Support NetworkOwner"
	for i, word := range strings.Fields(actors) {
		actor, err := machine.Parse[machine.Actor](word)
		require.NoError(t, err)
		assert.Equal(t, machine.Actor(i+1), actor)
	}
	bases := "Article Documented Enforced Observed Inferred"
	for i, word := range strings.Fields(bases) {
		basis, err := machine.Parse[machine.Basis](word)
		require.NoError(t, err)
		assert.Equal(t, machine.Basis(i+1), basis)
	}
	for i, word := range strings.Fields("No Yes") {
		truth, err := machine.Parse[machine.Truth](word)
		require.NoError(t, err)
		assert.Equal(t, machine.Truth(i+1), truth)
	}
	assert.Equal(t, "Nobody", machine.Nobody.String())
	assert.Equal(t, "Unknown", machine.Unknown.String())
	assert.Equal(t, "unstated", machine.Basis(0).String())
	assert.Equal(t, "machine.Actor(200)", machine.Actor(200).String())
}

func TestWordsInJSON(t *testing.T) {
	type book struct {
		At   Fibre
		Seen map[Fibre]int
		Who  machine.Actor
		How  machine.Basis
		Is   machine.Truth
	}
	in := book{At: Lit, Seen: map[Fibre]int{Patched: 2, 0: 1}, Who: machine.Support, Is: machine.Yes}
	data, err := json.Marshal(in)
	require.NoError(t, err)
	assert.JSONEq(t, `{"At":"Lit","Seen":{"Patched":2,"":1},"Who":"Support","How":"","Is":"Yes"}`, string(data))
	var out book
	require.NoError(t, json.Unmarshal(data, &out))
	assert.Equal(t, in, out)

	_, err = json.Marshal(book{At: 77})
	assert.ErrorContains(t, err, "Fibre(77) has no text")
	var unknown *machine.WordError
	assert.ErrorAs(t, json.Unmarshal([]byte(`{"Who":"Nobody"}`), &out), &unknown)
}

// A text that is accepted is written back unchanged; a text that is refused
// changes nothing.
func FuzzUnmarshalText(f *testing.F) {
	for _, seed := range []string{"", "Customer", "Provider", "NetworkOwner", "Nobody", "Article", "Inferred", "Yes", "No", "Unknown", "machine.Actor(1)", "customer", "\xff", "Customer\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		actor, basis, truth := machine.Support, machine.Observed, machine.Yes
		checkText(t, text, &actor)
		checkText(t, text, &basis)
		checkText(t, text, &truth)
	})
}

func checkText[T any, P interface {
	*T
	UnmarshalText([]byte) error
	MarshalText() ([]byte, error)
}](t *testing.T, text []byte, value P) {
	before := *value
	if err := value.UnmarshalText(text); err != nil {
		var unknown *machine.WordError
		assert.True(t, errors.As(err, &unknown), err)
		assert.Equal(t, string(text), unknown.Word)
		assert.Equal(t, before, *value)
		return
	}
	back, err := value.MarshalText()
	assert.NoError(t, err)
	if len(text) > 0 { // the empty text is read as the zero value, which can have another text
		assert.Equal(t, string(text), string(back))
	}
}

// With SpellAll the zero value has a text too.
func TestSpellAll(t *testing.T) {
	words := machine.SpellAll[machine.Truth]("Truth", "Unknown", "No", "Yes")
	for v := machine.Unknown; v <= machine.Yes; v++ {
		text, err := words.MarshalText(v)
		require.NoError(t, err)
		assert.Equal(t, words.String(v), string(text))
		back, err := words.Parse(string(text))
		require.NoError(t, err)
		assert.Equal(t, v, back)
	}
	_, err := words.MarshalText(3)
	assert.Error(t, err)
	var wrong *machine.WordError
	_, err = words.Parse("Perhaps")
	require.ErrorAs(t, err, &wrong)
	assert.Equal(t, []string{"Unknown", "No", "Yes"}, wrong.Valid)
}
