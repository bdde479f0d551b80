package azure

import (
	"math"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// The words of the wire. The library's own words, for what no document shows,
// are not among them.
var (
	operationWords = []peering.Operation{peering.Succeeded, peering.Updating, peering.Failed, peering.Deleting, peering.Creating, peering.Canceled}
	statusWords    = []circuit.Status{circuit.Enabled, circuit.Disabled, circuit.Enabling, circuit.Disabling}
	tierWords      = []circuit.Tier{circuit.TierStandard, circuit.TierPremium, circuit.TierLocal, circuit.TierBasic, circuit.TierMultiCloud}
	billingWords   = []circuit.Billing{circuit.MeteredData, circuit.UnlimitedData}
)

// circuit reads one circuit.
func (r *reader) circuit(root jsondoc.Value, o Options) {
	v, p := r.resource(root, circuitFields, circuitProperties)
	r.props, r.states = p, circuitStates
	have := &r.seen.Have
	have.ID = r.text(r.need(v, "id"))
	have.Name = r.text(r.need(v, "name"))
	have.Location = r.text(r.need(v, "location"))
	have.ETag = r.text(r.need(v, "etag"))
	r.sku(r.need(v, "sku"))

	provider := r.connectivity(p)
	r.seen.State.Operation = word(r, r.need(p, "provisioningState"), operationWords)
	r.seen.State.Status = word(r, r.need(p, "circuitProvisioningState"), statusWords)
	have.ServiceKey = machine.NewSecret(r.text(r.need(p, "serviceKey")))
	have.Resiliency = r.text(r.member(p, "resiliencyLevel"))
	r.peerings(r.need(p, "peerings"))
	r.authorizations(r.need(p, "authorizations"))
	if stag := r.need(p, "stag"); !stag.Absent() && r.whole(stag, math.MaxInt32) == 0 {
		r.quirk(stag, "0: the outer VLAN tag is not given out yet", sourceCrossConnection)
	}
	r.remarks(p, circuitRemarks)
	r.echo(o, p, provider)
	r.contradictions()
}

func (r *reader) sku(v jsondoc.Value) {
	sku, order := r.object(v, skuFields), &r.seen.Have.Order
	tier, family := r.need(sku, "tier"), r.need(sku, "family")
	order.Tier = word(r, tier, tierWords)
	order.Billing = word(r, family, billingWords)
	name := r.member(sku, "name")
	want := tier.Text() + "_" + family.Text()
	if got := r.text(name); got != "" && !tier.Absent() && !family.Absent() && got != want {
		r.quirk(name, scrub.Text(got)+" where tier and family make "+scrub.Text(want)+"; they count", sourceSKU)
	}
}

// connectivity reads who connects the circuit, and what was ordered of it. It
// returns the provider's state as the document has it.
func (r *reader) connectivity(p jsondoc.Value) circuit.ProviderState {
	for _, name := range []string{"expressRoutePort", "expressRouteLag"} {
		if port := r.object(r.member(p, name), referenceFields); !port.Absent() {
			r.seen.Have.Port.ID = r.text(r.member(port, "id"))
			return r.direct(p)
		}
	}
	r.partner(p)
	if gbps := r.member(p, "bandwidthInGbps"); !gbps.Absent() {
		r.quirk(gbps, "not read: the circuit is on no port of the customer's", sourceSchema)
	}
	r.seen.State.Provider = r.provider(r.need(p, "serviceProviderProvisioningState"))
	return r.seen.State.Provider
}

// partner reads what was ordered of a provider.
func (r *reader) partner(p jsondoc.Value) {
	partner, order := r.object(r.need(p, "serviceProviderProperties"), partnerFields), &r.seen.Have.Order
	order.Provider = r.text(r.need(partner, "serviceProviderName"))
	order.PeeringLocation = r.text(r.need(partner, "peeringLocation"))
	order.Bandwidth = circuit.Mbps(r.whole(r.need(partner, "bandwidthInMbps"), math.MaxInt32))
}

// direct reads the same of a circuit on a port pair of the customer's own. It
// has no provider, whose state is therefore shown as Provisioned, or not at all.
func (r *reader) direct(p jsondoc.Value) circuit.ProviderState {
	r.seen.State.Provider = circuit.NotApplicable
	r.seen.Have.Order.Bandwidth = circuit.Mbps(r.thousandths(r.need(p, "bandwidthInGbps"), math.MaxUint32))
	if partner := r.member(p, "serviceProviderProperties"); !partner.Absent() {
		r.quirk(partner, "not read: the circuit is on a port of the customer's", sourceSchema)
	}
	state := r.member(p, "serviceProviderProvisioningState")
	provider := r.provider(state)
	if provider != 0 && provider != circuit.Provisioned {
		r.quirk(state, state.Text()+" on a circuit that has no provider", sourceDirect)
	}
	return provider
}
