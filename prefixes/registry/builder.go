package registry

import (
	"net/netip"
	"slices"
	"time"

	"github.com/gaissmai/bart"

	"github.com/expressroute-go/expressroute/bgp"
)

// Interest limits what a [Builder] keeps to what concerns some prefixes.
type Interest struct {
	Prefixes []netip.Prefix // keep only what equals, covers or lies within one of them; nil: keep everything

	// ASNs are the AS numbers of the peering. If there are any, the builder
	// also reads the records of who holds them (aut-num), and of who holds the
	// blocks around Prefixes (inetnum, inet6num).
	ASNs []bgp.ASN
}

// Options configure a [Builder]. With the zero value it keeps everything.
type Options struct {
	Interest      Interest
	MaxLine       int            // how many bytes of a line, or of a JSON value, are read; 0 means 65536
	MaxRejects    int            // how many rejects of an input are listed, while all are counted; 0 means 100, a negative number none
	Progress      func(Progress) // called after every MiB of input and at its end, by the goroutine that reads
	DefaultSource string         // the registry of objects without a source; empty: they are rejected
	Complete      []Name         // registries whose objects are all in the inputs, however few they are; see Report.Partial
	Now           time.Time      // VRPs that expired before this time are rejected; zero: no VRP is rejected for that
}

// Builder reads registry data into an index. A Builder is not safe for
// concurrent use; its snapshots are.
type Builder struct {
	options  Options
	interest *bart.Lite // nil: everything
	inputs   []Stats
	sources  nameTable
	counts   []Source // index: the number of the source
	anchors  nameTable
	routes   pile[route]
	vrps     pile[vrp]
	records  records
}

// NewBuilder returns a builder that has not read anything yet.
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
	b := &Builder{options: o, records: newRecords(o.Interest)}
	if o.Interest.Prefixes != nil {
		b.interest = new(bart.Lite)
		for _, p := range o.Interest.Prefixes {
			b.interest.Insert(p) // Insert ignores an invalid prefix
		}
	}
	return b
}

// Snapshot returns what was read so far. The builder can go on reading without
// an effect on the snapshot.
func (b *Builder) Snapshot() *Snapshot {
	s := &Snapshot{
		interest: b.interest,
		sources:  slices.Clone(b.sources.list),
		counts:   slices.Clone(b.counts),
		anchors:  slices.Clone(b.anchors.list),
		inputs:   cloneStats(b.inputs),
		complete: slices.Clone(b.options.Complete),
		records:  b.records.snapshot(),
	}
	b.routes.index(&s.routes)
	b.vrps.index(&s.vrps)
	for _, input := range s.inputs {
		s.checks = s.checks || input.VRPs > 0
	}
	return s
}

// wants reports whether an object for p is of interest.
func (b *Builder) wants(p netip.Prefix) bool {
	return b.interest == nil || b.interest.OverlapsPrefix(p)
}

// keepRoute counts a valid route object, and stores it if it is of interest.
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

// assigns reports whether a source is that of an internet registry, which
// assigns addresses and AS numbers. Other registries do not know who holds them.
func (b *Builder) assigns(source uint16) bool {
	switch NameOf(b.sources.list[source]) {
	case ARIN, APNIC, AFRINIC, LACNIC, RIPENCC:
		return true
	}
	return false
}

// keepBlock counts a valid record of addresses, and stores it if it is of
// interest.
func (r *reading) keepBlock(b block) {
	r.stats.Records++
	if r.records.wants(b.addressRange) && r.assigns(b.source) {
		r.stats.Kept++
		r.records.blocks = append(r.records.blocks, b)
	}
}

// keepAS counts a valid record of an AS number, and stores it if it is of
// interest.
func (r *reading) keepAS(a as) {
	r.stats.Records++
	if slices.Contains(r.records.asns, a.asn) && r.assigns(a.source) {
		r.stats.Kept++
		r.records.ases = append(r.records.ases, a)
	}
}

// keepVRP counts a valid VRP, and stores it if it is of interest.
func (r *reading) keepVRP(p netip.Prefix, payload vrp) {
	r.stats.VRPs++
	if r.wants(p) {
		r.stats.Kept++
		r.vrps.add(p, payload)
	}
}

// maxSource is the largest length of a registry's name, in bytes.
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

// defaultSource returns the number of the registry of objects without a source.
func (b *Builder) defaultSource() (uint16, Fault) {
	if b.options.DefaultSource == "" {
		return 0, MissingSource
	}
	return b.sourceID([]byte(b.options.DefaultSource))
}
