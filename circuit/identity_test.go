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

var upPaths = bgp.Paths{Primary: bgp.Path{Session: bgp.Established}, Secondary: bgp.Path{Session: bgp.Established}}

// keyed returns an observation of a circuit with that service key.
func keyed(c Circuit, at int, id, key string) Observation {
	o := shown(c, day(at))
	o.Have.ID, o.Have.Birth, o.Have.ServiceKey = id, "", machine.Secret{}
	if key != "" {
		o.Have.ServiceKey = machine.NewSecret(key)
	}
	return o
}

// TestAnotherKeyIsAnotherCircuit checks that a circuit with another service key under
// the same ID replaces the known one, without its acts, links and sessions.
func TestAnotherKeyIsAnotherCircuit(t *testing.T) {
	tracked := underWay(t, EditionToday)
	tracked, _ = mustObserve(t, tracked, keyed(tracked, 1, "/circuit", "one"))
	require.True(t, tracked.state.Acts.Has(HistoryKnown|ConnectivityOrdered))
	is := after(t, fresh(tracked.Want()), CreateCircuit, OperationFinished)
	read := keyed(is, 5, "/circuit", "two")
	c, x := mustObserve(t, tracked, read)
	assert.True(t, x.Replaced)
	assert.Empty(t, x.Drift)
	assert.Empty(t, x.Moved)
	events := told(x)
	assert.Equal(t, []string{"CircuitDeleted", "CreateCircuit"}, events[len(events)-2:])
	for e, step := range x.Steps() {
		switch e.Verb {
		case CircuitDeleted:
			assert.Equal(t, Gone, step.state.Status)
		case CreateCircuit:
			assert.Equal(t, visible(is.state).Status, step.state.Status)
			assert.Equal(t, tracked.Position().Want, step.Position().Want, "the spec is the same")
		}
	}
	assert.Zero(t, c.state.Acts)
	assert.Zero(t, c.state.Whole)
	assert.Equal(t, ",", letters(c))
	assert.Equal(t, fingerprint(machine.NewSecret("two")), c.Have().Birth)
	assert.Equal(t, peering.Config{}, c.Have().Private)
	assert.Equal(t, tracked.Want(), c.Want())
	assert.Equal(t, tracked.Position().Want, c.Position().Want)
	assert.Equal(t, NotProvisioned, c.state.Provider)
	assert.Equal(t, machine.Customer, c.Phase().For, "it is ordered anew")
	assert.Equal(t, []Verb{OrderConnectivity, HandOverServiceKey, ProvisioningFinished}, planVerbs(must(t, c))[:3])

	// An earlier read of the old circuit is ignored.
	late, x := mustObserve(t, c, keyed(tracked, 3, "/circuit", "one"))
	assert.Equal(t, c, late)
	require.Len(t, x.Ignored, 1)
	assert.Contains(t, x.Ignored[0], "another one has replaced")
	assert.False(t, x.Replaced)
	// A later read with the old key is another replacement.
	_, x = mustObserve(t, c, keyed(tracked, 6, "/circuit", "one"))
	assert.True(t, x.Replaced)
	// So is a read whose time is not known.
	read = keyed(tracked, 0, "/circuit", "one")
	read.At = time.Time{}
	_, x = mustObserve(t, c, read)
	assert.True(t, x.Replaced)
}

// TestReplacedBeforeItWasKnown checks that no deletion is told of a circuit whose state
// is not known, or that is already gone.
func TestReplacedBeforeItWasKnown(t *testing.T) {
	is := after(t, fresh(Spec{Order: fullOrder}), CreateCircuit, OperationFinished)
	for name, status := range map[string]Status{"nothing is known": 0, "gone": Gone, "not created": NotCreated} {
		t.Run(name, func(t *testing.T) {
			known, _ := mustObserve(t, Circuit{}, keyed(is, 1, "/circuit", "one"))
			known.state = State{Status: status}
			_, x := mustObserve(t, known, keyed(is, 2, "/circuit", "two"))
			assert.True(t, x.Replaced)
			assert.Equal(t, "CreateCircuit", told(x)[0])
		})
	}
}

// TestGoneAndThereAgain checks that a circuit that exists after the known one is gone is
// a new circuit, unless it has the same service key.
func TestGoneAndThereAgain(t *testing.T) {
	is := after(t, fresh(Spec{Order: fullOrder}), CreateCircuit, OperationFinished)
	for _, tt := range []struct {
		name     string
		was, now string // the keys
		replaced bool
		first    string
	}{
		{"no key was read", "", "", false, "CreateCircuit"},
		{"the first key", "", "two", false, "CreateCircuit"},
		{"another key", "one", "two", true, "CreateCircuit"},
		{"no key now", "one", "", true, "CreateCircuit"},
		{"the same key", "one", "one", false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := mustObserve(t, Circuit{}, keyed(is, 1, "/circuit", tt.was))
			for n := range absences {
				c, _ = mustObserve(t, c, notFound(day(2+n)))
			}
			require.Equal(t, Gone, c.state.Status)
			c, x := mustObserve(t, c, keyed(is, 9, "/circuit", tt.now))
			assert.Equal(t, tt.replaced, x.Replaced)
			if tt.first != "" {
				require.NotEmpty(t, x.Events)
				assert.Equal(t, tt.first, told(x)[0])
				assert.Empty(t, x.Drift)
			} else {
				assert.NotEmpty(t, x.Drift, "nothing comes back from Gone")
			}
			assert.Equal(t, Enabled, c.state.Status)
		})
	}
}

// TestWhoseDocument checks which circuit a document is about, by ID and service key.
func TestWhoseDocument(t *testing.T) {
	is := after(t, fresh(Spec{Order: fullOrder}), CreateCircuit, OperationFinished)
	for _, tt := range []struct {
		name              string
		id, key, now, new string // as known, and as read
		moved             string
		refused           bool
	}{
		{"the same", "/a", "one", "/a", "one", "", false},
		{"the same ID in another case", "/a", "one", "/A", "one", "", false},
		{"no ID read", "/a", "one", "", "one", "", false},
		{"no ID known", "", "one", "/a", "one", "", false},
		{"no key read", "/a", "one", "/a", "", "", false},
		{"moved", "/a", "one", "/b", "one", "/a", false},
		{"the key in another case", "/a", "ONE", "/b", "one", "/a", false},
		{"another ID, no key read", "/a", "one", "/b", "", "", true},
		{"another ID, no key known", "/a", "", "/b", "one", "", true},
		{"another ID and key", "/a", "one", "/b", "two", "", true},
		{"another key, no ID read", "/a", "one", "", "two", "", true},
		{"another key, no ID known", "", "one", "/a", "two", "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := mustObserve(t, Circuit{}, keyed(is, 1, tt.id, tt.key))
			next, x, err := c.Observe(keyed(is, 2, tt.now, tt.new))
			if tt.refused {
				assert.ErrorIs(t, err, ErrOtherCircuit)
				assert.Equal(t, c, next)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.moved, x.Moved)
			assert.Empty(t, x.Events)
			assert.False(t, x.Replaced)
			if tt.now != "" {
				assert.Equal(t, tt.now, next.ID())
			}
		})
	}
	// An answer that there is no circuit with another ID says nothing about this one.
	c, _ := mustObserve(t, Circuit{}, keyed(is, 1, "/a", "one"))
	gone := Observation{At: day(2), NotFound: true, Have: Config{ID: "/b", Birth: c.Have().Birth}}
	_, _, err := c.Observe(gone)
	assert.ErrorIs(t, err, ErrOtherCircuit)
	gone.NotFound, gone.Unlisted = false, true
	_, _, err = c.Observe(gone)
	assert.ErrorIs(t, err, ErrOtherCircuit)
}

// TestAbsence checks that one complete list is enough to take a circuit for deleted,
// but that it takes several 404 answers in a row.
func TestAbsence(t *testing.T) {
	none, err := Observed(Observation{At: day(1), NotFound: true, Have: Config{ID: "/circuit"}})
	require.NoError(t, err)
	for n := 2; n <= absences; n++ {
		none, _ = mustObserve(t, none, notFound(day(n)))
	}
	assert.Equal(t, Gone, none.state.Status, "never seen, and three times not found")
	assert.Equal(t, peering.NoResource, none.state.Operation)
	assert.Equal(t, nothingThere, none.state.States)
	assert.Equal(t, "/circuit", none.ID())

	unlisted := Observation{At: day(9), Unlisted: true, Have: Config{ID: "/circuit"}}
	c, x := mustObserve(t, fullCircuit(t), unlisted)
	assert.Equal(t, Gone, c.state.Status)
	events := told(x)
	assert.Equal(t, "CircuitDeleted", events[len(events)-1])
	assert.Empty(t, x.Drift)
	assert.Equal(t, day(9), c.Seen().Circuit)
	for e, step := range x.Steps() {
		if e.Verb == CircuitDeleted {
			assert.Equal(t, visible(c.state), visible(step.state))
		}
	}

	// One list is not enough for a circuit whose status was not read.
	c, x = mustObserve(t, Circuit{}, unlisted)
	assert.Zero(t, c.state.Status)
	assert.Len(t, x.Ignored, 1)

	// No event leads to Gone from a state outside the enumeration.
	strange := with(fullCircuit(t), func(s *State) { s.Operation = 0 })
	c, x = mustObserve(t, strange, unlisted)
	assert.Equal(t, Gone, c.state.Status)
	assert.Empty(t, x.Events)
	assert.Equal(t, []Change{{Path: "status", Was: "Enabled", Is: "Gone"}}, x.Drift)
	assert.Equal(t, machine.No, bills(c))
	assert.Equal(t, nothingThere, c.state.States)

	// An answer from before the last read that showed the circuit is ignored.
	seen, _ := mustObserve(t, fullCircuit(t), shown(fullCircuit(t), day(20)))
	c, x = mustObserve(t, seen, unlisted)
	assert.Equal(t, seen, c)
	require.Len(t, x.Ignored, 1)
	assert.Contains(t, x.Ignored[0], "a later read shows it")
}

// TestAbsenceOfWhatWasSeen checks that a later read, or one in between, of any part of a
// circuit shows that the circuit exists.
func TestAbsenceOfWhatWasSeen(t *testing.T) {
	is := fullCircuit(t)
	whole := shown(is, day(1))
	private := func(n int) Observation {
		o := parts(whole)[1]
		o.At = day(n)
		return o
	}
	for _, tt := range []struct {
		name  string
		reads []Observation
		gone  bool
	}{
		{"three answers", []Observation{whole, notFound(day(2)), notFound(day(3)), notFound(day(4))}, true},
		{"three answers, a peering seen between", []Observation{whole, notFound(day(2)), notFound(day(3)), private(4), notFound(day(5))}, false},
		{"three answers from before a peering was seen", []Observation{private(9), notFound(day(2)), notFound(day(3)), notFound(day(4))}, false},
		{"a list from before a peering was seen", []Observation{whole, private(9), {At: day(2), Unlisted: true, Have: Config{ID: "/circuit"}}}, false},
		{"a list, and a peering from before it", []Observation{whole, {At: day(5), Unlisted: true, Have: Config{ID: "/circuit"}}, private(4)}, true},
		{"a list, and a peering after it", []Observation{whole, {At: day(5), Unlisted: true, Have: Config{ID: "/circuit"}}, private(6)}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var c Circuit
			for _, o := range tt.reads {
				c, _ = mustObserve(t, c, o)
			}
			assert.Equal(t, tt.gone, c.state.Status == Gone)
			if tt.gone {
				assert.Equal(t, machine.No, c.state.hasPeering())
			} else {
				assert.Equal(t, machine.Yes, c.state.Private.Exists())
			}
		})
	}
}

// TestPartsOfWhatIsThereAgain checks that, if a circuit appears that did not exist
// before, only what the document shows is known of it.
func TestPartsOfWhatIsThereAgain(t *testing.T) {
	alone := parts(shown(fullCircuit(t), day(9)))[0]
	alone.Have.Birth = "one"
	created := alone
	created.State.States, created.State.Provider = nothingThere, NotProvisioned
	wanted := fresh(Spec{Order: fullOrder})
	looked, _ := mustObserve(t, Circuit{}, notFound(day(1)))
	known, _ := mustObserve(t, Circuit{}, alone)
	known, _ = mustObserve(t, known, Observation{At: day(10), Unlisted: true, Have: Config{ID: "/circuit"}})
	require.Equal(t, Gone, known.state.Status)
	alone.At, created.At = day(11), day(11)
	for name, c := range map[string]Circuit{"wanted": wanted, "looked for": looked, "gone": known} {
		t.Run(name, func(t *testing.T) {
			next, _ := mustObserve(t, c, alone)
			for p := range peering.Types() {
				assert.Equal(t, machine.Unknown, next.state.Peering(p).Exists(), p)
			}
			assert.Zero(t, next.state.Whole, "of links and authorizations nothing was listed")
			assert.Error(t, next.Check(Event{Verb: DeleteCircuit}))
			refused := next.InService()
			assert.True(t, machine.Lacks(refused, NeedAnyPeering))

			next, _ = mustObserve(t, c, created)
			assert.Equal(t, machine.No, next.state.hasPeering())
			assert.Equal(t, AllLinks, next.state.Whole, "without a private peering nothing is linked")
		})
	}
}

// TestOldDocumentMovesNothing checks that a document with a circuit's former ID, read
// before the circuit moved, does not move it back.
func TestOldDocumentMovesNothing(t *testing.T) {
	is := after(t, fresh(Spec{Order: fullOrder}), CreateCircuit, OperationFinished)
	c, _ := mustObserve(t, Circuit{}, keyed(is, 1, "/a", "one"))
	c, x := mustObserve(t, c, keyed(is, 10, "/b", "one"))
	require.Equal(t, "/a", x.Moved)
	c, x = mustObserve(t, c, keyed(is, 5, "/a", "one"))
	assert.Empty(t, x.Moved)
	assert.NotEmpty(t, x.Ignored)
	assert.Equal(t, "/b", c.ID())

	// A circuit that was restored has no key, and neither has this document.
	restored, err := Restore(c.Want(), c.Snapshot())
	require.NoError(t, err)
	_, _, err = restored.Observe(keyed(is, 11, "/c", ""))
	assert.ErrorIs(t, err, ErrOtherCircuit)
}

// TestJoinedDocuments checks what Then returns for two documents.
func TestJoinedDocuments(t *testing.T) {
	v4 := prefixes.MustParsePrefix("131.107.8.0/24")
	first := Observation{
		Have:   Config{ID: "/circuit", Name: "a", Order: Order{Bandwidth: 200, Tier: TierStandard}, Configs: peering.Configs{Private: privateV4.Config}, Strange: []Strange{{Path: "p", Field: "status", Value: "Odd"}, {Path: "q", Value: "Other"}}},
		State:  State{Provider: Provisioned, Operation: peering.Updating, Acts: ProvisionedBefore, Whole: AllLinks, States: peering.States{Private: peering.State{IPv4: peering.FamilyState{Admin: peering.Enabled}, IPv6: peering.FamilyState{Admin: peering.Absent}, Operation: peering.Succeeded}, Microsoft: peering.NotThere()}},
		Links:  []LinkState{{Link: Link{Network: "/a"}, Linked: yes}, {Link: Link{Network: "/b"}, Authorized: yes}},
		Absent: []string{"x", "y"}, Quirks: []Quirk{{Path: "1"}},
	}
	later := Observation{
		At:     day(2),
		Have:   Config{Order: Order{Tier: TierPremium}, Configs: peering.Configs{Microsoft: microsoftV4.Config}, Prefixes: []PrefixState{{Prefix: v4}}, Strange: []Strange{{Path: "r", Field: "AzurePublicPeering.operation", Value: "Odder"}}},
		State:  State{Status: Enabled, Operation: peering.Succeeded, Whole: AllAuthorizations, States: peering.States{Private: peering.NotThere(), Public: peering.State{Operation: peering.Succeeded}, Microsoft: peering.State{IPv4: peering.FamilyState{Admin: peering.Enabled}, Operation: peering.Succeeded}}},
		Links:  []LinkState{{Link: Link{Network: "/A", OtherSubscription: true}, Connection: Connected, Through: "/c"}, {Link: Link{Network: "/d"}, Authorized: yes}},
		Absent: []string{"y", "z"}, Quirks: []Quirk{{Path: "1"}, {Path: "2"}},
	}
	joined := first.Then(later)
	assert.Equal(t, day(2), joined.At)
	assert.Equal(t, "a", joined.Have.Name)
	assert.Equal(t, Order{Bandwidth: 200, Tier: TierPremium}, joined.Have.Order)
	assert.Equal(t, State{Provider: Provisioned, Status: Enabled, Operation: peering.Succeeded, Acts: ProvisionedBefore, Whole: AllLinks | AllAuthorizations,
		States: peering.States{Private: peering.NotThere(), Microsoft: later.State.Microsoft}}, joined.State)
	assert.Equal(t, peering.Config{}, joined.Have.Private, "it is not there any more")
	assert.Equal(t, microsoftV4.Config, joined.Have.Microsoft)
	assert.Equal(t, later.Have.Prefixes, joined.Have.Prefixes)
	assert.Equal(t, []Strange{{Path: "q", Value: "Other"}, {Path: "r", Field: "AzurePublicPeering.operation", Value: "Odder"}}, joined.Have.Strange, "the later document knows the status")
	assert.Equal(t, []LinkState{{Link: Link{Network: "/a", OtherSubscription: true}, Linked: yes, Connection: Connected, Through: "/c"}, {Link: Link{Network: "/d"}, Authorized: yes}}, joined.Links,
		"/b is in no list of authorizations any more")
	assert.Equal(t, []string{"x", "y", "z"}, joined.Absent)
	assert.Equal(t, []Quirk{{Path: "1"}, {Path: "2"}}, joined.Quirks)

	again := joined
	again.At = time.Time{}
	assert.Equal(t, joined, joined.Then(Observation{}), "what says nothing changes nothing")
	assert.Equal(t, day(2), again.Then(later).At)
	listed := first.Then(Observation{State: State{Whole: AllLinks}})
	assert.Equal(t, []LinkState{{Link: Link{Network: "/b"}, Authorized: yes}}, listed.Links, "nothing is linked")
	byConnection := joined.Then(Observation{Links: []LinkState{{Link: Link{Network: "/C"}, Connection: Disconnected}}})
	require.Len(t, byConnection.Links, 2)
	assert.Equal(t, Disconnected, byConnection.Links[0].Connection)
	assert.Equal(t, Connected, joined.Links[0].Connection, "the first is as it was")
}

// TestNothingNewIsTold checks that showsNothingNew is true for the same read again, and
// false for a read that differs in any field.
func TestNothingNewIsTold(t *testing.T) {
	full := fullCircuit(t)
	whole := func() Observation {
		o := shown(full, day(2))
		o.Have.Name, o.Have.Location, o.Have.ETag, o.Have.ServiceKey, o.Have.Birth = "name", "west", "tag", machine.NewSecret("one"), ""
		o.Have.Prefixes = []PrefixState{{Family: peering.IPv4, Prefix: prefixes.MustParsePrefix("131.107.8.0/24"), State: prefixes.PrefixConfigured}}
		o.Links = []LinkState{{Link: twoLinks[0], Linked: yes, Connection: Connected, Through: "/c"}, {Link: twoLinks[1], Authorized: yes}}
		o.State.Whole = AllLinks | AllAuthorizations
		return o
	}
	c, _ := mustObserve(t, full, whole())
	c, x := mustObserve(t, c, whole())
	require.Empty(t, x.Events)
	require.Empty(t, x.Changed)
	nothing := func(o Observation) bool {
		o.At = day(3)
		o = o.readable()
		return c.showsNothingNew(&o)
	}
	require.True(t, nothing(whole()))
	for name, change := range map[string]func(*Observation){
		"name":         func(o *Observation) { o.Have.Name = "other" },
		"location":     func(o *Observation) { o.Have.Location = "east" },
		"etag":         func(o *Observation) { o.Have.ETag = "other" },
		"key":          func(o *Observation) { o.Have.ServiceKey = machine.NewSecret("two") },
		"order":        func(o *Observation) { o.Have.Order.Bandwidth = 500 },
		"strange":      func(o *Observation) { o.Have.Strange = []Strange{{Path: "p", Value: "v"}} },
		"prefixes":     func(o *Observation) { o.Have.Prefixes[0].Signed = true },
		"no prefixes":  func(o *Observation) { o.Have.Prefixes = []PrefixState{} },
		"provider":     func(o *Observation) { o.State.Provider = Deprovisioning },
		"peering":      func(o *Observation) { o.State.Private.Operation = peering.Updating },
		"modified by":  func(o *Observation) { o.State.Private.ModifiedBy = machine.Provider },
		"filter":       func(o *Observation) { o.State.Microsoft.RouteFilter = no },
		"VLAN":         func(o *Observation) { o.Have.Private.VLAN = 7 },
		"peer ASN":     func(o *Observation) { o.Have.Private.PeerASN = 7 },
		"primary":      func(o *Observation) { o.Have.Private.IPv4.Primary = halfV6.Primary },
		"secondary":    func(o *Observation) { o.Have.Private.IPv6.Secondary = privateV4.Config.IPv4.Primary },
		"customer ASN": func(o *Observation) { o.Have.Microsoft.IPv4.CustomerASN = 7 },
		"registry":     func(o *Observation) { o.Have.Microsoft.IPv6.Registry = "RIPENCC" },
		"route filter": func(o *Observation) { o.Have.Microsoft.IPv4.RouteFilter = "/other" },
		"advertised":   func(o *Observation) { o.Have.Microsoft.IPv4.Advertised = nil },
		"session": func(o *Observation) {
			o.Have.Sessions = Sessions{{Peering: peeringPrivate, Family: peering.IPv4}: upPaths}
		},
		"link":            func(o *Observation) { o.Links[0].Linked = no },
		"authorization":   func(o *Observation) { o.Links[1].Authorized = no },
		"connection":      func(o *Observation) { o.Links[0].Connection = Disconnected },
		"another link":    func(o *Observation) { o.Links = append(o.Links, LinkState{Link: Link{Network: "/new"}, Linked: yes}) },
		"one link less":   func(o *Observation) { o.Links = o.Links[:1] },
		"no links at all": func(o *Observation) { o.Links = nil },
	} {
		o := whole()
		change(&o)
		assert.False(t, nothing(o), name)
	}
	for name, change := range map[string]func(*Observation){
		"nothing of the circuit":    func(o *Observation) { o.State.without(0); o.State.Whole = AllLinks | AllAuthorizations },
		"nothing of a peering":      func(o *Observation) { o.State.without(peeringPrivate); o.Have.Private = peering.Config{} },
		"nothing of the order":      func(o *Observation) { o.Have.Order = Order{} },
		"nothing of the prefixes":   func(o *Observation) { o.Have.Prefixes = nil },
		"nothing of the key":        func(o *Observation) { o.Have.ServiceKey = machine.Secret{} },
		"fewer links, not a list":   func(o *Observation) { o.Links, o.State.Whole = o.Links[:1], 0 },
		"nothing of the connection": func(o *Observation) { o.Links[0].Connection, o.Links[0].Through = 0, "" },
	} {
		o := whole()
		change(&o)
		assert.True(t, nothing(o), name)
	}
}
