package bgp_test

import (
	"encoding"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
)

// enum has the methods of every enumeration of the library.
type enum interface {
	~uint8
	fmt.Stringer
	encoding.TextMarshaler
}

// testText checks that an enumeration has these words, in order, and no others.
func testText[E enum, P interface {
	*E
	encoding.TextUnmarshaler
}](t *testing.T, all iter.Seq[E], words ...string) {
	t.Helper()
	require.Len(t, slices.Collect(all), len(words))
	for i, v := range slices.Collect(all) {
		require.Equal(t, uint8(i+1), uint8(v), "zero is not a value")
		assert.Equal(t, words[i], v.String())

		text, err := v.MarshalText()
		require.NoError(t, err)
		var back E
		require.NoError(t, P(&back).UnmarshalText(text))
		assert.Equal(t, v, back)

		parsed, err := machine.Parse[E, P](words[i])
		require.NoError(t, err)
		assert.Equal(t, v, parsed)
	}
	var zero E
	text, err := zero.MarshalText()
	require.NoError(t, err)
	assert.Empty(t, text)
	assert.NotEmpty(t, zero.String())
	v := E(1)
	require.NoError(t, P(&v).UnmarshalText(nil))
	assert.Equal(t, zero, v)

	stranger := E(len(words) + 1)
	assert.Contains(t, stranger.String(), "(")
	_, err = stranger.MarshalText()
	assert.Error(t, err)
	for _, word := range []string{"", "enabled", "Idle (Admin)", "Up ", zero.String(), stranger.String()} {
		v := E(1)
		_, err := machine.Parse[E, P](word)
		var unknown *machine.WordError
		require.ErrorAs(t, err, &unknown, "%q", word)
		assert.Equal(t, word, unknown.Word)
		if word != "" {
			assert.Equal(t, words, unknown.Valid)
			require.Error(t, P(&v).UnmarshalText([]byte(word)))
			assert.Equal(t, E(1), v, "unchanged")
		}
	}
}

func TestText(t *testing.T) {
	t.Run("State", func(t *testing.T) { testText(t, States(), "Disabled", "Enabled") })
	t.Run("Event", func(t *testing.T) { testText(t, Events(), "EdgeEnabled", "EdgeDisabled") })
	t.Run("Health", func(t *testing.T) { testText(t, Healths(), "Up", "Degraded", "Down") })
	t.Run("Session", func(t *testing.T) {
		testText(t, Sessions(), "Idle", "Connect", "Active", "OpenSent", "OpenConfirm", "Established")
	})
}
