package journal

// pages are the records that a tracker keeps, the newest of them or all. They
// lie on pages, so that none is moved when another is added.
type pages struct {
	pages [][]Record
	keep  int // how many; zero for all
	count int // on all pages
}

// The first page is small, for the circuit that hardly moves, and each is twice
// as large as the one before.
const minPage, maxPage = 8, 256

func (p *pages) add(r *Record) {
	last := len(p.pages) - 1
	if last < 0 || len(p.pages[last]) == cap(p.pages[last]) {
		p.pages = append(p.pages, p.page())
		last = len(p.pages) - 1
	}
	p.pages[last] = append(p.pages[last], *r)
	p.count++
}

// page returns an empty page: the oldest one, once nothing of it is to be kept.
func (p *pages) page() []Record {
	if p.keep > 0 && len(p.pages) > 0 && p.count-len(p.pages[0]) >= p.keep {
		oldest := p.pages[0]
		p.count -= len(oldest)
		p.pages = append(p.pages[:0], p.pages[1:]...)
		clear(oldest)
		return oldest[:0]
	}
	return make([]Record, 0, min(max(p.count, minPage), maxPage))
}

// records returns copies of the records that are to be kept, oldest first.
func (p *pages) records() []Record {
	kept := p.count
	if p.keep > 0 {
		kept = min(kept, p.keep)
	}
	records := make([]Record, 0, kept)
	skip := p.count - kept
	for _, page := range p.pages {
		n := min(skip, len(page))
		skip -= n
		for _, r := range page[n:] {
			records = append(records, r.clone())
		}
	}
	return records
}
