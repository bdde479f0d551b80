package circuittest

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// peeringIn is what the body of a PUT says of a peering.
type peeringIn struct {
	of     peering.Type
	doc    peeringProperties
	config peering.Config
}

// readPeering reads a peering in the body of a PUT. The name is that in the path, empty
// for a peering in the body of a circuit. A peering is named after its type.
func readPeering(body *peeringDoc, name string) (*peeringIn, error) {
	in := &peeringIn{doc: body.Properties}
	for _, word := range []string{in.doc.PeeringType, name, body.Name} {
		if word == "" {
			continue
		}
		for t := range peering.Types() {
			if strings.EqualFold(word, t.String()) && in.of == 0 {
				in.of = t
			}
		}
		if in.of == 0 || !strings.EqualFold(word, in.of.String()) {
			return nil, badRequest("%q is no type of peering, or not that of the peering's name; the types are AzurePrivatePeering, AzurePublicPeering and MicrosoftPeering.", word)
		}
	}
	if in.of == 0 {
		return nil, badRequest("A peering has no peeringType.")
	}
	in.doc.SharedKey = ""
	return in, in.read()
}

func (in *peeringIn) read() error {
	d, c := &in.doc, &in.config
	c.VLAN, c.PeerASN = d.VLAN, bgp.ASN(d.PeerASN)
	c.Legacy = d.Microsoft != nil && d.Microsoft.LegacyMode != nil && *d.Microsoft.LegacyMode != 0 && in.of == peering.Microsoft
	if err := readHalf(&c.IPv4, d.Primary, d.Secondary, d.RouteFilter, d.Microsoft, in.of); err != nil {
		return err
	}
	if d.IPv6 == nil {
		return nil
	}
	return readHalf(&c.IPv6, d.IPv6.Primary, d.IPv6.Secondary, d.IPv6.RouteFilter, d.IPv6.Microsoft, in.of)
}

func readHalf(half *peering.Half, primary, secondary string, filter *reference, m *microsoftDoc, of peering.Type) error {
	var err error
	if half.Primary, err = readSubnet(primary); err != nil {
		return err
	}
	if half.Secondary, err = readSubnet(secondary); err != nil {
		return err
	}
	if filter != nil {
		half.RouteFilter = filter.ID
	}
	if m == nil || of != peering.Microsoft {
		return nil
	}
	half.CustomerASN, half.Registry = bgp.ASN(m.CustomerASN), m.Registry
	for _, text := range m.Prefixes {
		p, err := prefixes.ParsePrefix(text)
		if err != nil {
			return badPrefix(text)
		}
		half.Advertised = append(half.Advertised, p)
	}
	return nil
}

func readSubnet(text string) (netip.Prefix, error) {
	if text == "" {
		return netip.Prefix{}, nil
	}
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return p, badPrefix(text)
	}
	return p, nil
}

func badPrefix(text string) error {
	return &armError{http.StatusBadRequest, "InvalidAddressPrefixFormat", "Address prefix " + text + " is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24."}
}

// events returns what the write does. start is the circuit before it, with the spec
// that wants the peering as it is written.
func (in *peeringIn) events(start circuit.Circuit) []circuit.Event {
	state := start.State().Peering(in.of)
	diff := in.config.Diff(start.Have().Peering(in.of))
	onlyFilter := len(diff) > 0 && !slices.ContainsFunc(diff, func(path string) bool { return !strings.HasSuffix(path, ".routeFilter") })
	var events []circuit.Event
	switches := in.switches(state)
	if state.Exists() != machine.Yes || !onlyFilter && (len(diff) > 0 || len(switches) == 0) {
		events = append(events, circuit.Event{Verb: circuit.ConfigurePeering, Peering: in.of})
	}
	return append(append(events, in.filterEvents(state, onlyFilter)...), switches...)
}

// filterEvents attach or detach the route filter. Configuring a peering attaches it,
// too.
func (in *peeringIn) filterEvents(state peering.State, only bool) []circuit.Event {
	filter := in.config.IPv4.RouteFilter + in.config.IPv6.RouteFilter
	switch {
	case in.of != peering.Microsoft:
	case filter == "" && state.RouteFilter == machine.Yes:
		return []circuit.Event{{Verb: circuit.DetachRouteFilter, Peering: in.of}}
	case filter != "" && only:
		return []circuit.Event{{Verb: circuit.AttachRouteFilter, Peering: in.of}}
	}
	return nil
}

// switches returns the events that switch the families of the peering on or off. A
// state that the body lacks stays as it is; a new family is Enabled.
func (in *peeringIn) switches(state peering.State) []circuit.Event {
	asked := [...]string{in.doc.State, ""}
	if in.doc.IPv6 != nil {
		asked[1] = in.doc.IPv6.State
	}
	var events []circuit.Event
	for i, f := range families {
		now := state.Family(f).Admin
		if in.config.Half(f).IsZero() {
			continue
		}
		switch {
		case strings.EqualFold(asked[i], "Disabled") && now != peering.Disabled:
			events = append(events, circuit.Event{Verb: circuit.DisablePeering, Peering: in.of, Family: f})
		case strings.EqualFold(asked[i], "Enabled") && now == peering.Disabled:
			events = append(events, circuit.Event{Verb: circuit.EnablePeering, Peering: in.of, Family: f})
		}
	}
	return events
}
