package request

import (
	"slices"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Command returns the az command that takes a step of a plan of the circuit c,
// quoted for a POSIX shell. It is false where no such command is: for what is
// said to somebody, for what others do, and for [circuit.SignPrefixes], for
// which az has no option.
//
// What is not known, or is a secret, is a variable for whoever runs the command
// to set; under set -u a shell refuses one that is not set:
//
//	ER_RESOURCE_GROUP, ER_CIRCUIT  the circuit, until it was read
//	ER_CIRCUIT_ID                  the same, where its resource ID is needed
//	ER_PORT                        the port of an ExpressRoute Direct circuit
//	ER_GATEWAY                     the network's gateway, where the link names no gateway
//	ER_CONNECTION                  the name of the connection, a link's own resource
//	ER_CONNECTION_GROUP            its resource group, where the link names no gateway
//	ER_AUTHORIZATION               the authorization's name, where the link does not name it
//	ER_MD5_KEY                     the MD5 key, where the spec names a variable that no shell can spell
//
// An MD5 key is named by its [peering.KeyRef]: an environment variable is read
// by the shell, and a file by az itself. az reads a peering and writes it back
// to change it, and no reading has the key. Every command that does so gives it
// again, if the spec says where it is.
//
// Sources: https://learn.microsoft.com/en-us/cli/azure/network/express-route,
// https://learn.microsoft.com/en-us/cli/azure/network/vpn-connection and
// github.com/Azure/azure-cli, src/azure-cli/azure/cli/command_modules/network.
func Command(c circuit.Circuit, s circuit.Step) (string, bool) {
	write := commands[s.Event.Verb]
	if _, err := circuit.ParseEvent(s.Event.String()); err != nil || write == nil {
		return "", false
	}
	lines := write(order{Circuit: c, event: s.Event, id: splitID(c.Have().ID)})
	if len(lines) == 0 || slices.Contains(lines, "") {
		return "", false
	}
	return strings.Join(lines, " && "), true
}

// order is what a command is made for.
type order struct {
	circuit.Circuit
	event circuit.Event
	id    resourceID // of the circuit
}

// commands are those of the customer's verbs that are calls of Azure's API. A
// step that takes two commands has them in order; one that none can take has
// none.
//
// Sources, beside the reference of az: for the commands as a whole
// https://learn.microsoft.com/en-us/azure/expressroute/howto-circuit-cli,
// howto-routing-cli, how-to-routefilter-cli and howto-linkvnet-cli, there.
var commands = map[circuit.Verb]func(order) []string{
	circuit.CreateCircuit:   create,
	circuit.RefreshCircuit:  func(o order) []string { return o.onCircuit("update") },
	circuit.ChangeBandwidth: func(o order) []string { return o.onCircuit("update", o.bandwidth()...) },
	circuit.ChangeTier:      func(o order) []string { return o.onCircuit("update", "--sku-tier", o.tier()) },
	circuit.ChangeBilling:   func(o order) []string { return o.onCircuit("update", "--sku-family", o.billing()) },
	circuit.DeleteCircuit:   func(o order) []string { return o.onCircuit("delete") },

	circuit.ConfigurePeering:  configure,
	circuit.EnablePeering:     func(o order) []string { return o.switched(peering.Enabled) },
	circuit.DisablePeering:    func(o order) []string { return o.switched(peering.Disabled) },
	circuit.RemovePeering:     func(o order) []string { return o.onPeering("delete") },
	circuit.AttachRouteFilter: attachFilter,
	circuit.DetachRouteFilter: detachFilter,

	circuit.CreateAuthorization: authorize,
	circuit.RevokeAuthorization: revoke,
	circuit.LinkNetwork:         link,
	circuit.UnlinkNetwork:       unlink,
}

func create(o order) []string {
	args, want := o.bandwidth(), o.Want()
	if want.Kind == circuit.Direct {
		args = append(args, "--express-route-port", variable("ER_PORT"))
	} else {
		args = append(args, "--provider", given(want.Order.Provider), "--peering-location", given(want.Order.PeeringLocation))
	}
	if where := o.Have().Location; where != "" {
		args = append(args, "--location", given(where))
	}
	return o.onCircuit("create", append(args, "--sku-tier", o.tier(), "--sku-family", o.billing())...)
}

// bandwidth, and tier and billing, are what the spec wants; empty, which is no
// word of a command, if it does not say, or az does not offer it.
func (o order) bandwidth() []string {
	if b := o.Want().Order.Bandwidth; b != 0 {
		return []string{"--bandwidth", strconv.Itoa(int(b)), "Mbps"}
	}
	return []string{""}
}

func (o order) tier() string {
	if t := o.Want().Order.Tier; t != 0 && t != circuit.MultiCloud {
		return t.String()
	}
	return ""
}

func (o order) billing() string {
	if b := o.Want().Order.Billing; b != 0 {
		return b.String()
	}
	return ""
}

// onCircuit is a command on the circuit itself.
func (o order) onCircuit(verb string, args ...string) []string {
	return command("az network express-route "+verb, o.group(), []string{"--name", o.name()}, args)
}

func (o order) name() string { return known(o.id.name(typeCircuit), "ER_CIRCUIT") }

// group names the resource group of the circuit, and its subscription if that is
// known. az otherwise takes the one that it was last told.
func (o order) group() []string { return o.id.group("ER_RESOURCE_GROUP") }

// switched switches one family of the peering.
func (o order) switched(state peering.Admin) []string {
	at := "state"
	if o.event.Family == peering.IPv6 {
		at = "ipv6PeeringConfig.state"
	}
	return o.updatePeering("--set", at+"="+state.String())
}

// onPeering is a command on the peering of the event.
func (o order) onPeering(verb string, args ...string) []string {
	return command("az network express-route peering "+verb, o.group(),
		[]string{"--circuit-name", o.name(), "--name", o.event.Peering.String()}, args)
}

// updatePeering changes the peering that is there.
func (o order) updatePeering(args ...string) []string {
	return o.onPeering("update", append(args, o.sharedKey()...)...)
}

// sharedKey gives the MD5 key, if the spec says where it is.
func (o order) sharedKey() []string {
	switch key := o.Want().Peering(o.event.Peering).Config.SharedKey; {
	case key.Env != "" && !spelled(key.Env):
		return []string{"--shared-key", variable("ER_MD5_KEY")}
	case key.Env != "":
		return []string{"--shared-key", variable(key.Env)}
	case key.File != "":
		return []string{"--shared-key", contents(key.File)}
	}
	return nil
}

// attachFilter gives each family the route filter that the spec has for it.
func attachFilter(o order) []string {
	want := o.Want().Microsoft.Config
	var lines []string
	for _, f := range families {
		if filter := want.Half(f).RouteFilter; filter != "" {
			lines = append(lines, o.updatePeering(append(version(f), "--route-filter", given(filter))...)...)
		}
	}
	return lines
}

// detachFilter takes the route filter from the families that have one. Where
// that is not known, it is IPv4 that has it.
func detachFilter(o order) []string {
	have := o.Have().Microsoft
	var args []string
	if have.IPv6.RouteFilter == "" || have.IPv4.RouteFilter != "" {
		args = append(args, "--remove", "routeFilter")
	}
	if have.IPv6.RouteFilter != "" {
		args = append(args, "--remove", "ipv6PeeringConfig.routeFilter")
	}
	return o.updatePeering(args...)
}

// authorize names the authorization after the network.
func authorize(o order) []string {
	return o.onAuthorization("create", known(splitID(o.event.Link).last(), "ER_AUTHORIZATION"))
}

// revoke names the authorization only where the link is its resource ID.
func revoke(o order) []string {
	return o.onAuthorization("delete", known(splitID(o.event.Link).name(typeCircuit+"/authorizations"), "ER_AUTHORIZATION"))
}

func (o order) onAuthorization(verb, name string) []string {
	return command("az network express-route auth "+verb, o.group(), []string{"--circuit-name", o.name(), "--name", name})
}

const (
	typeCircuit       = "Microsoft.Network/expressRouteCircuits"
	typeGateway       = "Microsoft.Network/virtualNetworkGateways"
	typeConnection    = "Microsoft.Network/connections"
	typeGlobalReach   = typeCircuit + "/peerings/connections"
	typeReachedByPeer = typeCircuit + "/peerings/peerConnections"
)

// link connects the network's gateway to the circuit.
func link(o order) []string {
	id := splitID(o.event.Link)
	gateway := variable("ER_GATEWAY")
	if id.name(typeGateway) == "" {
		id = nil
	} else {
		gateway = given(o.event.Link)
	}
	return command("az network vpn-connection create", id.group("ER_CONNECTION_GROUP"), []string{
		"--name", variable("ER_CONNECTION"), "--vnet-gateway1", gateway, "--express-route-circuit2", known(o.Have().ID, "ER_CIRCUIT_ID"),
	})
}

// unlink deletes a connection, which is told by the link if that is its own
// resource ID. One of Global Reach belongs to the peering of the circuit that
// made it; the other circuit cannot delete it.
func unlink(o order) []string {
	id := splitID(o.event.Link)
	switch {
	case id.name(typeReachedByPeer) != "":
		return nil
	case id.name(typeGlobalReach) != "":
		return command("az network express-route peering connection delete", id.group("ER_RESOURCE_GROUP"), []string{
			"--circuit-name", given(id.of(typeCircuit)), "--peering-name", given(id.of(typeCircuit + "/peerings")), "--name", given(id.last()),
		})
	}
	name := known(id.name(typeConnection), "ER_CONNECTION")
	if id.name(typeConnection) == "" && id.name(typeGateway) == "" {
		id = nil
	}
	return command("az network vpn-connection delete", id.group("ER_CONNECTION_GROUP"), []string{"--name", name})
}

// modeOf tells a peering that is there from one that is to be made.
func modeOf(o order) string {
	if o.State().Peering(o.event.Peering).Exists() == machine.Yes {
		return "update"
	}
	return "create"
}
