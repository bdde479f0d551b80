package azure

import (
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/peering"
)

// absentCodes are what Azure says of a resource that is not there: the front end
// of the first, the resource provider of the second.
var absentCodes = []string{"ResourceNotFound", "NotFound"}

// absence reads Azure's answer that there is no such circuit, or no such peering.
// Where the message does not name it in full, Options say which circuit was asked
// for. Any other refusal is not read.
//
// Source: recorded: github.com/Azure/azure-cli and others, 2015-2025: "The
// Resource 'Microsoft.Network/expressRouteCircuits/<name>' under resource group
// '<group>' was not found.", "Resource <ID> not found."
func (p *Page) absence(v jsondoc.Value, o Options, failures *failures) {
	r := newReader(v, ARMError, o, failures)
	refusal := v.Member("error")
	message := strings.TrimSpace(refusal.Member("message").Text())
	id, under := "", ""
	if rest, ok := strings.CutPrefix(message, "Resource "); ok {
		named, _, _ := strings.Cut(rest, " not found")
		if id, under = cutID(named); under == "/expressroutecircuits/peerings" {
			named = named[strings.LastIndex(named, "/")+1:]
			under += "/" + named
		}
	} else if names(message, o.Circuit) {
		id, under = o.Circuit, "/expressroutecircuits"
	}
	r.seen.Have.ID = id
	absent := slices.Contains(absentCodes, strings.TrimSpace(refusal.Member("code").Text()))
	switch {
	case absent && under == "/expressroutecircuits":
		r.seen.NotFound = true
	case absent && notThere(&r.seen, under):
	default:
		r.fail(v, ErrShape)
	}
	p.take(r)
}

// names reports whether the message is of that circuit, by its name.
func names(message, id string) bool {
	name := id[strings.LastIndex(id, "/")+1:]
	return name != "" && strings.Contains(strings.ToLower(message), "'microsoft.network/expressroutecircuits/"+strings.ToLower(name)+"'")
}

// notThere notes that the peering is not there.
func notThere(seen *circuit.Observation, under string) bool {
	for t := range peering.Types() {
		if strings.EqualFold(under, "/expressroutecircuits/peerings/"+t.String()) {
			*seen.State.OfPeering(t) = peering.NotThere()
			return true
		}
	}
	return false
}
