package registry

import "slices"

// entry is one record and its prefix.
type entry[K key[K], R record[R]] struct {
	key    K
	record R
}

func (e entry[K, R]) compare(o entry[K, R]) int {
	if c := e.key.compare(o.key); c != 0 {
		return c
	}
	return e.record.compare(o.record)
}

// shelf collects the entries of one family, in blocks, so that adding one does
// not copy the others.
type shelf[K key[K], R record[R]] struct {
	blocks [][]entry[K, R]
	size   int
}

func (s *shelf[K, R]) add(e entry[K, R]) {
	const least, most = 1 << 6, 1 << 16 // number of entries in a block
	last := len(s.blocks) - 1
	if last < 0 || len(s.blocks[last]) == cap(s.blocks[last]) {
		s.blocks = append(s.blocks, make([]entry[K, R], 0, min(max(s.size, least), most)))
		last++
	}
	s.blocks[last] = append(s.blocks[last], e)
	s.size++
}

// sort sorts all entries into one block and returns it. It first distributes
// them by the first bits of their addresses, and then sorts the few entries
// that have the same first bits, which takes fewer comparisons.
func (s *shelf[K, R]) sort() []entry[K, R] {
	const few = 1 << 12 // fewer entries are sorted directly
	if s.size < few {
		sorted := slices.Concat(s.blocks...)
		slices.SortFunc(sorted, entry[K, R].compare)
		s.blocks = [][]entry[K, R]{sorted}
		return sorted
	}
	places := make([]uint32, 1<<topBits+1) // where the entries with these first bits go; in the end, where they end
	for _, block := range s.blocks {
		for _, e := range block {
			places[e.key.top()+1]++
		}
	}
	for i := range 1 << topBits {
		places[i+1] += places[i]
	}
	sorted := make([]entry[K, R], s.size)
	for _, block := range s.blocks {
		for _, e := range block {
			place := &places[e.key.top()]
			sorted[*place] = e
			*place++
		}
	}
	start := uint32(0)
	for _, end := range places {
		slices.SortFunc(sorted[start:end], entry[K, R].compare)
		start = end
	}
	s.blocks = [][]entry[K, R]{sorted}
	return sorted
}
