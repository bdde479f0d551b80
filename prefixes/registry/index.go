package registry

import (
	"net/netip"

	"github.com/gaissmai/bart"
)

// record is what is kept under a prefix. Of those that are the same, the first
// by compare is kept.
type record[R any] interface {
	compare(R) int
	same(R) bool
}

// index holds records under their prefixes. Once filled it does not change; the
// zero value is empty.
type index[R record[R]] struct {
	table   bart.Table[uint32] // prefixes, numbered in ascending order
	first   []uint32           // of each prefix, its first record; and one more
	records []R
}

// at returns the records of the prefix with that number.
func (x *index[R]) at(number uint32) []R {
	return x.records[x.first[number]:x.first[number+1]]
}

// pile collects records for an index.
type pile[R record[R]] struct {
	v4 shelf[key4, R]
	v6 shelf[key6, R]
}

func (p *pile[R]) add(prefix netip.Prefix, record R) {
	if prefix.Addr().Is4() {
		p.v4.add(entry[key4, R]{newKey4(prefix), record})
	} else {
		p.v6.add(entry[key6, R]{newKey6(prefix), record})
	}
}

// index puts what was added so far into an empty index, each record once. It
// sorts the pile, which may grow further.
func (p *pile[R]) index(x *index[R]) {
	v4, v6 := p.v4.sort(), p.v6.sort()
	prefixes4, records4 := count(v4)
	prefixes6, records6 := count(v6)
	x.first = make([]uint32, 0, prefixes4+prefixes6+1)
	x.records = make([]R, 0, records4+records6)
	fill(x, v4)
	fill(x, v6)
	x.first = append(x.first, uint32(len(x.records)))
}

// count returns how many prefixes are in sorted entries, and how many records,
// each once.
func count[K key[K], R record[R]](sorted []entry[K, R]) (prefixes, records int) {
	for i, e := range sorted {
		switch {
		case i == 0 || e.key != sorted[i-1].key:
			prefixes++
			records++
		case !e.record.same(sorted[i-1].record):
			records++
		}
	}
	return prefixes, records
}

// fill puts sorted entries into an index.
func fill[K key[K], R record[R]](x *index[R], sorted []entry[K, R]) {
	for i, e := range sorted {
		switch {
		case i == 0 || e.key != sorted[i-1].key:
			x.table.Insert(e.key.prefix(), uint32(len(x.first)))
			x.first = append(x.first, uint32(len(x.records)))
		case e.record.same(sorted[i-1].record):
			continue
		}
		x.records = append(x.records, e.record)
	}
}
