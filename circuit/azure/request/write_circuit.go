package request

import (
	"cmp"
	"encoding/json"
	"strconv"

	"github.com/expressroute-go/expressroute/circuit"
)

// createCircuit writes the order. On a port the bandwidth is in Gbit/s.
func createCircuit(m *maker, b *body) {
	want := m.Want()
	b.set("location", m.value("Names.Location", cmp.Or(m.Have().Location, m.names.Location), "the Azure region of the circuit's resource"))
	m.tier(b, want.Order.Tier)
	m.billing(b, want.Order.Billing)
	skuName(b)
	if want.Kind == circuit.Direct {
		b.set("properties.expressRoutePort.id", m.value("Names.Port", cmp.Or(m.Have().Port.ID, m.names.Port), "the resource ID of the port pair that the circuit is on"))
		b.set("properties.bandwidthInGbps", gbps(m.bandwidthMbps()))
		return
	}
	const at = "properties.serviceProviderProperties."
	b.set(at+"serviceProviderName", m.value("Spec.Order.Provider", want.Order.Provider, "the connectivity provider"))
	b.set(at+"peeringLocation", m.value("Spec.Order.PeeringLocation", want.Order.PeeringLocation, "where the provider meets Microsoft"))
	b.set(at+"bandwidthInMbps", int(m.bandwidthMbps()))
}

// changeBandwidth writes the bandwidth in the unit or units in which the circuit
// has it.
func changeBandwidth(m *maker, b *body) {
	const partner, direct = "properties.serviceProviderProperties", "properties.bandwidthInGbps"
	onPort := b.at("properties.expressRoutePort") != nil || b.at("properties.expressRouteLag") != nil
	want := m.bandwidthMbps()
	if !onPort {
		b.set(partner+".bandwidthInMbps", int(want))
	}
	if onPort || b.at(direct) != nil {
		b.set(direct, gbps(want))
	}
}

func changeTier(m *maker, b *body) {
	m.tier(b, m.Want().Order.Tier)
	if b.text("sku.family") == "" {
		m.billing(b, m.Have().Order.Billing)
	}
	skuName(b)
}

func changeBilling(m *maker, b *body) {
	m.billing(b, m.Want().Order.Billing)
	if b.text("sku.tier") == "" {
		m.tier(b, m.Have().Order.Tier)
	}
	skuName(b)
}

// skuName writes the SKU's name, which Azure makes from tier and billing model:
// "Premium_MeteredData".
//
// Source: https://learn.microsoft.com/en-us/azure/templates/microsoft.network/expressroutecircuits
func skuName(b *body) { b.set("sku.name", b.text("sku.tier")+"_"+b.text("sku.family")) }

// tier writes the tier.
func (m *maker) tier(b *body, t circuit.Tier) {
	if t == 0 {
		m.lack(Missing{Name: "Spec.Order.Tier", For: "the tier of the circuit"})
		return
	}
	b.set("sku.tier", t.String())
}

// billing writes the billing model.
func (m *maker) billing(b *body, f circuit.Billing) {
	if f == 0 {
		m.lack(Missing{Name: "Spec.Order.Billing", For: "the billing model of the circuit"})
		return
	}
	b.set("sku.family", f.String())
}

// bandwidthMbps returns the bandwidth that the spec wants.
func (m *maker) bandwidthMbps() circuit.Mbps {
	want := m.Want().Order.Bandwidth
	if want == 0 {
		m.lack(Missing{Name: "Spec.Order.Bandwidth", For: "the bandwidth of the circuit"})
	}
	return want
}

func gbps(b circuit.Mbps) json.Number {
	return json.Number(strconv.FormatFloat(float64(b)/1000, 'f', -1, 64))
}

// value returns a value for the body. It notes that it is missing if it is empty.
func (m *maker) value(name, value, purpose string) string {
	if value == "" {
		m.lack(Missing{Name: name, For: purpose})
	}
	return value
}
