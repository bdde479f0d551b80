package request

// authorize creates an authorization with the name of the network.
func authorize(o order) []string {
	return o.onAuthorization("create", knownOr(splitID(o.event.Link).last(), "ER_AUTHORIZATION"))
}

// revoke deletes an authorization. The link names it only if the link is the
// authorization's own resource ID.
func revoke(o order) []string {
	return o.onAuthorization("delete", knownOr(splitID(o.event.Link).name(typeAuthorization), "ER_AUTHORIZATION"))
}

// onAuthorization returns a command on an authorization of the circuit.
func (o order) onAuthorization(verb, name string) []string {
	return command("az network express-route auth "+verb, o.group(), []string{"--circuit-name", o.name(), "--name", name})
}

// link connects the gateway of the network to the circuit.
func link(o order) []string {
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

// unlink deletes a connection: the one whose resource ID the link is, or the one
// of the gateway whose resource ID the link is. A Global Reach connection belongs
// to the peering of the circuit that created it; the other circuit cannot delete
// it.
func unlink(o order) []string {
	id := splitID(o.event.Link)
	switch {
	case id.name(typeReachedByPeer) != "":
		return nil
	case id.name(typeGlobalReach) != "":
		return command("az network express-route peering connection delete", id.group("ER_RESOURCE_GROUP"), []string{
			"--circuit-name", quoted(id.of(typeCircuit)), "--peering-name", quoted(id.of(typePeering)), "--name", quoted(id.last()),
		})
	}
	name := knownOr(id.name(typeConnection), "ER_CONNECTION")
	if id.name(typeConnection) == "" && id.name(typeGateway) == "" {
		id = nil
	}
	return command("az network vpn-connection delete", id.group("ER_CONNECTION_GROUP"), []string{"--name", name})
}
