package circuit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// reason is what a guard says of a circuit, about the event.
func reason(t *testing.T, g guard, c Circuit, e Event) machine.Unmet {
	t.Helper()
	_, v := c.look(e)
	v.of, v.family = e.Peering, e.Family
	unmet := guards(g).Unmet(v)
	require.Len(t, unmet, 1, "%s holds", g.Need)
	return unmet[0]
}

// TestWhoCanHelp: whose turn it is to make a condition hold, by where the circuit
// is.
func TestWhoCanHelp(t *testing.T) {
	routed := provisionedBy(t, Spec{Order: fullOrder, Wants: peering.Wants{Private: managedBy(machine.Provider, privateV4), Microsoft: managedBy(machine.Provider, filtered())}})
	plain := provisionedBy(t, Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	seen := seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	unmanaged := with(seenWithoutSpec(t), func(s *State) { s.Private.ModifiedBy = 0 })
	at := func(p ProviderState, s Status, a Acts) Circuit {
		return with(plain, func(is *State) { is.Provider, is.Status, is.Acts = p, s, a })
	}
	ordered, all := HistoryKnown|ConnectivityOrdered, HistoryKnown|ConnectivityOrdered|ServiceKeyHandedOver
	private := Event{Peering: peeringPrivate}
	for _, tt := range []struct {
		name  string
		guard guard
		c     Circuit
		event Event
		who   machine.Actor
		fix   string // a part of it
		found string
	}{
		{"not read", provisioned, at(0, Enabled, all), Event{}, machine.Customer, "read the circuit again", "not observed"},
		{"not created", provisioned, at(NotProvisioned, NotCreated, all), Event{}, machine.Customer, "create the circuit", "NotProvisioned"},
		{"not ordered", provisioned, at(NotProvisioned, Enabled, HistoryKnown), Event{}, machine.Customer, "order connectivity", "NotProvisioned"},
		{"not known to be ordered", provisioned, at(NotProvisioned, Enabled, 0), Event{}, machine.Customer, "order connectivity", "NotProvisioned"},
		{"no key", provisioned, at(NotProvisioned, Enabled, ordered), Event{}, machine.Customer, "hand the service key over", "NotProvisioned"},
		{"the provider's turn", provisioned, at(NotProvisioned, Enabled, all), Event{}, machine.Provider, "provision the circuit", "NotProvisioned"},
		{"begun", provisioned, at(Provisioning, Enabled, 0), Event{}, machine.Provider, "finish provisioning", "Provisioning"},
		{"being taken down", provisioned, at(Deprovisioning, Enabled, 0), Event{}, machine.Provider, "finish deprovisioning", "Deprovisioning"},

		{"not read", enabled, at(Provisioned, 0, 0), Event{}, machine.Customer, "read the circuit again", "not observed"},
		{"not created", enabled, at(NotProvisioned, NotCreated, 0), Event{}, machine.Customer, "create the circuit", "NotCreated"},
		{"being enabled", enabled, at(NotProvisioned, Enabling, 0), Event{}, machine.Microsoft, "finish enabling", "Enabling"},
		{"off", enabled, at(Provisioned, Disabled, 0), Event{}, machine.Support, "repair the circuit", "Disabled"},
		{"off and failed", enabled, with(at(Provisioned, Disabled, 0), func(s *State) { s.Operation = peering.Failed }), Event{}, machine.Customer, "refresh the circuit", "Disabled"},
		{"being deleted", enabled, at(Provisioned, Disabling, 0), Event{}, machine.Customer, "order another circuit", "Disabling"},
		{"gone", enabled, at(NotProvisioned, Gone, 0), Event{}, machine.Customer, "order another circuit", "Gone"},

		{"not read", deprovisioned, at(0, Enabled, 0), Event{}, machine.Customer, "read the circuit again", "not observed"},
		{"not asked", deprovisioned, at(Provisioned, Enabled, all), Event{}, machine.Customer, "ask the provider", "Provisioned"},
		{"not known to be asked", deprovisioned, at(Provisioning, Enabled, 0), Event{}, machine.Customer, "ask the provider", "Provisioning"},
		{"asked", deprovisioned, at(Provisioned, Enabled, DeprovisioningRequested), Event{}, machine.Provider, "finish deprovisioning", "Provisioned"},
		{"begun", deprovisioned, at(Deprovisioning, Enabled, 0), Event{}, machine.Provider, "finish deprovisioning", "Deprovisioning"},

		{"the provider's peering", customerRouting, routed, private, machine.Provider, "change the peering", "managed by Provider"},
		{"nobody's peering", customerRouting, unmanaged, private, machine.Customer, "say who manages", "nothing that tells"},
		{"the customer's peering", providerRouting, plain, private, machine.Customer, "say that the provider does", "nothing that tells"},
		{"the provider's is missing", peeringThere, routed, private, machine.Provider, "write the peering", "NoResource"},
		{"the customer's is missing", peeringThere, plain, private, machine.Customer, "write the peering", "NoResource"},
		{"the provider's private peering is missing", privatePeering, routed, Event{}, machine.Provider, "write the peering", "NoResource"},
		{"the customer's private peering is missing", privatePeering, plain, Event{}, machine.Customer, "write the peering", "NoResource"},
		{"the provider's has failed", healthyPeering, with(routed, func(s *State) { s.Private.Operation = peering.Failed }), private, machine.Provider, "write the peering", "Failed"},
		{"the customer's is canceled", healthyPeering, with(plain, func(s *State) { s.Private.Operation = peering.Canceled }), private, machine.Customer, "write the peering", "Canceled"},
		{"a family is missing", familyThere, plain, Event{Peering: peeringMicrosoft, Family: peering.IPv6}, machine.Customer, "write the peering", "Absent"},
		{"the provider's is left", noPeerings, with(routed, func(s *State) { s.Private = seen.state.Private }), Event{}, machine.Provider, "remove the peerings", "AzurePrivatePeering"},
		{"the customer's is left", noPeerings, seen, Event{}, machine.Customer, "remove the peerings", "AzurePrivatePeering"},
		{"two are left", noPeerings, with(seen, func(s *State) { s.Microsoft = s.Private }), Event{}, machine.Customer, "remove the peerings", "AzurePrivatePeering, MicrosoftPeering"},
		{"no operation is read", idle, with(plain, func(s *State) { s.Operation = 0 }), Event{}, machine.Microsoft, "finish", "circuit of which the last operation was not observed"},
		{"the circuit is written", idle, with(plain, func(s *State) { s.Operation = peering.Updating }), Event{}, machine.Microsoft, "finish", "circuit Updating"},
		{"a peering is removed", idle, with(plain, func(s *State) { s.Public.Operation = peering.Deleting }), Event{}, machine.Microsoft, "finish", "AzurePublicPeering Deleting"},
	} {
		t.Run(string(tt.guard.Need)+" "+tt.name, func(t *testing.T) {
			u := reason(t, tt.guard, tt.c, tt.event)
			assert.Equal(t, tt.who, u.Actor)
			assert.Contains(t, u.Fix, tt.fix)
			assert.Contains(t, u.Found, tt.found)
		})
	}
}

// TestIdle: one write at a time. A peering that is in flight on a circuit that
// has failed may stay so, and what was not read may be in flight.
func TestIdle(t *testing.T) {
	c := seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	for _, tt := range []struct {
		circuit, private, public, microsoft peering.Operation
		want                                machine.Truth
	}{
		{peering.Succeeded, peering.Succeeded, peering.NoResource, peering.NoResource, yes},
		{peering.Failed, peering.Succeeded, peering.NoResource, peering.Canceled, yes},
		{peering.Updating, peering.Succeeded, peering.NoResource, peering.NoResource, no},
		{peering.Succeeded, peering.Creating, peering.NoResource, peering.NoResource, no},
		{peering.Succeeded, peering.Succeeded, peering.Deleting, peering.NoResource, no},
		{peering.Succeeded, peering.Succeeded, peering.NoResource, peering.Updating, no},
		{peering.Failed, peering.Updating, peering.NoResource, peering.NoResource, unknown},
		{peering.Canceled, peering.Succeeded, peering.NoResource, peering.Deleting, unknown},
		{peering.Updating, 0, 0, 0, no},
		{0, peering.Updating, 0, 0, no},
		{0, peering.Succeeded, peering.NoResource, peering.NoResource, unknown},
		{peering.Succeeded, 0, peering.NoResource, peering.NoResource, unknown},
		{peering.Succeeded, peering.Succeeded, 0, peering.NoResource, unknown},
		{peering.Succeeded, peering.Succeeded, peering.NoResource, 0, unknown},
	} {
		is := with(c, func(s *State) {
			s.Operation, s.Private.Operation, s.Public.Operation, s.Microsoft.Operation = tt.circuit, tt.private, tt.public, tt.microsoft
		})
		assert.Equal(t, tt.want, idle.Holds(is.view()), "%s, %s, %s, %s", tt.circuit, tt.private, tt.public, tt.microsoft)
		if tt.want == yes && !tt.circuit.Broken() {
			assert.NoError(t, is.Check(Event{Verb: ConfigurePeering, Peering: peeringPrivate}))
		}
	}
}

// TestBrokenPeeringIsWritten: a peering that has failed is not switched, it is
// written, also under a circuit that has not failed.
func TestBrokenPeeringIsWritten(t *testing.T) {
	c := seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	for _, op := range []peering.Operation{peering.Failed, peering.Canceled} {
		failed := with(c, func(s *State) { s.Private.Operation = op })
		for _, verb := range []Verb{EnablePeering, DisablePeering} {
			e := Event{Verb: verb, Peering: peeringPrivate, Family: peering.IPv4}
			is := with(failed, func(s *State) {
				if verb == EnablePeering {
					s.Private.IPv4.Admin = peering.Disabled
				}
			})
			unmet := unmetOf(t, is, e)
			assert.Len(t, unmet, 1)
			assert.Contains(t, unmet, NeedHealthyPeering)
		}
		assert.NoError(t, failed.Check(Event{Verb: ConfigurePeering, Peering: peeringPrivate}))
		assert.True(t, machine.Lacks(failed.Risks(), NeedHealthyPeering))
	}
	assert.False(t, machine.Lacks(c.Risks(), NeedHealthyPeering))
}

// TestLinkGuards: room, geography, tier and subscription.
func TestLinkGuards(t *testing.T) {
	links := []Link{{Network: "/own"}, {Network: "/foreign", OtherSubscription: true}, {Network: "/abroad", OtherGeography: true}, {Kind: GlobalReachLink, Network: "/other"}, {Kind: VirtualWANLink, Network: "/hub"}}
	in := func(order Order, whole Lists) Circuit {
		return with(seenOrdered(order, Spec{Links: links, Wants: peering.Wants{Private: privateV4}}), func(s *State) { s.Whole = whole })
	}
	full := func(n int) Circuit { // with so many links
		c := linkedTo(t, n, false, true, Premium)
		c, err := c.WithSpec(Spec{Links: links[:1], Wants: peering.Wants{Private: privateV4}})
		require.NoError(t, err)
		return c
	}
	const both = AllLinks | AllAuthorizations
	for _, tt := range []struct {
		name  string
		c     Circuit
		event Event
		want  map[machine.Need]bool // what stands in the way, and whether it is only not known
	}{
		{"own", in(fullOrder, both), Event{Verb: LinkNetwork, Link: "/own"}, nil},
		{"a hub", in(fullOrder, both), Event{Verb: LinkNetwork, Link: "/hub"}, nil},
		{"foreign, by the customer", in(fullOrder, both), Event{Verb: LinkNetwork, Link: "/foreign"}, map[machine.Need]bool{NeedSameSubscription: false}},
		{"foreign, not authorized", in(fullOrder, both), Event{Verb: NetworkLinked, Link: "/foreign"}, map[machine.Need]bool{NeedAuthorization: false}},
		{"foreign, not known to be authorized", in(fullOrder, AllLinks), Event{Verb: NetworkLinked, Link: "/foreign"}, map[machine.Need]bool{NeedAuthorization: true}},
		{"an authorization that may be there", in(fullOrder, AllLinks), Event{Verb: CreateAuthorization, Link: "/foreign"}, map[machine.Need]bool{NeedNoAuthorization: true}},
		{"an authorization of one's own", in(fullOrder, both), Event{Verb: CreateAuthorization, Link: "/own"}, map[machine.Need]bool{NeedOtherSubscription: false}},
		{"abroad, Premium", in(fullOrder, both), Event{Verb: LinkNetwork, Link: "/abroad"}, nil},
		{"abroad, Standard", in(smallOrder, both), Event{Verb: LinkNetwork, Link: "/abroad"}, map[machine.Need]bool{NeedPremiumGeography: false}},
		{"abroad, tier not read", in(Order{}, both), Event{Verb: LinkNetwork, Link: "/abroad"}, map[machine.Need]bool{NeedPremiumGeography: true, NeedLinkRoom: true}},
		{"own, tier not read", in(Order{}, both), Event{Verb: LinkNetwork, Link: "/own"}, map[machine.Need]bool{NeedLinkRoom: true}},
		{"own, Standard, bandwidth not read", in(Order{Tier: Standard}, both), Event{Verb: LinkNetwork, Link: "/own"}, nil},
		{"own, Premium, bandwidth not read", in(Order{Tier: Premium}, both), Event{Verb: LinkNetwork, Link: "/own"}, map[machine.Need]bool{NeedLinkRoom: true}},
		{"Global Reach", in(smallOrder, both), Event{Verb: ConnectCircuit, Link: "/other"}, nil},
		{"Global Reach, Local", in(Order{Bandwidth: 1000, Tier: Local, Billing: UnlimitedData}, both), Event{Verb: ConnectCircuit, Link: "/other"}, map[machine.Need]bool{NeedGlobalReach: false}},
		{"Global Reach, tier not read", in(Order{}, both), Event{Verb: ConnectCircuit, Link: "/other"}, map[machine.Need]bool{NeedGlobalReach: true, NeedLinkRoom: true}},
		{"room for one", full(19), Event{Verb: LinkNetwork, Link: "/own"}, nil},
		{"no room", full(20), Event{Verb: LinkNetwork, Link: "/own"}, map[machine.Need]bool{NeedLinkRoom: false}},
		{"what is not linked is not unlinked", in(fullOrder, both), Event{Verb: UnlinkNetwork, Link: "/own"}, map[machine.Need]bool{NeedLinked: false}},
		{"what may be linked is not unlinked", in(fullOrder, 0), Event{Verb: UnlinkNetwork, Link: "/own"}, map[machine.Need]bool{NeedLinked: true}},
		{"another's link is another's", with(in(fullOrder, both), func(s *State) { s.linked = s.linked.with(1) }), Event{Verb: UnlinkNetwork, Link: "/foreign"}, map[machine.Need]bool{NeedSameSubscription: false}},
		{"one's own is not another's", with(in(fullOrder, both), func(s *State) { s.linked = s.linked.with(0) }), Event{Verb: NetworkUnlinked, Link: "/own"}, map[machine.Need]bool{NeedOtherSubscription: false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.want == nil {
				assert.NoError(t, tt.c.Check(tt.event))
				return
			}
			got := map[machine.Need]bool{}
			for need, u := range unmetOf(t, tt.c, tt.event) {
				got[need] = u.Unknown
			}
			assert.Equal(t, tt.want, got)
		})
	}
	room := unmetOf(t, full(20), Event{Verb: LinkNetwork, Link: "/own"})[NeedLinkRoom]
	assert.Equal(t, "20 links of 20 links", room.Found)
	assert.Equal(t, "a tier or a bandwidth that was not observed", unmetOf(t, in(Order{}, both), Event{Verb: LinkNetwork, Link: "/own"})[NeedLinkRoom].Found)
	assert.Equal(t, "tier Standard", unmetOf(t, in(smallOrder, both), Event{Verb: LinkNetwork, Link: "/abroad"})[NeedPremiumGeography].Found)
	assert.Equal(t, "no link", unmetOf(t, in(fullOrder, both), Event{Verb: UnlinkNetwork, Link: "/own"})[NeedLinked].Found)
	assert.Equal(t, foundNoList, unmetOf(t, in(fullOrder, 0), Event{Verb: UnlinkNetwork, Link: "/own"})[NeedLinked].Found)
	assert.Equal(t, "none", unmetOf(t, in(fullOrder, both), Event{Verb: NetworkLinked, Link: "/foreign"})[NeedAuthorization].Found)
	assert.Equal(t, foundNoAuthorizations, unmetOf(t, in(fullOrder, AllLinks), Event{Verb: NetworkLinked, Link: "/foreign"})[NeedAuthorization].Found)
	assert.Equal(t, "/own", unmetOf(t, with(in(fullOrder, both), func(s *State) { s.linked = s.linked.with(0) }), Event{Verb: DeleteCircuit})[NeedNoLinks].Found)
	assert.Equal(t, "/foreign", unmetOf(t, with(in(fullOrder, both), func(s *State) { s.authorized = s.authorized.with(1) }), Event{Verb: DeleteCircuit})[NeedNoAuthorizations].Found)
}

// TestEditionGuards: what is offered, and what it takes, in each edition.
func TestEditionGuards(t *testing.T) {
	on := func(e Edition, kind peering.Type, order Order, there bool) Circuit {
		spec := Spec{Edition: e, Waive: []machine.Need{NeedPublicPeering}}
		*spec.OfPeering(kind) = map[peering.Type]peering.Want{peeringPrivate: privateV4, peeringPublic: publicV4, peeringMicrosoft: microsoftV4}[kind]
		c := seenOrdered(order, spec)
		if there {
			c.state.Public = c.state.Private
		}
		return c
	}
	for _, tt := range []struct {
		name string
		c    Circuit
		of   peering.Type
		need machine.Need // none if it may be configured
	}{
		{"public in 2016", on(Edition2016, peeringPublic, smallOrder, false), peeringPublic, ""},
		{"public today", on(Today, peeringPublic, smallOrder, false), peeringPublic, NeedPublicPeering},
		{"public that is there today", on(Today, peeringPublic, smallOrder, true), peeringPublic, ""},
		{"private today", on(Today, peeringPrivate, smallOrder, false), peeringPrivate, ""},
		{"Microsoft on Standard in 2016", on(Edition2016, peeringMicrosoft, smallOrder, false), peeringMicrosoft, NeedMicrosoftTier},
		{"Microsoft on Premium in 2016", on(Edition2016, peeringMicrosoft, fullOrder, false), peeringMicrosoft, ""},
		{"Microsoft on a tier not read in 2016", on(Edition2016, peeringMicrosoft, Order{}, false), peeringMicrosoft, NeedMicrosoftTier},
		{"Microsoft on Standard today", on(Today, peeringMicrosoft, smallOrder, false), peeringMicrosoft, ""},
		{"private on Standard in 2016", on(Edition2016, peeringPrivate, smallOrder, false), peeringPrivate, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := Event{Verb: ConfigurePeering, Peering: tt.of}
			if tt.need == "" {
				assert.NoError(t, tt.c.Check(e))
				return
			}
			unmet := unmetOf(t, tt.c, e)
			assert.Len(t, unmet, 1)
			assert.Contains(t, unmet, tt.need)
		})
	}
	for edition, offered := range map[Edition]bool{Today: true, Edition2016: false} {
		assert.Equal(t, offered, edition.hasRouteFilters())
		assert.Equal(t, offered, edition.takesSignatures())
		assert.Equal(t, offered, edition.wantsBareCircuit())
		assert.Equal(t, offered, edition.ordersFirst())
		assert.Equal(t, offered, edition.changesBilling())
		assert.Equal(t, !offered, edition.stopsBillingTakenDown())
		assert.Equal(t, !offered, edition.offersPublicPeering())
		c := fresh(Spec{Edition: edition, Order: fullOrder, Wants: peering.Wants{Microsoft: microsoftV4}})
		_, v := c.look(Event{Verb: AttachRouteFilter, Peering: peeringMicrosoft})
		assert.Equal(t, machine.TruthOf(offered), routeFiltersOffered.Holds(v))
		assert.Equal(t, machine.TruthOf(offered), v.prefixFacts(peering.IPv4).Signatures)
	}
}

// TestTicketsAndSignaturesHelp: not with every fault of a prefix.
func TestTicketsAndSignaturesHelp(t *testing.T) {
	full := fullCircuit(t)
	for is := range prefixes.Validations() {
		ticket, signature := yes, yes
		switch is {
		case prefixes.PrefixAsnValidationFailed:
			ticket, signature = no, no
		case prefixes.PrefixValidationFailed, prefixes.PrefixCertificateMissingInRoutingRegistry, prefixes.PrefixInvalidSignatureEncoding, prefixes.PrefixSignatureVerificationFailed:
			ticket = no
		}
		p := *full.papers
		p.Have.Prefixes = []PrefixState{{Family: peering.IPv4, Prefix: prefixes.MustParsePrefix("131.107.8.0/24"), State: is}}
		c := Circuit{state: full.state, papers: &p}
		c.state.Microsoft.IPv4.Prefixes, c.state.Microsoft.IPv6.Prefixes = prefixes.ValidationNeeded, prefixes.ValidationNeeded
		e := Event{Verb: OpenTicket, Peering: peeringMicrosoft, Family: peering.IPv4}
		_, v := c.look(e)
		assert.Equal(t, ticket, ticketHelps.Holds(v), "%s", is)
		assert.Equal(t, signature, signatureHelps.Holds(v), "%s", is)
		assert.Equal(t, ticket == yes, c.Can(e), "%s", is)
		if ticket == no {
			u := unmetOf(t, c, e)[NeedTicketHelps]
			assert.Equal(t, "131.107.8.0/24 is "+is.String(), u.Found)
			assert.Equal(t, machine.Customer, u.Actor)
			assert.Equal(t, is.Fix(), u.Fix)
			actor, fix := whoValidates(&v, prefixes.ValidationNeeded)
			assert.Equal(t, machine.Customer, actor)
			assert.Equal(t, is.Fix(), fix)
		}
		// The other family's prefixes have no fault.
		e.Family = peering.IPv6
		assert.True(t, c.Can(e), "%s", is)
	}
}

// TestRouteFilterGuards: one at a time, and another one than the one that is
// attached.
func TestRouteFilterGuards(t *testing.T) {
	spec := Spec{Order: fullOrder, Wants: peering.Wants{Microsoft: filtered()}}
	c := follow(t, fresh(spec), must(t, fresh(spec)))
	on := func(v Verb) Event { return Event{Verb: v, Peering: peeringMicrosoft} }
	attached := func(name string, truth machine.Truth, wanted string) Circuit {
		p := *c.papers
		p.Have.Microsoft = filtered().Config
		p.Have.Microsoft.IPv4.RouteFilter = name
		p.Want = p.Want.clone()
		p.Want.Microsoft.Config.IPv4.RouteFilter = wanted
		return with(Circuit{state: c.state, papers: &p}, func(s *State) { s.Microsoft.RouteFilter = truth })
	}
	for _, tt := range []struct {
		name           string
		c              Circuit
		attach, detach machine.Truth // No: refused; Unknown: refused for want of a reading
	}{
		{"none", attached("", no, "/rf"), yes, no},
		{"the wanted one", attached("/rf", yes, "/rf"), no, yes},
		{"the wanted one, spelled otherwise", attached("/RF/", yes, "/rf"), no, yes},
		{"another", attached("/other", yes, "/rf"), yes, yes},
		{"one that nobody named", attached("", yes, "/rf"), no, yes},
		{"one, and none is wanted", attached("/other", yes, ""), no, yes},
		{"not read", attached("", unknown, "/rf"), unknown, unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for verb, want := range map[Verb]machine.Truth{AttachRouteFilter: tt.attach, DetachRouteFilter: tt.detach} {
				err := tt.c.Check(on(verb))
				assert.Equal(t, want == yes, err == nil, "%s: %v", verb, err)
				if err == nil {
					continue
				}
				for _, u := range unmetOf(t, tt.c, on(verb)) {
					assert.Equal(t, want == unknown, u.Unknown, "%s", verb)
				}
			}
		})
	}
}

// TestInServiceSaysWho: what a peering lacks, whose turn it is, and what was
// found.
func TestInServiceSaysWho(t *testing.T) {
	routed := Spec{Order: fullOrder, Wants: peering.Wants{Private: managedBy(machine.Provider, privateV4), Microsoft: managedBy(machine.Provider, filtered())}}
	theirs := follow(t, fresh(routed), must(t, fresh(routed)))
	full := fullCircuit(t)
	lacking := func(c Circuit, of peering.Type) []machine.Unmet {
		var refused *machine.TransitionError
		require.ErrorAs(t, c.InService(of), &refused)
		return refused.Unmet
	}
	off := func(s *State) { s.Private.IPv4.Admin = peering.Disabled; s.settle(0) }
	failed := func(s *State) {
		s.Private.Operation, s.Private.IPv4.BGP = peering.Failed, bgp.Disabled
		s.settle(0)
	}
	px := func(f peering.Family, is prefixes.State, acts Acts) func(*State) {
		return func(s *State) { familyOf(&s.Microsoft, f).Prefixes = is; s.Acts = acts; s.settle(0) }
	}
	for _, tt := range []struct {
		name  string
		c     Circuit
		of    peering.Type
		need  machine.Need
		actor machine.Actor
		want  string // a part of it
		found string
	}{
		{"the customer's is off", with(full, off), peeringPrivate, bgp.NeedAdministered, machine.Customer, "IPv4: ", "not Enabled"},
		{"the provider's is off", with(theirs, off), peeringPrivate, bgp.NeedAdministered, machine.Provider, "IPv4: ", "not Enabled"},
		{"the customer's has failed", with(full, func(s *State) { failed(s); s.Private.IPv6 = peering.NotThere().IPv6 }), peeringPrivate, bgp.NeedApplied, machine.Customer, "IPv4: ", "failed"},
		{"the provider's has failed", with(theirs, failed), peeringPrivate, bgp.NeedApplied, machine.Provider, "IPv4: ", "failed"},
		{"prefixes need a ticket", with(full, px(peering.IPv4, prefixes.ValidationNeeded, HistoryKnown)), peeringMicrosoft, bgp.NeedPrefixes, machine.Customer, "IPv4: ", "prefixes ValidationNeeded"},
		{"prefixes of IPv6 need a ticket", with(full, px(peering.IPv6, prefixes.ManualValidation, HistoryKnown|EvidenceSentIPv4)), peeringMicrosoft, bgp.NeedPrefixes, machine.Customer, "IPv6: ", "prefixes ManualValidation"},
		{"prefixes of IPv6 are examined", with(full, px(peering.IPv6, prefixes.ManualValidation, HistoryKnown|EvidenceSentIPv6)), peeringMicrosoft, bgp.NeedPrefixes, machine.Support, "IPv6: ", "prefixes ManualValidation"},
		{"prefixes are checked", with(full, px(peering.IPv4, prefixes.Configuring, HistoryKnown)), peeringMicrosoft, bgp.NeedPrefixes, machine.Microsoft, "IPv4: ", "prefixes Configuring"},
		{"prefixes were not read", with(full, px(peering.IPv4, 0, HistoryKnown)), peeringMicrosoft, bgp.NeedPrefixes, machine.Customer, "IPv4: ", "prefixes not observed"},
		{"no route filter", with(full, func(s *State) { s.Microsoft.RouteFilter = no }), peeringMicrosoft, NeedRouteFilter, machine.Customer, "route filter", "No"},
		{"a route filter that was not read", with(full, func(s *State) { s.Microsoft.RouteFilter = 0 }), peeringMicrosoft, NeedRouteFilter, machine.Customer, "route filter", "Unknown"},
		{"no peering", with(full, func(s *State) { s.Private = peering.NotThere() }), peeringPrivate, NeedPeering, machine.Customer, "the peering must be there", "NoResource"},
		{"a peering that was not read", with(full, func(s *State) { s.Private = peering.State{} }), peeringPrivate, NeedPeering, machine.Customer, "the peering must be there", "not observed"},
		{"not usable", with(full, func(s *State) { s.Provider = Provisioning; s.settle(0) }), peeringPrivate, NeedProvisioned, machine.Provider, "Provisioned", "Provisioning"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			unmet := lacking(tt.c, tt.of)
			require.Len(t, unmet, 1, "%v", unmet)
			u := unmet[0]
			assert.Equal(t, tt.need, u.Need)
			assert.Equal(t, tt.actor, u.Actor)
			assert.Contains(t, u.Want, tt.want)
			assert.Contains(t, u.Found, tt.found)
			assert.Error(t, tt.c.InService(), "nor does the circuit carry all of its traffic")
			assert.NotEqual(t, Resting, tt.c.Phase().Kind)
		})
	}
	assert.NoError(t, full.InService())
	assert.NoError(t, theirs.InService())
	assert.NoError(t, full.InService(peeringPrivate, peeringMicrosoft))
	bare := with(full, func(s *State) { s.States = nothingThere })
	bare, err := bare.WithSpec(Spec{})
	require.NoError(t, err)
	assert.True(t, machine.Lacks(bare.InService(), NeedAnyPeering))
	unread := with(bare, func(s *State) { s.Microsoft = peering.State{} })
	var refused *machine.TransitionError
	require.ErrorAs(t, unread.InService(), &refused)
	require.Len(t, refused.Unmet, 1)
	assert.True(t, refused.Unmet[0].Unknown)
	assert.Contains(t, refused.Unmet[0].Found, "does not show the peerings")
}

// TestRoutesReceived: a Microsoft peering needs a route filter, unless it is
// older than they are.
func TestRoutesReceived(t *testing.T) {
	spec := Spec{Order: fullOrder, Wants: peering.Wants{Microsoft: microsoftV4}}
	for _, tt := range []struct {
		name    string
		edition Edition
		since   time.Time
		filter  machine.Truth
		want    machine.Truth
	}{
		{"none", Today, time.Time{}, no, no},
		{"one", Today, time.Time{}, yes, yes},
		{"not read", Today, time.Time{}, unknown, unknown},
		{"none in 2016", Edition2016, time.Time{}, no, yes},
		{"older than route filters", Today, time.Date(2017, 7, 1, 0, 0, 0, 0, time.UTC), no, yes},
		{"younger than route filters", Today, time.Date(2018, 7, 1, 0, 0, 0, 0, time.UTC), no, no},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := spec
			s.Edition = tt.edition
			c := fresh(s)
			p := *c.papers
			p.Have.Microsoft = microsoftV4.Config
			p.Have.Microsoft.Since = tt.since
			c = with(Circuit{state: fullCircuit(t).state, papers: &p}, func(s *State) { s.Microsoft.RouteFilter, s.Microsoft.IPv6 = tt.filter, peering.NotThere().IPv6 })
			assert.Equal(t, tt.want, routesReceived.Holds(c.view()))
			assert.Equal(t, tt.want == yes, c.InService(peeringMicrosoft) == nil)
			assert.Equal(t, tt.want == no, c.lacksRoutes())
			c.state.Microsoft = peering.NotThere()
			assert.Equal(t, yes, routesReceived.Holds(c.view()), "there is none to receive any")
		})
	}
}

// TestRisksOfFacts: what the customer attests, or does not.
func TestRisksOfFacts(t *testing.T) {
	with := func(edition Edition, facts Facts, public, microsoft bool) Circuit {
		c := seenAs(Spec{Edition: edition, Order: fullOrder, Facts: facts, Wants: peering.Wants{Private: privateV4}})
		if public {
			c.state.Public = c.state.Private
		}
		if microsoft {
			c.state.Microsoft = c.state.Private
		}
		return c
	}
	for _, tt := range []struct {
		name string
		c    Circuit
		has  map[machine.Need]bool
	}{
		{"nothing", with(Today, Facts{}, false, false), map[machine.Need]bool{NeedPublicServices: false, NeedSeparateEdge: false}},
		{"a default route", with(Today, Facts{DefaultRoute: yes}, false, false), map[machine.Need]bool{NeedPublicServices: true}},
		{"no default route", with(Today, Facts{DefaultRoute: no}, false, false), map[machine.Need]bool{NeedPublicServices: false}},
		{"a default route and public peering", with(Today, Facts{DefaultRoute: yes}, true, false), map[machine.Need]bool{NeedPublicServices: false}},
		{"a default route and Microsoft peering", with(Today, Facts{DefaultRoute: yes}, false, true), map[machine.Need]bool{NeedPublicServices: false}},
		{"a default route in 2016", with(Edition2016, Facts{DefaultRoute: yes}, false, true), map[machine.Need]bool{NeedPublicServices: true}},
		{"a default route and public peering in 2016", with(Edition2016, Facts{DefaultRoute: yes}, true, false), map[machine.Need]bool{NeedPublicServices: false}},
		{"Microsoft peering, edge not known", with(Today, Facts{}, false, true), map[machine.Need]bool{NeedSeparateEdge: true}},
		{"Microsoft peering, one edge", with(Today, Facts{SeparateEdge: no}, false, true), map[machine.Need]bool{NeedSeparateEdge: true}},
		{"Microsoft peering, two edges", with(Today, Facts{SeparateEdge: yes}, false, true), map[machine.Need]bool{NeedSeparateEdge: false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for need, want := range tt.has {
				assert.Equal(t, want, machine.Lacks(tt.c.Risks(), need), "%s", need)
			}
		})
	}
	for _, p := range with(Today, Facts{SeparateEdge: no}, false, true).Risks() {
		if p.Need == NeedSeparateEdge {
			assert.Equal(t, "one edge for both", p.Found)
			assert.Equal(t, "MicrosoftPeering", p.Path)
		}
	}
}
