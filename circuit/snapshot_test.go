package circuit_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// stored returns the snapshot of a circuit after it was written and read.
func stored(t *testing.T, c circuit.Circuit) circuit.Snapshot {
	t.Helper()
	text, err := json.Marshal(c)
	require.NoError(t, err)
	snap, err := circuit.ParseSnapshot(text)
	require.NoError(t, err, string(text))
	again, err := json.Marshal(snap)
	require.NoError(t, err)
	require.Equal(t, string(text), string(again))
	return snap
}

func TestSnapshotRoundTrip(t *testing.T) {
	t.Parallel()
	for _, edition := range editions {
		spec := wanted(edition)
		c := begun(t, spec)
		plan, err := c.Plan()
		require.NoError(t, err)
		for _, step := range plan.Steps {
			c = followed(t, c, circuit.Plan{Steps: []circuit.Step{step}})
			snap := c.Snapshot()
			again := stored(t, c)
			assert.Equal(t, snap, again)
			there, err := circuit.Restore(spec, again)
			require.NoError(t, err)
			assert.Equal(t, c.State(), there.State(), step)
			assert.Equal(t, c.Links(), there.Links(), step)
			assert.Equal(t, snap, there.Snapshot(), step)

			one, err := c.Plan()
			require.NoError(t, err)
			two, err := there.Plan()
			require.NoError(t, err)
			assert.Equal(t, one.Steps, two.Steps, "what is to be done is the same after %v", step)
		}
	}
}

// The JSON form of a snapshot has one word for each known state.
func TestSnapshotText(t *testing.T) {
	t.Parallel()
	c, err := circuit.Observed(circuit.Observation{
		At:    epoch,
		Have:  circuit.Config{ID: "/circuit", Sessions: map[circuit.Session]bgp.Paths{{Peering: peering.Private, Family: peering.IPv4}: {Primary: bgp.Path{Session: bgp.Established, Prefixes: 4}}}},
		State: circuit.State{Provider: circuit.NotProvisioned, Status: circuit.Enabled, Whole: circuit.AllAuthorizations},
		Links: []circuit.LinkState{{Link: circuit.Link{Network: "/a", Kind: circuit.GlobalReachLink}, Authorized: machine.Yes, Connection: circuit.Connected}},
	})
	require.NoError(t, err)
	text, err := json.Marshal(c)
	require.NoError(t, err)
	assert.JSONEq(t, `{
		"v": 2,
		"want": "`+c.Position().Want+`",
		"state": {
			"provider": "NotProvisioned", "status": "Enabled", "whole": "Authorizations",
			"order.bandwidthAsWanted": "Yes", "order.tierAsWanted": "Yes", "order.billingAsWanted": "Yes",
			"AzurePrivatePeering.ipv4.bgp": "Disabled", "AzurePrivatePeering.ipv6.bgp": "Disabled",
			"AzurePublicPeering.ipv4.bgp": "Disabled", "AzurePublicPeering.ipv6.bgp": "Disabled",
			"MicrosoftPeering.ipv4.bgp": "Disabled", "MicrosoftPeering.ipv6.bgp": "Disabled"
		},
		"links": [{"kind": "GlobalReach", "network": "/a", "shown": true, "authorized": "Yes", "connection": "Connected"}],
		"have": {"id": "/circuit", "sessions": {"AzurePrivatePeering IPv4": {"primary": {"session": "Established", "prefixes": 4}}}},
		"seen": {
			"circuit": "2016-07-19T09:00:00Z", "phaseSince": "2016-07-19T09:00:00Z",
			"sessions": {"AzurePrivatePeering IPv4": "2016-07-19T09:00:00Z"},
			"since": {"provider": "2016-07-19T09:00:00Z", "status": "2016-07-19T09:00:00Z"}
		}
	}`, string(text))
}

// A snapshot keeps a link that the spec does not name, and a link that another spec names
// in another order.
func TestRestoreWithAnotherSpec(t *testing.T) {
	t.Parallel()
	c := inService(t, wanted(circuit.EditionToday))
	spec := wanted(circuit.EditionToday)
	spec.Links[0], spec.Links[1] = spec.Links[1], spec.Links[0]
	there, err := circuit.Restore(spec, c.Snapshot())
	require.NoError(t, err)
	for _, l := range there.Links() {
		assert.True(t, l.Linked == machine.Yes && l.Wanted, l.Network)
		assert.Equal(t, l.Network == spoke, l.Authorized == machine.Yes, l.Network)
	}

	spec.Links = nil
	there, err = circuit.Restore(spec, c.Snapshot())
	require.NoError(t, err)
	require.Len(t, there.Links(), 2)
	for _, l := range there.Links() {
		assert.True(t, l.Linked == machine.Yes && !l.Wanted, l.Network)
	}
	_, err = circuit.Restore(circuit.Spec{Order: circuit.Order{Bandwidth: 300}}, c.Snapshot())
	assert.True(t, machine.Lacks(err, circuit.NeedOfferedBandwidth))
}

// A snapshot distinguishes what was read from what was written since, which can still
// fail.
func TestRestoreAmidAWrite(t *testing.T) {
	t.Parallel()
	spec := wanted(circuit.EditionToday)
	c, _, err := inService(t, spec).Observe(circuit.Observation{
		At: epoch, Have: circuit.Config{ID: "/circuit", Order: spec.Order},
		State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded},
	})
	require.NoError(t, err)
	spec.Order.Bandwidth = 500
	c, err = c.WithSpec(spec)
	require.NoError(t, err)
	require.Nil(t, c.Snapshot().Read)
	c = apply(t, c, "ChangeBandwidth")
	snap := stored(t, c)
	assert.Equal(t, circuit.Mbps(500), snap.Have.Order.Bandwidth, "what was written")
	require.NotNil(t, snap.Read)
	assert.Equal(t, circuit.Mbps(200), snap.Read.Order.Bandwidth, "what was read")
	assert.Equal(t, c.Read(), *snap.Read)
	there, err := circuit.Restore(spec, snap)
	require.NoError(t, err)
	assert.Equal(t, circuit.Mbps(500), there.Have().Order.Bandwidth)
	for _, c := range []circuit.Circuit{c, there} {
		c = apply(t, c, "OperationFailed")
		assert.Equal(t, machine.No, c.State().Bandwidth, "it is as it was read")
		assert.Equal(t, circuit.Mbps(200), c.Have().Order.Bandwidth)
	}
}

// Restore with another spec does the same as WithSpec: it compares the circuit with the
// spec, and records what the customer attests.
func TestRestoreIsWithSpec(t *testing.T) {
	t.Parallel()
	observed, _, err := inService(t, wanted(circuit.EditionToday)).Observe(circuit.Observation{
		At: epoch, Have: circuit.Config{ID: "/circuit", Order: wanted(circuit.EditionToday).Order}, Links: []circuit.LinkState{{Link: circuit.Link{Network: "/elsewhere"}, Linked: machine.Yes}},
		State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded},
	})
	require.NoError(t, err)
	for name, edit := range map[string]func(*circuit.Spec){
		"the same":          func(*circuit.Spec) {},
		"nothing":           func(s *circuit.Spec) { *s = circuit.Spec{} },
		"another order":     func(s *circuit.Spec) { s.Order.Bandwidth, s.Order.Billing = 500, circuit.UnlimitedData },
		"another edition":   func(s *circuit.Spec) { s.Edition = circuit.Edition2016 },
		"no links":          func(s *circuit.Spec) { s.Links = nil },
		"a link more":       func(s *circuit.Spec) { s.Links = append(s.Links, circuit.Link{Network: "/more"}) },
		"the links as seen": func(s *circuit.Spec) { s.Links = append(s.Links, circuit.Link{Network: "/ELSEWHERE"}) },
		"another VLAN":      func(s *circuit.Spec) { s.Private.Config.VLAN = 7 },
		"no peering":        func(s *circuit.Spec) { s.Microsoft = peering.Want{Mode: peering.WantAbsent} },
		"facts":             func(s *circuit.Spec) { s.Facts = circuit.Facts{Ordered: machine.Yes, LinksListed: machine.Yes} },
		"to be retired":     func(s *circuit.Spec) { s.Retire = true },
	} {
		t.Run(name, func(t *testing.T) {
			for _, c := range []circuit.Circuit{observed, inService(t, wanted(circuit.EditionToday)), begun(t, wanted(circuit.EditionToday))} {
				spec := wanted(circuit.EditionToday)
				edit(&spec)
				want, err := c.WithSpec(spec)
				require.NoError(t, err)
				there, err := circuit.Restore(spec, stored(t, c))
				require.NoError(t, err)
				assert.Equal(t, want.Position(), there.Position())
				assert.Equal(t, want.Links(), there.Links())
				assert.Equal(t, want.Have(), there.Have())
				assert.Equal(t, want.Seen(), there.Seen())
				assert.Equal(t, want.Options(), there.Options())
			}
		})
	}
}

// BGP follows from the other states also in a restored circuit.
func TestRestoreSettlesBGP(t *testing.T) {
	t.Parallel()
	spec := wanted(circuit.EditionToday)
	c := inService(t, spec)
	for name, edit := range map[string]func(*circuit.State){
		"not provisioned":   func(s *circuit.State) { s.Provider = circuit.NotProvisioned },
		"disabling":         func(s *circuit.State) { s.Status = circuit.Disabling },
		"validation needed": func(s *circuit.State) { s.Microsoft.IPv4.Prefixes = prefixes.ValidationNeeded },
		"switched off":      func(s *circuit.State) { s.Microsoft.IPv4.Admin = peering.Disabled },
	} {
		snap := c.Snapshot()
		edit(&snap.State)
		there, err := circuit.Restore(spec, snap)
		require.NoError(t, err, name)
		assert.Equal(t, bgp.Disabled, there.State().Microsoft.IPv4.BGP, name)
		assert.Error(t, there.InService(peering.Microsoft), name)
	}
}

// Attested facts are not recorded again for a new circuit under the same resource ID, for
// which they are not true.
func TestRestoreDoesNotAttestAgain(t *testing.T) {
	t.Parallel()
	spec := wanted(circuit.EditionToday)
	spec.Facts.Ordered, spec.Facts.KeyHandedOver = machine.Yes, machine.Yes
	o := circuit.Observation{At: epoch, Have: circuit.Config{ID: "/circuit", ServiceKey: machine.NewSecret("old")}, State: circuit.State{Provider: circuit.NotProvisioned, Status: circuit.Enabled, Operation: peering.Succeeded}}
	c, _, err := begun(t, spec).Observe(o)
	require.NoError(t, err)
	require.True(t, c.State().Acts.Has(circuit.ConnectivityOrdered))
	o.Have.ServiceKey = machine.NewSecret("new")
	c, told, err := c.Observe(o)
	require.NoError(t, err)
	require.True(t, told.Replaced)
	require.False(t, c.State().Acts.Has(circuit.ConnectivityOrdered))
	there, err := circuit.Restore(spec, stored(t, c))
	require.NoError(t, err)
	assert.Equal(t, c.State(), there.State())
}

// A list of authorizations names a link of the spec, which no document named before, in
// another way. A restored circuit handles that too.
func TestRestoreKnowsWhichLinksWereShown(t *testing.T) {
	t.Parallel()
	spec := wanted(circuit.EditionToday)
	c := inService(t, spec)
	for _, l := range c.Links() {
		require.False(t, l.Shown)
		require.Equal(t, machine.Yes, l.Linked)
	}
	o := circuit.Observation{At: epoch, Links: []circuit.LinkState{{Link: circuit.Link{Network: "/authorizations/one", OtherSubscription: true}, Authorized: machine.Yes}}}
	o.State.Whole = circuit.AllAuthorizations
	there, err := circuit.Restore(spec, stored(t, c))
	require.NoError(t, err)
	want, wantTold, err := c.Observe(o)
	require.NoError(t, err)
	got, told, err := there.Observe(o)
	require.NoError(t, err)
	assert.Equal(t, want.Links(), got.Links())
	assert.Equal(t, wantTold.Events, told.Events)
	shown := []bool{}
	for _, l := range got.Links() {
		shown = append(shown, l.Shown)
	}
	assert.Equal(t, []bool{false, false, true}, shown)

	// Both circuits treat a link that was removed and never shown in the same way.
	for _, c := range []*circuit.Circuit{&want, &got} {
		*c = apply(t, *c, "UnlinkNetwork "+hub)
	}
	assert.Equal(t, want.Snapshot(), got.Snapshot())
}

// The service key is in no JSON form, but its fingerprint is, so that a restored circuit
// can be distinguished from another one.
func TestSnapshotHasNoServiceKey(t *testing.T) {
	t.Parallel()
	const key = "f00dfeed-cafe-4bad-8bad-0123456789ab"
	read := func(key string) circuit.Observation {
		return circuit.Observation{At: epoch, Have: circuit.Config{ID: "/circuit", ServiceKey: machine.NewSecret(key)}, State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled}}
	}
	c, err := circuit.Observed(read(key))
	require.NoError(t, err)
	require.NotEmpty(t, c.Have().Birth)
	text, err := json.Marshal(c)
	require.NoError(t, err)
	for _, form := range []string{key, strings.ToUpper(key), strings.ReplaceAll(key, "-", ""), "f00dfeed", machine.Redacted, "serviceKey"} {
		assert.NotContains(t, string(text), form)
	}
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", c.Snapshot(), c.Snapshot(), c.Snapshot()), key)

	there, err := circuit.Restore(circuit.Spec{}, stored(t, c))
	require.NoError(t, err)
	assert.True(t, there.Have().ServiceKey.IsZero())
	assert.Equal(t, c.Have().Birth, there.Have().Birth)
	_, told, err := there.Observe(read(key))
	require.NoError(t, err)
	assert.False(t, told.Replaced, "it is the same circuit")
	again, told, err := there.Observe(read("another"))
	require.NoError(t, err)
	assert.True(t, told.Replaced, "it is another one")
	assert.NotEqual(t, c.Have().Birth, again.Have().Birth)
	moved := read(key)
	moved.Have.ID = "/moved"
	_, told, err = there.Observe(moved)
	require.NoError(t, err)
	assert.Equal(t, "/circuit", told.Moved)
}

// A snapshot shares no slices or maps with the circuit, before and after Restore.
func TestSnapshotIsACopy(t *testing.T) {
	t.Parallel()
	session := circuit.Session{Peering: peering.Private, Family: peering.IPv4}
	spec := wanted(circuit.EditionToday)
	c, _, err := inService(t, spec).Observe(circuit.Observation{
		At: epoch, Have: circuit.Config{
			Strange:  []circuit.Strange{{Path: "a", Value: "b"}},
			Prefixes: []circuit.PrefixState{{Family: peering.IPv4, Prefix: prefixes.MustParsePrefix("131.107.8.0/24")}},
			Sessions: map[circuit.Session]bgp.Paths{session: {Primary: bgp.Path{Session: bgp.Established}}},
		}, State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled},
	})
	require.NoError(t, err)
	spoil := func(s circuit.Snapshot) {
		s.Links[0].Network, s.Have.Strange[0].Path, s.Have.Prefixes[0].Signed = "changed", "changed", true
		s.Have.Microsoft.IPv4.Advertised[0] = prefixes.MustParsePrefix("192.0.2.0/24")
		clear(s.Have.Sessions)
		clear(s.Seen.Sessions)
		clear(s.Seen.Since)
	}
	want, err := json.Marshal(c)
	require.NoError(t, err)
	if s := c.Snapshot(); len(s.Have.Microsoft.IPv4.Advertised) == 0 {
		o := circuit.Observation{At: epoch.Add(time.Hour), Have: circuit.Config{Configs: peering.Configs{Microsoft: spec.Microsoft.Config}}}
		o.State.Microsoft = c.State().Microsoft
		c, _, err = c.Observe(o)
		require.NoError(t, err)
		want, err = json.Marshal(c)
		require.NoError(t, err)
	}
	spoil(c.Snapshot())
	got, err := json.Marshal(c)
	require.NoError(t, err)
	assert.JSONEq(t, string(want), string(got))

	snap := c.Snapshot()
	there, err := circuit.Restore(spec, snap)
	require.NoError(t, err)
	spoil(snap)
	got, err = json.Marshal(there)
	require.NoError(t, err)
	assert.JSONEq(t, string(want), string(got))
}

// everySnapshot returns the JSON form of a snapshot with a value in every field.
func everySnapshot(t testing.TB) string {
	t.Helper()
	spec := wanted(circuit.EditionToday)
	o := circuit.Observation{
		At: epoch,
		Have: circuit.Config{
			ID: "/circuit", Name: "contoso", Location: "westus", ETag: "1", ServiceKey: machine.NewSecret("key"), Order: spec.Order,
			Configs:  peering.Configs{Private: spec.Private.Config, Microsoft: spec.Microsoft.Config},
			Prefixes: []circuit.PrefixState{{Family: peering.IPv4, Prefix: prefixes.MustParsePrefix("131.107.8.0/24"), State: prefixes.PrefixConfigured, Signed: true}},
			Sessions: map[circuit.Session]bgp.Paths{{Peering: peering.Private, Family: peering.IPv4}: {Primary: bgp.Path{Session: bgp.Established, Prefixes: 4}}},
			Strange:  []circuit.Strange{{Path: "properties.sku.tier", Field: "order.tier", Value: "Ultra"}},
		},
		Links: []circuit.LinkState{{Link: circuit.Link{Network: hub}, Linked: machine.Yes, Connection: circuit.Connected}},
	}
	c := inService(t, spec)
	o.State = c.State()
	o.State.Private.IPv4.Admin = peering.Disabled // since then
	c, told, err := c.Observe(o)
	require.NoError(t, err)
	require.Empty(t, told.Drift)
	text, err := json.Marshal(c)
	require.NoError(t, err)
	return string(text)
}

// A snapshot that was changed by hand is refused, and the error names the place.
func TestParseSnapshotIsStrict(t *testing.T) {
	t.Parallel()
	good := everySnapshot(t)
	replaced := func(old, new string) string {
		require.Contains(t, good, old)
		return strings.Replace(good, old, new, 1)
	}
	bad := map[string]struct{ text, says string }{
		"nothing":                     {``, "EOF"},
		"null":                        {`null`, "version 0, want 2"},
		"an array":                    {`[]`, "array"},
		"truncated":                   {good[:len(good)-1], "unexpected EOF"},
		"a trailing value":            {good + `{}`, "something after the value"},
		"a trailing word":             {good + ` x`, "something after the value"},
		"a trailing brace":            {good + `}`, "something after the value"},
		"no version":                  {replaced(`"v":2,`, ``), "version 0, want 2"},
		"version 1":                   {replaced(`"v":2`, `"v":1`), "version 1, want 2"},
		"version 3":                   {replaced(`"v":2`, `"v":3`), "version 3, want 2"},
		"version null":                {replaced(`"v":2`, `"v":null`), "version 0, want 2"},
		"version in words":            {replaced(`"v":2`, `"v":"2"`), "Snapshot.v"},
		"unknown field":               {replaced(`"v":2`, `"v":2,"tier":"Premium"`), "tier: unknown field"},
		"unknown in have":             {replaced(`"have":{`, `"have":{"sku":"Premium",`), "have.sku: unknown field"},
		"unknown in the order":        {replaced(`"order":{`, `"order":{"sku":"Premium",`), "have.order.sku: unknown field"},
		"unknown in a peering":        {replaced(`"vlan":100`, `"vlanId":100`), "have.AzurePrivatePeering.vlanId: unknown field"},
		"unknown in a link":           {replaced(`"network":`, `"vnet":"/a","network":`), "links[0].vnet: unknown field"},
		"unknown in seen":             {replaced(`"seen":{`, `"seen":{"at":"2016-07-19T09:00:00Z",`), "seen.at: unknown field"},
		"unknown dimension":           {replaced(`"MicrosoftPeering.ipv4.admin"`, `"MicrosoftPeering.ipv4.administration"`), `"MicrosoftPeering.ipv4.administration" is no state of a circuit`},
		"unknown dimension, since":    {replaced(`"since":{`, `"since":{"mood":"2016-07-19T09:00:00Z",`), `seen.since: "mood" is no state of a circuit`},
		"the service key":             {replaced(`"have":{`, `"have":{"serviceKey":"f00dfeed",`), "have.serviceKey: unknown field"},
		"a field twice":               {replaced(`"v":2`, `"v":2,"v":2`), "v: the same field twice"},
		"a field of have twice":       {replaced(`"name":"contoso"`, `"name":"contoso","name":"contoso"`), "have.name: the same field twice"},
		"a dimension twice":           {replaced(`"status":"Enabled"`, `"status":"Enabled","status":"Enabled"`), "state.status: the same field twice"},
		"a session twice":             {replaced(`"sessions":{`, `"sessions":{"AzurePrivatePeering IPv4":{},`), "have.sessions.AzurePrivatePeering IPv4: the same field twice"},
		"V":                           {replaced(`"v":2`, `"V":2`), "V: a field is spelled with other capital letters"},
		"State":                       {replaced(`"state":{`, `"State":{`), "State: a field is spelled with other capital letters"},
		"have.ID":                     {replaced(`"id":`, `"ID":`), "have.ID: a field is spelled with other capital letters"},
		"azurePrivatePeering":         {replaced(`"AzurePrivatePeering":{`, `"azurePrivatePeering":{`), "have.azurePrivatePeering: a field is spelled with other capital letters"},
		"seen.Since":                  {replaced(`"since":{`, `"Since":{`), "seen.Since: a field is spelled with other capital letters"},
		"Status":                      {replaced(`"status":"Enabled"`, `"Status":"Enabled"`), `"Status" is no state of a circuit`},
		"status in small letters":     {replaced(`"status":"Enabled"`, `"status":"enabled"`), `state: status: circuit.Status: unknown word "enabled"`},
		"unknown state":               {replaced(`"provider":"Provisioned"`, `"provider":"Deprovisioned"`), `state: provider: circuit.ProviderState: unknown word "Deprovisioned"`},
		"unknown act":                 {replaced(`ServiceKeyHandedOver`, `ServiceKeySold`), `state: acts: circuit.Acts: unknown word "ServiceKeySold"`},
		"unknown list":                {replaced(`"whole":"Links`, `"whole":"Linkz`), `state: whole: circuit.Lists: unknown word "Linkz"`},
		"unknown prefixes":            {replaced(`.prefixes":"Configured"`, `.prefixes":"Validated"`), `unknown word "Validated"`},
		"unknown truth":               {replaced(`"linked":"Yes"`, `"linked":"yes"`), `links[0].linked: machine.Truth: unknown word "yes"`},
		"unknown connection":          {replaced(`"connection":"Connected"`, `"connection":"Up"`), `links[0].connection: circuit.Connection: unknown word "Up"`},
		"unknown tier":                {replaced(`"tier":"Premium"`, `"tier":"Ultra"`), `have.order.tier: circuit.Tier: unknown word "Ultra"`},
		"unknown validation":          {replaced(`"family":"IPv4"`, `"family":"IPv5"`), `have.prefixes[0].family`},
		"unknown session":             {replaced(`"session":"Established"`, `"session":"Up"`), `have.sessions.AzurePrivatePeering IPv4.primary.session`},
		"a session of no peering":     {replaced(`"AzurePrivatePeering IPv4"`, `"PrivatePeering IPv4"`), `have.sessions.PrivatePeering IPv4`},
		"no prefix":                   {replaced(`"primary":"192.168.15.16/30"`, `"primary":"192.168.15.16"`), `have.AzurePrivatePeering.ipv4.primary`},
		"a number as a state":         {replaced(`"status":"Enabled"`, `"status":3`), "state"},
		"a number as a text":          {replaced(`"name":"contoso"`, `"name":3`), "have.name"},
		"a text as a number":          {replaced(`"vlan":100`, `"vlan":"100"`), "AzurePrivatePeering.vlan"},
		"a number that is too large":  {replaced(`"vlan":100`, `"vlan":65536`), "AzurePrivatePeering.vlan"},
		"a time that is none":         {replaced(`"seen":{"circuit":"2016`, `"seen":{"circuit":"16`), "seen.circuit"},
		"a state that is a list":      {replaced(`"state":{`, `"state":["Enabled"],"have":{`), "state"},
		"a redacted key, not a place": {replaced(`"vlan":100`, `"vlan":100,"sharedKey":"hunter2"`), "have.AzurePrivatePeering.sharedKey"},
	}
	for name, row := range bad {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			snap, err := circuit.ParseSnapshot([]byte(row.text))
			require.ErrorIs(t, err, circuit.ErrSnapshot)
			assert.ErrorContains(t, err, row.says)
			assert.NotContains(t, err.Error(), "hunter2", "what stands where a reference should is often the key")
			assert.NotContains(t, err.Error(), "f00dfeed")
			assert.Equal(t, circuit.Snapshot{}, snap)
		})
	}
	_, err := circuit.ParseSnapshot([]byte(" \n" + good + " \n"))
	require.NoError(t, err)
}

// Restore checks a snapshot that a program made in the same way as one that was read.
func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	spec := wanted(circuit.EditionToday)
	for name, edit := range map[string]func(*circuit.Snapshot){
		"no version":                      func(s *circuit.Snapshot) { s.V = 0 },
		"version 1":                       func(s *circuit.Snapshot) { s.V = 1 },
		"version 3":                       func(s *circuit.Snapshot) { s.V = 3 },
		"a status without word":           func(s *circuit.Snapshot) { s.State.Status = 99 },
		"a peering's state without word":  func(s *circuit.Snapshot) { s.State.Private.IPv6.Admin = 99 },
		"a list without word":             func(s *circuit.Snapshot) { s.State.Whole = 128 },
		"a link's kind without word":      func(s *circuit.Snapshot) { s.Links[0].Kind = 99 },
		"a link's truth without word":     func(s *circuit.Snapshot) { s.Links[0].Linked = 99 },
		"a tier without word":             func(s *circuit.Snapshot) { s.Have.Order.Tier = 99 },
		"an unknown dimension since when": func(s *circuit.Snapshot) { s.Seen.Since = map[string]time.Time{"mood": epoch} },
		"a key in place of its reference": func(s *circuit.Snapshot) { s.Have.Private.SharedKey.Env = "hunter=2" },
		"more links than there is room for": func(s *circuit.Snapshot) {
			for i := range circuit.MaxLinks {
				s.Links = append(s.Links, circuit.LinkState{Link: circuit.Link{Network: fmt.Sprint("/", i)}, Shown: true})
			}
		},
	} {
		snap := inService(t, spec).Snapshot()
		edit(&snap)
		c, err := circuit.Restore(spec, snap)
		require.ErrorIs(t, err, circuit.ErrSnapshot, name)
		assert.NotContains(t, err.Error(), "hunter")
		assert.Equal(t, circuit.Circuit{}, c, name)
	}
	_, err := circuit.Restore(circuit.Spec{}, circuit.Snapshot{})
	assert.ErrorIs(t, err, circuit.ErrSnapshot)
}
