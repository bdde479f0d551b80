package azure

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// Needs of an order that is checked against a list of providers. The bandwidth's is
// [circuit.NeedOfferedBandwidth].
const (
	NeedOfferedProvider machine.Need = "offered-provider" // the provider must be one that Azure lists
	NeedOfferedLocation machine.Need = "offered-location" // the provider must offer the peering location
)

// maxNamed is how many names a problem lists.
const maxNamed = 12

var (
	offeredProvider = machine.Condition{
		Need: NeedOfferedProvider, Want: "the provider must be one that Azure lists for the subscription",
		Actor: machine.Customer, Basis: machine.Enforced, Source: sourceNoProvider,
	}
	offeredLocation = machine.Condition{
		Need: NeedOfferedLocation, Want: "the provider must offer the peering location",
		Actor: machine.Customer, Basis: machine.Documented, Source: sourceProviders,
	}
	offeredBandwidth = machine.Condition{
		Need: circuit.NeedOfferedBandwidth, Want: "the provider must offer the bandwidth",
		Actor: machine.Customer, Basis: machine.Documented, Source: sourceProviders,
	}
)

// Check returns what an order asks for and the list does not have, each with what
// would be valid. What the order leaves open, and what the list does not say, is no
// problem: a list that goes on, that has nothing in it, or of which a part could not
// be read, does not say which providers there are not. Names are the same in upper and
// lower case.
func (p Providers) Check(o circuit.Order) machine.Problems {
	if o.Provider == "" || len(p.Offers) == 0 {
		return nil
	}
	offer, found := p.of(o.Provider)
	if !found {
		if p.partial || p.Next != "" {
			return nil
		}
		var names []string
		for _, other := range p.Offers {
			names = append(names, other.Provider)
		}
		return machine.Problems{notOffered(offeredProvider, "provider", strconv.Quote(o.Provider), valid(o.Provider, names))}
	}
	var problems machine.Problems
	sameLocation := func(name string) bool { return strings.EqualFold(name, o.PeeringLocation) }
	if o.PeeringLocation != "" && offer.Locations != nil && !slices.ContainsFunc(offer.Locations, sameLocation) {
		problems = append(problems, notOffered(offeredLocation, "peeringLocation", strconv.Quote(o.PeeringLocation), valid(o.PeeringLocation, offer.Locations)))
	}
	if o.Bandwidth != 0 && offer.Bandwidths != nil && !slices.Contains(offer.Bandwidths, o.Bandwidth) {
		var names []string
		for _, b := range offer.Bandwidths {
			names = append(names, b.String())
		}
		problems = append(problems, notOffered(offeredBandwidth, "bandwidthInMbps", o.Bandwidth.String(), valid("", names)))
	}
	return problems
}

// notOffered is a problem at a field of the order, with what would be valid.
func notOffered(c machine.Condition, field, found, valid string) machine.Problem {
	c.Fix = "order " + valid
	return c.At("order."+field, found)
}

// valid says which of the names would be valid in the place of that one: those that
// are close to it, or else all, but not too many of them.
func valid(name string, names []string) string {
	near := slices.DeleteFunc(slices.Clone(names), func(other string) bool { return !closeTo(name, other) })
	if len(near) > 0 {
		names = near
	}
	if len(names) == 0 {
		return "nothing: none is offered"
	}
	names = slices.Compact(slices.Clone(names))
	more := ""
	if n := len(names) - maxNamed; n > 0 {
		names, more = names[:maxNamed], fmt.Sprintf(", or one of %d more", n)
	}
	if len(near) > 0 && len(names) > 1 {
		return "one of those with a name close to it: " + strings.Join(names, ", ") + more
	}
	if len(near) > 0 {
		return names[0] + ", which has a name close to it"
	}
	return "one of " + strings.Join(names, ", ") + more
}
