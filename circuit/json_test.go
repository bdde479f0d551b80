package circuit_test

import (
	"encoding/json"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// through returns the value after it was written as JSON and read back, which
// writes the same text again.
func through[T any](t *testing.T, v T) T {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	var back T
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&back), "%s", text)
	again, err := json.Marshal(back)
	require.NoError(t, err)
	require.Equal(t, string(text), string(again))
	return back
}

// complete fails if an exported field of a value is zero in all of the values,
// so that a round trip of them proves something. Fields that are no part of the
// text are left out.
func complete(t *testing.T, values ...any) {
	t.Helper()
	set, all := map[string]bool{}, map[string]bool{}
	for _, v := range values {
		walk(reflect.ValueOf(v), reflect.TypeOf(v).Name(), set, all)
	}
	for path := range all {
		assert.True(t, set[path], "%s is zero in all of them", path)
	}
}

// walk notes the paths of all fields, and of those that are set. Lists and maps
// are one place each.
func walk(v reflect.Value, path string, set, all map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), path, set, all)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			walk(v.Index(i), path+"[]", set, all)
		}
	case reflect.Map:
		for i := v.MapRange(); i.Next(); {
			walk(i.Value(), path+"{}", set, all)
		}
	case reflect.Struct:
		if v.Type().Implements(textMarshaler) {
			return
		}
		for _, f := range reflect.VisibleFields(v.Type()) {
			if len(f.Index) == 1 && f.IsExported() && f.Tag.Get("json") != "-" {
				field, at := v.FieldByIndex(f.Index), path+"."+f.Name
				all[at] = true
				set[at] = set[at] || !field.IsZero()
				if f.Type.PkgPath() == "" || strings.Contains(f.Type.PkgPath(), "expressroute") {
					walk(field, at, set, all)
				}
			}
		}
	}
}

// everyObservation is an observation with something in every field.
func everyObservation() circuit.Observation {
	half := func(network string) peering.Half {
		p := netip.MustParsePrefix(network)
		return peering.Half{
			Primary: p, Secondary: p, Advertised: []prefixes.Prefix{prefixes.MustParsePrefix("131.107.8.1/24")},
			CustomerASN: 64999, Registry: "ARIN", RouteFilter: "/rf",
		}
	}
	config := peering.Config{
		IPv4: half("192.168.15.16/30"), IPv6: half("fd00:1::/126"), VLAN: 100, PeerASN: 65001,
		SharedKey: peering.KeyRef{Env: "MD5_KEY"}, ManagedBy: machine.Provider, Since: epoch, Legacy: true,
	}
	family := peering.FamilyState{Admin: peering.Enabled, BGP: bgp.Enabled, Prefixes: prefixes.ManualValidation}
	state := peering.State{IPv4: family, IPv6: family, Operation: peering.Succeeded, ModifiedBy: machine.Provider, RouteFilter: machine.Yes, AsWanted: machine.No}
	path := bgp.Path{Session: bgp.Established, Prefixes: 4, Neighbor: netip.MustParseAddr("192.168.15.17")}
	return circuit.Observation{
		At: epoch, Echo: true, NotFound: true, Unlisted: true,
		State: circuit.State{
			Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Updating, Acts: circuit.ProvisionedBefore | circuit.TicketOpened,
			Bandwidth: machine.Yes, Tier: machine.No, Billing: machine.Yes, Whole: circuit.AllLinks,
			States: peering.States{Private: state, Public: state, Microsoft: state},
		},
		Have: circuit.Config{
			ID: "/circuit", Name: "contoso", Location: "westus", Resiliency: "High", ETag: `W/"1"`, ServiceKey: machine.NewSecret("key"), Birth: "182f0c57d131db6b",
			Order: circuit.Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 200, Tier: circuit.TierPremium, Billing: circuit.MeteredData},
			Port: circuit.Port{ID: "/port", PeeringLocation: "Equinix-Seattle-SE2", Encapsulation: "QinQ", Bandwidth: 10000, Provisioned: 12000,
				Link1: machine.Yes, Link2: machine.No},
			Configs:  peering.Configs{Private: config, Public: config, Microsoft: config},
			Prefixes: []circuit.PrefixState{{Family: peering.IPv6, Prefix: prefixes.MustParsePrefix("2A01:112::/48"), State: prefixes.PrefixValidationFailed, Signed: true}},
			Sessions: map[circuit.Session]bgp.Paths{{Peering: peering.Microsoft, Family: peering.IPv6}: {Primary: path, Secondary: path}},
			Strange:  []circuit.Strange{{Path: "properties.circuitProvisioningState", Field: "status", Value: "Draining <&>\u2028"}},
		},
		Links: []circuit.LinkState{{
			Link:  circuit.Link{Kind: circuit.VirtualWANLink, Network: "/hub", OtherSubscription: true, OtherGeography: true},
			Shown: true, Linked: machine.Yes, Authorized: machine.No, Connection: circuit.ConnectionFailed, Through: "/connection", Gateway: "/gateway", Authorization: "/authorization", Resource: true, RoutingWeight: 10, FastPath: machine.Yes,
		}},
		Absent: []string{"properties.gatewayManagerEtag"},
		Quirks: []circuit.Quirk{{Path: "properties.peerings[0].properties.azureASN", Says: "a text", Source: "somewhere"}},
	}
}

func TestObservationThroughJSON(t *testing.T) {
	t.Parallel()
	o := everyObservation()
	complete(t, o)
	back := through(t, o)
	o.Have.ServiceKey = machine.Secret{} // which no text has
	assert.Equal(t, o, back)
	assert.Equal(t, circuit.Observation{}, through(t, circuit.Observation{}))
}

// Nothing that was read is not the same as read to be nothing.
func TestEmptyListsThroughJSON(t *testing.T) {
	t.Parallel()
	var o circuit.Observation
	assert.Nil(t, through(t, o).Have.Prefixes)
	o.Have.Prefixes = []circuit.PrefixState{}
	back := through(t, o)
	assert.NotNil(t, back.Have.Prefixes, "the document shows that there are none")

	shown := circuit.Observation{At: epoch, Have: circuit.Config{ID: "/circuit", Prefixes: everyObservation().Have.Prefixes}, State: circuit.State{Status: circuit.Enabled}}
	c, err := circuit.Observed(shown)
	require.NoError(t, err)
	back.Have.ID, back.At = "/circuit", epoch.Add(time.Hour)
	c, _, err = c.Observe(back)
	require.NoError(t, err)
	assert.Empty(t, c.Have().Prefixes)
}

func TestPlanThroughJSON(t *testing.T) {
	t.Parallel()
	spec := wanted(circuit.EditionToday)
	spec.Facts.ProviderNeeds = []string{"VPN ID"}
	c := begun(t, spec)
	up, err := c.Plan()
	require.NoError(t, err)
	in := inService(t, spec)
	down, err := in.Teardown()
	require.NoError(t, err)
	// A circuit of which little was observed: the plan assumes what is not known,
	// and has obstacles.
	doubtful, err := circuit.Observed(circuit.Observation{
		At: epoch, Have: circuit.Config{Order: circuit.Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 500, Tier: circuit.TierPremium, Billing: circuit.UnlimitedData}},
		State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded, States: peering.States{Private: peering.NotThere(), Public: peering.NotThere(), Microsoft: peering.NotThere()}},
	})
	require.NoError(t, err)
	doubtful, err = doubtful.WithSpec(spec)
	require.NoError(t, err)
	partly, err := doubtful.Plan()
	require.NoError(t, err)
	require.NotEmpty(t, partly.Obstacles)

	var plans []any
	for _, plan := range []circuit.Plan{up, down, partly, {}} {
		plans = append(plans, plan)
		back := through(t, plan)
		assert.Equal(t, plan.Goal, back.Goal)
		assert.Equal(t, plan.Steps, back.Steps)
		assert.Equal(t, plan.Obstacles, back.Obstacles)
		assert.Equal(t, plan.String(), back.String())
		assert.Equal(t, plan.Turn(), back.Turn())
		assert.Equal(t, plan.Done(), back.Done())
	}
	// What no plan has, and the types could.
	session := circuit.Event{Verb: circuit.SessionLost, Peering: peering.Private, Family: peering.IPv4, Path: bgp.Secondary}
	made := circuit.Plan{
		Steps:     []circuit.Step{{Event: session, Then: []circuit.Event{session, {Verb: circuit.LinkConnected, Link: "/a"}}}},
		Obstacles: []circuit.Obstacle{{Unmet: []machine.Unmet{{Need: "need", Unknown: true}}}},
	}
	assert.Equal(t, made, through(t, made))
	complete(t, append(plans, made)...)
}

func TestExplanationThroughJSON(t *testing.T) {
	t.Parallel()
	c := inService(t, wanted(circuit.EditionToday))
	o := everyObservation()
	o.Echo, o.NotFound, o.Unlisted = false, false, false
	o.State.Status, o.State.Provider = 0, circuit.NotApplicable
	c, first, err := c.Observe(o)
	require.NoError(t, err)
	require.NotEmpty(t, first.Drift)
	require.NotEmpty(t, first.Changed)
	require.NotEmpty(t, first.Strange)
	require.NotEmpty(t, first.Quirks)
	late := o
	late.At = epoch.Add(-time.Hour)
	_, second, err := c.Observe(late)
	require.NoError(t, err)
	require.NotEmpty(t, second.Ignored)
	moved := o
	moved.Have.ID = "/moved"
	_, moves, err := c.Observe(moved)
	require.NoError(t, err)
	require.NotEmpty(t, moves.Moved)
	other := o
	other.At, other.Have.Birth = epoch.Add(time.Hour), "another"
	other.State.Status = circuit.Enabled
	_, third, err := c.Observe(other)
	require.NoError(t, err)
	require.True(t, third.Replaced)
	require.NotEmpty(t, third.Adopted)
	// A rule that is enforced forbids what was seen to have happened.
	early := apply(t, begun(t, wanted(circuit.Edition2016)), provisioned...)
	gone := circuit.Observation{At: epoch, State: circuit.State{Status: circuit.Gone}}
	_, fourth, err := early.Observe(gone)
	require.NoError(t, err)
	var all []any
	for _, x := range []circuit.Explanation{first, second, moves, third, fourth, {}} {
		all = append(all, x)
		back := through(t, x)
		assert.Equal(t, exported(x), exported(back))
		for range back.Steps() {
			assert.Fail(t, "the circuits between are no part of the text")
		}
	}
	// What these have not, and the types could.
	made := circuit.Explanation{
		Events:  []circuit.Event{{Verb: circuit.LinkConnected, Link: "/a"}, {Verb: circuit.SessionLost, Peering: peering.Private, Family: peering.IPv4, Path: bgp.Primary}},
		Changed: []circuit.Change{{Path: "vlan", Was: "1", Is: "2", By: machine.Provider}},
		Drift:   []circuit.Change{{Path: "status", Was: "Enabled", Is: "Gone", By: machine.Support}},
		Against: []machine.Unmet{{Need: "need", Want: "want", Found: "found", Actor: machine.Support, Fix: "fix", Basis: machine.Enforced, Source: "source", Unknown: true}},
	}
	assert.Equal(t, made, through(t, made))
	complete(t, append(all, made)...)
}

// exported are the exported fields of an explanation.
func exported(x circuit.Explanation) []any {
	var fields []any
	v := reflect.ValueOf(x)
	for _, f := range reflect.VisibleFields(v.Type()) {
		if f.IsExported() {
			fields = append(fields, v.FieldByIndex(f.Index).Interface())
		}
	}
	return fields
}

// Every exported field that is written has a tag in camelCase, or is named as
// Azure names the peering.
func TestTagsAreCamelCase(t *testing.T) {
	t.Parallel()
	azure := map[string]bool{}
	for p := range peering.Types() {
		azure[p.String()] = true
	}
	seen := map[reflect.Type]bool{}
	var check func(reflect.Type)
	check = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
			check(typ.Elem())
			return
		case reflect.Struct:
		default:
			return
		}
		if seen[typ] || !strings.Contains(typ.PkgPath(), "expressroute") ||
			typ.Implements(reflect.TypeFor[json.Marshaler]()) || typ.Implements(textMarshaler) {
			return
		}
		seen[typ] = true
		for _, f := range reflect.VisibleFields(typ) {
			if !f.IsExported() || len(f.Index) != 1 {
				continue
			}
			tag, tagged := f.Tag.Lookup("json")
			name, _, _ := strings.Cut(tag, ",")
			switch {
			case name == "-":
				continue
			case f.Anonymous && !tagged:
			case azure[name]:
			default:
				assert.True(t, name != "" && unicode.IsLower(rune(name[0])) && !strings.ContainsAny(name, "_-."), "%s.%s has the tag %q", typ, f.Name, tag)
			}
			check(f.Type)
		}
	}
	for _, v := range []any{
		circuit.Plan{}, circuit.Observation{}, circuit.Explanation{}, circuit.Snapshot{}, circuit.Option{}, circuit.LinkState{},
		circuit.Event{}, circuit.Meter{}, circuit.Stage{}, circuit.Phase{}, circuit.Diagram{}, machine.Problem{},
	} {
		check(reflect.TypeOf(v))
	}
	assert.Greater(t, len(seen), 20)
}

var textMarshaler = reflect.TypeFor[interface{ MarshalText() ([]byte, error) }]()
