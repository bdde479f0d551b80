package circuit

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// changedWords returns the dimensions that changed, with their new words, and the
// links that changed, by name.
func changedWords(before, after Circuit) map[string]string {
	words := map[string]string{}
	for i := range dimensions {
		if d := &dimensions[i]; d.get(&before.state) != d.get(&after.state) {
			words[d.name] = d.word(d.get(&after.state))
		}
	}
	for i, l := range after.known().links {
		if is := after.state.linked.has(i); is != before.state.linked.has(i) {
			words["link to "+l.Network] = machine.TruthOf(is).String()
		}
		if is := after.state.authorized.has(i); is != before.state.authorized.has(i) {
			words["authorization of "+l.Network] = machine.TruthOf(is).String()
		}
	}
	return words
}

// dims are the words by the names of dimensions.
type dims = map[string]string

// with returns the circuit with a change of its state.
func with(c Circuit, change func(*State)) Circuit {
	change(&c.state)
	return c
}

// The circuits that events are tried on.
type effectBases struct {
	full, old, routed, linked, order, manual, new Circuit
}

func newEffectBases(t *testing.T) effectBases {
	var b effectBases
	b.full = fullCircuit(t)
	b.full.state.Acts |= EvidenceSentIPv4 | EvidenceSentIPv6
	b.old = seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}}) // ModifiedBy the customer, history not known
	b.new = fresh(Spec{Order: fullOrder})
	b.order = seenOrdered(smallOrder, Spec{Order: largeOrder})
	b.routed = follow(t, fresh(Spec{Order: fullOrder, Wants: peering.Wants{Private: managedBy(machine.Provider, privateV4), Microsoft: managedBy(machine.Provider, filtered())}}),
		must(t, fresh(Spec{Order: fullOrder, Wants: peering.Wants{Private: managedBy(machine.Provider, privateV4), Microsoft: managedBy(machine.Provider, filtered())}})))
	b.linked = underWay(t, EditionToday)
	b.manual = with(b.full, func(s *State) {
		s.Microsoft.IPv4.Prefixes, s.Microsoft.IPv6.Prefixes = prefixes.ManualValidation, prefixes.ManualValidation
		s.settle(0)
	})
	return b
}

func must(t *testing.T, c Circuit) Plan {
	t.Helper()
	plan, err := c.Plan()
	require.NoError(t, err)
	return plan
}

// TestEffects checks that each event changes what the table says, and nothing else.
func TestEffects(t *testing.T) {
	b := newEffectBases(t)
	const private, microsoft = peeringPrivate, peeringMicrosoft
	by := func(who machine.Actor) func(*State) { return func(s *State) { s.Private.ModifiedBy = who } }
	updating := func(s *State) { s.Operation = peering.Updating }
	writing := func(s *State) { s.Private.Operation = peering.Updating }
	off := func(s *State) { s.Private.IPv4.Admin = peering.Disabled; s.settle(0) }
	for _, tt := range []struct {
		name  string
		from  Circuit
		event Event
		want  dims
	}{
		// The order.
		{"creation", with(b.new, func(s *State) { s.Acts = 0 }), Event{Verb: CreateCircuit}, dims{
			"acts": "HistoryKnown", "status": "Enabling", "operation": "Updating",
			"order.bandwidthAsWanted": "Yes", "order.tierAsWanted": "Yes", "order.billingAsWanted": "Yes"}},
		{"order", b.new, Event{Verb: OrderConnectivity}, dims{"acts": "ConnectivityOrdered HistoryKnown"}},
		{"key", with(b.old, func(s *State) { s.Acts = 0 }), Event{Verb: HandOverServiceKey}, dims{"acts": "ServiceKeyHandedOver"}},
		{"bandwidth", b.order, Event{Verb: ChangeBandwidth}, dims{"operation": "Updating", "order.bandwidthAsWanted": "Yes"}},
		{"tier", b.order, Event{Verb: ChangeTier}, dims{"operation": "Updating", "order.tierAsWanted": "Yes"}},
		{"billing", b.order, Event{Verb: ChangeBilling}, dims{"operation": "Updating", "order.billingAsWanted": "Yes"}},
		{"refresh", b.old, Event{Verb: RefreshCircuit}, dims{"operation": "Updating"}},
		{"refresh of what is off", with(b.old, func(s *State) { s.Status, s.Operation = Disabled, peering.Failed }), Event{Verb: RefreshCircuit},
			dims{"status": "Enabling", "operation": "Updating", "AzurePrivatePeering.ipv4.bgp": "Disabled"}},

		// Requests, and what the provider does.
		{"request", b.old, Event{Verb: RequestDeprovisioning}, dims{"acts": "DeprovisioningRequested ProvisionedBefore"}},
		{"withdrawal", with(b.old, func(s *State) { s.Acts |= DeprovisioningRequested }), Event{Verb: WithdrawRequest}, dims{"acts": "ProvisionedBefore"}},
		{"begun", after(t, b.new, CreateCircuit, OperationFinished, OrderConnectivity, HandOverServiceKey), Event{Verb: ProvisioningStarted}, dims{"provider": "Provisioning"}},
		{"done", after(t, b.new, CreateCircuit, OperationFinished, OrderConnectivity, HandOverServiceKey), Event{Verb: ProvisioningFinished}, dims{
			"provider": "Provisioned", "acts": "ConnectivityOrdered ServiceKeyHandedOver HistoryKnown ProvisionedBefore"}},
		{"given up", after(t, b.new, CreateCircuit, OperationFinished, OrderConnectivity, HandOverServiceKey, ProvisioningStarted, RequestDeprovisioning), Event{Verb: ProvisioningAbandoned},
			dims{"provider": "NotProvisioned", "acts": "HistoryKnown"}},
		{"taken down while it was built", after(t, b.new, CreateCircuit, OperationFinished, OrderConnectivity, HandOverServiceKey, ProvisioningStarted, RequestDeprovisioning), Event{Verb: DeprovisioningFinished},
			dims{"provider": "NotProvisioned", "acts": "HistoryKnown"}},
		{"begun to be taken down", with(b.old, func(s *State) { s.Acts = 0 }), Event{Verb: DeprovisioningStarted}, dims{"provider": "Deprovisioning", "AzurePrivatePeering.ipv4.bgp": "Disabled"}},
		{"taken down", with(b.old, func(s *State) { s.Acts = ConnectivityOrdered | ServiceKeyHandedOver | DeprovisioningRequested }), Event{Verb: DeprovisioningFinished},
			dims{"provider": "NotProvisioned", "acts": "ProvisionedBefore", "AzurePrivatePeering.ipv4.bgp": "Disabled"}},
		{"taken down while it is deleted", with(b.old, func(s *State) { s.Status, s.Operation = Disabling, peering.Deleting; s.settle(0) }), Event{Verb: DeprovisioningFinished},
			dims{"provider": "NotProvisioned", "status": "Disabled"}},

		// A peering.
		{"written", with(b.old, func(s *State) { s.Private = peering.NotThere() }), Event{Verb: ConfigurePeering, Peering: private}, dims{
			"AzurePrivatePeering.operation": "Updating", "AzurePrivatePeering.ipv4.admin": "Enabled",
			"AzurePrivatePeering.asWanted": "Yes", "AzurePrivatePeering.modifiedBy": "Customer"}},
		{"written again", with(b.old, by(machine.Provider)), Event{Verb: ConfigurePeering, Peering: private}, dims{
			"AzurePrivatePeering.operation": "Updating", "AzurePrivatePeering.modifiedBy": "Customer"}},
		{"written as nobody wants it", with(b.linked, func(s *State) { s.Microsoft = peering.NotThere() }), Event{Verb: ConfigurePeering, Peering: microsoft}, dims{
			"MicrosoftPeering.operation": "Updating", "MicrosoftPeering.ipv4.admin": "Enabled", "MicrosoftPeering.modifiedBy": "Customer"}},
		{"the Microsoft peering written", with(b.full, func(s *State) { s.Microsoft.RouteFilter, s.Microsoft.AsWanted = no, no }), Event{Verb: ConfigurePeering, Peering: microsoft}, dims{
			"MicrosoftPeering.operation": "Updating", "MicrosoftPeering.asWanted": "Yes", "MicrosoftPeering.routeFilter": "Yes",
			"MicrosoftPeering.ipv4.prefixes": "NotConfigured", "MicrosoftPeering.ipv6.prefixes": "NotConfigured",
			"MicrosoftPeering.ipv4.bgp": "Disabled", "MicrosoftPeering.ipv6.bgp": "Disabled",
			"acts": "ConnectivityOrdered ServiceKeyHandedOver HistoryKnown ProvisionedBefore"}},
		{"the Microsoft peering written back", b.full, Event{Verb: ConfigurePeering, Peering: microsoft}, dims{
			"MicrosoftPeering.operation": "Updating", "acts": "ConnectivityOrdered ServiceKeyHandedOver HistoryKnown ProvisionedBefore"}},
		{"the private peering written back", b.full, Event{Verb: ConfigurePeering, Peering: private}, dims{"AzurePrivatePeering.operation": "Updating"}},
		{"written by the provider", with(b.routed, by(machine.Customer)), Event{Verb: RoutingConfigured, Peering: private}, dims{
			"AzurePrivatePeering.operation": "Updating", "AzurePrivatePeering.modifiedBy": "Provider"}},
		{"the provider attaches no route filter", with(b.routed, func(s *State) { s.Microsoft.RouteFilter, s.Microsoft.ModifiedBy = no, 0 }), Event{Verb: RoutingConfigured, Peering: microsoft}, dims{
			"MicrosoftPeering.operation": "Updating", "MicrosoftPeering.modifiedBy": "Provider"}},
		{"the provider writes other prefixes", with(b.routed, func(s *State) { s.Microsoft.AsWanted = no }), Event{Verb: RoutingConfigured, Peering: microsoft}, dims{
			"MicrosoftPeering.operation": "Updating", "MicrosoftPeering.asWanted": "Yes",
			"MicrosoftPeering.ipv4.prefixes": "NotConfigured", "MicrosoftPeering.ipv4.bgp": "Disabled"}},
		{"a family that is not wanted goes", with(b.old, func(s *State) { s.Private.IPv6.Admin = peering.Enabled; s.settle(0) }), Event{Verb: ConfigurePeering, Peering: private}, dims{
			"AzurePrivatePeering.operation": "Updating", "AzurePrivatePeering.ipv6.admin": "Absent", "AzurePrivatePeering.ipv6.bgp": "Disabled"}},
		{"switched off", with(b.old, by(machine.Provider)), Event{Verb: DisablePeering, Peering: private, Family: peering.IPv4}, dims{
			"AzurePrivatePeering.operation": "Updating", "AzurePrivatePeering.modifiedBy": "Customer",
			"AzurePrivatePeering.ipv4.admin": "Disabled", "AzurePrivatePeering.ipv4.bgp": "Disabled"}},
		{"switched off by nobody known", with(b.old, by(machine.Nobody)), Event{Verb: DisablePeering, Peering: private, Family: peering.IPv4}, dims{
			"AzurePrivatePeering.operation": "Updating", "AzurePrivatePeering.modifiedBy": "Customer",
			"AzurePrivatePeering.ipv4.admin": "Disabled", "AzurePrivatePeering.ipv4.bgp": "Disabled"}},
		{"switched on", with(with(b.old, by(machine.Provider)), off), Event{Verb: EnablePeering, Peering: private, Family: peering.IPv4}, dims{
			"AzurePrivatePeering.operation": "Updating", "AzurePrivatePeering.modifiedBy": "Customer", "AzurePrivatePeering.ipv4.admin": "Enabled"}},
		{"switched off by the provider", with(b.routed, by(machine.Customer)), Event{Verb: RoutingDisabled, Peering: private, Family: peering.IPv4}, dims{
			"AzurePrivatePeering.operation": "Updating", "AzurePrivatePeering.modifiedBy": "Provider",
			"AzurePrivatePeering.ipv4.admin": "Disabled", "AzurePrivatePeering.ipv4.bgp": "Disabled"}},
		{"switched on by the provider", with(with(b.routed, by(machine.Customer)), off), Event{Verb: RoutingEnabled, Peering: private, Family: peering.IPv4}, dims{
			"AzurePrivatePeering.operation": "Updating", "AzurePrivatePeering.modifiedBy": "Provider", "AzurePrivatePeering.ipv4.admin": "Enabled"}},
		{"one family switched off", b.full, Event{Verb: DisablePeering, Peering: microsoft, Family: peering.IPv6}, dims{
			"MicrosoftPeering.operation": "Updating", "MicrosoftPeering.ipv6.admin": "Disabled", "MicrosoftPeering.ipv6.bgp": "Disabled"}},
		{"being removed", b.old, Event{Verb: RemovePeering, Peering: private}, dims{"AzurePrivatePeering.operation": "Deleting"}},
		{"being removed by the provider", b.routed, Event{Verb: RoutingRemoved, Peering: private}, dims{"AzurePrivatePeering.operation": "Deleting"}},
		{"removed", with(b.full, func(s *State) { s.Microsoft.Operation = peering.Deleting }), Event{Verb: PeeringRemoved, Peering: microsoft}, dims{
			"MicrosoftPeering.operation": "NoResource", "MicrosoftPeering.routeFilter": "No", "MicrosoftPeering.asWanted": "No", "MicrosoftPeering.modifiedBy": "Nobody",
			"MicrosoftPeering.ipv4.admin": "Absent", "MicrosoftPeering.ipv4.prefixes": "NotConfigured", "MicrosoftPeering.ipv4.bgp": "Disabled",
			"MicrosoftPeering.ipv6.admin": "Absent", "MicrosoftPeering.ipv6.prefixes": "NotConfigured", "MicrosoftPeering.ipv6.bgp": "Disabled",
			"acts": "ConnectivityOrdered ServiceKeyHandedOver HistoryKnown ProvisionedBefore"}},
		{"the private one removed", with(b.full, func(s *State) { s.Private.Operation = peering.Deleting }), Event{Verb: PeeringRemoved, Peering: private}, dims{
			"AzurePrivatePeering.operation": "NoResource", "AzurePrivatePeering.asWanted": "No", "AzurePrivatePeering.modifiedBy": "Nobody",
			"AzurePrivatePeering.ipv4.admin": "Absent", "AzurePrivatePeering.ipv4.bgp": "Disabled",
			"AzurePrivatePeering.ipv6.admin": "Absent", "AzurePrivatePeering.ipv6.bgp": "Disabled"}},
		{"removed with a family that was not wanted", with(b.old, func(s *State) {
			s.Private.IPv6.Admin, s.Private.Operation = peering.Enabled, peering.Deleting
			s.settle(0)
		}), Event{Verb: PeeringRemoved, Peering: private}, dims{
			"AzurePrivatePeering.operation": "NoResource", "AzurePrivatePeering.asWanted": "No", "AzurePrivatePeering.modifiedBy": "Nobody", "AzurePrivatePeering.routeFilter": "No",
			"AzurePrivatePeering.ipv4.admin": "Absent", "AzurePrivatePeering.ipv4.bgp": "Disabled",
			"AzurePrivatePeering.ipv6.admin": "Absent"}},
		{"route filter", with(b.full, func(s *State) { s.Microsoft.RouteFilter = no }), Event{Verb: AttachRouteFilter, Peering: microsoft}, dims{
			"MicrosoftPeering.operation": "Updating", "MicrosoftPeering.routeFilter": "Yes"}},
		{"no route filter", b.full, Event{Verb: DetachRouteFilter, Peering: microsoft}, dims{
			"MicrosoftPeering.operation": "Updating", "MicrosoftPeering.routeFilter": "No"}},

		// Prefixes.
		{"evidence", with(b.full, func(s *State) { s.Acts = 0; s.Microsoft.IPv4.Prefixes = prefixes.ValidationNeeded; s.settle(0) }), Event{Verb: OpenTicket, Peering: microsoft, Family: peering.IPv4},
			dims{"acts": "EvidenceSentIPv4", "MicrosoftPeering.ipv4.prefixes": "ManualValidation"}},
		{"more evidence", with(b.manual, func(s *State) { s.Acts = 0 }), Event{Verb: OpenTicket, Peering: microsoft, Family: peering.IPv6}, dims{"acts": "EvidenceSentIPv6"}},
		{"evidence accepted", with(b.manual, func(s *State) { s.Acts = EvidenceSentIPv4 | EvidenceSentIPv6 }), Event{Verb: EvidenceAccepted, Peering: microsoft, Family: peering.IPv4}, dims{
			"acts": "EvidenceSentIPv6", "MicrosoftPeering.ipv4.prefixes": "Configured", "MicrosoftPeering.ipv4.bgp": "Enabled"}},
		{"evidence rejected", with(b.manual, func(s *State) { s.Acts = EvidenceSentIPv4 | EvidenceSentIPv6 }), Event{Verb: EvidenceRejected, Peering: microsoft, Family: peering.IPv6}, dims{
			"acts": "EvidenceSentIPv4", "MicrosoftPeering.ipv6.prefixes": "ValidationNeeded"}},
		{"signed", with(b.manual, func(s *State) { s.Microsoft.IPv4.Prefixes = prefixes.ValidationNeeded }), Event{Verb: SignPrefixes, Peering: microsoft, Family: peering.IPv4}, dims{
			"MicrosoftPeering.operation": "Updating", "MicrosoftPeering.ipv4.prefixes": "Configuring"}},
		{"checked", b.full, Event{Verb: ValidationStarted, Peering: microsoft, Family: peering.IPv4}, dims{
			"MicrosoftPeering.ipv4.prefixes": "Configuring", "MicrosoftPeering.ipv4.bgp": "Disabled"}},
		{"validated", with(b.full, func(s *State) { s.Microsoft.IPv6.Prefixes = prefixes.Configuring; s.settle(0) }), Event{Verb: PrefixesValidated, Peering: microsoft, Family: peering.IPv6}, dims{
			"MicrosoftPeering.ipv6.prefixes": "Configured", "MicrosoftPeering.ipv6.bgp": "Enabled"}},
		{"not matched", with(b.full, func(s *State) { s.Microsoft.IPv6.Prefixes = prefixes.Configuring; s.settle(0) }), Event{Verb: PrefixesNotMatched, Peering: microsoft, Family: peering.IPv6}, dims{
			"MicrosoftPeering.ipv6.prefixes": "ValidationNeeded"}},

		// Links.
		{"authorized", with(b.linked, func(s *State) { s.linked, s.authorized = linkSet{}, linkSet{} }), Event{Verb: CreateAuthorization, Link: "/vnet2"}, dims{"authorization of /vnet2": "Yes"}},
		{"revoked", b.linked, Event{Verb: RevokeAuthorization, Link: "/vnet2"}, dims{"authorization of /vnet2": "No", "link to /vnet2": "No"}},
		{"linked", with(b.linked, func(s *State) { s.linked = linkSet{} }), Event{Verb: LinkNetwork, Link: "/vnet1"}, dims{"link to /vnet1": "Yes"}},
		{"unlinked", b.linked, Event{Verb: UnlinkNetwork, Link: "/vnet1"}, dims{"link to /vnet1": "No"}},
		{"redeemed", with(b.linked, func(s *State) { s.linked = linkSet{} }), Event{Verb: NetworkLinked, Link: "/vnet2"}, dims{"link to /vnet2": "Yes"}},
		{"given back", b.linked, Event{Verb: NetworkUnlinked, Link: "/vnet2"}, dims{"link to /vnet2": "No"}},

		// Operations.
		{"finished", with(b.old, updating), Event{Verb: OperationFinished}, dims{"operation": "Succeeded"}},
		{"created", after(t, b.new, CreateCircuit, OpenTicket), Event{Verb: OperationFinished}, dims{"operation": "Succeeded", "status": "Enabled", "acts": "HistoryKnown"}},
		{"finished, with a ticket open", with(b.old, func(s *State) { updating(s); s.Acts = TicketOpened }), Event{Verb: OperationFinished}, dims{"operation": "Succeeded", "acts": ""}},
		{"finished on a peering, with a ticket open", with(b.old, func(s *State) { writing(s); s.Acts |= TicketOpened }), Event{Verb: OperationFinished, Peering: private}, dims{"AzurePrivatePeering.operation": "Succeeded"}},
		{"a change of the bandwidth failed", with(b.order, func(s *State) { updating(s); s.Bandwidth = yes }), Event{Verb: OperationFailed}, dims{"operation": "Failed", "order.bandwidthAsWanted": "No"}},
		{"a change of the tier failed", with(b.order, func(s *State) { updating(s); s.Tier = yes }), Event{Verb: OperationFailed}, dims{"operation": "Failed", "order.tierAsWanted": "No"}},
		{"a change of the billing model failed", with(b.order, func(s *State) { updating(s); s.Billing = yes }), Event{Verb: OperationFailed}, dims{"operation": "Failed", "order.billingAsWanted": "No"}},
		{"the creation failed", after(t, b.new, CreateCircuit), Event{Verb: OperationFailed}, dims{"operation": "Failed", "status": "Disabled"}},
		{"failed on a peering", with(b.old, writing), Event{Verb: OperationFailed, Peering: private}, dims{"AzurePrivatePeering.operation": "Failed", "AzurePrivatePeering.asWanted": "Unknown"}},
		{"refused", with(b.old, func(s *State) { writing(s) }), Event{Verb: PeeringRefused, Peering: private}, dims{
			"AzurePrivatePeering.operation": "Failed", "AzurePrivatePeering.asWanted": "Unknown",
			"AzurePrivatePeering.ipv4.admin": "Disabled", "AzurePrivatePeering.ipv4.bgp": "Disabled"}},
		{"failed with another", b.old, Event{Verb: FailureSpread}, dims{"operation": "Failed"}},
		{"a peering failed with another", b.old, Event{Verb: FailureSpread, Peering: private}, dims{"AzurePrivatePeering.operation": "Failed"}},
		{"switched off by a failure", b.old, Event{Verb: CircuitDisabled}, dims{"operation": "Failed", "status": "Disabled", "AzurePrivatePeering.ipv4.bgp": "Disabled"}},
		{"ticket", with(b.old, func(s *State) { s.Status = Disabled; s.settle(0) }), Event{Verb: OpenTicket}, dims{"acts": "TicketOpened ProvisionedBefore"}},
		{"repaired", with(b.old, func(s *State) { s.Status = Disabled; s.Acts = TicketOpened; s.settle(0) }), Event{Verb: CircuitRepaired},
			dims{"status": "Enabled", "acts": "", "AzurePrivatePeering.ipv4.bgp": "Enabled"}},

		// The end.
		{"being deleted", with(b.old, func(s *State) { s.Provider = NotProvisioned; s.settle(0) }), Event{Verb: DeleteCircuit}, dims{"status": "Disabling", "operation": "Deleting"}},
		{"gone", with(b.linked, func(s *State) {
			s.Provider, s.Status, s.Operation, s.Whole = NotProvisioned, Disabling, peering.Deleting, 0
			s.settle(0)
		}), Event{Verb: CircuitDeleted}, dims{
			"status": "Gone", "operation": "NoResource", "whole": "Links Authorizations", "link to /vnet1": "No", "link to /vnet2": "No", "authorization of /vnet2": "No",
			"AzurePrivatePeering.operation": "NoResource", "AzurePrivatePeering.asWanted": "No", "AzurePrivatePeering.modifiedBy": "Nobody", "AzurePrivatePeering.ipv4.admin": "Absent"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, _, err := tt.from.Happened(tt.event)
			require.NoError(t, err)
			assert.Equal(t, tt.want, changedWords(tt.from, after))
		})
	}
}

// TestPlansAfterFailures checks that a plan repairs what failed, and then does it
// again.
func TestPlansAfterFailures(t *testing.T) {
	b := newEffectBases(t)
	on := func(v Verb) Event { return Event{Verb: v, Peering: peeringPrivate} }
	private := func(spec Spec) Circuit { spec.Private = privateV4; return seenOrdered(smallOrder, spec) }
	for _, tt := range []struct {
		name   string
		from   Circuit
		events []Event
		want   []Verb
	}{
		{"a change of the tier", ordering(t, EditionToday, smallOrder, Order{Tier: TierPremium}), []Event{{Verb: ChangeTier}, {Verb: OperationFailed}},
			[]Verb{RefreshCircuit, OperationFinished, ChangeTier, OperationFinished}},
		{"the write of a peering", private(Spec{Order: smallOrder}), []Event{on(ConfigurePeering), on(OperationFailed)},
			[]Verb{ConfigurePeering, OperationFinished}},
		{"a peering that is refused is off", private(Spec{Order: smallOrder}), []Event{on(ConfigurePeering), on(PeeringRefused)},
			[]Verb{ConfigurePeering, OperationFinished, EnablePeering, OperationFinished}},
		{"the creation", b.new, []Event{{Verb: CreateCircuit}, {Verb: OperationFailed}},
			[]Verb{RefreshCircuit, OperationFinished, OrderConnectivity, HandOverServiceKey, ProvisioningFinished}},
		{"what the provider began is ordered again", after(t, b.new, CreateCircuit, OperationFinished, OrderConnectivity, HandOverServiceKey, ProvisioningStarted), []Event{{Verb: ProvisioningAbandoned}},
			[]Verb{OrderConnectivity, HandOverServiceKey, ProvisioningFinished}},
		{"a circuit that is off although nothing failed", with(private(Spec{Order: smallOrder}), func(s *State) { s.Status = Disabled; s.settle(0) }), nil,
			[]Verb{OpenTicket, CircuitRepaired}},
		{"the circuit, with a peering in flight", with(private(Spec{Order: smallOrder}), func(s *State) { s.Private.Operation, s.Operation = peering.Updating, peering.Failed }), nil,
			[]Verb{RefreshCircuit, OperationFinished, OperationFinished}},
		{"the evidence", with(b.manual, func(s *State) { s.Microsoft.IPv6.Prefixes = prefixes.Configured; s.settle(0) }), []Event{{Verb: EvidenceRejected, Peering: peeringMicrosoft, Family: peering.IPv4}},
			[]Verb{OpenTicket, EvidenceAccepted}},
		{"a link", b.linked, []Event{{Verb: UnlinkNetwork, Link: "/vnet1"}, {Verb: RevokeAuthorization, Link: "/vnet2"}},
			[]Verb{LinkNetwork, CreateAuthorization, NetworkLinked}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := tt.from
			for _, e := range tt.events {
				next, _, err := c.Happened(e)
				require.NoError(t, err)
				c = next
			}
			plan, err := c.Plan()
			require.NoError(t, err)
			assert.Equal(t, tt.want, planVerbs(plan))
		})
	}
}

// TestTicketIsClosed checks that a second failure needs a second ticket.
func TestTicketIsClosed(t *testing.T) {
	off := with(seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}}), func(s *State) { s.Status = Disabled; s.settle(0) })
	c := after(t, off, OpenTicket, CircuitRepaired, CircuitDisabled)
	assert.False(t, c.Can(Event{Verb: CircuitRepaired}))
	u := unmetOf(t, c, Event{Verb: CircuitRepaired})[NeedTicket]
	assert.True(t, u.Unknown, "it may have been opened elsewhere")
	assert.Equal(t, machine.Customer, u.Actor)
}

// TestFreshness checks that the history tells whether a circuit is fresh: a circuit
// that was Provisioned before is not.
func TestFreshness(t *testing.T) {
	created := after(t, fresh(Spec{Order: fullOrder}), CreateCircuit, OperationFinished)
	assert.Equal(t, yes, created.State().Fresh())
	given := after(t, created, OrderConnectivity, HandOverServiceKey, ProvisioningStarted, ProvisioningAbandoned)
	assert.Equal(t, yes, given.State().Fresh(), "it was never done")
	down := after(t, created, OrderConnectivity, HandOverServiceKey, ProvisioningFinished, RequestDeprovisioning, DeprovisioningFinished)
	assert.Equal(t, no, down.State().Fresh())
	assert.Equal(t, unknown, State{}.Fresh())
	seen := seenAs(Spec{Order: fullOrder})
	assert.Equal(t, no, seen.State().Fresh())
}
