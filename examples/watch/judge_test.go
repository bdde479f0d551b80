package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	oslo    = "/subscriptions/s/resourcegroups/g/providers/microsoft.network/expressroutecircuits/er-oslo"
	private = oslo + "/peerings/azureprivatepeering"
)

// bandwidthAct returns an act that is written in line 10 and shown by line 20.
func bandwidthAct() *act {
	return visibleAct(bandwidth, oslo, "bandwidth", "50", "100")
}

func visibleAct(k kind, id, field, was, is string) *act {
	return &act{kind: k, line: 10, id: id, circuit: oslo, was: resource{field: was}, is: resource{field: is}, before: resource{field: was}, shown: 20}
}

// TestVerdict checks each way in which an act can be reported.
func TestVerdict(t *testing.T) {
	tier := event{circuit: oslo, verb: "ChangeTier", by: "Customer"}
	bandwidth := event{circuit: oslo, verb: "ChangeBandwidth", by: "Customer"}
	configure := event{circuit: oslo, verb: "ConfigurePeering", by: "Customer", peering: "azureprivatepeering"}
	enable := event{circuit: oslo, verb: "EnablePeering", by: "Customer", peering: "azureprivatepeering", family: "ipv6"}
	authorize := event{circuit: oslo, verb: "CreateAuthorization", by: "Customer", name: "auth1"}
	on := visibleAct(switchedOn, private, "ipv6.state", "disabled", "enabled")
	on.family = "ipv6"
	rewrite := visibleAct(rewritten, private, "vlan", "101", "102")
	for _, test := range []struct {
		name        string
		act         *act
		events      []event
		differences []difference
		want        verdict
	}{
		{"at the read", bandwidthAct(), []event{bandwidth.on(20)}, nil, toldAsSuch},
		{"before the read", bandwidthAct(), []event{bandwidth.on(15)}, nil, toldAsSuch},
		{"before the write", bandwidthAct(), []event{bandwidth.on(9)}, nil, notTold},
		{"late", bandwidthAct(), []event{bandwidth.on(25)}, nil, toldLate},
		{"after the next write", bandwidthAct(), []event{bandwidth.on(31)}, nil, notTold},
		{"of another circuit", bandwidthAct(), []event{{circuit: oslo + "2", verb: "ChangeBandwidth", by: "Customer", line: 20}}, nil, notTold},
		{"as another event", bandwidthAct(), []event{tier.on(20)}, nil, toldAsOther},
		{"as an event of Azure's", bandwidthAct(), []event{{circuit: oslo, verb: "OperationFinished", by: "Microsoft", line: 20}}, nil, notTold},
		{"as drift", bandwidthAct(), nil, []difference{{20, oslo, "order.bandwidthinmbps", true}}, toldAsDrift},
		{"drift of something else", bandwidthAct(), nil, []difference{{20, oslo, "order.tier", true}}, notTold},
		{"as a part", rewrite, nil, []difference{{20, oslo, "azureprivatepeering.vlan", false}}, toldAsOther},
		{"of a peering", rewrite, []event{configure.on(20)}, nil, toldAsSuch},
		{"as the provider's", rewrite, []event{{circuit: oslo, verb: "RoutingConfigured", by: "Provider", peering: "azureprivatepeering", line: 20}}, nil, toldAsOther},
		{"of another peering", rewrite, []event{{circuit: oslo, verb: "ConfigurePeering", by: "Customer", peering: "microsoftpeering", line: 20}}, nil, notTold},
		{"of a family", on, []event{enable.on(20)}, nil, toldAsSuch},
		{"of another family", on, []event{{circuit: oslo, verb: "EnablePeering", by: "Customer", peering: "azureprivatepeering", family: "ipv4", line: 20}}, nil, toldAsOther},
		{"an authorization", visibleAct(authorized, oslo+"/authorizations/auth1", existence, "no", "yes"), []event{authorize.on(20)}, nil, toldAsSuch},
		{"another authorization", visibleAct(authorized, oslo+"/authorizations/auth2", existence, "no", "yes"), []event{authorize.on(20)}, nil, notTold},
		{"an authorization as drift", visibleAct(unauthorized, oslo+"/authorizations/auth1", existence, "yes", "no"), nil, []difference{{20, oslo, "links." + oslo + "/authorizations/auth1", true}}, toldAsDrift},
	} {
		t.Run(test.name, func(t *testing.T) {
			j := newJudgement()
			next := &act{kind: noChange, line: 30, id: oslo, circuit: oslo}
			j.compare(truth{acts: []*act{test.act, next}}, account{test.events, test.differences}, "x.jsonl")
			for v := range verdicts {
				assert.Equal(t, v == int(test.want), j.acts[test.act.kind].told[v] == 1, "%s", verdict(v).title())
			}
			assert.Equal(t, test.want != toldAsSuch, len(j.places[test.want.title()+": "+string(test.act.kind)]) == 1, "the place is kept")
		})
	}
}

func (e event) on(line int) event {
	e.line = line
	return e
}

// TestEvents checks whether a reported event has a write.
func TestEvents(t *testing.T) {
	told := event{circuit: oslo, verb: "ChangeBandwidth", by: "Customer"}
	failed := bandwidthAct()
	failed.failed = true
	spoken := event{circuit: oslo, verb: "OrderConnectivity", by: "Customer", spoken: true, line: 20}
	for _, test := range []struct {
		name   string
		acts   []*act
		events []event
		want   eventCount
	}{
		{"written", []*act{bandwidthAct()}, []event{told.on(20)}, eventCount{told: 1, written: 1}},
		{"long before", []*act{bandwidthAct()}, []event{told.on(90)}, eventCount{told: 1, written: 1}},
		{"after the next write", []*act{bandwidthAct(), {kind: noChange, line: 30, id: private, circuit: oslo}}, []event{told.on(40)}, eventCount{told: 1}},
		{"not written", nil, []event{told.on(20)}, eventCount{told: 1}},
		{"written afterwards", []*act{bandwidthAct()}, []event{told.on(9)}, eventCount{told: 1}},
		{"told twice", []*act{bandwidthAct()}, []event{told.on(20), told.on(21)}, eventCount{told: 2, written: 1}},
		{"failed", []*act{failed}, []event{told.on(20)}, eventCount{told: 1, written: 1, failed: 1}},
		{"said, not written", nil, []event{spoken}, eventCount{}},
		{"not the customer's", nil, []event{{circuit: oslo, verb: "OperationFinished", by: "Microsoft", line: 20}}, eventCount{}},
		{"a rewrite that changes nothing", []*act{{kind: noChange, line: 10, id: oslo, circuit: oslo}},
			[]event{{circuit: oslo, verb: "RefreshCircuit", by: "Customer", line: 20}}, eventCount{told: 1, written: 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			j := newJudgement()
			j.compare(truth{acts: test.acts}, account{events: test.events}, "x.jsonl")
			_, got := j.totals()
			assert.Equal(t, test.want, got)
			assert.Len(t, j.places["reported, but not written"], got.told-got.written)
		})
	}
}

// TestTellings checks that every kind has an entry in tellings.
func TestTellings(t *testing.T) {
	assert.Len(t, tellings, len(kinds))
	for _, k := range kinds {
		assert.Contains(t, tellings, k)
	}
}

// TestSummary_truth prints the table of a session with every kind of act.
func TestSummary_truth(t *testing.T) {
	code, out, errs := watching(t, "", "-summary", "testdata/truth")
	assert.Equal(t, told, code, errs)
	for _, k := range kinds {
		assert.Contains(t, out, "\n"+string(k)+" ")
	}
	for _, text := range []string{"reported correctly: ", "written: ", "not counted: changes that reads show although the write failed", "not counted: writes to resources that no answer had shown before"} {
		assert.Contains(t, out, text)
	}
	assert.NotContains(t, out, "key-1", "an authorization key")
	assert.NotContains(t, out, "c2lnbmVk", "a signature")
}

// The shares that recorded sessions must reach, in percent.
const (
	requiredTold = 95
	requiredTrue = 99
)

// TestTruth_corpus measures how correctly recorded sessions are reported, if there
// are any.
func TestTruth_corpus(t *testing.T) {
	const corpus = "../../../shared/corpus"
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no corpus here")
	}
	s, err := summaryOf(corpus)
	require.NoError(t, err)
	acts, events := s.truth.totals()
	require.Positive(t, acts.visible)
	t.Logf("reported correctly: %s", share(acts.told[toldAsSuch], acts.visible))
	t.Logf("written: %s", share(events.written, events.told))
	assert.GreaterOrEqual(t, percent(acts.told[toldAsSuch], acts.visible), float64(requiredTold))
	assert.GreaterOrEqual(t, percent(events.written, events.told), float64(requiredTrue))
}
