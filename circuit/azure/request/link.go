package request

import (
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/peering"
)

// authorize creates an authorization with the name of the network.
func authorize(o order) []string {
	return o.onAuthorization("create", knownOr(splitID(o.event.Link).last(), "ER_AUTHORIZATION"))
}

// revoke deletes an authorization.
func revoke(o order) []string {
	return o.onAuthorization("delete", knownOr(o.authorization(), "ER_AUTHORIZATION"))
}

// onAuthorization returns a command on an authorization of the circuit.
func (o order) onAuthorization(verb, name string) []string {
	return command("az network express-route auth "+verb, o.group(), []string{"--circuit-name", o.name(), "--name", name})
}

// link connects the gateway of the network, or of the hub, to the circuit.
func link(o order) []string {
	if o.reaches() {
		return nil
	}
	if o.link().Kind == circuit.VirtualWANLink {
		return linkHub(o)
	}
	id := splitID(o.event.Link)
	gateway := variable("ER_GATEWAY")
	if id.name(typeGateway) == "" {
		id = nil
	} else {
		gateway = quoted(o.event.Link)
	}
	return command("az network vpn-connection create", id.group("ER_CONNECTION_GROUP"), []string{
		"--name", variable("ER_CONNECTION"), "--vnet-gateway1", gateway, "--express-route-circuit2", knownOr(o.Have().ID, "ER_CIRCUIT_ID"),
	})
}

// linkHub connects the gateway of a Virtual WAN hub to the circuit's private
// peering.
//
// Source: https://learn.microsoft.com/en-us/cli/azure/network/express-route/gateway/connection
func linkHub(o order) []string {
	peer := variable("ER_CIRCUIT_ID")
	if o.id.name(typeCircuit) != "" {
		peer = quoted(strings.TrimSuffix(o.Have().ID, "/") + "/peerings/" + peering.Private.String())
	} else {
		peer += "/peerings/" + peering.Private.String()
	}
	return o.onHubConnection("create", knownOr(splitID(o.through()).name(typeHubConnection), "ER_CONNECTION"), "--peering", peer)
}

// onHubConnection returns a command on a connection of a hub's gateway.
func (o order) onHubConnection(verb, name string, args ...string) []string {
	id := splitID(o.link().Gateway)
	if o.link().Gateway == "" {
		id = splitID(o.event.Link)
	}
	gateway := knownOr(id.of(typeHubGateway), "ER_GATEWAY")
	return command("az network express-route gateway connection "+verb, id.group("ER_CONNECTION_GROUP"), []string{
		"--gateway-name", gateway, "--name", name,
	}, args)
}

// unlink deletes a connection: the one that is known to make the link, the one
// whose resource ID the link is, or the one of the gateway whose resource ID the
// link is. A Global Reach connection is deleted as disconnect does it.
func unlink(o order) []string {
	id := splitID(o.through())
	if id.name(typeReachedByPeer) != "" || id.name(typeGlobalReach) != "" {
		return disconnect(o)
	}
	if o.link().Kind == circuit.VirtualWANLink {
		return o.onHubConnection("delete", knownOr(id.name(typeHubConnection), "ER_CONNECTION"))
	}
	name := knownOr(id.name(typeConnection), "ER_CONNECTION")
	if id.name(typeConnection) == "" && id.name(typeGateway) == "" {
		id = nil
	}
	return command("az network vpn-connection delete", id.group("ER_CONNECTION_GROUP"), []string{"--name", name})
}

// connect connects the private peering to that of another circuit by Global
// Reach, on a /29 that neither network uses. The owner of the other circuit in
// another subscription gives a key for it.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-set-global-reach-cli
func connect(o order) []string {
	other := variable("ER_OTHER_CIRCUIT_ID")
	if splitID(o.event.Link).name(typeCircuit) != "" {
		other = quoted(strings.TrimSuffix(o.event.Link, "/") + "/peerings/" + peering.Private.String())
	}
	args := []string{"--name", variable("ER_CONNECTION"), "--peer-circuit", other, "--address-prefix", variable("ER_GLOBAL_REACH_PREFIX")}
	if l := o.link(); l.OtherSubscription {
		args = append(args, "--authorization-key", variable("ER_AUTHORIZATION_KEY"))
	}
	return o.onGlobalReach("create", o.id, o.name(), args...)
}

// disconnect deletes a Global Reach connection. It belongs to the peering of the
// circuit that created it; the other circuit cannot delete it.
func disconnect(o order) []string {
	id := splitID(o.through())
	switch {
	case id.name(typeReachedByPeer) != "":
		return nil
	case id.name(typeGlobalReach) != "":
		return o.onGlobalReach("delete", id, quoted(id.of(typeCircuit)), "--name", quoted(id.last()))
	}
	return o.onGlobalReach("delete", o.id, o.name(), "--name", variable("ER_CONNECTION"))
}

// onGlobalReach returns a command on a Global Reach connection of that circuit.
func (o order) onGlobalReach(verb string, id resourceID, circuit string, args ...string) []string {
	return command("az network express-route peering connection "+verb, id.group("ER_RESOURCE_GROUP"), []string{
		"--circuit-name", circuit, "--peering-name", peering.Private.String(),
	}, args)
}

// link returns the link that the event names, as far as the circuit knows it.
func (o order) link() circuit.LinkState {
	for _, l := range o.Links() {
		if strings.EqualFold(l.Network, o.event.Link) {
			return l
		}
	}
	l := circuit.Link{Network: o.event.Link}
	if id := splitID(o.event.Link); id.name(typeHubGateway)+id.name(typeHubConnection) != "" {
		l.Kind = circuit.VirtualWANLink
	}
	return circuit.LinkState{Link: l}
}

// authorization returns the name of the link's authorization: the one that a document
// shows, or the one whose resource ID the link is. It is empty if neither is known.
func (o order) authorization() string {
	if known := splitID(o.link().Authorization).name(typeAuthorization); known != "" {
		return known
	}
	return splitID(o.event.Link).name(typeAuthorization)
}

// reaches reports whether the link is to another circuit, by Global Reach.
func (o order) reaches() bool {
	id := splitID(o.through())
	return o.link().Kind == circuit.GlobalReachLink ||
		id.name(typeGlobalReach)+id.name(typeReachedByPeer)+splitID(o.event.Link).name(typeCircuit) != ""
}

// through returns the ID of the connection that makes the link if it is known,
// and else that of the link itself.
func (o order) through() string {
	if l := o.link(); l.Through != "" {
		return l.Through
	}
	return o.event.Link
}
