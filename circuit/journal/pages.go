package journal

// pages holds the records that a tracker keeps: all, or the newest ones. It stores
// them on pages of limited size, so that adding a record does not copy the others.
type pages struct {
	pages [][]Record
	keep  int // how many records to keep; zero keeps all
	count int // how many records all pages hold
}

// The first page is small, because many circuits have few records. Each new page has
// room for as many records as all pages before it, up to maxPage.
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

// page returns an empty page. It reuses the oldest page if none of its records has to
// be kept.
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

// records returns copies of the records to keep, oldest first.
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
