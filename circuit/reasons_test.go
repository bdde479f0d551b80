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

// reason returns the unmet condition of a guard, for a circuit and an event.
func reason(t *testing.T, g guard, c Circuit, e Event) machine.Unmet {
	t.Helper()
	_, v := c.look(e)
	v.of, v.family = e.Peering, e.Family
	unmet := guards(g).Unmet(v)
	require.Len(t, unmet, 1, "%s holds", g.Need)
	return unmet[0]
}

// TestWhoCanHelp checks who can meet a condition, depending on the circuit.
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
		{"nobody's peering", customerRouting, unmanaged, private, machine.Customer, "say in the spec who manages", "not known who manages"},
		{"the customer's peering", providerRouting, plain, private, machine.Customer, "say in the spec that the provider manages it", "not known who manages"},
		{"the provider's is missing", peeringThere, routed, private, machine.Provider, "write the peering", "NoResource"},
		{"the customer's is missing", peeringThere, plain, private, machine.Customer, "write the peering", "NoResource"},
		{"the provider's private peering is missing", privatePeering, routed, Event{}, machine.Provider, "write the peering", "NoResource"},
		{"the customer's private peering is missing", privatePeering, plain, Event{}, machine.Customer, "write the peering", "NoResource"},
		{"the provider's has failed", healthyPeering, with(routed, func(s *State) { s.Private.Operation = peering.Failed }), private, machine.Provider, "write the peering", "Failed"},
		{"the customer's is canceled", healthyPeering, with(plain, func(s *State) { s.Private.Operation = peering.Canceled }), private, machine.Customer, "write the peering", "Canceled"},
		{"a family is missing", familyThere, plain, Event{Peering: peeringMicrosoft, Family: peering.IPv6}, machine.Customer, "write the peering", "Absent"},
		{"the provider's is left", noPeerings, with(routed, func(s *State) { s.Private = seen.state.Private }), Event{}, machine.Provider, "remove the peerings", "AzurePrivatePeering"},
		{"the customer's is left, and the provider's is gone", noPeerings, with(routed, func(s *State) { s.Public = seen.state.Private }), Event{}, machine.Customer, "remove the peerings", "AzurePublicPeering"},
		{"the customer's is left", noPeerings, seen, Event{}, machine.Customer, "remove the peerings", "AzurePrivatePeering"},
		{"two are left", noPeerings, with(seen, func(s *State) { s.Microsoft = s.Private }), Event{}, machine.Customer, "remove the peerings", "AzurePrivatePeering, MicrosoftPeering"},
		{"no operation is read", idle, with(plain, func(s *State) { s.Operation = 0 }), Event{}, machine.Microsoft, "finish", "the last operation on the circuit was not observed"},
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

// TestIdle checks the rule of one write at a time. An operation on a peering of a failed
// circuit does not count. An operation that was not read may be in flight.
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

// TestBrokenPeeringIsWritten checks that a failed peering cannot be switched on or off,
// but can be written again.
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

// TestLinkGuards checks the link limit, and the guards about geography, tier and
// subscription.
func TestLinkGuards(t *testing.T) {
	links := []Link{{Network: "/own"}, {Network: "/foreign", OtherSubscription: true}, {Network: "/abroad", OtherGeography: true}, {Kind: GlobalReachLink, Network: "/other"}, {Kind: VirtualWANLink, Network: "/hub"}}
	in := func(order Order, whole Lists) Circuit {
		return with(seenOrdered(order, Spec{Links: links, Wants: peering.Wants{Private: privateV4}}), func(s *State) { s.Whole = whole })
	}
	full := func(n int) Circuit { // with so many links
		c := linkedTo(t, n, false, true, TierPremium)
		c, err := c.WithSpec(Spec{Links: links[:1], Wants: peering.Wants{Private: privateV4}})
		require.NoError(t, err)
		return c
	}
	const both = AllLinks | AllAuthorizations
	for _, tt := range []struct {
		name  string
		c     Circuit
		event Event
		want  map[machine.Need]bool // the unmet conditions, and whether they are Unknown
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
		{"own, Standard, bandwidth not read", in(Order{Tier: TierStandard}, both), Event{Verb: LinkNetwork, Link: "/own"}, nil},
		{"own, Premium, bandwidth not read", in(Order{Tier: TierPremium}, both), Event{Verb: LinkNetwork, Link: "/own"}, map[machine.Need]bool{NeedLinkRoom: true}},
		{"Global Reach", in(smallOrder, both), Event{Verb: ConnectCircuit, Link: "/other"}, nil},
		{"Global Reach, Local", in(Order{Bandwidth: 1000, Tier: TierLocal, Billing: UnlimitedData}, both), Event{Verb: ConnectCircuit, Link: "/other"}, map[machine.Need]bool{NeedGlobalReach: false}},
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
	assert.Equal(t, "20 links of 20 links", unmetOf(t, with(full(20), func(s *State) { s.Whole = 0 }), Event{Verb: LinkNetwork, Link: "/own"})[NeedLinkRoom].Found, "whatever else is linked")
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

// TestEditionGuards checks the guards that differ between the editions.
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
		{"public today", on(EditionToday, peeringPublic, smallOrder, false), peeringPublic, NeedPublicPeering},
		{"public that is there today", on(EditionToday, peeringPublic, smallOrder, true), peeringPublic, ""},
		{"private today", on(EditionToday, peeringPrivate, smallOrder, false), peeringPrivate, ""},
		{"Microsoft on Standard in 2016", on(Edition2016, peeringMicrosoft, smallOrder, false), peeringMicrosoft, NeedMicrosoftTier},
		{"Microsoft on Premium in 2016", on(Edition2016, peeringMicrosoft, fullOrder, false), peeringMicrosoft, ""},
		{"Microsoft on a tier not read in 2016", on(Edition2016, peeringMicrosoft, Order{}, false), peeringMicrosoft, NeedMicrosoftTier},
		{"Microsoft on Standard today", on(EditionToday, peeringMicrosoft, smallOrder, false), peeringMicrosoft, ""},
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
	for edition, offered := range map[Edition]bool{EditionToday: true, Edition2016: false} {
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

// TestTicketsAndSignaturesHelp checks which faults of a prefix a ticket or a signature
// can solve.
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
		// Microsoft does not validate them again by itself.
		again := Event{Verb: ValidationStarted, Peering: peeringMicrosoft, Family: peering.IPv4}
		assert.False(t, c.Can(again), "%s", is)
		written := with(c, func(s *State) { s.Microsoft.IPv4.Prefixes = prefixes.NotConfigured })
		assert.True(t, written.Can(again), "what was read of them is out of date")
		unread := with(c, func(s *State) { s.Microsoft.IPv4.Prefixes = 0 })
		_, v = unread.look(again)
		assert.Equal(t, unknown, submitted.Holds(v))
		plan, err := with(c, func(s *State) { s.Microsoft.IPv6.Prefixes = prefixes.Configured; s.settle(0) }).Plan()
		switch {
		case ticket == yes:
			assert.Equal(t, []Verb{OpenTicket, EvidenceAccepted}, planVerbs(plan), "%s", is)
		case signature == yes:
			assert.Equal(t, []Verb{SignPrefixes, OperationFinished, PrefixesValidated}, planVerbs(plan), "%s", is)
		default:
			var none *NoPlanError
			require.ErrorAs(t, err, &none)
			assert.Equal(t, []machine.Need{NeedTicketHelps, NeedSignable, NeedSubmitted}, needsOf(none.Unmet()), "%s", is)
			assert.Equal(t, machine.Customer, none.Turn())
		}
		assert.Equal(t, PhaseWaiting, c.Phase().Kind, "%s: nothing happens of itself", is)
		// The other family's prefixes have no fault.
		e.Family = peering.IPv6
		assert.True(t, c.Can(e), "%s", is)
	}
}

// TestRouteFilterGuards checks that a route filter can be attached if none is attached,
// or if the spec wants another one.
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
		attach, detach machine.Truth // No: refused; Unknown: refused, because it was not read
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

// TestInServiceSaysWho checks what a peering lacks, who can help, and what was found.
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
		{"no peering", with(full, func(s *State) { s.Private = peering.NotThere() }), peeringPrivate, NeedPeering, machine.Customer, "the peering must exist", "NoResource"},
		{"a peering that was not read", with(full, func(s *State) { s.Private = peering.State{} }), peeringPrivate, NeedPeering, machine.Customer, "the peering must exist", "not observed"},
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
			assert.NotEqual(t, PhaseResting, tt.c.Phase().Kind)
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

// TestRoutesReceived checks that a Microsoft peering needs a route filter, unless it is
// from before route filters.
func TestRoutesReceived(t *testing.T) {
	spec := Spec{Order: fullOrder, Wants: peering.Wants{Microsoft: microsoftV4}}
	for _, tt := range []struct {
		name    string
		edition Edition
		since   time.Time
		filter  machine.Truth
		want    machine.Truth
	}{
		{"none", EditionToday, time.Time{}, no, no},
		{"one", EditionToday, time.Time{}, yes, yes},
		{"not read", EditionToday, time.Time{}, unknown, unknown},
		{"none in 2016", Edition2016, time.Time{}, no, yes},
		{"older than route filters", EditionToday, time.Date(2017, 7, 1, 0, 0, 0, 0, time.UTC), no, yes},
		{"younger than route filters", EditionToday, time.Date(2018, 7, 1, 0, 0, 0, 0, time.UTC), no, no},
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

// TestRisksOfFacts checks the risks that depend on what the customer attests.
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
		{"nothing", with(EditionToday, Facts{}, false, false), map[machine.Need]bool{NeedPublicServices: false, NeedSeparateEdge: false}},
		{"a default route", with(EditionToday, Facts{DefaultRoute: yes}, false, false), map[machine.Need]bool{NeedPublicServices: true}},
		{"no default route", with(EditionToday, Facts{DefaultRoute: no}, false, false), map[machine.Need]bool{NeedPublicServices: false}},
		{"a default route and public peering", with(EditionToday, Facts{DefaultRoute: yes}, true, false), map[machine.Need]bool{NeedPublicServices: false}},
		{"a default route and Microsoft peering", with(EditionToday, Facts{DefaultRoute: yes}, false, true), map[machine.Need]bool{NeedPublicServices: false}},
		{"a default route in 2016", with(Edition2016, Facts{DefaultRoute: yes}, false, true), map[machine.Need]bool{NeedPublicServices: true}},
		{"a default route and public peering in 2016", with(Edition2016, Facts{DefaultRoute: yes}, true, false), map[machine.Need]bool{NeedPublicServices: false}},
		{"Microsoft peering, edge not known", with(EditionToday, Facts{}, false, true), map[machine.Need]bool{NeedSeparateEdge: true}},
		{"Microsoft peering, one edge", with(EditionToday, Facts{SeparateEdge: no}, false, true), map[machine.Need]bool{NeedSeparateEdge: true}},
		{"Microsoft peering, two edges", with(EditionToday, Facts{SeparateEdge: yes}, false, true), map[machine.Need]bool{NeedSeparateEdge: false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for need, want := range tt.has {
				assert.Equal(t, want, machine.Lacks(tt.c.Risks(), need), "%s", need)
			}
		})
	}
	for _, p := range with(EditionToday, Facts{SeparateEdge: no}, false, true).Risks() {
		if p.Need == NeedSeparateEdge {
			assert.Equal(t, "one edge for both", p.Found)
			assert.Equal(t, "MicrosoftPeering", p.Path)
		}
	}
}

// TestNoLinks checks that a link, or a list of links that was not read, keeps the private
// peering and the circuit from being deleted, unless there is no private peering.
func TestNoLinks(t *testing.T) {
	c := seenAs(Spec{Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: privateV4}})
	for _, tt := range []struct {
		of    peering.Type
		links int
		there bool
		whole Lists
		want  machine.Truth
	}{
		{0, 0, true, AllLinks, yes}, {0, 0, true, AllAuthorizations, unknown}, {0, 0, false, 0, yes},
		{0, 1, true, AllLinks, no}, {0, 1, false, AllLinks, no}, {0, 2, true, 0, no},
		{peeringPrivate, 0, true, AllLinks, yes}, {peeringPrivate, 0, true, 0, unknown}, {peeringPrivate, 1, true, AllLinks, no},
		{peeringPublic, 1, true, AllLinks, yes}, {peeringPublic, 0, true, 0, yes},
		{peeringMicrosoft, 1, true, AllLinks, yes}, {peeringMicrosoft, 0, true, 0, yes},
	} {
		v := with(c, func(s *State) {
			s.Whole = tt.whole
			for i := range tt.links {
				s.linked = s.linked.with(i)
			}
			if !tt.there {
				s.Private = peering.NotThere()
			}
		}).view()
		v.of = tt.of
		assert.Equal(t, tt.want, noLinks.Holds(v), "%+v", tt)
	}
}

// TestEvidenceAndRequestsAreOnRecord checks that an act that is not on record was not
// done if the history is known, and is Unknown if it is not.
func TestEvidenceAndRequestsAreOnRecord(t *testing.T) {
	full := fullCircuit(t)
	manual := func(acts Acts) Circuit {
		return with(full, func(s *State) {
			s.Microsoft.IPv4.Prefixes, s.Acts = prefixes.ManualValidation, acts
			s.settle(0)
		})
	}
	accepted, rejected := Event{Verb: EvidenceAccepted, Peering: peeringMicrosoft, Family: peering.IPv4}, Event{Verb: EvidenceRejected, Peering: peeringMicrosoft, Family: peering.IPv4}
	provided := func(p ProviderState, acts Acts) Circuit {
		return with(full, func(s *State) { s.Provider, s.Acts = p, acts; s.settle(0) })
	}
	for _, tt := range []struct {
		c     Circuit
		event Event
		need  machine.Need
		want  machine.Truth
	}{
		{manual(EvidenceSentIPv4), accepted, NeedEvidence, yes},
		{manual(EvidenceSentIPv4), rejected, NeedEvidence, yes},
		{manual(EvidenceSentIPv6), accepted, NeedEvidence, unknown},
		{manual(HistoryKnown), accepted, NeedEvidence, no},
		{manual(HistoryKnown), rejected, NeedEvidence, no},
		{manual(0), rejected, NeedEvidence, unknown},
		{provided(Provisioned, DeprovisioningRequested), Event{Verb: WithdrawRequest}, NeedNotBegun, yes},
		{provided(Provisioning, DeprovisioningRequested), Event{Verb: WithdrawRequest}, NeedNotBegun, yes},
		{provided(Deprovisioning, DeprovisioningRequested), Event{Verb: WithdrawRequest}, NeedNotBegun, no},
		{provided(NotProvisioned, DeprovisioningRequested), Event{Verb: WithdrawRequest}, NeedNotBegun, no},
		{provided(0, DeprovisioningRequested), Event{Verb: WithdrawRequest}, NeedNotBegun, unknown},
		{provided(Provisioned, HistoryKnown), Event{Verb: WithdrawRequest}, NeedDeprovisioningRequested, no},
		{provided(Provisioned, 0), Event{Verb: WithdrawRequest}, NeedDeprovisioningRequested, unknown},
		{provided(NotProvisioned, 0), Event{Verb: RequestDeprovisioning}, NeedBuilt, no},
		{provided(0, 0), Event{Verb: RequestDeprovisioning}, NeedBuilt, unknown},
		{provided(Deprovisioning, 0), Event{Verb: RequestDeprovisioning}, NeedBuilt, yes},
		{provided(NotApplicable, 0), Event{Verb: RequestDeprovisioning}, NeedProvider, no},
		{provided(NotApplicable, 0), Event{Verb: OrderConnectivity}, NeedProvider, no},
	} {
		if tt.want == yes {
			assert.NoError(t, tt.c.Check(tt.event), "%s in %s", tt.event, named(tt.c))
			continue
		}
		u, unmet := unmetOf(t, tt.c, tt.event)[tt.need]
		assert.True(t, unmet, "%s: %s", tt.event, tt.need)
		assert.Equal(t, tt.want == unknown, u.Unknown, "%s: %s", tt.event, tt.need)
	}
}

// TestDone checks that what the customer attests counts until the provider takes the
// circuit down.
func TestDone(t *testing.T) {
	for _, tt := range []struct {
		name     string
		provider ProviderState
		acts     Acts
		fact     machine.Truth
		want     machine.Truth
	}{
		{"nothing is known", NotProvisioned, 0, unknown, unknown},
		{"nothing was done", NotProvisioned, HistoryKnown, unknown, no},
		{"on record", NotProvisioned, ConnectivityOrdered, unknown, yes},
		{"on record, whatever is attested", NotProvisioned, ConnectivityOrdered, no, yes},
		{"attested", NotProvisioned, 0, yes, yes},
		{"attested, not on record", NotProvisioned, HistoryKnown, yes, yes},
		{"attested not to be done", NotProvisioned, 0, no, no},
		{"the provider is at it", Provisioning, HistoryKnown, no, yes},
		{"the provider is done", Provisioned, HistoryKnown, unknown, yes},
		{"the provider takes it down", Deprovisioning, HistoryKnown, unknown, yes},
		{"attested before it was taken down", NotProvisioned, ProvisionedBefore, yes, unknown},
		{"attested before it was taken down, history known", NotProvisioned, ProvisionedBefore | HistoryKnown, yes, no},
		{"attested, provider not read", 0, ProvisionedBefore, yes, yes},
	} {
		c := fresh(Spec{Order: fullOrder, Facts: Facts{Ordered: tt.fact}})
		c.state.Provider, c.state.Acts = tt.provider, tt.acts
		assert.Equal(t, tt.want, connectivityOrdered.Holds(c.view()), tt.name)
	}
}

// TestManager checks the order of the sources that tell who manages a peering: the spec,
// the document, who wrote it last, and what the customer attests.
func TestManager(t *testing.T) {
	const nobody, customer, provider = machine.Nobody, machine.Customer, machine.Provider
	for _, tt := range []struct {
		name                      string
		want, have, wrote, attest machine.Actor
		kind                      Kind
		is                        ProviderState
		who                       machine.Actor
	}{
		{"nothing tells", nobody, nobody, nobody, nobody, Partner, Provisioned, nobody},
		{"the spec", provider, customer, customer, customer, Partner, Provisioned, provider},
		{"the document", nobody, provider, customer, customer, Partner, Provisioned, provider},
		{"whoever wrote it", nobody, nobody, provider, customer, Partner, Provisioned, provider},
		{"the customer wrote it", nobody, nobody, customer, provider, Partner, Provisioned, customer},
		{"Microsoft wrote it", nobody, nobody, machine.Microsoft, provider, Partner, Provisioned, provider},
		{"a port, as it is", nobody, nobody, nobody, provider, Partner, NotApplicable, customer},
		{"a port, as it is wanted", nobody, nobody, nobody, provider, Direct, Provisioned, customer},
		{"the customer attests", nobody, nobody, nobody, provider, Partner, Provisioned, provider},
	} {
		c := fresh(Spec{Kind: tt.kind, Facts: Facts{Routing: tt.attest}, Wants: peering.Wants{Private: managedBy(tt.want, privateV4)}})
		c.papers.Have.Private = managedBy(tt.have, privateV4).Config
		c.state.Provider, c.state.Private.ModifiedBy = tt.is, tt.wrote
		v := c.view()
		v.of = peeringPrivate
		assert.Equal(t, tt.who, v.manager(), tt.name)
		v.of = 0
		assert.Equal(t, nobody, v.manager(), "of no peering")
	}
}

// TestOrderInForce checks that the order is the one that was read, updated with what
// events have written since.
func TestOrderInForce(t *testing.T) {
	c := ordering(t, EditionToday, Order{Provider: "P", Bandwidth: 200, Tier: TierStandard, Billing: MeteredData}, largeOrder)
	v := c.view()
	assert.Equal(t, Order{Provider: "P", Bandwidth: 200, Tier: TierStandard, Billing: MeteredData}, v.order())
	v.Bandwidth = yes
	assert.Equal(t, Order{Provider: "P", Bandwidth: 1000, Tier: TierStandard, Billing: MeteredData}, v.order())
	v.Tier = yes
	assert.Equal(t, Order{Provider: "P", Bandwidth: 1000, Tier: TierPremium, Billing: MeteredData}, v.order())
	v.Billing = yes
	assert.Equal(t, Order{Provider: "P", Bandwidth: 1000, Tier: TierPremium, Billing: UnlimitedData}, v.order())
	v.Acts |= HistoryKnown
	assert.Equal(t, Order{Provider: "P", PeeringLocation: "Silicon Valley", Bandwidth: 1000, Tier: TierPremium, Billing: UnlimitedData}, v.order())
	v.Status = NotCreated
	assert.Empty(t, v.order().PeeringLocation, "nothing is in force yet")
	v = fresh(Spec{}).view()
	v.Bandwidth, v.Tier, v.Billing = yes, yes, yes
	assert.Equal(t, Order{}, v.order(), "what is not cared about is as it was read")
}

// TestStrangeValuesAreQuoted checks that a refusal quotes an unknown value.
func TestStrangeValuesAreQuoted(t *testing.T) {
	for field, event := range map[string]Event{"status": {Verb: DeleteCircuit}, "provider": {Verb: ProvisioningStarted}} {
		strange := []Strange{{Path: "properties.x", Field: field, Value: "Frobnicating"}}
		o := Observation{Have: Config{ID: "/circuit", Strange: strange}, State: State{Provider: NotProvisioned, Status: Enabled, Operation: peering.Succeeded, Whole: AllLinks | AllAuthorizations, States: nothingThere}}
		o.State.forget(strange)
		c, err := Observed(o)
		require.NoError(t, err)
		c.state.Acts |= ServiceKeyHandedOver
		u, unmet := unmetOf(t, c, event)[NeedObserved]
		require.True(t, unmet, "%s", event)
		assert.True(t, u.Unknown)
		assert.Contains(t, u.Found, "Frobnicating")
		assert.Equal(t, machine.Customer, u.Actor)
		var refused *machine.TransitionError
		require.ErrorAs(t, c.Check(event), &refused)
		_, _, err = c.Happened(event)
		require.ErrorAs(t, err, &refused)
		assert.Contains(t, refused.From, "Frobnicating")
		other := with(c, func(s *State) { s.Status, s.Provider = Enabled, NotProvisioned; s.Private.Operation = 0 })
		_, _, err = other.Happened(Event{Verb: FailureSpread, Peering: peeringPrivate})
		require.ErrorAs(t, err, &refused)
		assert.NotContains(t, refused.From, "Frobnicating")
	}
}

// TestRisksOfLinks checks the risks of a link that carries no traffic and of a failed
// circuit.
func TestRisksOfLinks(t *testing.T) {
	c := linkedTo(t, 3, false, true, TierPremium)
	p := *c.papers
	p.links = append([]LinkState{}, p.links...)
	p.links[0].Connection, p.links[1].Connection, p.links[2].Connection = Disconnected, ConnectionFailed, Connected
	c.papers = &p
	risks := map[string]string{}
	for _, r := range c.Risks() {
		if r.Need == NeedConnected {
			risks[r.Found] = r.Path
		}
	}
	assert.Equal(t, map[string]string{"Disconnected: /vnet0": "AzurePrivatePeering", "Failed: /vnet1": "AzurePrivatePeering"}, risks)
	c.state.linked = linkSet{}
	assert.False(t, machine.Lacks(c.Risks(), NeedConnected), "what is not linked carries nothing")
	assert.False(t, machine.Lacks(c.Risks(), NeedHealthy))
	c.state.Operation = peering.Failed
	for _, r := range c.Risks() {
		if r.Need == NeedHealthy {
			assert.Equal(t, "circuit", r.Path)
		}
	}
	assert.True(t, machine.Lacks(c.Risks(), NeedHealthy))
}

// TestInServiceOfAPeeringTakesAUsableCircuit checks that a peering is only in service on
// a circuit that is Provisioned and Enabled.
func TestInServiceOfAPeeringTakesAUsableCircuit(t *testing.T) {
	c := seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	require.NoError(t, c.InService(peeringPrivate))
	off := with(c, func(s *State) { s.Status = Disabled; s.settle(0) })
	assert.True(t, machine.Lacks(off.InService(peeringPrivate), NeedEnabled))
	assert.True(t, machine.Lacks(off.InService(), NeedEnabled))
	down := with(c, func(s *State) { s.Provider = NotProvisioned; s.settle(0) })
	assert.True(t, machine.Lacks(down.InService(peeringPrivate), NeedProvisioned))
	assert.True(t, machine.Lacks(down.InService(), NeedProvisioned))
	var refused *machine.TransitionError
	require.ErrorAs(t, down.InService(peeringPrivate), &refused)
	assert.Equal(t, "use AzurePrivatePeering", refused.Event)
	require.ErrorAs(t, down.InService(), &refused)
	assert.Equal(t, "carry traffic", refused.Event)
}

// TestSettleApplied checks that an applied configuration stays applied, and that it is
// Unknown if the operation was not read.
func TestSettleApplied(t *testing.T) {
	for _, tt := range []struct {
		op   peering.Operation
		bgp  bgp.State
		want machine.Truth
	}{
		{peering.Succeeded, 0, yes}, {peering.Succeeded, bgp.Disabled, yes}, {peering.Succeeded, bgp.Enabled, yes},
		{peering.Updating, 0, unknown}, {peering.Updating, bgp.Disabled, no}, {peering.Updating, bgp.Enabled, yes},
		{peering.Failed, bgp.Disabled, no}, {peering.Failed, bgp.Enabled, yes},
		{peering.NoResource, 0, unknown}, {peering.NoResource, bgp.Disabled, no},
		{0, 0, unknown}, {0, bgp.Disabled, unknown}, {0, bgp.Enabled, yes},
	} {
		assert.Equal(t, tt.want, applied(tt.op, peering.FamilyState{BGP: tt.bgp}), "%s, %s", tt.op, tt.bgp)
	}
}
