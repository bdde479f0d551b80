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
// quoted for a POSIX shell. Where a step needs two commands, they are joined with
// "&&".
//
// It returns false where there is no such command: for a step in which somebody
// tells somebody something, for a step of another actor, and for
// [circuit.SignPrefixes], for which az has no option.
//
// A value that is not known, and a secret, is a variable in the command. Whoever
// runs the command sets it; under "set -u" a shell refuses a command with a
// variable that is not set:
//
//	ER_RESOURCE_GROUP, ER_CIRCUIT  the circuit, if it was not observed yet
//	ER_CIRCUIT_ID                  its resource ID, where az needs that
//	ER_PORT                        the port of an ExpressRoute Direct circuit
//	ER_GATEWAY                     the gateway of the network or the hub, if the link does not name a gateway
//	ER_CONNECTION                  the name of the connection between gateway and circuit
//	ER_CONNECTION_GROUP            its resource group, if the link does not name a gateway
//	ER_AUTHORIZATION               the name of the authorization, if the link does not name it
//	ER_MD5_KEY                     the MD5 key, if the spec names a variable that no shell accepts
//	ER_BODY                        the file with the body of the request for the step, see [For] and [Request.Body]
//
// The [peering.KeyRef] of a peering says where its MD5 key is. The shell reads an
// environment variable, and az reads a file. az changes a peering by reading it
// and writing it back, and no read returns the key. So every such command gives
// the key again, if the spec says where it is.
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

// order is what a command is made from.
type order struct {
	circuit.Circuit
	event circuit.Event
	id    resourceID // of the circuit
}

// commands has a function for each verb of the customer that is a call of Azure's
// API. The function returns the commands for the step, in order. It returns none,
// or an empty one, if no command can take the step.
//
// Sources, beside the reference of az:
// https://learn.microsoft.com/en-us/azure/expressroute/howto-circuit-cli, and
// howto-routing-cli, how-to-routefilter-cli, howto-linkvnet-cli and
// expressroute-howto-set-global-reach-cli beside it.
var commands = map[circuit.Verb]func(order) []string{
	circuit.CreateCircuit:   create,
	circuit.RefreshCircuit:  func(o order) []string { return o.onCircuit("update") },
	circuit.ChangeBandwidth: func(o order) []string { return o.onCircuit("update", o.bandwidth()...) },
	circuit.ChangeTier:      func(o order) []string { return o.onCircuit("update", "--sku-tier", o.tier()) },
	circuit.ChangeBilling:   func(o order) []string { return o.onCircuit("update", "--sku-family", o.billing()) },
	circuit.DeleteCircuit:   func(o order) []string { return o.onCircuit("delete") },

	circuit.ConfigurePeering:  configure,
	circuit.EnablePeering:     func(o order) []string { return o.setAdmin(peering.Enabled) },
	circuit.DisablePeering:    func(o order) []string { return o.setAdmin(peering.Disabled) },
	circuit.RemovePeering:     func(o order) []string { return o.onPeering("delete") },
	circuit.AttachRouteFilter: attachFilter,
	circuit.DetachRouteFilter: detachFilter,

	circuit.CreateAuthorization: authorize,
	circuit.RevokeAuthorization: revoke,
	circuit.LinkNetwork:         link,
	circuit.UnlinkNetwork:       unlink,
	circuit.ConnectCircuit:      connect,
	circuit.DisconnectCircuit:   disconnect,
}

// create creates the circuit.
func create(o order) []string {
	args, want := o.bandwidth(), o.Want()
	if want.Kind == circuit.Direct {
		args = append(args, "--express-route-port", variable("ER_PORT"))
	} else {
		args = append(args, "--provider", quoted(want.Order.Provider), "--peering-location", quoted(want.Order.PeeringLocation))
	}
	if where := o.Have().Location; where != "" {
		args = append(args, "--location", quoted(where))
	}
	return o.onCircuit("create", append(args, "--sku-tier", o.tier(), "--sku-family", o.billing())...)
}

// bandwidth returns the option for the bandwidth that the spec wants. It returns
// an empty word, which no command can have, if the spec does not say.
func (o order) bandwidth() []string {
	if b := o.Want().Order.Bandwidth; b != 0 {
		return []string{"--bandwidth", strconv.Itoa(int(b)), "Mbps"}
	}
	return []string{""}
}

// tier returns the tier that the spec wants, empty if the spec does not say or az
// does not have it.
func (o order) tier() string {
	if t := o.Want().Order.Tier; t != 0 && t != circuit.TierMultiCloud {
		return t.String()
	}
	return ""
}

// billing returns the billing model that the spec wants, empty if the spec does
// not say.
func (o order) billing() string {
	if b := o.Want().Order.Billing; b != 0 {
		return b.String()
	}
	return ""
}

// onCircuit returns a command on the circuit itself.
func (o order) onCircuit(verb string, args ...string) []string {
	if verb == "update" && !slices.Contains(args, "") && (o.keyed() || o.signed()) {
		return o.rest("")
	}
	return command("az network express-route "+verb, o.group(), []string{"--name", o.name()}, args)
}

// rest returns the command that writes the resource at the path below the circuit
// with the body in a file.
//
// Source: https://learn.microsoft.com/en-us/cli/azure/reference-index#az-rest
func (o order) rest(path string) []string {
	path += "?api-version=" + APIVersion
	uri := `"$ER_CIRCUIT_ID` + path + `"`
	if o.id.name(typeCircuit) != "" {
		uri = quoted(strings.TrimSuffix(o.Have().ID, "/") + path)
	}
	return command("az rest --method put", []string{"--uri", uri, "--body", `@"$ER_BODY"`})
}

// keyed reports whether the spec says where the MD5 key of a peering is that may
// exist.
func (o order) keyed() bool {
	wants := o.Want()
	for t := range peering.Types() {
		if !wants.Peering(t).Config.SharedKey.IsZero() && o.State().Peering(t).Exists() != machine.No {
			return true
		}
	}
	return false
}

// signed reports whether the circuit has prefixes with a signature.
func (o order) signed() bool {
	return slices.ContainsFunc(o.Have().Prefixes, func(p circuit.PrefixState) bool { return p.Signed })
}

// name returns the name of the circuit.
func (o order) name() string { return knownOr(o.id.name(typeCircuit), "ER_CIRCUIT") }

// group returns the options for the circuit's resource group and, if it is known,
// its subscription. Without that option az uses the subscription that was selected
// last.
func (o order) group() []string { return o.id.group("ER_RESOURCE_GROUP") }
