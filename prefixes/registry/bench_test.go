package registry_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	. "github.com/expressroute-go/expressroute/prefixes/registry"
)

// The benchmarks use a fiftieth of the full size, unless REGISTRY_BENCH is
// full:
//
//	REGISTRY_BENCH=full go test ./prefixes/registry -run '^$' -bench . -benchtime 3x
func scaled(n int) int {
	if os.Getenv("REGISTRY_BENCH") == "full" {
		return n
	}
	return n / 50
}

// dumpFile writes a dump of that many route objects (550 MB if they are 1.5
// million), and reads it once, so that it is in the page cache.
func dumpFile(b *testing.B, objects int) (path string, size int64) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "radb.db")
	file, err := os.Create(path)
	require.NoError(b, err)
	require.NoError(b, writeDump(file, objects, 1))
	require.NoError(b, file.Close())
	info, err := os.Stat(path)
	require.NoError(b, err)
	_, err = bySplitting(path)
	require.NoError(b, err)
	return path, info.Size()
}

// customer returns an interest in 200 prefixes, the most that a session can
// have.
func customer() Interest {
	random := rand.New(rand.NewPCG(7, 7))
	interest := Interest{}
	for range 200 {
		interest.Prefixes = append(interest.Prefixes, randomPrefix(random))
	}
	return interest
}

// byReading reads all route objects and keeps those of interest to one
// customer. This is what is measured.
func byReading(b *testing.B, path string) (int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	stats, err := NewBuilder(Options{Interest: customer()}).ReadRPSL(b.Context(), file, path)
	return stats.Routes, err
}

// bySplitting only splits the text into lines.
func bySplitting(path string) (int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	lines := int64(0)
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		lines++
	}
	return lines, scanner.Err()
}

// byMap makes a map for each object, as such readers usually do.
func byMap(path string) (int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	routes := int64(0)
	object := map[string]string{}
	finish := func() {
		prefix, err := netip.ParsePrefix(object["route"] + object["route6"])
		_, also := bgp.ParseASN(object["origin"])
		if err == nil && also == nil && prefix == prefix.Masked() && object["source"] != "" {
			routes++
		}
		object = map[string]string{}
	}
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		if scanner.Text() == "" {
			finish()
		} else if name, value, ok := strings.Cut(scanner.Text(), ":"); ok {
			object[strings.ToLower(name)] = strings.TrimSpace(value)
		}
	}
	finish()
	return routes, scanner.Err()
}

// Target: at most twice the time of bufio.Scanner, and at least 3 times as
// fast as a map for each object. The three take turns, so that other load on
// the machine slows all of them.
func BenchmarkReadRPSL(b *testing.B) {
	objects := scaled(1_500_000)
	path, size := dumpFile(b, objects)
	var reading, splitting, mapping time.Duration
	timed := func(total *time.Duration, f func() (int64, error)) int64 {
		begin := time.Now()
		n, err := f()
		*total += time.Since(begin)
		require.NoError(b, err)
		return n
	}
	_, err := byReading(b, path) // the first time pays for the memory
	require.NoError(b, err)
	_, err = byMap(path)
	require.NoError(b, err)
	for b.Loop() {
		read := timed(&reading, func() (int64, error) { return byReading(b, path) })
		timed(&splitting, func() (int64, error) { return bySplitting(path) })
		mapped := timed(&mapping, func() (int64, error) { return byMap(path) })
		require.EqualValues(b, objects, read)
		require.EqualValues(b, objects, mapped)
	}
	megabytes := float64(size) / 1e6 * float64(b.N)
	b.ReportMetric(megabytes/reading.Seconds(), "MB/s")
	b.ReportMetric(megabytes/splitting.Seconds(), "Scanner-MB/s")
	b.ReportMetric(megabytes/mapping.Seconds(), "map-MB/s")
	b.ReportMetric(reading.Seconds()/splitting.Seconds(), "times-Scanner")
	b.ReportMetric(mapping.Seconds()/reading.Seconds(), "times-faster-than-map")
}

// The number of allocations does not depend on the size.
func BenchmarkReadRPSLAllocations(b *testing.B) {
	for name, objects := range map[string]int{"small": 1000, "large": 100_000} {
		b.Run(name, func(b *testing.B) {
			var text bytes.Buffer
			require.NoError(b, writeDump(&text, objects, 1))
			read := func() {
				_, err := NewBuilder(Options{Interest: Interest{Prefixes: []netip.Prefix{}}}).ReadRPSL(b.Context(), bytes.NewReader(text.Bytes()), "x")
				require.NoError(b, err)
			}
			read() // the first time pays for tables and buffers
			b.ReportAllocs()
			b.SetBytes(int64(text.Len()))
			for b.Loop() {
				read()
			}
		})
	}
}

// Target: 1.5 million objects in 1 s and 64 MiB. The time of bufio.Scanner in
// the same run shows how fast the machine is.
func BenchmarkLoadAndIndex(b *testing.B) {
	objects := scaled(1_500_000)
	path, size := dumpFile(b, objects)
	b.SetBytes(size)
	b.ReportAllocs()
	var s *Snapshot
	var loading, splitting time.Duration
	load := func() {
		file, err := os.Open(path)
		require.NoError(b, err)
		builder := NewBuilder(Options{})
		_, err = builder.ReadRPSL(b.Context(), file, path)
		require.NoError(b, err)
		require.NoError(b, file.Close())
		s = builder.Snapshot()
	}
	load() // the first time pays for the memory
	for b.Loop() {
		begin := time.Now()
		load()
		loading += time.Since(begin)
		b.StopTimer()
		begin = time.Now()
		_, err := bySplitting(path)
		splitting += time.Since(begin)
		require.NoError(b, err)
		b.StartTimer()
	}
	b.ReportMetric(loading.Seconds()/splitting.Seconds(), "times-Scanner")
	b.ReportMetric(float64(s.Counts().Routes), "routes")
	b.ReportMetric(float64(s.Counts().RoutePrefixes), "prefixes")
	reportMemory(b, &s)
}

// reportMemory reports the heap of a snapshot, and the memory that the process
// got from the system.
func reportMemory(b *testing.B, s **Snapshot) {
	var with, without runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&with)
	runtime.KeepAlive(*s)
	*s = nil
	runtime.GC()
	runtime.ReadMemStats(&without)
	b.ReportMetric(float64(with.HeapAlloc-without.HeapAlloc)/(1<<20), "snapshot-MiB")
	b.ReportMetric(float64(with.Sys)/(1<<20), "process-MiB")
}

func BenchmarkReadVRPs(b *testing.B) {
	vrps := randomVRPs(rand.New(rand.NewPCG(6, 0)), scaled(600_000))
	for name, text := range map[string][]byte{"CSV": csvOf(vrps), "JSON": jsonOf(vrps)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			var s *Snapshot
			load := func() {
				builder := NewBuilder(Options{})
				_, err := builder.ReadVRPs(b.Context(), bytes.NewReader(text), name)
				require.NoError(b, err)
				s = builder.Snapshot()
			}
			load() // the first time pays for the memory
			for b.Loop() {
				load()
			}
			reportMemory(b, &s)
		})
	}
}

// question is a route whose origin is validated.
type question struct {
	prefix netip.Prefix
	origin bgp.ASN
}

// questions returns as many routes as are asked at once. Half of them have a VRP
// of the same length, a fifth are longer than allowed, a tenth are of another
// AS, a fifth have none.
func questions(random *rand.Rand, vrps []vrp) []question {
	list := make([]question, 1<<16)
	for i := range list {
		v := vrps[random.IntN(len(vrps))]
		q := question{v.prefix, bgp.ASN(v.asn)}
		switch random.IntN(10) {
		case 0, 1:
			q.prefix = netip.PrefixFrom(v.prefix.Addr(), min(v.prefix.Bits()+1+random.IntN(8), v.prefix.Addr().BitLen()))
		case 2:
			q.origin++
		case 3, 4:
			q.prefix = randomPrefix(random)
		}
		list[i] = q
	}
	return list
}

// Target: at most twice the time of bart itself, no allocation. An iteration
// is a round of all questions, after one that is not measured, so that the time
// of a validation does not depend on the number of iterations. Bart and a flat
// array answer the same questions in turn, so that other load on the machine slows
// all three.
func BenchmarkValidate(b *testing.B) {
	random := rand.New(rand.NewPCG(6, 0))
	vrps := randomVRPs(random, scaled(600_000))
	builder := NewBuilder(Options{})
	_, err := builder.ReadVRPs(b.Context(), bytes.NewReader(csvOf(vrps)), "vrps")
	require.NoError(b, err)
	asked := questions(random, vrps)
	rivals := []*rival{
		{validate: builder.Snapshot().Validate},
		{validate: byBart(vrps)},
		{validate: byArray(vrps)},
	}
	round := func() {
		for some := range slices.Chunk(asked, 1<<10) {
			for _, r := range rivals {
				r.answer(some)
			}
		}
	}
	round()
	for _, r := range rivals {
		r.took = nil
	}
	for b.Loop() {
		round()
	}
	ours, bart, array := rivals[0].each(), rivals[1].each(), rivals[2].each()
	b.ReportMetric(ours, "ns/validation")
	b.ReportMetric(bart, "bart-ns")
	b.ReportMetric(array, "array-ns")
	b.ReportMetric(ours/bart, "times-bart")
	b.ReportMetric(ours/array, "times-array")
	b.ReportMetric(testing.AllocsPerRun(100, func() { rivals[0].validate(asked[0].prefix, asked[0].origin) }), "allocs/validation")
}

// rival is one way to validate origins, and the times that it took for one
// question.
type rival struct {
	validate func(netip.Prefix, bgp.ASN) Validity
	took     []float64
}

// answer answers some questions.
func (r *rival) answer(some []question) {
	begin := time.Now()
	for _, q := range some {
		r.validate(q.prefix, q.origin)
	}
	r.took = append(r.took, float64(time.Since(begin).Nanoseconds())/float64(len(some)))
}

// each returns the median of the times: the mean would have those in it in which
// another program had the processor.
func (r *rival) each() float64 {
	slices.Sort(r.took)
	return r.took[len(r.took)/2]
}

// The cost of gzip: unpacking alone, and unpacking and reading.
func BenchmarkReadRPSLGzip(b *testing.B) {
	var text strings.Builder
	require.NoError(b, writeDump(&text, scaled(500_000), 1))
	in := packed(b, text.String())
	for name, read := range map[string]func() error{
		"unpacking": func() error {
			unpacked, err := gzip.NewReader(bytes.NewReader(in))
			if err == nil {
				_, err = io.Copy(io.Discard, unpacked)
			}
			return err
		},
		"reading": func() error {
			_, err := NewBuilder(Options{Interest: customer()}).ReadRPSL(b.Context(), bytes.NewReader(in), "x")
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			require.NoError(b, read()) // the first time pays for tables and buffers
			b.SetBytes(int64(text.Len()))
			for b.Loop() {
				require.NoError(b, read())
			}
		})
	}
}
