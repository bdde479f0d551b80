package circuittest

import (
	"errors"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// document returns the circuit as a GET shows it.
func (c *circuitResource) document(version string) circuitDoc {
	state, p := c.now().State(), c.doc
	p.ProvisioningState = state.Operation.String()
	p.ResourceGUID, p.ServiceKey = c.guid, c.key
	p.Status = statusWord(state.Status)
	p.ProviderState = state.Provider.String()
	if state.Provider == circuit.NotApplicable {
		p.ProviderState = circuit.Provisioned.String()
	}
	p.Peerings, p.Authorizations = c.peeringDocs(), c.authorizationDocs()
	p.GatewayManagerETag = new(string)
	p.AllowClassicOperations = orFalse(p.AllowClassicOperations)
	p.AllowGlobalReach, p.GlobalReachEnabled = orFalse(p.AllowGlobalReach), orFalse(p.GlobalReachEnabled)
	p.STag = nil
	if c.ready {
		p.STag = &c.stag
	}
	p.forVersion(version)
	return circuitDoc{
		Name: c.name, ID: c.id, ETag: c.etag, Type: "Microsoft.Network/expressRouteCircuits",
		Location: c.location, Tags: c.tags, Properties: p, SKU: c.sku,
	}
}

// echo returns the circuit as the answer to a PUT shows it: whatever its states are,
// it is Updating, Disabled and NotProvisioned; the order and the SKU are those of the
// request, and a new circuit shows a service key of zeros.
//
// Source: recorded: github.com/Azure/azure-cli, test_network_express_route, 2018-10-30
func (c *circuitResource) echo(version string, body *circuitDoc) circuitDoc {
	d := c.document(version)
	p := &d.Properties
	p.ProvisioningState, p.Status = peering.Updating.String(), circuit.Disabled.String()
	p.ProviderState = circuit.NotProvisioned.String()
	p.Partner, p.Port, p.BandwidthInGbps = body.Properties.Partner, body.Properties.Port, body.Properties.BandwidthInGbps
	d.SKU = body.SKU
	if !c.ready {
		p.ServiceKey, p.GatewayManagerETag = zeros, nil
	}
	return d
}

func orFalse(b *bool) *bool {
	if b == nil {
		return new(bool)
	}
	return b
}

// statusWord: no recording shows another word than Enabled and Disabled for a circuit
// that is being created.
func statusWord(s circuit.Status) string {
	if s == circuit.Enabling {
		return circuit.Disabled.String()
	}
	return s.String()
}

func (c *circuitResource) peeringDocs() []peeringDoc {
	docs := []peeringDoc{}
	for t := range peering.Types() {
		if c.now().State().Peering(t).Exists() == machine.Yes {
			docs = append(docs, c.peeringDoc(t))
		}
	}
	return docs
}

// peeringDoc returns a peering as a GET shows it.
func (c *circuitResource) peeringDoc(t peering.Type) peeringDoc {
	held, state := c.peerings.Peering(t), c.now().State().Peering(t)
	p := held.doc
	p.ProvisioningState, p.PeeringType = state.Operation.String(), t.String()
	p.State = switchWord(state.IPv4)
	p.AzureASN, p.LastModifiedBy = 0, new(string)
	p.PrimaryAzurePort, p.SecondaryAzurePort, p.GatewayManagerETag = nil, nil, nil
	if held.applied {
		p.AzureASN = uint32(bgp.Microsoft)
		*p.LastModifiedBy = state.ModifiedBy.String()
		p.PrimaryAzurePort, p.SecondaryAzurePort = port("1-PRI-A"), port("2-SEC-A")
		p.GatewayManagerETag = new(string)
	}
	p.Connections, p.PeeredConnections = []reachDoc{}, []reachDoc{}
	if t == peering.Private {
		p.Connections = c.reachDocs()
	}
	p.Microsoft = microsoftShown(p.Microsoft, t, state.IPv4)
	if p.IPv6 != nil {
		v6 := *p.IPv6
		v6.State = switchWord(state.IPv6)
		v6.Microsoft = microsoftShown(v6.Microsoft, t, state.IPv6)
		p.IPv6 = &v6
	}
	return peeringDoc{
		Name: t.String(), ID: c.id + "/peerings/" + t.String(), ETag: c.etag, Properties: p,
		Type: "Microsoft.Network/expressRouteCircuits/peerings",
	}
}

// peeringEcho returns a peering as the answer to its PUT shows it. The state of a new
// one is Enabled even if only IPv6 is configured.
//
// Source: recorded: github.com/Azure/azure-cli, test_network_express_route_ipv6_peering2,
// 2021-02-25
func (c *circuitResource) peeringEcho(t peering.Type) peeringDoc {
	d := c.peeringDoc(t)
	if !c.peerings.Peering(t).applied {
		d.Properties.State = peering.Enabled.String()
	}
	return d
}

// switchWord: a family that is not configured is shown as Disabled.
func switchWord(f peering.FamilyState) string {
	if f.Admin == peering.Absent {
		return peering.Disabled.String()
	}
	return f.Admin.String()
}

// microsoftShown returns the part of a Microsoft peering with the state of its
// prefixes.
func microsoftShown(m *microsoftDoc, t peering.Type, f peering.FamilyState) *microsoftDoc {
	if m == nil {
		return nil
	}
	shown := *m
	shown.State = "NotConfigured"
	if t == peering.Microsoft {
		shown.State = f.Prefixes.Wire()
	}
	if shown.LegacyMode == nil {
		shown.LegacyMode = new(int)
	}
	if shown.Prefixes == nil {
		shown.Prefixes = []string{}
	}
	if shown.Registry == "" {
		shown.Registry = "NONE"
	}
	return &shown
}

func port(suffix string) *string {
	name := "TST-TEST-06GMR-CIS-" + suffix
	return &name
}

func (c *circuitResource) authorizationDocs() []authorizationDoc {
	docs := []authorizationDoc{}
	for _, a := range c.authorizations {
		docs = append(docs, a.document(c))
	}
	return docs
}

func (a *authorization) document(c *circuitResource) authorizationDoc {
	p := authorizationProperties{ProvisioningState: a.op.String(), Key: a.key, UseStatus: "Available", Connection: a.connection}
	if a.connection != "" {
		p.UseStatus = "InUse"
	}
	return authorizationDoc{
		Name: a.name, ID: a.id(c), ETag: c.etag, Properties: p,
		Type: "Microsoft.Network/expressRouteCircuits/authorizations",
	}
}

// configurationMessage says what is wrong with the configuration in a request.
//
// Source of the one that Azure was seen to send: https://github.com/Azure/azure-cli/issues/1175
func configurationMessage(id string, err error) string {
	var problems machine.Problems
	if errors.As(err, &problems) {
		for _, p := range problems {
			if p.Need == peering.NeedMicrosoftConfig && strings.HasPrefix(p.Path, peering.Microsoft.String()) {
				return "Microsoft Peering Config is not specified for Express Route Bgp Peering " + id + "/peerings/" + peering.Microsoft.String() + "."
			}
		}
	}
	return err.Error()
}
