package registry_test

import (
	"context"
	"fmt"
	"net/netip"
	"strings"

	"github.com/expressroute-go/expressroute/prefixes/registry"
)

const radb = `route:          203.0.113.0/24
descr:          Example Networks
origin:         AS64500
source:         RADB

route:          203.0.112.0/22
origin:         AS64501
source:         RADB

route:          198.51.100.1/24
origin:         AS64500
source:         RADB
`

const vrps = `ASN,IP Prefix,Max Length,Trust Anchor,Expires
AS64500,203.0.113.0/24,24,arin,1790000000
`

// The route objects for one prefix, its origin validation, and the rejected
// objects.
func ExampleBuilder() {
	ctx := context.Background()
	p := netip.MustParsePrefix("203.0.113.0/24")
	b := registry.NewBuilder(registry.Options{})
	stats, err := b.ReadRPSL(ctx, strings.NewReader(radb), "radb.db")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, reject := range stats.Rejects {
		fmt.Println(stats.Name, reject)
	}
	if _, err := b.ReadVRPs(ctx, strings.NewReader(vrps), "vrps.csv"); err != nil {
		fmt.Println(err)
		return
	}
	s := b.Snapshot()
	for relation, r := range s.Routes(p) {
		fmt.Printf("%-8s  %-14s  AS%s  %s  %s line %d\n", relation, r.Prefix, r.Origin, r.Source, r.Input, r.Line)
	}
	fmt.Println("AS64500:", s.Validate(p, 64500))
	fmt.Println("AS64501:", s.Validate(p, 64501))
	// Output:
	// radb.db line 10: route:          198.51.100.1/24: has host bits
	// Exact     203.0.113.0/24  AS64500  RADB  radb.db line 1
	// Covering  203.0.112.0/22  AS64501  RADB  radb.db line 6
	// AS64500: Valid
	// AS64501: Invalid
}
