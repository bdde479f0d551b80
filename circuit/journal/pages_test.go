package journal

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
)

// Pages hold the newest records, in order, and no more memory than they need.
func TestPagesKeepTheNewest(t *testing.T) {
	for _, keep := range []int{0, 1, 2, 7, 8, 9, 100, 255, 256, 257, 1000} {
		t.Run(fmt.Sprint(keep), func(t *testing.T) {
			p := pages{keep: keep}
			require.Empty(t, p.records())
			require.NotNil(t, p.records())
			for n := uint64(1); n <= 3000; n++ {
				p.add(&Record{Seq: n})
				if n > 20 && n%97 != 0 {
					continue
				}
				want := int(n)
				if keep > 0 {
					want = min(want, keep)
				}
				records := p.records()
				require.Len(t, records, want)
				for i, r := range records {
					require.Equal(t, n-uint64(want)+uint64(i)+1, r.Seq)
				}
			}
			room := 0
			for _, page := range p.pages {
				room += cap(page)
			}
			if keep > 0 {
				require.LessOrEqual(t, room, 2*keep+2*maxPage)
				require.LessOrEqual(t, room, 4*max(keep, minPage))
			}
		})
	}
}

// A page that is used again keeps no reference to its old records.
func TestPagesLetGo(t *testing.T) {
	p := pages{keep: 1}
	for n := range uint64(100) {
		p.add(&Record{Seq: n, Circuit: "/circuit"})
	}
	for _, page := range p.pages {
		for _, r := range page[len(page):cap(page)] {
			require.Zero(t, r)
		}
	}
}

// Appending to the links of a copy does not change those of another position.
func TestClonedLinksAreApart(t *testing.T) {
	var r Record
	r.From.Links = append(r.From.Links, named("/a"))
	r.To.Links = append(r.To.Links, named("/b"))
	c := r.clone()
	require.Equal(t, r, c)
	_ = append(c.From.Links, named("/c"))
	require.Equal(t, "/b", c.To.Links[0].Network)
	r.To.Links[0] = named("/d")
	require.Equal(t, "/b", c.To.Links[0].Network)
	r.From.Links = nil
	require.Nil(t, r.clone().From.Links)
	r.To.Links = nil
	require.Nil(t, r.clone().To.Links)
}

func named(network string) circuit.LinkState {
	return circuit.LinkState{Link: circuit.Link{Network: network}}
}
