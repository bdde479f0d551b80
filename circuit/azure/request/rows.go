package request

import (
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/peering"
)

// row says how a request takes the step of one verb.
type row struct {
	at    func(m *maker) place    // the resource that is written or deleted
	merge merge                   // what the body is made from
	write func(m *maker, b *body) // what the step changes in it; nil for a DELETE
	shows func(m *maker) place    // the resource that shows the result, if it is another one
}

// requests has a row for each verb that a request to Azure takes. After the
// deletion of a resource that belongs to the circuit, the document of the circuit
// shows that it is gone; a 404 alone would not.
//
// Sources: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-05-01:
// expressRouteCircuit.json, virtualNetworkGateway.json, virtualWan.json,
// expressRouteCrossConnection.json
var requests = map[circuit.Verb]row{
	// The customer.
	circuit.CreateCircuit:   {at: (*maker).circuitPlace, merge: created, write: createCircuit},
	circuit.RefreshCircuit:  {at: (*maker).circuitPlace, merge: circuitDocument, write: nothing},
	circuit.ChangeBandwidth: {at: (*maker).circuitPlace, merge: circuitDocument, write: changeBandwidth},
	circuit.ChangeTier:      {at: (*maker).circuitPlace, merge: circuitDocument, write: changeTier},
	circuit.ChangeBilling:   {at: (*maker).circuitPlace, merge: circuitDocument, write: changeBilling},
	circuit.DeleteCircuit:   {at: (*maker).circuitPlace},

	circuit.ConfigurePeering:  {at: (*maker).peeringPlace, merge: peeringOrNone, write: configurePeering},
	circuit.EnablePeering:     {at: (*maker).peeringPlace, merge: peeringDocument, write: switchTo(peering.Enabled)},
	circuit.DisablePeering:    {at: (*maker).peeringPlace, merge: peeringDocument, write: switchTo(peering.Disabled)},
	circuit.RemovePeering:     {at: (*maker).peeringPlace, shows: (*maker).circuitPlace},
	circuit.AttachRouteFilter: {at: (*maker).peeringPlace, merge: peeringDocument, write: attachRouteFilter},
	circuit.DetachRouteFilter: {at: (*maker).peeringPlace, merge: peeringDocument, write: detachRouteFilter},
	circuit.SignPrefixes:      {at: (*maker).peeringPlace, merge: peeringDocument, write: signPrefixes},

	circuit.CreateAuthorization: {at: (*maker).createdAuthorization, merge: created, write: nothing},
	circuit.RevokeAuthorization: {at: (*maker).revokedAuthorization, shows: (*maker).circuitPlace},
	circuit.LinkNetwork:         {at: (*maker).linkPlace, merge: created, write: linkNetwork},
	circuit.UnlinkNetwork:       {at: (*maker).linkPlace},
	circuit.ConnectCircuit:      {at: (*maker).globalReachPlace, merge: created, write: connectCircuit},
	circuit.DisconnectCircuit:   {at: (*maker).globalReachPlace, shows: (*maker).circuitPlace},

	// The owner of a network in another subscription.
	circuit.NetworkLinked:   {at: (*maker).linkPlace, merge: created, write: linkNetwork},
	circuit.NetworkUnlinked: {at: (*maker).linkPlace},

	// The connectivity provider.
	circuit.ProvisioningStarted:    {at: (*maker).crossPlace, merge: crossDocument, write: provision(circuit.Provisioning)},
	circuit.ProvisioningFinished:   {at: (*maker).crossPlace, merge: crossDocument, write: provision(circuit.Provisioned)},
	circuit.ProvisioningAbandoned:  {at: (*maker).crossPlace, merge: crossDocument, write: provision(circuit.NotProvisioned)},
	circuit.DeprovisioningStarted:  {at: (*maker).crossPlace, merge: crossDocument, write: provision(circuit.Deprovisioning)},
	circuit.DeprovisioningFinished: {at: (*maker).crossPlace, merge: crossDocument, write: provision(circuit.NotProvisioned)},
	circuit.RoutingConfigured:      {at: (*maker).crossPeeringPlace, merge: peeringOrNone, write: configurePeering},
	circuit.RoutingEnabled:         {at: (*maker).crossPeeringPlace, merge: peeringDocument, write: switchTo(peering.Enabled)},
	circuit.RoutingDisabled:        {at: (*maker).crossPeeringPlace, merge: peeringDocument, write: switchTo(peering.Disabled)},
	circuit.RoutingRemoved:         {at: (*maker).crossPeeringPlace, shows: (*maker).crossPlace},
}

// nothing changes nothing: the resource is created without properties, or written
// back as it is.
func nothing(*maker, *body) {}
