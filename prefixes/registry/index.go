package registry

import (
	"net/netip"

	"github.com/gaissmai/bart"
)

// record is stored under a prefix. Of records that are the same, the index
// keeps the first by compare.
type record[R any] interface {
	compare(R) int
	same(R) bool
}

// index stores records under their prefixes. It does not change after it was
// filled. The zero value is empty.
type index[R record[R]] struct {
	table   bart.Table[uint32] // prefixes, numbered in ascending order
	first   []uint32           // for each prefix, the index of its first record; and the number of records
	records []R
}

// at returns the records of a prefix, by the number of the prefix.
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

// index fills an empty index with the records added so far, each once. It sorts
// the pile, to which more can be added afterwards.
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

// count returns the number of prefixes and of different records in sorted
// entries.
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

// fill adds sorted entries to an index.
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
