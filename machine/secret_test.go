package machine_test

import (
	"bytes"
	"encoding/base64"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"log"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"text/template"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
)

// canary is a secret value that must not be printed.
const canary = "d4c1b0e2-7a55-4f0e-9c3b-CANARY0SECRET"

// assertSilent fails if out contains the canary in any spelling, or a part of
// it.
func assertSilent(t *testing.T, out string, what ...any) {
	t.Helper()
	for _, spelling := range []string{
		canary, canary[:12], canary[len(canary)-12:], strings.ToUpper(canary),
		hex.EncodeToString([]byte(canary)), strings.ToUpper(hex.EncodeToString([]byte(canary))),
		fmt.Sprintf("% x", canary), fmt.Sprintf("%# x", canary), fmt.Sprintf("%#x", canary),
		base64.RawStdEncoding.EncodeToString([]byte(canary))[:40],
		strings.Trim(fmt.Sprint([]byte(canary)), "[]"),
		strings.Trim(fmt.Sprintf("%#v", []byte(canary)), "[]byte{}"),
	} {
		assert.NotContains(t, out, spelling, what...)
	}
}

// Structs of other packages that hold a secret, in exported and in unexported
// fields.
type (
	open   struct{ Key machine.Secret }
	closed struct {
		key     machine.Secret
		pointer *machine.Secret
		list    []machine.Secret
		array   [1]machine.Secret
		byName  map[string]machine.Secret
		byKey   map[machine.Secret]string
		any     any
		inner   struct{ open }
	}
)

func hoard() map[string]any {
	s := machine.NewSecret(canary)
	c := closed{key: s, pointer: &s, list: []machine.Secret{s}, array: [1]machine.Secret{s},
		byName: map[string]machine.Secret{"k": s}, byKey: map[machine.Secret]string{s: "v"}, any: s}
	c.inner.Key = s
	return map[string]any{
		"itself": s, "pointer": &s, "open": open{s}, "open pointer": &open{s}, "closed": c, "closed pointer": &c,
		"slice": []machine.Secret{s}, "array": [1]machine.Secret{s}, "any": []any{s, &s},
		"map": map[string]machine.Secret{"k": s}, "key": map[machine.Secret]string{s: "v"},
		"slice of closed": []closed{c}, "map of closed": map[string]*closed{"k": &c},
		"unmet": machine.Unmet{Found: s.String()}, "error": fmt.Errorf("key %v", s),
		"chan and func": struct {
			key machine.Secret
			f   func() string
		}{s, s.Reveal},
	}
}

func TestSecretInEveryVerb(t *testing.T) {
	for what, value := range hoard() {
		for _, verb := range "vTtbcdoOqxXUeEfFgGspwz" {
			for _, flags := range []string{"", "+", "#", "-", " ", "0", "+#", "# ", "40", ".3", "-40.60"} {
				format := "%" + flags + string(verb)
				assertSilent(t, fmt.Sprintf(format, value), what, format)
				assertSilent(t, fmt.Errorf(format, value).Error(), what, format)
			}
		}
		assertSilent(t, fmt.Sprint(value), what)
		assertSilent(t, fmt.Sprintln("a", value, "b"), what)
		for _, wrong := range []string{"too many", "%*d", "%.*f", "%[3]d %!", "%!", "%w %w"} {
			assertSilent(t, fmt.Sprintf(wrong, value, value), what, wrong)
			assertSilent(t, fmt.Errorf(wrong, value, value).Error(), what, wrong)
		}
		assertSilent(t, string(fmt.Appendf(nil, "%v", value)), what)
	}
}

func TestSecretShowsRedacted(t *testing.T) {
	s := machine.NewSecret(canary)
	for _, verb := range "vtbcdoOqxXUeEfFgGs" {
		for _, flags := range []string{"", "+", "#", "-", "40", ".3"} {
			assert.Equal(t, machine.Redacted, fmt.Sprintf("%"+flags+string(verb), s))
		}
	}
	assert.Equal(t, "machine.Secret", fmt.Sprintf("%T", s))
	assert.Equal(t, machine.Redacted, s.String())
	assert.Equal(t, "{[redacted]}", fmt.Sprint(open{s}))
	assert.Equal(t, "{Key:[redacted]}", fmt.Sprintf("%+v", open{s}))
	assert.Equal(t, "map[k:[redacted]]", fmt.Sprint(map[string]machine.Secret{"k": s}))
	assert.Equal(t, "<nil>", fmt.Sprint((*machine.Secret)(nil)))
	assert.Empty(t, fmt.Sprintf("%v%+v%#v%s%q", machine.Secret{}, machine.Secret{}, machine.Secret{}, machine.Secret{}, machine.Secret{}))
}

// Two secrets with the same beginning look different when dumped.
func TestSecretsWithTheSameBeginning(t *testing.T) {
	one, two := closed{key: machine.NewSecret(canary + "1")}, closed{key: machine.NewSecret(canary + "2")}
	dump := func(c any) string { return fmt.Sprintf("%x", c)[:40] }
	assert.Equal(t, dump(one), dump(one))
	assert.NotEqual(t, dump(one), dump(two))
}

func TestSecretInLogs(t *testing.T) {
	var out bytes.Buffer
	handlers := map[string]slog.Handler{
		"text": slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}),
		"json": slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}),
	}
	for name, handler := range handlers {
		logger := slog.New(handler)
		for what, value := range hoard() {
			out.Reset()
			logger.Info("m", "value", value, slog.Group("g", "value", value), "list", []any{value})
			logger.With("with", value).WithGroup("g").Debug("m", slog.Any("any", slog.AnyValue(value)))
			logger.Error(fmt.Sprint(value), value, value)
			assert.NotEmpty(t, out.String())
			assertSilent(t, out.String(), name, what)
		}
		out.Reset()
		logger.Info("m", "key", machine.NewSecret(canary), "none", machine.Secret{}, "nil", (*machine.Secret)(nil))
		assert.Contains(t, out.String(), machine.Redacted)
	}
	out.Reset()
	logger := log.New(&out, "", 0)
	for _, value := range hoard() {
		logger.Print(value)
		logger.Printf("%+v %#v", value, value)
	}
	assertSilent(t, out.String(), "package log")
	assert.Equal(t, slog.StringValue(machine.Redacted), machine.NewSecret(canary).LogValue())
}

func TestSecretInEncoders(t *testing.T) {
	for what, value := range hoard() {
		for name, encode := range map[string]func(any) ([]byte, error){
			"json": json.Marshal,
			"xml":  xml.Marshal,
			"gob": func(v any) ([]byte, error) {
				var out bytes.Buffer
				err := gob.NewEncoder(&out).Encode(v)
				return out.Bytes(), err
			},
			"template": func(v any) ([]byte, error) {
				var out bytes.Buffer
				err := template.Must(template.New("").Parse(`{{.}} {{printf "%#v %x" . .}} {{print .}} {{html .}}`)).Execute(&out, v)
				return out.Bytes(), err
			},
			"html template": func(v any) ([]byte, error) {
				var out bytes.Buffer
				err := htmltemplate.Must(htmltemplate.New("").Parse(`<a href="{{.}}" title={{.}}>{{.}}</a><script>x={{.}}</script>`)).Execute(&out, v)
				return out.Bytes(), err
			},
		} {
			out, err := encode(value)
			assertSilent(t, string(out), what, name)
			if err != nil {
				assertSilent(t, err.Error(), what, name)
			}
		}
	}
	out, err := json.Marshal(open{machine.NewSecret(canary)})
	require.NoError(t, err)
	assert.JSONEq(t, `{"Key":"[redacted]"}`, string(out))
	out, err = json.Marshal(struct {
		Key machine.Secret `json:"key,omitzero"`
	}{})
	require.NoError(t, err)
	assert.JSONEq(t, `{}`, string(out))
	out, err = xml.Marshal(open{machine.NewSecret(canary)})
	require.NoError(t, err)
	assert.Equal(t, "<open><Key>[redacted]</Key></open>", string(out))
}

// recorder stands for a testing.T and records the messages.
type recorder struct{ said strings.Builder }

func (e *recorder) Errorf(format string, args ...any) { fmt.Fprintf(&e.said, format, args...) }
func (e *recorder) FailNow()                          {}

// A failed assertion prints both values with go-spew, which does not call their
// methods.
func TestSecretInFailedAssertions(t *testing.T) {
	others := hoard()
	for what, value := range hoard() {
		e := &recorder{}
		assert.Equal(e, nil, value)
		assert.Equal(e, value, 1)
		assert.EqualValues(e, value, others["open"])
		assert.Nil(e, value)
		assert.Empty(e, value)
		assert.Zero(e, value)
		assert.Len(e, value, 7)
		assert.Contains(e, value, "x")
		assert.NotEqual(e, value, value)
		assert.IsType(e, 1, value)
		assert.ElementsMatch(e, []any{value}, []any{1})
		assert.Subset(e, []any{1}, []any{value})
		assert.True(e, false, "%v", value)
		assert.NotPanics(e, func() { panic(value) })
		require.Equal(e, value, "x", "with %+v", value)
		assert.NotEmpty(t, e.said.String(), what)
		assertSilent(t, e.said.String(), what)
	}
	e := &recorder{}
	assert.Equal(e, closed{key: machine.NewSecret(canary)}, closed{key: machine.NewSecret("another " + canary)})
	assert.Contains(t, e.said.String(), "Diff:")
	assertSilent(t, e.said.String())
	assert.True(t, assert.ObjectsAreEqual(closed{key: machine.NewSecret(canary)}, closed{key: machine.NewSecret(canary)}))
}

// The runtime's message about a panic can only be read from another process.
func TestSecretInPanic(t *testing.T) {
	if which := os.Getenv("MACHINE_TEST_PANIC"); which != "" {
		panic(hoard()[which])
	}
	for _, what := range []string{"itself", "pointer", "open", "closed", "error", "slice"} {
		run := exec.Command(os.Args[0], "-test.run=^TestSecretInPanic$")
		run.Env = append(os.Environ(), "MACHINE_TEST_PANIC="+what)
		out, err := run.CombinedOutput()
		assert.Error(t, err)
		assert.Contains(t, string(out), "panic: ", what)
		assertSilent(t, string(out), what)
	}
}

func TestSecretReveal(t *testing.T) {
	for _, value := range []string{"", "x", canary, machine.Redacted, "\x00", "\xff\xfe", " ", strings.Repeat("k", 1<<16), "schlüssel 鍵"} {
		s := machine.NewSecret(value)
		assert.Equal(t, value, s.Reveal())
		assert.Equal(t, value, s.Reveal(), "again")
		assert.Equal(t, value == "", s.IsZero())
		if value != "" {
			assert.Equal(t, machine.Redacted, s.String())
		}
	}
}

func TestSecretEquality(t *testing.T) {
	one, same, other := machine.NewSecret(canary), machine.NewSecret(canary), machine.NewSecret(canary+" ")
	assert.True(t, one == same)
	assert.False(t, one == other)
	assert.True(t, closedKey{one} == closedKey{same})
	assert.Equal(t, one, same)
	assert.Equal(t, 7, map[machine.Secret]int{one: 7}[same])
	assert.True(t, machine.NewSecret("") == machine.Secret{})
	assert.False(t, one == machine.Secret{})
}

type closedKey struct{ key machine.Secret }

func TestSecretText(t *testing.T) {
	var s machine.Secret
	require.NoError(t, s.UnmarshalText([]byte(canary)))
	assert.Equal(t, canary, s.Reveal())

	text, err := s.MarshalText()
	require.NoError(t, err)
	assert.Equal(t, machine.Redacted, string(text))
	assert.ErrorIs(t, s.UnmarshalText(text), machine.ErrRedacted)
	assert.Equal(t, canary, s.Reveal(), "unchanged")

	require.NoError(t, s.UnmarshalText(nil))
	assert.True(t, s.IsZero())
	text, err = s.MarshalText()
	require.NoError(t, err)
	assert.Empty(t, text)

	// Changing the buffer afterwards does not change the secret.
	buffer := []byte(canary)
	require.NoError(t, s.UnmarshalText(buffer))
	clear(buffer)
	assert.Equal(t, canary, s.Reveal())
}

// A document with redacted secrets must not be read as one whose secrets are
// "[redacted]".
func TestSecretIsNotReadBackFromJSON(t *testing.T) {
	in := open{machine.NewSecret(canary)}
	data, err := json.Marshal(in)
	require.NoError(t, err)
	out := open{machine.NewSecret("kept")}
	err = json.Unmarshal(data, &out)
	assert.ErrorIs(t, err, machine.ErrRedacted)
	assert.Equal(t, "kept", out.Key.Reveal())

	require.NoError(t, json.Unmarshal([]byte(`{"Key":"`+canary+`"}`), &out))
	assert.True(t, out == in)
	assert.NoError(t, json.Unmarshal([]byte(`{"Key":null}`), &out))
	assert.True(t, out == in, "null changes nothing")
	for _, bad := range []string{`{"Key":{"a":"` + canary + `"}}`, `{"Key":["` + canary + `"]}`, `{"Key":"` + canary + `}`} {
		err := json.Unmarshal([]byte(bad), &out)
		require.Error(t, err)
		assertSilent(t, err.Error(), bad)
	}
	assert.Error(t, xml.Unmarshal([]byte("<open><Key>[redacted]</Key></open>"), &out))
}

func TestSecretConcurrently(t *testing.T) {
	shared := machine.NewSecret(canary)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 200 {
				own := machine.NewSecret(fmt.Sprint(canary, i, j))
				assert.Equal(t, fmt.Sprint(canary, i, j), own.Reveal())
				assert.Equal(t, canary, shared.Reveal())
				assert.True(t, shared == machine.NewSecret(canary))
				assert.Equal(t, machine.Redacted, fmt.Sprint(shared))
			}
		})
	}
	all.Wait()
}

func FuzzSecret(f *testing.F) {
	for _, seed := range []string{"", "x", canary, machine.Redacted, "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		s := machine.NewSecret(value)
		assert.Equal(t, value, s.Reveal())
		assert.True(t, s == machine.NewSecret(value))
		var read machine.Secret
		if err := read.UnmarshalText([]byte(value)); value == machine.Redacted {
			assert.True(t, errors.Is(err, machine.ErrRedacted))
		} else {
			assert.NoError(t, err)
			assert.True(t, read == s)
		}
	})
}
