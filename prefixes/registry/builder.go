package registry

import (
	"net/netip"
	"slices"
	"time"

	"github.com/gaissmai/bart"
)

// Interest says for which prefixes a [Builder] reads.
type Interest struct {
	Prefixes []netip.Prefix // keep only what covers, equals or lies within one of them; nil: keep everything
}

// Options say how a [Builder] reads. The zero value keeps everything.
type Options struct {
	Interest      Interest
	MaxLine       int            // bytes of a line, or of one JSON value, that are read; 0 means 65536
	MaxRejects    int            // rejects shown for each input, while all are counted; 0 means 100, below 0 none
	Progress      func(Progress) // called every MiB of input and at its end, by the goroutine that reads
	DefaultSource string         // the registry of objects that do not name one; empty: they are rejected
	Now           time.Time      // VRPs that expired before it are rejected; zero: none is
}

// Builder reads registry data into an index. It is not safe for concurrent use;
// the snapshots that it makes are.
type Builder struct {
	options  Options
	interest *bart.Lite // nil: everything
	inputs   []Stats
	sources  nameTable
	counts   []Source // by number of source
	anchors  nameTable
	routes   pile[route]
	vrps     pile[vrp]
}

// NewBuilder returns a builder that has read nothing.
func NewBuilder(o Options) *Builder {
	const (
		line    = 64 << 10
		rejects = 100
	)
	if o.MaxLine <= 0 {
		o.MaxLine = line
	}
	if o.MaxRejects == 0 {
		o.MaxRejects = rejects
	}
	b := &Builder{options: o}
	if o.Interest.Prefixes != nil {
		b.interest = new(bart.Lite)
		for _, p := range o.Interest.Prefixes {
			b.interest.Insert(p) // an invalid prefix is none
		}
	}
	return b
}

// Snapshot returns what was read so far. The builder may go on: the snapshot
// shares nothing with it that changes.
func (b *Builder) Snapshot() *Snapshot {
	s := &Snapshot{
		interest: b.interest,
		sources:  slices.Clone(b.sources.list),
		counts:   slices.Clone(b.counts),
		anchors:  slices.Clone(b.anchors.list),
		inputs:   cloneStats(b.inputs),
	}
	b.routes.index(&s.routes)
	b.vrps.index(&s.vrps)
	for _, input := range s.inputs {
		s.checks = s.checks || input.VRPs > 0
	}
	return s
}

// wants reports whether what is registered for p is of interest.
func (b *Builder) wants(p netip.Prefix) bool {
	return b.interest == nil || b.interest.OverlapsPrefix(p)
}

// keepRoute takes a sound route object.
func (r *reading) keepRoute(p netip.Prefix, object route) {
	r.stats.Routes++
	count := &r.counts[object.source]
	count.Routes++
	if p.Addr().Is6() {
		count.IPv6++
	}
	if r.wants(p) {
		r.stats.Kept++
		count.Kept++
		r.routes.add(p, object)
	}
}

// keepVRP takes a sound VRP.
func (r *reading) keepVRP(p netip.Prefix, payload vrp) {
	r.stats.VRPs++
	if r.wants(p) {
		r.stats.Kept++
		r.vrps.add(p, payload)
	}
}

// maxSource bounds the name of a registry, in bytes.
const maxSource = 64

// sourceID returns the number of the registry that text names.
func (b *Builder) sourceID(text []byte) (uint16, Fault) {
	var upper [maxSource]byte
	if len(text) > maxSource {
		return 0, BadSource
	}
	for i, c := range text {
		if !attrByte[c] {
			return 0, BadSource
		}
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		upper[i] = c
	}
	id, ok := b.sources.id(upper[:len(text)])
	if !ok {
		return 0, TooManyNames
	}
	if int(id) == len(b.counts) {
		b.counts = append(b.counts, Source{Name: b.sources.list[id]})
	}
	return id, 0
}

// defaultSource returns the number of the registry of objects that name none.
func (b *Builder) defaultSource() (uint16, Fault) {
	if b.options.DefaultSource == "" {
		return 0, MissingSource
	}
	return b.sourceID([]byte(b.options.DefaultSource))
}
