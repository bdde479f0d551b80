package registry

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// AS numbers of the tests, which are not in use. The IPv4 prefixes are from the
// range that Microsoft's own examples use.
const (
	ours   bgp.ASN = 2000000001
	theirs bgp.ASN = 2000000002
)

// everywhere has one object in each of the seven registries, for a prefix that
// the tests do not ask about.
const everywhere = `
	ARIN 123.9.0.0/24 2000000009
	APNIC 123.9.0.0/24 2000000009
	AFRINIC 123.9.0.0/24 2000000009
	LACNIC 123.9.0.0/24 2000000009
	RIPE 123.9.0.0/24 2000000009
	RADB 123.9.0.0/24 2000000009
	ALTDB 123.9.0.0/24 2000000009`

// loaded returns a snapshot of route objects and VRPs, one on each line: "RIPE
// 123.1.0.0/24 2000000001", "ROA 123.1.0.0/16 24 2000000001".
func loaded(t testing.TB, lines string, interest ...netip.Prefix) *Snapshot {
	t.Helper()
	b := NewBuilder(Options{Interest: Interest{Prefixes: interest}, Complete: names})
	vrps := "ASN,IP Prefix,Max Length,Trust Anchor,Expires\n"
	var rpsl strings.Builder
	for line := range strings.Lines(lines) {
		field := strings.Fields(line)
		switch {
		case len(field) == 0:
		case field[0] == "ROA":
			vrps += fmt.Sprintf("AS%s,%s,%s,test,0\n", field[3], field[1], field[2])
		default:
			class := "route"
			if strings.Contains(field[1], ":") {
				class = "route6"
			}
			fmt.Fprintf(&rpsl, "%s: %s\norigin: AS%s\nsource: %s\n\n", class, field[1], field[2], field[0])
		}
	}
	if rpsl.Len() > 0 {
		stats, err := b.ReadRPSL(t.Context(), strings.NewReader(rpsl.String()), "test.db")
		require.NoError(t, err)
		require.Zero(t, stats.Rejected, "%+v", stats.Rejects)
	}
	if strings.Contains(lines, "ROA") {
		stats, err := b.ReadVRPs(t.Context(), strings.NewReader(vrps), "vrps.csv")
		require.NoError(t, err)
		require.Zero(t, stats.Rejected, "%+v", stats.Rejects)
	}
	return b.Snapshot()
}

// asking returns a request with our AS number.
func asking(list ...string) Request {
	r := Request{PeerASN: ours}
	for _, text := range list {
		r.Prefixes = append(r.Prefixes, prefixes.MustParsePrefix(text))
	}
	return r
}

func ids(reasons []Reason) []ReasonID {
	var list []ReasonID
	for _, r := range reasons {
		list = append(list, r.ID)
	}
	return list
}

// unopposed are the reasons that come with every verdict Unopposed.
var unopposed = []ReasonID{ReasonOriginOnly, ReasonSignature}

// registryData lists the ways in which 123.1.0.0/24 can be registered, if every
// registry was loaded.
var registryData = []struct {
	name     string
	data     string
	registry string
	policy   Policy
	verdict  Verdict
	basis    machine.Basis
	reasons  []ReasonID
}{
	{"exact, none named", "RADB 123.1.0.0/24 2000000001", "", Policy{},
		Unopposed, machine.Inferred, append([]ReasonID{ReasonExact}, unopposed...)},
	{"exact in the named", "RIPE 123.1.0.0/24 2000000001", "RIPENCC", Policy{},
		Unopposed, machine.Inferred, append([]ReasonID{ReasonExact}, unopposed...)},
	{"exact in the named, as Terraform spells it", "RIPE 123.1.0.0/24 2000000001", "ripe", Policy{},
		Unopposed, machine.Inferred, append([]ReasonID{ReasonExact}, unopposed...)},
	{"exact in the named and elsewhere", "RADB 123.1.0.0/24 2000000001\nRIPE 123.1.0.0/24 2000000001", "RIPENCC", Policy{},
		Unopposed, machine.Inferred, append([]ReasonID{ReasonExact}, unopposed...)},
	{"exact in LEVEL3, named", "LEVEL3 123.1.0.0/24 2000000001", "LEVEL3", Policy{},
		Unopposed, machine.Inferred, append([]ReasonID{ReasonExact}, unopposed...)},
	{"exact in LEVEL3, not named", "LEVEL3 123.1.0.0/24 2000000001", "", Policy{},
		ActionNeeded, machine.Inferred, []ReasonID{ReasonNotRegistered, ReasonUncounted, ReasonNoRecords}},
	{"exact in a registry that no list has", "NTTCOM 123.1.0.0/24 2000000001", "", Policy{},
		ActionNeeded, machine.Inferred, []ReasonID{ReasonNotRegistered, ReasonUncounted, ReasonNoRecords}},
	{"exact in one that the policy leaves out", "RADB 123.1.0.0/24 2000000001", "", Policy{Registries: []Name{RIPENCC, ARIN}},
		ActionNeeded, machine.Inferred, []ReasonID{ReasonNotRegistered, ReasonUncounted, ReasonNoRecords}},

	{"elsewhere", "RADB 123.1.0.0/24 2000000001", "RIPENCC", Policy{},
		Undecided, 0, []ReasonID{ReasonElsewhere}},
	{"elsewhere, which counts", "RADB 123.1.0.0/24 2000000001", "RIPENCC", Policy{NamedOnly: machine.No},
		Unopposed, machine.Inferred, append([]ReasonID{ReasonElsewhere}, unopposed...)},
	{"elsewhere, which does not", "RADB 123.1.0.0/24 2000000001", "RIPENCC", Policy{NamedOnly: machine.Yes},
		ActionNeeded, machine.Inferred, []ReasonID{ReasonNotRegistered, ReasonUncounted, ReasonNoRecords}},

	{"covering", "RIPE 123.1.0.0/16 2000000001", "", Policy{},
		Undecided, 0, []ReasonID{ReasonCovering}},
	{"covering, which counts", "RIPE 123.1.0.0/16 2000000001", "", Policy{CoveringCounts: machine.Yes},
		Unopposed, machine.Inferred, append([]ReasonID{ReasonCovering}, unopposed...)},
	{"covering, which does not", "RIPE 123.1.0.0/16 2000000001", "", Policy{CoveringCounts: machine.No},
		ActionNeeded, machine.Inferred, []ReasonID{ReasonCovering}},
	{"covering in the named, exact elsewhere: the better one counts", "RIPE 123.1.0.0/16 2000000001\nRADB 123.1.0.0/24 2000000001", "RIPENCC", Policy{CoveringCounts: machine.Yes},
		Unopposed, machine.Inferred, append([]ReasonID{ReasonCovering}, unopposed...)},
	{"covering in the named, exact elsewhere: of two equally good ones the longer prefix counts", "RIPE 123.1.0.0/16 2000000001\nRADB 123.1.0.0/24 2000000001", "RIPENCC", Policy{},
		Undecided, 0, []ReasonID{ReasonElsewhere}},
	{"covering elsewhere: the worse verdict counts", "RADB 123.1.0.0/16 2000000001", "RIPENCC", Policy{NamedOnly: machine.No},
		Undecided, 0, []ReasonID{ReasonElsewhere}},
	{"parts", "RIPE 123.1.0.0/25 2000000001", "", Policy{},
		ActionNeeded, machine.Inferred, []ReasonID{ReasonNotRegistered, ReasonParts, ReasonNoRecords}},

	{"another AS too", "RIPE 123.1.0.0/24 2000000001\nRADB 123.1.0.0/24 2000000002", "", Policy{},
		Undecided, 0, []ReasonID{ReasonExact, ReasonAmbiguous}},
	{"another AS too, in a registry that does not count", "RIPE 123.1.0.0/24 2000000001\nNTTCOM 123.1.0.0/24 2000000002", "", Policy{},
		Unopposed, machine.Inferred, append([]ReasonID{ReasonExact}, unopposed...)},
	{"another AS covers", "RIPE 123.1.0.0/24 2000000001\nRADB 123.1.0.0/16 2000000002", "", Policy{},
		Unopposed, machine.Inferred, append([]ReasonID{ReasonExact, ReasonCoveredBy}, unopposed...)},
	{"covering, and another AS exact", "RIPE 123.1.0.0/16 2000000001\nRADB 123.1.0.0/24 2000000002", "", Policy{CoveringCounts: machine.Yes},
		Undecided, 0, []ReasonID{ReasonCovering, ReasonAmbiguous}},
	{"another AS alone", "RADB 123.1.0.0/24 2000000002", "", Policy{},
		ActionNeeded, machine.Inferred, []ReasonID{ReasonNotRegistered, ReasonOtherOrigin, ReasonNoRecords}},
	{"another AS alone covers", "RADB 123.1.0.0/16 2000000002", "", Policy{},
		ActionNeeded, machine.Inferred, []ReasonID{ReasonNotRegistered, ReasonCoveredBy, ReasonNoRecords}},
	{"nothing", "", "", Policy{},
		ActionNeeded, machine.Inferred, []ReasonID{ReasonNotRegistered, ReasonNoRecords}},
	{"nothing in the named", "", "RIPENCC", Policy{},
		ActionNeeded, machine.Inferred, []ReasonID{ReasonNotRegistered, ReasonNoRecords}},
	{"nothing in the named alone", "", "RIPENCC", Policy{NamedOnly: machine.Yes},
		ActionNeeded, machine.Inferred, []ReasonID{ReasonNotRegistered, ReasonNoRecords}},
}

func TestRegistryData(t *testing.T) {
	for _, test := range registryData {
		t.Run(test.name, func(t *testing.T) {
			request := asking("123.1.0.0/24")
			request.Registry = test.registry
			report := loaded(t, everywhere+"\n"+test.data).Predict(request, test.policy)
			got := report.Predictions[0]
			assert.Equal(t, test.verdict, got.Verdict)
			assert.Equal(t, test.basis, got.Basis)
			assert.Equal(t, test.reasons, ids(got.Reasons))
			assert.Equal(t, test.verdict.likely(false), got.Likely)
			assert.Equal(t, test.verdict, report.Verdict)
			assert.Equal(t, prefixes.Aggregate([]prefixes.Validation{got.Likely}), report.Aggregate)
		})
	}
}

// TestWhatWasLoaded: that an object was not found means something only if the
// registry was loaded.
func TestWhatWasLoaded(t *testing.T) {
	const other = "123.9.0.0/24 2000000009"
	for _, test := range []struct {
		name     string
		data     string
		registry string
		policy   Policy
		verdict  Verdict
		basis    machine.Basis
		reasons  []ReasonID
		verdicts []Verdict // of the reasons
		missing  []Name
	}{
		{"nothing", "", "", Policy{}, Undecided, 0, []ReasonID{ReasonNotLoaded}, []Verdict{Undecided}, documented},
		{"one that does not count", "NTTCOM " + other, "", Policy{}, Undecided, 0, []ReasonID{ReasonNotLoaded}, []Verdict{Undecided}, documented},
		{"another than the only one that counts", "RADB " + other, "RIPENCC", Policy{NamedOnly: machine.Yes},
			Undecided, 0, []ReasonID{ReasonNotLoaded}, []Verdict{Undecided}, []Name{RIPENCC}},
		{"another than the named", "RADB " + other, "RIPENCC", Policy{},
			Undecided, 0, []ReasonID{ReasonNotRegistered, ReasonNoRecords, ReasonNamedMissing}, []Verdict{Undecided, 0, Undecided}, []Name{RIPENCC, ARIN, APNIC, AFRINIC, LACNIC, ALTDB}},
		{"exact in another than the named", "RADB 123.1.0.0/24 2000000001", "RIPENCC", Policy{},
			Undecided, 0, []ReasonID{ReasonElsewhere, ReasonNamedMissing}, []Verdict{Undecided, Undecided}, []Name{RIPENCC, ARIN, APNIC, AFRINIC, LACNIC, ALTDB}},
		{"covering, which does not count, in another than the named", "RADB 123.1.0.0/16 2000000001", "RIPENCC", Policy{CoveringCounts: machine.No},
			Undecided, 0, []ReasonID{ReasonElsewhere, ReasonNamedMissing}, []Verdict{Undecided, Undecided}, []Name{RIPENCC, ARIN, APNIC, AFRINIC, LACNIC, ALTDB}},
		{"one of seven", "RADB " + other, "", Policy{},
			Undecided, 0, []ReasonID{ReasonNotRegistered, ReasonNoRecords, ReasonSomeMissing}, []Verdict{Undecided, 0, Undecided}, []Name{ARIN, APNIC, AFRINIC, LACNIC, RIPENCC, ALTDB}},
		{"six of seven", "ARIN " + other + "\nAPNIC " + other + "\nAFRINIC " + other + "\nLACNIC " + other + "\nRIPE " + other + "\nRADB " + other, "", Policy{},
			Undecided, 0, []ReasonID{ReasonNotRegistered, ReasonNoRecords, ReasonSomeMissing}, []Verdict{Undecided, 0, Undecided}, []Name{ALTDB}},
		{"only the named one", "RIPE " + other, "RIPENCC", Policy{},
			Undecided, 0, []ReasonID{ReasonNotRegistered, ReasonNoRecords, ReasonSomeMissing}, []Verdict{Undecided, 0, Undecided}, []Name{ARIN, APNIC, AFRINIC, LACNIC, RADB, ALTDB}},
	} {
		t.Run(test.name, func(t *testing.T) {
			request := asking("123.1.0.0/24")
			request.Registry = test.registry
			report := loaded(t, test.data).Predict(request, test.policy)
			got := report.Predictions[0]
			assert.Equal(t, test.verdict, got.Verdict)
			assert.Equal(t, test.basis, got.Basis)
			assert.Equal(t, test.reasons, ids(got.Reasons))
			var verdicts []Verdict
			for _, r := range got.Reasons {
				verdicts = append(verdicts, r.Verdict)
			}
			assert.Equal(t, test.verdicts, verdicts)
			assert.Equal(t, test.missing, report.Missing)
		})
	}
}

func TestTruncatedDataProvesNothing(t *testing.T) {
	b := NewBuilder(Options{Complete: names})
	for line := range strings.Lines(strings.TrimSpace(everywhere)) {
		field := strings.Fields(line)
		_, err := b.ReadRPSL(t.Context(), strings.NewReader(fmt.Sprintf("route: %s\norigin: AS%s\nsource: %s\n\n", field[1], field[2], field[0])), field[0])
		require.NoError(t, err)
	}
	_, err := b.ReadRPSL(t.Context(), strings.NewReader("\x1f\x8b\x08\x00"), "cut.db.gz")
	require.Error(t, err)
	got := b.Snapshot().Predict(asking("123.1.0.0/24"), Policy{}).Predictions[0]
	assert.Equal(t, []ReasonID{ReasonNotRegistered, ReasonNoRecords, ReasonTruncated}, ids(got.Reasons))
	assert.Equal(t, Undecided, got.Verdict)
	assert.Zero(t, got.Basis)
}

func TestDataForOtherPrefixes(t *testing.T) {
	s := loaded(t, everywhere, netip.MustParsePrefix("123.9.0.0/24"))
	got := s.Predict(asking("123.1.0.0/24", "123.9.0.0/24"), Policy{})
	assert.Equal(t, []ReasonID{ReasonNotOfInterest}, ids(got.Predictions[0].Reasons))
	assert.Equal(t, Undecided, got.Predictions[0].Verdict)
	assert.Equal(t, ActionNeeded, got.Predictions[1].Verdict)
	assert.Equal(t, prefixes.ValidationNeeded, got.Aggregate, "one prefix that needs validation is enough")
}

// TestASNs covers the documented cases of the two AS numbers, for prefixes that
// are registered to one of them.
func TestASNs(t *testing.T) {
	data := everywhere + "\nRIPE 123.1.0.0/24 2000000001\nRIPE 123.2.0.0/24 23"
	for _, test := range []struct {
		name           string
		peer, customer bgp.ASN
		prefix         string
		verdict        Verdict
		likely         prefixes.Validation
		basis          machine.Basis
		reasons        []ReasonID // of the request
	}{
		{"public peer", ours, 0, "123.1.0.0/24", Unopposed, prefixes.PrefixConfigured, machine.Inferred, nil},
		{"customer ASN is looked for", 100, ours, "123.1.0.0/24", Unopposed, prefixes.PrefixConfigured, machine.Inferred, nil},
		{"the peer ASN is not looked for then", 23, ours, "123.2.0.0/24", ActionNeeded, prefixes.PrefixValidationNeeded, machine.Inferred, nil},
		{"customer ASN that is the peer ASN", ours, ours, "123.1.0.0/24", Unopposed, prefixes.PrefixConfigured, machine.Inferred, []ReasonID{ReasonCustomerASNSame}},
		{"customer ASN alone", 0, ours, "123.1.0.0/24", Unopposed, prefixes.PrefixConfigured, machine.Inferred, nil},
		{"none", 0, 0, "123.1.0.0/24", Undecided, 0, 0, []ReasonID{ReasonASNMissing}},
		{"private peer", 64512, 0, "123.1.0.0/24", ActionNeeded, prefixes.PrefixManualValidationNeeded, machine.Documented, []ReasonID{ReasonPeerASNPrivate}},
		{"private peer of four bytes", 4200000000, 0, "123.1.0.0/24", ActionNeeded, prefixes.PrefixManualValidationNeeded, machine.Documented, []ReasonID{ReasonPeerASNPrivate}},
		{"private peer, public customer", 64512, ours, "123.1.0.0/24", ActionNeeded, prefixes.PrefixManualValidationNeeded, machine.Documented, []ReasonID{ReasonPeerASNPrivate}},
		{"private peer, public customer without an object", 64512, ours, "123.2.0.0/24", ActionNeeded, prefixes.PrefixManualValidationNeeded, machine.Documented, []ReasonID{ReasonPeerASNPrivate}},
		{"private customer", ours, 64512, "123.1.0.0/24", Refused, prefixes.PrefixValidationFailed, machine.Documented, []ReasonID{ReasonCustomerASN}},
		{"private both", 64512, 64513, "123.1.0.0/24", Refused, prefixes.PrefixValidationFailed, machine.Documented, []ReasonID{ReasonCustomerASN, ReasonPeerASNPrivate}},
		{"customer for documentation", ours, 64500, "123.1.0.0/24", Refused, prefixes.PrefixValidationFailed, machine.Documented, []ReasonID{ReasonCustomerASN}},
		{"customer beyond int32", ours, 2147483648, "123.1.0.0/24", Refused, prefixes.PrefixValidationFailed, machine.Documented, []ReasonID{ReasonCustomerASNInt32}},
		{"customer at the end of int32", ours, 2147483647, "123.1.0.0/24", ActionNeeded, prefixes.PrefixValidationNeeded, machine.Inferred, nil},
		{"peer beyond int32 is sent as int64", 2147483648, 0, "123.1.0.0/24", ActionNeeded, prefixes.PrefixValidationNeeded, machine.Inferred, nil},
		{"private customer beyond int32", ours, 4200000001, "123.1.0.0/24", Refused, prefixes.PrefixValidationFailed, machine.Documented, []ReasonID{ReasonCustomerASN, ReasonCustomerASNInt32}},
		{"peer for documentation", 64500, 0, "123.1.0.0/24", Refused, prefixes.PrefixValidationFailed, machine.Documented, []ReasonID{ReasonPeerASNUnusable}},
		{"peer that Azure keeps", 65515, ours, "123.1.0.0/24", Refused, prefixes.PrefixValidationFailed, machine.Documented, []ReasonID{ReasonPeerASNUnusable, ReasonPeerASNPrivate}},
		{"peer that is Microsoft", bgp.Microsoft, 0, "123.1.0.0/24", Refused, prefixes.PrefixValidationFailed, machine.Inferred, []ReasonID{ReasonPeerASNUnusable}},
		{"peer AS_TRANS", 23456, 0, "123.1.0.0/24", Refused, prefixes.PrefixValidationFailed, machine.Inferred, []ReasonID{ReasonPeerASNUnusable}},
	} {
		t.Run(test.name, func(t *testing.T) {
			request := asking(test.prefix)
			request.PeerASN, request.CustomerASN = test.peer, test.customer
			report := loaded(t, data).Predict(request, Policy{})
			got := report.Predictions[0]
			assert.Equal(t, test.reasons, ids(report.Reasons))
			assert.Equal(t, test.verdict, got.Verdict)
			assert.Equal(t, test.likely, got.Likely)
			assert.Equal(t, test.basis, got.Basis)
			assert.Equal(t, request.ASN(), got.ASN)
		})
	}
}

// TestPeerASNUnusable checks the text, the basis and the source of the reason.
func TestPeerASNUnusable(t *testing.T) {
	for _, test := range []struct {
		peer         bgp.ASN
		text, source string
		basis        machine.Basis
	}{
		{12076, "the peer ASN must be one that a router of the customer can use, found 12076", "RFC 6793", machine.Inferred},
		{23456, "the peer ASN must be one that a router of the customer can use, found 23456", "RFC 6793", machine.Inferred},
		{65535, "the peer ASN must be one that a router of the customer can use, found 65535", "RFC 7300", machine.Inferred},
		{4294967295, "the peer ASN must be one that a router of the customer can use, found 4294967295", "RFC 7300", machine.Inferred},
		{64500, "the peer ASN must not be reserved for documentation, found 64500", "https://", machine.Documented},
		{65520, "the peer ASN must not be one of 65515 to 65520, which Azure reserves for itself, found 65520", "https://", machine.Documented},
	} {
		t.Run(test.peer.String(), func(t *testing.T) {
			request := asking("123.1.0.0/24")
			request.PeerASN = test.peer
			reasons := loaded(t, everywhere).Predict(request, Policy{}).Reasons
			require.NotEmpty(t, reasons)
			assert.Equal(t, ReasonPeerASNUnusable, reasons[0].ID)
			assert.Equal(t, test.text, reasons[0].Text)
			assert.Equal(t, test.basis, reasons[0].Basis)
			assert.Contains(t, reasons[0].Source, test.source)
			assert.NotEmpty(t, reasons[0].Fix)
		})
	}
}

// TestAS1: the lowest AS number is treated like any other.
func TestAS1(t *testing.T) {
	request := asking("123.1.0.0/24")
	request.PeerASN = 1
	got := loaded(t, everywhere+"\nRIPE 123.1.0.0/24 1\nROA 123.1.0.0/16 20 1").Predict(request, Policy{}).Predictions[0]
	assert.Equal(t, Unopposed, got.Verdict)
	assert.Len(t, got.For, 1)
	require.Equal(t, []ReasonID{ReasonExact, ReasonRPKIInvalid, ReasonOriginOnly, ReasonSignature}, ids(got.Reasons))
	assert.Contains(t, got.Reasons[1].Text, "no prefix longer than /20")
}

// TestHint: if the AS numbers alone decide, the data can still show which
// customer ASN would help.
func TestHint(t *testing.T) {
	request := asking("123.1.0.0/24")
	request.PeerASN = 64512
	got := loaded(t, everywhere+"\nRIPE 123.1.0.0/24 2000000001").Predict(request, Policy{}).Predictions[0]
	require.Equal(t, []ReasonID{ReasonOtherOrigin}, ids(got.Reasons))
	assert.Contains(t, got.Reasons[0].Fix, "2000000001")
	assert.Equal(t, ours, got.Against[0].Origin)
}

func TestRegistryNamed(t *testing.T) {
	for name, want := range map[string][]ReasonID{
		"": nil, "NONE": nil, "0": nil, "RIPE": nil, "ripencc": nil, "RADB": nil,
		"NTTCOM": {ReasonRegistryUnknown},
		"|\x00":  {ReasonRegistryUnknown},
	} {
		request := asking("123.1.0.0/24")
		request.Registry = name
		report := loaded(t, everywhere).Predict(request, Policy{})
		assert.Equal(t, want, ids(report.Reasons), name)
		assert.Equal(t, ActionNeeded, report.Verdict, name)
	}
	request := asking("123.1.0.0/24")
	request.Registry = "LEVEL3"
	report := loaded(t, everywhere).Predict(request, Policy{})
	assert.Equal(t, []ReasonID{ReasonRegistryUndocumented}, ids(report.Reasons))
	assert.Equal(t, Undecided, report.Verdict, "it was not loaded")
}

// TestPrefixesThemselves: a prefix that is refused is refused even if it is
// registered.
func TestPrefixesThemselves(t *testing.T) {
	data := everywhere + `
		RIPE 10.1.0.0/16 2000000001
		RIPE 203.0.113.0/24 2000000001
		RIPE 0.0.0.0/0 2000000001
		RIPE fd00::/8 2000000001
		RIPE 2e00:1::/48 2000000001
		RIPE 123.1.0.0/24 2000000001`
	for _, test := range []struct {
		name    string
		family  prefixes.Family
		list    []string
		verdict Verdict // of the last prefix
		basis   machine.Basis
		reasons []ReasonID
	}{
		{"private", prefixes.IPv4, []string{"10.1.0.0/16"}, Refused, machine.Documented, []ReasonID{ReasonNotPublic}},
		{"for documentation", prefixes.IPv4, []string{"203.0.113.0/24"}, Refused, machine.Documented, []ReasonID{ReasonNotPublic}},
		{"unique local", prefixes.IPv6, []string{"fd00::/8"}, Refused, machine.Documented, []ReasonID{ReasonNotPublic}},
		{"default route", prefixes.IPv4, []string{"0.0.0.0/0"}, Refused, machine.Documented, []ReasonID{ReasonDefaultRoute}},
		{"default route of IPv6", prefixes.IPv6, []string{"::/0"}, Refused, machine.Documented, []ReasonID{ReasonDefaultRoute}},
		{"IPv6 on a session of IPv4", prefixes.IPv4, []string{"2e00:1::/48"}, Refused, machine.Documented, []ReasonID{ReasonFamily}},
		{"IPv4 on a session of IPv6", prefixes.IPv6, []string{"123.1.0.0/24"}, Refused, machine.Documented, []ReasonID{ReasonFamily}},
		{"either without a family", 0, []string{"123.1.0.0/24", "2e00:1::/48"}, Unopposed, machine.Inferred, append([]ReasonID{ReasonExact}, unopposed...)},
		{"host bits", prefixes.IPv4, []string{"123.1.0.7/24"}, Unopposed, machine.Inferred, append([]ReasonID{ReasonHostBits, ReasonExact}, unopposed...)},
		{"not canonical", prefixes.IPv6, []string{"2E00:1::0/48"}, Unopposed, machine.Inferred, append([]ReasonID{ReasonExact}, unopposed...)},
		{"listed twice", prefixes.IPv4, []string{"123.1.0.0/24", "123.1.0.0/24"}, Unopposed, machine.Inferred, append([]ReasonID{ReasonRepeated, ReasonExact}, unopposed...)},
	} {
		t.Run(test.name, func(t *testing.T) {
			request := asking(test.list...)
			request.Family = test.family
			report := loaded(t, data).Predict(request, Policy{})
			got := report.Predictions[len(test.list)-1]
			assert.Equal(t, test.verdict, got.Verdict)
			assert.Equal(t, test.basis, got.Basis)
			assert.Equal(t, test.reasons, ids(got.Reasons))
			assert.Equal(t, test.list[len(test.list)-1], got.Prefix.String(), "as typed")
			if test.verdict == Refused {
				assert.Empty(t, got.For, "a refused prefix is not looked up")
				assert.Zero(t, report.Aggregate, "no source says how it affects the list")
			}
		})
	}
	t.Run("no prefix", func(t *testing.T) {
		got := loaded(t, data).Predict(Request{PeerASN: ours, Prefixes: make([]prefixes.Prefix, 1)}, Policy{}).Predictions[0]
		assert.Equal(t, []ReasonID{ReasonNotPrefix}, ids(got.Reasons))
		assert.Equal(t, Refused, got.Verdict)
	})
}

func TestEveryProblemHasAReason(t *testing.T) {
	for _, need := range []machine.Need{
		prefixes.NeedValid, prefixes.NeedFamily, prefixes.NeedCanonical, prefixes.NeedSpecific,
		prefixes.NeedPublic, prefixes.NeedDistinct, prefixes.NeedLimit,
		bgp.NeedPeerASNUnreserved, bgp.NeedPeerASNUsable, bgp.NeedPeerASNAssigned,
		bgp.NeedCustomerASNPublic, bgp.NeedCustomerASNInt32,
	} {
		assert.NotEmpty(t, problems[need].id, need)
	}
}

// TestLimit: too many prefixes refuse the list, not its prefixes.
func TestLimit(t *testing.T) {
	var data strings.Builder
	var list []string
	for i := range prefixes.Limit + 1 {
		list = append(list, fmt.Sprintf("123.1.%d.0/24", i))
		fmt.Fprintf(&data, "RIPE 123.1.%d.0/24 2000000001\n", i)
	}
	s := loaded(t, data.String())
	at := s.Predict(asking(list[:prefixes.Limit]...), Policy{})
	assert.Equal(t, Unopposed, at.Verdict)
	over := s.Predict(asking(list...), Policy{})
	assert.Equal(t, Refused, over.Verdict)
	assert.Equal(t, []ReasonID{ReasonTooMany}, ids(over.Reasons))
	assert.Equal(t, machine.Documented, over.Reasons[0].Basis)
	assert.Equal(t, Unopposed, over.Predictions[prefixes.Limit].Verdict)
	assert.Equal(t, prefixes.Configured, over.Aggregate)
}

// TestRPKIIsNeverTheVerdict: an invalid origin is a reason that does not change
// the verdict.
func TestRPKIIsNeverTheVerdict(t *testing.T) {
	const registered = everywhere + "\nRIPE 123.1.0.0/24 2000000001\n"
	for _, test := range []struct {
		name, vrps string
		origin     Validity
		why        string // empty: no warning
	}{
		{"not checked", "", 0, ""},
		{"not found", "ROA 123.2.0.0/24 24 2000000001", NotFound, ""},
		{"valid", "ROA 123.1.0.0/24 24 2000000001", Valid, ""},
		{"valid by one of two", "ROA 123.1.0.0/16 24 2000000001\nROA 123.1.0.0/24 24 2000000002", Valid, ""},
		{"another AS", "ROA 123.1.0.0/24 24 2000000002", Invalid, "they allow AS2000000002"},
		{"other ASes, each once", "ROA 123.1.0.0/24 24 2000000002\nROA 123.1.0.0/16 24 2000000002\nROA 123.0.0.0/8 24 7", Invalid, "they allow AS2000000002 and AS7"},
		{"too long", "ROA 123.1.0.0/16 20 2000000001", Invalid, "no prefix longer than /20"},
		{"too long for the shortest", "ROA 0.0.0.0/1 1 2000000001", Invalid, "no prefix longer than /1;"},
		{"AS0", "ROA 123.1.0.0/16 24 0", Invalid, "they allow nobody (AS0)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			report := loaded(t, registered+test.vrps).Predict(asking("123.1.0.0/24"), Policy{})
			got := report.Predictions[0]
			assert.Equal(t, Unopposed, got.Verdict)
			assert.Equal(t, test.origin, got.Origin)
			i := slices.Index(ids(got.Reasons), ReasonRPKIInvalid)
			require.Equal(t, test.why != "", i >= 0)
			if i >= 0 {
				assert.Contains(t, got.Reasons[i].Text, test.why)
				assert.Zero(t, got.Reasons[i].Verdict)
			}
		})
	}
}

// TestObjectsForAndAgainst: objects of the AS in any registry are for the
// prefix, those of other AS numbers are against it, and those for longer
// prefixes neither.
func TestObjectsForAndAgainst(t *testing.T) {
	got := loaded(t, `
		NTTCOM 123.1.0.0/24 2000000001
		RIPE 123.1.0.0/16 2000000001
		RIPE 123.1.0.0/24 2000000002
		RADB 123.0.0.0/8 7
		RADB 123.1.0.0/25 8
		RADB 123.1.0.0/25 2000000001`).Predict(asking("123.1.0.0/24"), Policy{}).Predictions[0]
	where := func(routes []Route) (list []string) {
		for _, r := range routes {
			list = append(list, fmt.Sprintf("%s %s AS%s", r.Source, r.Prefix, r.Origin))
		}
		return list
	}
	assert.Equal(t, []string{"NTTCOM 123.1.0.0/24 AS2000000001", "RIPE 123.1.0.0/16 AS2000000001"}, where(got.For))
	assert.Equal(t, []string{"RIPE 123.1.0.0/24 AS2000000002", "RADB 123.0.0.0/8 AS7"}, where(got.Against))
}

func TestAggregate(t *testing.T) {
	const data = everywhere + `
		RIPE 123.1.0.0/24 2000000001
		RIPE 123.2.0.0/16 2000000001`
	const good, open, none = "123.1.0.0/24", "123.2.1.0/24", "123.3.0.0/24"
	for _, test := range []struct {
		name  string
		list  []string
		state prefixes.State
		basis machine.Basis
	}{
		{"none", nil, prefixes.NotConfigured, machine.Inferred},
		{"all likely", []string{good}, prefixes.Configured, machine.Inferred},
		{"one open", []string{good, open}, 0, 0},
		{"one needs validation", []string{good, none}, prefixes.ValidationNeeded, machine.Inferred},
		{"one refused", []string{good, "10.0.0.0/8"}, 0, 0},
		{"one needs validation, one refused", []string{"10.0.0.0/8", none}, prefixes.ValidationNeeded, machine.Inferred},
		{"one needs validation, one open", []string{open, none}, prefixes.ValidationNeeded, machine.Inferred},
	} {
		t.Run(test.name, func(t *testing.T) {
			report := loaded(t, data).Predict(asking(test.list...), Policy{})
			assert.Equal(t, test.state, report.Aggregate)
			assert.Equal(t, test.basis, report.Basis)
		})
	}
}

// TestPredictIsPure: Predict does not change the request, shares no memory with
// it, and returns the same report for the same request.
func TestPredictIsPure(t *testing.T) {
	s := loaded(t, everywhere+"\nRIPE 123.1.0.0/24 2000000001\nROA 123.1.0.0/24 24 7")
	request := asking("123.1.0.0/24", "10.0.0.0/8")
	before := slices.Clone(request.Prefixes)
	report := s.Predict(request, Policy{})
	assert.Equal(t, before, request.Prefixes)
	assert.Equal(t, report, s.Predict(request, Policy{}))
	request.Prefixes[0] = prefixes.Prefix{}
	assert.Equal(t, before, report.Request.Prefixes)
}

// TestReasonsAreComplete: every reason has a basis and a source, and no reason
// promises success.
func TestReasonsAreComplete(t *testing.T) {
	data := everywhere + `
		RIPE 123.1.0.0/24 2000000001
		RADB 123.1.0.0/24 2000000002
		RIPE 123.2.0.0/16 2000000001
		RADB 123.3.0.0/24 2000000002
		RIPE 123.4.0.0/25 2000000001
		NTTCOM 123.5.0.0/24 2000000001
		ROA 123.1.0.0/24 24 7`
	list := []string{"123.1.0.0/24", "123.2.1.0/24", "123.3.0.0/24", "123.4.0.0/24", "123.5.0.0/24", "10.0.0.1/8", "::/0"}
	for _, peer := range []bgp.ASN{ours, 64512, 64500, 0} {
		for _, registry := range []string{"", "RIPENCC", "RADB", "LEVEL3", "NTTCOM"} {
			request := asking(list...)
			request.PeerASN, request.Registry = peer, registry
			report := loaded(t, data).Predict(request, Policy{})
			reasons := slices.Clone(report.Reasons)
			for _, p := range report.Predictions {
				reasons = append(reasons, p.Reasons...)
			}
			for _, r := range reasons {
				assert.NotEmpty(t, r.ID)
				assert.NotEmpty(t, r.Text, r.ID)
				assert.NotZero(t, r.Basis, r.ID)
				assert.NotEmpty(t, r.Source, r.ID)
				assert.NotContains(t, r.Text, "will pass", r.ID)
				assert.False(t, strings.HasSuffix(r.Text, "."), r.ID)
			}
		}
	}
}

func TestReportIsJSON(t *testing.T) {
	request := asking("123.1.0.0/24", "2E00:1::0/48")
	report := loaded(t, everywhere+"\nRIPE 123.1.0.0/24 2000000001").Predict(request, Policy{CoveringCounts: machine.Yes})
	text, err := json.Marshal(report)
	require.NoError(t, err)
	var back Report
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, report, back)
	assert.Contains(t, string(text), `"2E00:1::0/48"`)
}

func TestVerdictText(t *testing.T) {
	words := []string{"Unopposed", "Undecided", "ActionNeeded", "Refused"}
	for i, v := range slices.Collect(Verdicts()) {
		assert.Equal(t, words[i], v.String())
		text, err := v.MarshalText()
		require.NoError(t, err)
		var back Verdict
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, v, back)
		parsed, err := machine.Parse[Verdict](words[i])
		require.NoError(t, err)
		assert.Equal(t, v, parsed)
	}
	assert.Equal(t, "no verdict", Verdict(0).String())
	_, err := machine.Parse[Verdict]("will pass")
	assert.ErrorAs(t, err, new(*machine.WordError))
}

// TestOriginOfPrivateAS: a private AS is removed from the path, so its origin
// is not validated.
func TestOriginOfPrivateAS(t *testing.T) {
	request := asking("123.1.0.0/24")
	request.PeerASN = 64512
	got := loaded(t, everywhere+"\nROA 123.1.0.0/24 24 2000000001").Predict(request, Policy{}).Predictions[0]
	assert.Zero(t, got.Origin)
	assert.Len(t, got.VRPs, 1)
	assert.NotContains(t, ids(got.Reasons), ReasonRPKIInvalid)
}

// TestOneFamilyIsNotTheOther: a registry that was read for IPv4 only does not
// count as loaded for IPv6.
func TestOneFamilyIsNotTheOther(t *testing.T) {
	s := loaded(t, everywhere)
	four := s.Predict(Request{Prefixes: []prefixes.Prefix{prefixes.MustParsePrefix("123.1.0.0/24")}, PeerASN: 2000000001}, Policy{})
	assert.Len(t, four.Loaded, 7)
	assert.Equal(t, ActionNeeded, four.Predictions[0].Verdict)
	assert.Equal(t, machine.Inferred, four.Predictions[0].Basis)

	six := s.Predict(Request{Prefixes: []prefixes.Prefix{prefixes.MustParsePrefix("2e00:1::/48")}, PeerASN: 2000000001}, Policy{})
	assert.Empty(t, six.Loaded)
	assert.Len(t, six.Missing, 7)
	assert.Equal(t, Undecided, six.Predictions[0].Verdict)
}

// TestReadInEitherFamily: a registry counts as loaded if it was read for every
// family of the request.
func TestReadInEitherFamily(t *testing.T) {
	for _, test := range []struct {
		name   string
		data   string
		list   []string
		loaded bool
	}{
		{"IPv4 alone, asked for IPv4", "RIPE 123.9.0.0/24 9", []string{"123.1.0.0/24"}, true},
		{"IPv4 alone, asked for IPv6", "RIPE 123.9.0.0/24 9", []string{"2e00:1::/48"}, false},
		{"IPv4 alone, asked for both", "RIPE 123.9.0.0/24 9", []string{"123.1.0.0/24", "2e00:1::/48"}, false},
		{"IPv6 alone, asked for IPv4", "RIPE 2e00:9::/48 9", []string{"123.1.0.0/24"}, false},
		{"IPv6 alone, asked for IPv6", "RIPE 2e00:9::/48 9", []string{"2e00:1::/48"}, true},
		{"IPv6 alone, asked for both", "RIPE 2e00:9::/48 9", []string{"2e00:1::/48", "123.1.0.0/24"}, false},
		{"both, asked for both", "RIPE 123.9.0.0/24 9\nRIPE 2e00:9::/48 9", []string{"123.1.0.0/24", "2e00:1::/48"}, true},
		{"both, asked for IPv4", "RIPE 123.9.0.0/24 9\nRIPE 2e00:9::/48 9", []string{"123.1.0.0/24"}, true},
		{"both, asked for IPv6", "RIPE 123.9.0.0/24 9\nRIPE 2e00:9::/48 9", []string{"2e00:1::/48"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			report := loaded(t, test.data).Predict(asking(test.list...), Policy{})
			assert.Equal(t, test.loaded, slices.Contains(report.Loaded, RIPENCC))
			assert.Equal(t, !test.loaded, slices.Contains(report.Missing, RIPENCC))
		})
	}
}
