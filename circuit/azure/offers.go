package azure

import (
	"math"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// Offer is what a connectivity provider offers.
type Offer struct {
	Provider   string         // its name, as an order has to give it
	Locations  []string       // the peering locations at which it connects; nil if the list does not say
	Bandwidths []circuit.Mbps // nil if the list does not say
}

// Providers is a list of what connectivity providers offer in a subscription.
type Providers struct {
	Offers []Offer
	Next   string // the nextLink: where the list goes on; empty if this is all

	partial bool // it has a provider whose name could not be read
}

var (
	offerFields     = fieldsNamed("id", "name", "type", "location", "tags", "properties", "resourceGroup")
	offerProperties = fieldsNamed("peeringLocations", "bandwidthsOffered", "provisioningState")
	bandwidthFields = fieldsNamed("valueInMbps", "offerName")
)

// ReadProviders reads the list of connectivity providers that Azure shows: in the form
// of the REST API, of az network express-route list-service-providers, and of
// Get-AzExpressRouteServiceProvider through ConvertTo-Json. The error joins an [*Error]
// for each value that could not be read. The other offers are returned beside it; of
// one with such a value nothing but the name is.
//
// Source: https://learn.microsoft.com/en-us/rest/api/expressroute/express-route-service-providers/list
func ReadProviders(document []byte) (Providers, error) {
	doc, broken := jsondoc.Index(document)
	if broken != nil {
		return Providers{}, newError(0, broken)
	}
	var p Providers
	var failures failures
	root := doc.Root()
	list := listed(root)
	elements := list.Elements()
	if list.Absent() {
		elements = []jsondoc.Value{root} // ConvertTo-Json prints a list of one as its element
	}
	p.partial = failures.addOutside(root, ARMList, func(fault jsondoc.Value) bool { return list.Contains(fault) && fault != list })
	for i, v := range elements {
		if i == MaxCircuits {
			failures.add(v, ARMList, jsondoc.TooMany(MaxCircuits, "providers"))
			p.partial = true
			break
		}
		p.read(v, &failures)
	}
	if next := root.Member("nextLink"); next.Kind() == jsondoc.String {
		p.Next = next.Text()
	} else if !next.Absent() {
		failures.add(next, ARMList, wants(jsondoc.String.String(), next.Kind().String()))
		p.partial = true
	}
	return p, failures.join()
}

// read reads one provider.
func (p *Providers) read(v jsondoc.Value, failures *failures) {
	r := newReader(v, ARMResource, Options{}, failures)
	r.dialect = offerDialect(v)
	properties := r.dialect.properties(v)
	locations, bandwidths := r.member(properties, "peeringLocations"), r.member(properties, "bandwidthsOffered")
	if locations.Absent() && bandwidths.Absent() {
		failures.add(v, shapeOf(v), errNoOffer(v))
		p.partial = true
		return
	}
	v, properties = r.resource(v, offerFields, offerProperties)
	offer := Offer{Provider: r.text(r.need(v, "name"))}
	if offer.Provider == "" {
		p.partial = true
		return
	}
	named := offer
	offer.Locations = r.locations(r.member(properties, "peeringLocations"))
	offer.Bandwidths = r.bandwidths(r.member(properties, "bandwidthsOffered"))
	if r.failed {
		offer = named
	}
	p.Offers = append(p.Offers, offer)
}

// offerDialect tells how the list is written, by the names of the fields.
func offerDialect(v jsondoc.Value) *dialect {
	switch {
	case v.Kind() == jsondoc.Object && !v.Member("PeeringLocations").Absent() || !v.Member("BandwidthsOffered").Absent():
		return powerShellJSON
	case v.Member("properties").Absent():
		return cli
	}
	return nil
}

// errNoOffer: such a document has none of the fields of an offer.
func errNoOffer(v jsondoc.Value) error {
	if v.Kind() != jsondoc.Object {
		return wants(jsondoc.Object.String(), v.Kind().String())
	}
	return ErrShape
}

func (r *reader) locations(v jsondoc.Value) []string {
	if v.Absent() {
		return nil
	}
	locations := []string{}
	for _, e := range r.elements(v) {
		if name := r.text(e); name != "" {
			locations = append(locations, name)
		}
	}
	return locations
}

// bandwidths returns nil, too, if one of them is not told.
func (r *reader) bandwidths(v jsondoc.Value) []circuit.Mbps {
	if v.Absent() {
		return nil
	}
	bandwidths := []circuit.Mbps{}
	for _, e := range r.elements(v) {
		value := r.member(r.object(e, bandwidthFields), "valueInMbps")
		if value.Absent() {
			return nil
		}
		bandwidths = append(bandwidths, circuit.Mbps(r.whole(value, math.MaxInt32)))
	}
	return bandwidths
}

// of returns what is offered under that name: Azure does not tell upper from lower
// case. A provider that is listed twice offers all of it.
func (p Providers) of(name string) (offer Offer, found bool) {
	for _, o := range p.Offers {
		switch {
		case !strings.EqualFold(o.Provider, name):
			continue
		case !found:
			offer, found = o, true
			continue
		}
		if o.Locations == nil || offer.Locations == nil {
			offer.Locations = nil
		} else {
			offer.Locations = slices.Concat(offer.Locations, o.Locations)
		}
		if o.Bandwidths == nil || offer.Bandwidths == nil {
			offer.Bandwidths = nil
		} else {
			offer.Bandwidths = slices.Concat(offer.Bandwidths, o.Bandwidths)
		}
	}
	return offer, found
}
