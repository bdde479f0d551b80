package registry_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/prefixes/registry"
)

var (
	one = object("192.0.2.0/24", "AS64500", "RIPE")
	two = object("198.51.100.0/24", "AS64501", "RIPE")
)

// A truncated AS number is another AS number, so an object is kept only if it
// was read to its end.
func TestTruncatedGzip(t *testing.T) {
	var text strings.Builder
	require.NoError(t, writeDump(&text, 2000, 1))
	whole := packed(t, text.String())
	complete, _ := readRPSL(t, Options{}, text.String())
	for _, n := range []int{0, 1, 2, 5, 10, 11, 100, len(whole) / 2, len(whole) - 9, len(whole) - 8, len(whole) - 1} {
		b := NewBuilder(Options{})
		stats, err := b.ReadRPSL(t.Context(), bytes.NewReader(whole[:n]), "radb.db.gz")
		balanced(t, stats)
		if n < 2 { // too short to be recognized as gzip
			assert.NoError(t, err)
			continue
		}
		var broken *ReadError
		require.ErrorAs(t, err, &broken, "%d bytes", n)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		assert.Equal(t, "radb.db.gz", broken.Name)
		assert.Equal(t, stats.Lines, broken.Line)
		assert.True(t, stats.Truncated)
		assert.EqualValues(t, n, stats.Bytes)
		assert.LessOrEqual(t, stats.Faults[CutOff], int64(1))
		if n == len(whole)/2 {
			assert.Greater(t, stats.Kept, int64(500))
		}
		s := b.Snapshot()
		assert.True(t, s.Inputs()[0].Truncated)
		for _, r := range everything(s) {
			found := false
			for relation, object := range complete.Routes(r.Prefix) {
				found = found || relation == Exact && object.Origin == r.Origin && object.Line == r.Line
			}
			require.True(t, found, "%v is not in the dump", r)
		}
	}
}

func TestObjectIsCutOff(t *testing.T) {
	broken := errors.New("connection lost")
	for text, want := range map[string]Reject{
		one + "route: 198.51.100.0/24\norigin: AS645":   {Line: 5, Text: "route: 198.51.100.0/24"},
		one + "route: 198.51.100.0/24\norigin: AS645\n": {Line: 5, Text: "route: 198.51.100.0/24"},
		one + "route: 198.51.1":                         {Line: 5, Text: "route: 198.51.1"},
	} {
		b := NewBuilder(Options{})
		stats, err := b.ReadRPSL(t.Context(), io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), "x")
		require.ErrorIs(t, err, broken)
		balanced(t, stats)
		want.Fault, want.Why = CutOff, CutOff.Text()
		assert.Equal(t, []Reject{want}, stats.Rejects)
		assert.EqualValues(t, 1, stats.Kept)
	}
	b := NewBuilder(Options{})
	stats, err := b.ReadVRPs(t.Context(), io.MultiReader(strings.NewReader("AS1,10.0.0.0/8,8\nAS2,11.0.0.0/8,2"), iotest.ErrReader(broken)), "x")
	require.ErrorIs(t, err, broken)
	assert.Equal(t, []Reject{{2, "AS2,11.0.0.0/8,2", CutOff, CutOff.Text()}}, stats.Rejects)
	assert.Equal(t, 1, b.Snapshot().Counts().VRPs)
}

func TestGzipThatIsNone(t *testing.T) {
	for name, text := range map[string][]byte{
		"magic alone":         []byte("\x1f\x8b"),
		"a header of nothing": []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff"),
		"another method":      []byte("\x1f\x8b\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
		"a wrong checksum":    append(packed(t, one)[:len(packed(t, one))-8], 0, 0, 0, 0, 0, 0, 0, 0),
		"something behind it": append(packed(t, one), "\n\n"...),
		"it behind padding":   append(packed(t, one), "\x00\x00x"...),
		"half a member":       append(packed(t, one), packed(t, two)[:12]...),
		"half a header":       append(packed(t, one), packed(t, two)[:5]...),
	} {
		stats, err := NewBuilder(Options{}).ReadRPSL(t.Context(), bytes.NewReader(text), "x")
		var broken *ReadError
		require.ErrorAs(t, err, &broken, name)
		assert.True(t, stats.Truncated && stats.Gzip, name)
	}
}

// Gzip may have several members (RFC 1952 section 2.2), and zero bytes after
// them, also more than fit into a buffer.
func TestGzipOfMembers(t *testing.T) {
	padding := make([]byte, 200<<10)
	for name, text := range map[string][]byte{
		"two members":         append(packed(t, one), packed(t, two)...),
		"padding at the end":  append(append(packed(t, one), packed(t, two)...), padding...),
		"padding between":     append(append(packed(t, one), padding...), packed(t, two)...),
		"one byte of padding": append(packed(t, one+two), 0),
		"an empty member":     append(append(packed(t, one), packed(t, "")...), packed(t, two)...),
	} {
		stats, err := NewBuilder(Options{}).ReadRPSL(t.Context(), iotest.HalfReader(bytes.NewReader(text)), "x")
		require.NoError(t, err, name)
		assert.EqualValues(t, 2, stats.Kept, name)
		assert.EqualValues(t, len(text), stats.Bytes, name)
	}
}

// A stream of changes has deleted objects in it, so that none of it counts. It
// is recognized by its first line, or by the operations.
func TestNRTMIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		kept int64
	}{
		"version 3":               {"%START Version: 3 RADB 1-2\n\nDEL 2\n\n" + one + "%END RADB\n", 0},
		"version 1":               {"% a comment\n\n%START Version: 1 RIPE 5-6\r\n\r\nADD\r\n\r\n" + one, 0},
		"without its first line":  {"ADD 7\n\n" + one + "DEL 8\n\n" + two, 0},
		"behind a dump":           {one + "%START Version: 3 RADB 1-2\n\nDEL 2\n\n" + two, 1},
		"within an object":        {one + "route: 198.51.100.0/24\n%START Version: 3 RADB 1-2\n", 1},
		"within one of no object": {one + "person: A\n%START Version: 3 RADB 1-2\n", 1},
	} {
		t.Run(name, func(t *testing.T) {
			b := NewBuilder(Options{})
			stats, err := b.ReadRPSL(t.Context(), strings.NewReader(c.text), "nrtm")
			require.ErrorIs(t, err, ErrNRTM)
			balanced(t, stats)
			assert.True(t, stats.Truncated)
			assert.Equal(t, c.kept, stats.Kept)
		})
	}
	_, stats := readRPSL(t, Options{}, one+"ADDRESS: x\n\nDEL x\n\nadd 1\n\n"+two)
	assert.EqualValues(t, 2, stats.Kept, "that is no operation")
}

func TestBinaryJunk(t *testing.T) {
	junk := make([]byte, 1<<20)
	random := rand.New(rand.NewPCG(1, 1))
	for i := range junk {
		junk[i] = byte(random.Uint32())
	}
	junk[0] = 'x'
	s, stats := readRPSL(t, Options{}, one+string(junk)+"\n\n"+two)
	assert.Len(t, everything(s), 2)
	assert.Positive(t, stats.Faults[NotAnObject])
	for _, reject := range stats.Rejects {
		assert.NotContains(t, reject.Text, "\x00")
		assert.NotContains(t, reject.Text, "\x1b")
	}
	s, stats = readVRPs(t, Options{MaxRejects: 5}, "AS1,10.0.0.0/8,8\n"+string(junk)+"\nAS2,11.0.0.0/8,8\n")
	assert.Equal(t, 2, s.Counts().VRPs)
	assert.Len(t, stats.Rejects, 5)
	assert.Greater(t, stats.Rejected, int64(1000))
}

// A line that is too long matters only if it has a prefix, an origin or a
// source.
func TestLineOf10MB(t *testing.T) {
	long := strings.Repeat("x", 10<<20)
	for name, c := range map[string]struct {
		text   string
		kept   int64
		faults map[Fault]int64
	}{
		"of no object":                {one + long + "\n\n" + two, 2, map[Fault]int64{NotAnObject: 1}},
		"in an object of no interest": {one + "as-set: AS-X\nmembers: " + long + "\n\n" + two, 2, nil},
		"in a remark":                 {"route: 192.0.2.0/24\nremarks: " + long + "\r\norigin: AS1\nsource: RIPE\n\n" + two, 2, nil},
		"in a comment":                {"route: 192.0.2.0/24\n% " + long + "\norigin: AS1\nsource: RIPE\n\n" + two, 2, nil},
		"continues a remark":          {"route: 192.0.2.0/24\nremarks: x\n " + long + "\norigin: AS1\nsource: RIPE\n\n" + two, 2, nil},
		"in an origin":                {"route: 192.0.2.0/24\norigin: AS1 # " + long + "\nsource: RIPE\n\n" + two, 1, map[Fault]int64{LineTooLong: 1}},
		"continues an origin":         {"route: 192.0.2.0/24\norigin:\n AS1 # " + long + "\nsource: RIPE\n\n" + two, 1, map[Fault]int64{LineTooLong: 1}},
		"in a prefix":                 {"route: 192.0.2.0/24" + long + "\norigin: AS1\nsource: RIPE\n\n" + two, 1, map[Fault]int64{LineTooLong: 1}},
		"at the end":                  {one + two + long, 2, map[Fault]int64{NotAnObject: 1}},
	} {
		s, stats := readRPSL(t, Options{}, c.text)
		assert.Equal(t, c.kept, stats.Kept, name)
		assert.Equal(t, c.faults, stats.Faults, name)
		assert.EqualValues(t, 1, stats.LongLines, name)
		assert.EqualValues(t, strings.Count(c.text, "\n")+btoi(!strings.HasSuffix(c.text, "\n")), stats.Lines, name)
		for _, r := range everything(s) {
			line := strings.Split(c.text, "\n")[r.Line-1]
			assert.True(t, strings.HasPrefix(line, "route: "+r.Prefix.String()), name)
		}
	}
	s, stats := readVRPs(t, Options{}, "AS1,10.0.0.0/8,8\n"+long+"\nAS2,11.0.0.0/8,8\n")
	assert.Equal(t, 2, s.Counts().VRPs)
	assert.Equal(t, map[Fault]int64{LineTooLong: 1}, stats.Faults)

	b := NewBuilder(Options{})
	stats, err := b.ReadVRPs(t.Context(), strings.NewReader(`[{"asn":1,"prefix":"10.0.0.0/8"},`+"\n"+`{"asn":"`+long+`"},{"asn":2,"prefix":"11.0.0.0/8"}]`), "x")
	require.ErrorIs(t, err, ErrLongValue)
	assert.Equal(t, map[Fault]int64{LineTooLong: 1}, stats.Faults)
	assert.Equal(t, 1, b.Snapshot().Counts().VRPs)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// A line of MaxLine bytes is read, a line of one byte more is too long.
func TestMaxLine(t *testing.T) {
	line := "remarks: " + strings.Repeat("x", 91)
	for text, long := range map[string]int64{line: 0, line + "x": 1, line + "\r": 0, line + "x\r": 1, line + "\r\r": 0} {
		for _, end := range []string{"\n", "\norigin: AS1\n"} {
			_, stats := readRPSL(t, Options{MaxLine: 100, DefaultSource: "RIPE"}, "route: 192.0.2.0/24\norigin: AS1\n"+text+end)
			assert.Equal(t, long, stats.LongLines, "%d bytes", len(text))
		}
	}
}

func TestBrokenJSON(t *testing.T) {
	const good = `{"asn":1,"prefix":"10.0.0.0/8"}`
	for text, kept := range map[string]int{
		`{`: 0, `[`: 0, `[` + good: 1, `[` + good + `,`: 1, `[` + good + `,{"asn":2,"pre`: 1, `[` + good + ` ` + good + `]`: 1,
		`[` + good + `]x`: 1, `[` + good + `][]`: 1, `{"roas":[` + good + `]`: 1, `{"roas":[` + good + `],"x":` + strings.Repeat("[", 2000): 1,
		`{"metadata":{}}`: 0, `{"roas":{}}`: 0, `{"a" "b"}`: 0, `{1:2}`: 0, `[` + good + `}`: 1, "[\x00": 0,
	} {
		b := NewBuilder(Options{})
		stats, err := b.ReadVRPs(t.Context(), strings.NewReader(text), "x.json")
		var broken *ReadError
		require.ErrorAs(t, err, &broken, text)
		assert.True(t, stats.Truncated)
		assert.NotErrorIs(t, err, io.EOF)
		balanced(t, stats)
		assert.Equal(t, kept, b.Snapshot().Counts().VRPs, text)
	}
	_, err := NewBuilder(Options{}).ReadVRPs(t.Context(), strings.NewReader(`{"metadata":{"vrps":0}}`), "x")
	assert.ErrorIs(t, err, ErrNoVRPs)
	_, err = NewBuilder(Options{}).ReadVRPs(t.Context(), strings.NewReader(`{"x":`+strings.Repeat(`[`, 2000)), "x")
	assert.ErrorIs(t, err, ErrDeepValue)
	_, err = NewBuilder(Options{}).ReadVRPs(t.Context(), strings.NewReader(`[]]`), "x")
	var syntax *json.SyntaxError
	assert.ErrorAs(t, err, &syntax)
	_, err = NewBuilder(Options{}).ReadVRPs(t.Context(), strings.NewReader(`[][]`), "x")
	assert.ErrorIs(t, err, ErrTrailing)
}

// endless repeats a text n times, or without end if n is negative.
type endless struct {
	text string
	n    int
	rest string
}

func (e *endless) Read(into []byte) (int, error) {
	if e.rest == "" {
		if e.n == 0 {
			return 0, io.EOF
		}
		e.n--
		e.rest = e.text
	}
	n := copy(into, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

// The memory does not grow with the input.
func TestMemoryIsBounded(t *testing.T) {
	const size = 16 << 20
	page := strings.Repeat("x", 1<<10)
	interest := Interest{Prefixes: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}}
	for name, c := range map[string]struct{ begin, repeat string }{
		"one line":          {"", page},
		"one row of quotes": {"", strings.Repeat(`"`, 1<<10)},
		"one string":        {`{"x":"`, page},
		"one number":        {`[1`, strings.Repeat("1", 1<<10)},
		"brackets":          {`{"x":`, strings.Repeat("[", 1<<10)},
		"blanks":            {`[`, strings.Repeat(" ", 1<<10)},
		"one entry":         {`[{"a":0`, strings.Repeat(`,"a":1`, 100)},
		"rejected entries":  {`[0`, `,{"asn":"none","prefix":"10.0.0.0/8","x":"` + page + `"}`},
		"rejects":           {"", strings.Repeat("x", 100) + "\n\n"},
		"of no interest":    {"", strings.Repeat(one, 10)},
	} {
		for _, read := range []func(*Builder, context.Context, io.Reader, string) (Stats, error){(*Builder).ReadRPSL, (*Builder).ReadVRPs} {
			in := io.MultiReader(strings.NewReader(c.begin), &endless{text: c.repeat, n: size / len(c.repeat)})
			var memory runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&memory)
			before, most := memory.HeapAlloc, uint64(0)
			options := Options{Interest: interest, Progress: func(Progress) {
				runtime.ReadMemStats(&memory)
				most = max(most, memory.HeapAlloc)
			}}
			stats, _ := read(NewBuilder(options), t.Context(), in, name)
			assert.Zero(t, stats.Kept, name)
			assert.Less(t, most, before+8<<20, name)
		}
	}
}

func TestCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	reports := 0
	b := NewBuilder(Options{Progress: func(p Progress) {
		reports++
		if p.Bytes > 8<<20 {
			cancel()
		}
	}})
	stats, err := b.ReadRPSL(ctx, &endless{text: one, n: 1 << 30}, "endless")
	require.ErrorIs(t, err, context.Canceled)
	assert.True(t, stats.Truncated)
	assert.Positive(t, stats.Kept)
	assert.InDelta(t, 10, reports, 2)
	for _, read := range []func(context.Context, io.Reader, string) (Stats, error){b.ReadRPSL, b.ReadVRPs} {
		stats, err := read(ctx, strings.NewReader(one), "cancelled")
		require.ErrorIs(t, err, context.Canceled)
		assert.Zero(t, stats.Bytes)
	}
}

// A reader that returns neither bytes nor an error gives io.ErrNoProgress.
func TestReaderWithoutProgress(t *testing.T) {
	idle := readerFunc(func([]byte) (int, error) { return 0, nil })
	for _, read := range []func(*Builder, context.Context, io.Reader, string) (Stats, error){(*Builder).ReadRPSL, (*Builder).ReadVRPs} {
		_, err := read(NewBuilder(Options{}), t.Context(), idle, "idle")
		assert.ErrorIs(t, err, io.ErrNoProgress)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(into []byte) (int, error) { return f(into) }

// An error has the name of the input and the line, and is safe to print.
func TestReadErrorText(t *testing.T) {
	err := error(&ReadError{Name: strings.Repeat("a\x1b", 1000), Line: 7, Err: gzip.ErrChecksum})
	assert.Less(t, len(err.Error()), 250)
	assert.NotContains(t, err.Error(), "\x1b")
	assert.Contains(t, err.Error(), "line 7: gzip: invalid checksum")
	assert.ErrorIs(t, err, gzip.ErrChecksum)
}
