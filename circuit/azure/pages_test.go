package azure_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
)

// circuitList is a list of so many circuits, some of which cannot be read.
func circuitList(n int, before, after string) string {
	var b strings.Builder
	b.WriteString(before)
	for i := range n {
		if i > 0 {
			b.WriteString(",\n  ")
		}
		bandwidth := "200"
		if i%777 == 776 {
			bandwidth = `"broad"`
		}
		fmt.Fprintf(&b, `{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c%d", "name": "c%d",
   "type": "Microsoft.Network/expressRouteCircuits", "tags": {"text": %q}, "properties": {
    "provisioningState": "Succeeded", "circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "Provisioned",
    "serviceProviderProperties": {"serviceProviderName": "Equinix", "peeringLocation": "Seattle", "bandwidthInMbps": %s}, "peerings": [], "authorizations": []}}`,
			i, i, strings.Repeat("x", 1000), bandwidth)
	}
	b.WriteString(after)
	return b.String()
}

// allOf collects the pages.
func allOf(r io.Reader, o Options) (all Page, pages int, err error) {
	for page, failed := range Pages(r, o) {
		pages++
		all.Shape, all.Next = page.Shape, page.Next
		all.Circuits = append(all.Circuits, page.Circuits...)
		err = errors.Join(err, failed)
	}
	return all, pages, err
}

// leaves are the errors that are joined in one, however deep.
func leaves(err error) []Error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var list []Error
		for _, e := range joined.Unwrap() {
			list = append(list, leaves(e)...)
		}
		return list
	}
	var e *Error
	if !errors.As(err, &e) {
		return nil
	}
	return []Error{{Shape: e.Shape, Path: e.Path, Line: e.Line, Offset: e.Offset}}
}

// In parts a list shows what it shows as a whole, and errors are at the same
// places.
func TestPages(t *testing.T) {
	for name, text := range map[string]string{
		"an array":          circuitList(3000, "[", "]\n"),
		"a list":            circuitList(3000, "{\n \"value\": [\n", "]}"),
		"its next first":    circuitList(2000, `{"nextLink": "https://x/y", "value": [`, "]}"),
		"its next last":     circuitList(2000, `{"value": [`, `], "nextLink": "https://x/y"}`),
		"rows":              circuitList(2000, `{"count": 2000, "totalRecords": 2000, "data": [`, `], "$skipToken": "more"}`),
		"a mark before":     circuitList(2000, "\ufeff[", "]"),
		"one part":          circuitList(3, "[", "]"),
		"no list":           circuitWith(""),
		"no list, and long": `{"tags": {"a": "` + strings.Repeat("x", 2<<20) + `"}, "type": "Microsoft.Network/expressRouteCircuits", "properties": {}}`,
	} {
		t.Run(name, func(t *testing.T) {
			whole, wholeErr := ReadPage([]byte(text), Options{})
			parts, pages, err := allOf(iotest.HalfReader(strings.NewReader(text)), Options{})
			assert.Equal(t, len(text) > 2<<20 && whole.Shape != ARMCircuit, pages > 1)
			assert.Equal(t, whole.Shape, parts.Shape)
			assert.Equal(t, whole.Next, parts.Next)
			require.Len(t, parts.Circuits, len(whole.Circuits))
			assert.Equal(t, whole.Circuits, parts.Circuits)
			assert.Equal(t, leaves(wholeErr), leaves(err))
		})
	}
}

// What breaks off, or cannot be read, loses nothing of what came before it.
func TestPages_broken(t *testing.T) {
	text := circuitList(2000, `{"value": [`, `]}`)
	failing := errors.New("the line is cut")
	for name, c := range map[string]struct {
		in   io.Reader
		want error
		min  int
	}{
		"cut off":            {strings.NewReader(text[:len(text)-100]), ErrBroken, 1990},
		"cut after the list": {strings.NewReader(text[:len(text)-1]), ErrBroken, 1990},
		"something follows":  {strings.NewReader(text + "{}"), ErrBroken, 1990},
		"not JSON":           {strings.NewReader(text[:len(text)-2] + ", oops]}"), ErrBroken, 1990},
		"the reader fails":   {io.MultiReader(strings.NewReader(text[:len(text)-5000]), iotest.ErrReader(failing)), failing, 1900},
		"fails at once":      {iotest.ErrReader(failing), failing, 0},
		"a huge element":     {strings.NewReader(text[:len(text)-2] + `, "` + strings.Repeat("x", MaxDocument+10) + `"]}`), ErrTooLarge, 1990},
		"huge, and no list":  {strings.NewReader(`{"a": {"b": "` + strings.Repeat("x", MaxDocument+10) + `"}}`), ErrTooLarge, 0},
		"nothing":            {strings.NewReader(""), ErrEmpty, 0},
	} {
		t.Run(name, func(t *testing.T) {
			all, _, err := allOf(c.in, Options{})
			assert.ErrorIs(t, err, c.want)
			assert.GreaterOrEqual(t, len(all.Circuits), c.min)
		})
	}
	for range Pages(strings.NewReader(text), Options{}) {
		break // without harm
	}
}

// endless is a list of so many circuits that is never in memory as a whole.
func endless(n int) io.Reader {
	in, out := io.Pipe()
	go func() {
		one := circuitList(1, "", "")
		_, _ = io.WriteString(out, "["+one)
		for range n - 1 {
			if _, err := io.WriteString(out, ","+one); err != nil {
				return
			}
		}
		_, _ = io.WriteString(out, "]")
		_ = out.Close()
	}()
	return in
}

// Ten thousand circuits take no more memory than a part of them.
func TestPages_memory(t *testing.T) {
	const circuits = 20_000 // 29 MB
	var stats runtime.MemStats
	most, n := uint64(0), 0
	for page, err := range Pages(endless(circuits), Options{}) {
		require.NoError(t, err)
		n += len(page.Circuits)
		runtime.GC()
		runtime.ReadMemStats(&stats)
		most = max(most, stats.HeapAlloc)
	}
	assert.Equal(t, circuits, n)
	assert.Less(t, most, uint64(24<<20))
}

// The same list, read whole and in parts of 64 bytes.
func FuzzPages(f *testing.F) {
	f.Add("[", `{"name": "c"}`, "]")
	f.Add(`{"nextLink": "x", "value": [`, `{"type": "Microsoft.Network/expressRouteCircuits", "properties": {"peerings": 1}}`, "]}")
	f.Add(`{"data": [`, `1`, "")
	f.Fuzz(func(t *testing.T, before, element, after string) {
		text := before + element + strings.Repeat(",\n"+element, 1+256/(len(element)+1)) + after
		var seen []circuit.Observation
		var failed error
		for page, err := range PagesOf(strings.NewReader(text), Options{}, 64) {
			seen, failed = append(seen, page.Circuits...), errors.Join(failed, err)
		}
		whole, err := ReadPage([]byte(text), Options{})
		if err == nil && whole.Shape == ARMList {
			assert.NoError(t, failed)
			assert.Equal(t, whole.Circuits, seen)
		}
	})
}

func BenchmarkPages(b *testing.B) {
	text := circuitList(10_000, "[", "]")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for page := range Pages(strings.NewReader(text), Options{}) {
			n += len(page.Circuits)
		}
		require.Positive(b, n)
	}
}
