package registry_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
	"github.com/expressroute-go/expressroute/prefixes/registry"
)

// objects are invented; the AS numbers are not in use.
const objects = `
route:  123.1.0.0/24
origin: AS2000000001
source: RIPE

route:  123.1.2.0/23
origin: AS2000000001
source: RIPE

route:  123.1.4.0/24
origin: AS2000000002
source: RADB
`

// registries are those of the objects, which are all that they have.
var registries = []registry.Name{registry.RIPENCC, registry.RADB}

func snapshot() *registry.Snapshot {
	b := registry.NewBuilder(registry.Options{Complete: registries})
	if _, err := b.ReadRPSL(context.Background(), strings.NewReader(objects), "objects.db"); err != nil {
		panic(err)
	}
	return b.Snapshot()
}

// A prediction says whether it is documented or inferred. If it is neither, it
// is Undecided.
func ExampleSnapshot_Predict() {
	report := snapshot().Predict(registry.Request{
		Prefixes: []prefixes.Prefix{
			prefixes.MustParsePrefix("123.1.0.0/24"),
			prefixes.MustParsePrefix("123.1.2.0/24"),
			prefixes.MustParsePrefix("123.1.4.0/24"),
			prefixes.MustParsePrefix("10.1.0.0/16"),
		},
		Family:   prefixes.IPv4,
		PeerASN:  2000000001,
		Registry: "RIPENCC",
	}, registry.Policy{Registries: registries})
	for _, p := range report.Predictions {
		fmt.Printf("%-12s  %-12s  %-16s  %s\n", p.Prefix, p.Verdict, p.Expected(), p.Reasons[0].ID)
	}
	// Output:
	// 123.1.0.0/24  Unopposed     Configured        route-exact
	// 123.1.2.0/24  Undecided     not known         route-covering
	// 123.1.4.0/24  ActionNeeded  ValidationNeeded  route-none
	// 10.1.0.0/16   Refused       refused           prefix-not-public
}

// A policy answers a question that Microsoft does not document. What follows
// from the answer is inferred.
func ExamplePolicy() {
	request := registry.Request{Prefixes: []prefixes.Prefix{prefixes.MustParsePrefix("123.1.2.0/24")}, PeerASN: 2000000001}
	for _, counts := range []machine.Truth{machine.Unknown, machine.Yes, machine.No} {
		p := snapshot().Predict(request, registry.Policy{Registries: registries, CoveringCounts: counts}).Predictions[0]
		fmt.Printf("%-7s  %-12s  %s\n", counts, p.Verdict, p.Expected())
	}
	// Output:
	// Unknown  Undecided     not known
	// Yes      Unopposed     Configured
	// No       ActionNeeded  ValidationNeeded
}

// The evidence is Markdown, for a support ticket.
func ExampleReport_Evidence() {
	report := snapshot().Predict(registry.Request{
		Prefixes: []prefixes.Prefix{prefixes.MustParsePrefix("123.1.4.0/24")},
		PeerASN:  2000000001,
	}, registry.Policy{})
	_, checklist, _ := strings.Cut(report.Evidence(), "## What to attach\n\n")
	checklist, _, _ = strings.Cut(checklist, "\n\n")
	for line := range strings.Lines(checklist) {
		fmt.Printf("%.80s\n", strings.TrimSpace(line))
	}
	// Output:
	// - [ ] The resource ID of the circuit. Never the service key, an MD5 key or a pri
	// - [ ] For each prefix, the registry's record of the address block (inetnum, inet
	// - [ ] The registry's record of AS2000000001 (aut-num) that names your organizati
	// - [ ] If a prefix or the AS is another organization's, a letter of authorization
	// - [ ] `123.1.4.0/24`: an explanation why it is registered to AS2000000002: their
}

// The text to sign has the prefix as it was typed, and the AS number in plain
// digits.
func ExampleValidationID() {
	key := machine.NewSecret("7c44c70b-9c62-4a89-a6b2-d281b6ce7a49") // of Microsoft's example
	id := registry.ValidationID(key, prefixes.MustParsePrefix("123:1::0/64"), 23)
	fmt.Println(id)
	fmt.Println(id.Reveal())
	// Output:
	// [redacted]
	// Azure-SKEY|7c44c70b-9c62-4a89-a6b2-d281b6ce7a49|123:1::0/64|ASN-23
}
