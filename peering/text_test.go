package peering

import (
	"encoding"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
)

func TestWords(t *testing.T) {
	words(t, Types(), "AzurePrivatePeering", "AzurePublicPeering", "MicrosoftPeering")
	words(t, Admins(), "Absent", "Disabled", "Enabled")
	words(t, Operations(), "NoResource", "Creating", "Updating", "Succeeded", "Failed", "Canceled", "Deleting")
	words(t, Modes(), "Present", "Absent")
}

// words checks that an enumeration has these words, and that each can be
// written and read.
func words[T interface {
	~uint8
	String() string
	encoding.TextMarshaler
}, P interface {
	*T
	encoding.TextUnmarshaler
}](t *testing.T, all iter.Seq[T], want ...string) {
	t.Helper()
	var got []string
	for v := range all {
		got = append(got, v.String())
		parsed, err := machine.Parse[T, P](v.String())
		require.NoError(t, err)
		assert.Equal(t, v, parsed)
		text, err := v.MarshalText()
		require.NoError(t, err)
		var read T
		require.NoError(t, P(&read).UnmarshalText(text))
		assert.Equal(t, v, read)
	}
	assert.Equal(t, want, got)

	var zero T
	text, err := zero.MarshalText()
	require.NoError(t, err)
	assert.Empty(t, text)
	read := T(1)
	require.NoError(t, P(&read).UnmarshalText(nil))
	assert.Zero(t, read)

	var stranger *machine.WordError
	kept := T(1)
	require.ErrorAs(t, P(&kept).UnmarshalText([]byte("stranger")), &stranger)
	assert.Equal(t, T(1), kept)
	assert.Equal(t, want, stranger.Valid)
	_, err = machine.Parse[T, P](zero.String())
	assert.ErrorAs(t, err, &stranger)
	_, err = T(200).MarshalText()
	assert.Error(t, err)
	assert.Contains(t, T(200).String(), "200")
}

func TestOperationGroups(t *testing.T) {
	groups := map[Operation][2]bool{
		0: {}, NoResource: {}, Succeeded: {}, 200: {},
		Creating: {true, false}, Updating: {true, false}, Deleting: {true, false},
		Failed: {false, true}, Canceled: {false, true},
	}
	for o, want := range groups {
		assert.Equal(t, want, [2]bool{o.InFlight(), o.Broken()}, o)
	}
}
