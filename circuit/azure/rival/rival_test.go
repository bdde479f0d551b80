package rival

import (
	"encoding/json"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// document is one circuit with two peerings, as a GET returns it: what package
// azure measures itself by.
func document(tb testing.TB) []byte {
	tb.Helper()
	text, err := os.ReadFile("../testdata/partner.json")
	require.NoError(tb, err)
	return text
}

func ours(text []byte) (circuit.Observation, error) {
	page, err := azure.ReadPage(text, azure.Options{})
	if err != nil || len(page.Circuits) != 1 {
		return circuit.Observation{}, err
	}
	return page.Circuits[0], nil
}

func theirs(text []byte) (armnetwork.ExpressRouteCircuit, error) {
	var c armnetwork.ExpressRouteCircuit
	err := c.UnmarshalJSON(text)
	return c, err
}

// TestSameFields: what is measured reads the same of the document.
func TestSameFields(t *testing.T) {
	text := document(t)
	seen, err := ours(text)
	require.NoError(t, err)
	c, err := theirs(text)
	require.NoError(t, err)
	p := c.Properties
	require.NotNil(t, p)

	assert.Equal(t, pointee(c.ID), seen.Have.ID)
	assert.Equal(t, pointee(c.Name), seen.Have.Name)
	assert.Equal(t, pointee(c.Location), seen.Have.Location)
	assert.Equal(t, pointee(c.Etag), seen.Have.ETag)
	assert.Equal(t, pointee(c.SKU.Tier), seen.Have.Order.Tier.String())
	assert.Equal(t, pointee(c.SKU.Family), seen.Have.Order.Billing.String())
	assert.Equal(t, pointee(p.ServiceProviderProperties.ServiceProviderName), seen.Have.Order.Provider)
	assert.Equal(t, pointee(p.ServiceProviderProperties.PeeringLocation), seen.Have.Order.PeeringLocation)
	assert.EqualValues(t, *p.ServiceProviderProperties.BandwidthInMbps, seen.Have.Order.Bandwidth)
	assert.Equal(t, pointee(p.ProvisioningState), seen.State.Operation.String())
	assert.Equal(t, pointee(p.CircuitProvisioningState), seen.State.Status.String())
	assert.Equal(t, pointee(p.ServiceProviderProvisioningState), seen.State.Provider.String())
	assert.Equal(t, pointee(p.ServiceKey), seen.Have.ServiceKey.Reveal())
	assert.Len(t, seen.Links, len(p.Authorizations))
	assert.Equal(t, circuit.AllAuthorizations, seen.State.Whole)

	there := 0
	for _, one := range p.Peerings {
		of, err := machine.Parse[peering.Type](pointee(one.Properties.PeeringType))
		require.NoError(t, err)
		samePeering(t, one.Properties, *seen.State.OfPeering(of), seen.Have.Peering(of))
		there++
	}
	assert.Equal(t, 2, there)
}

func samePeering(t *testing.T, p *armnetwork.ExpressRouteCircuitPeeringPropertiesFormat, state peering.State, config peering.Config) {
	assert.Equal(t, pointee(p.ProvisioningState), state.Operation.String())
	assert.Equal(t, pointee(p.State), state.IPv4.Admin.String())
	assert.Equal(t, pointee(p.LastModifiedBy), state.ModifiedBy.String())
	assert.EqualValues(t, *p.VlanID, config.VLAN)
	assert.EqualValues(t, *p.PeerASN, config.PeerASN)
	assert.Equal(t, pointee(p.PrimaryPeerAddressPrefix), config.IPv4.Primary.String())
	assert.Equal(t, pointee(p.SecondaryPeerAddressPrefix), config.IPv4.Secondary.String())
	sameAdvertised(t, p.MicrosoftPeeringConfig, state.IPv4, config.IPv4)
	if v6 := p.IPv6PeeringConfig; v6 != nil {
		assert.Equal(t, pointee(v6.State), state.IPv6.Admin.String())
		assert.Equal(t, pointee(v6.PrimaryPeerAddressPrefix), config.IPv6.Primary.String())
		assert.Equal(t, pointee(v6.SecondaryPeerAddressPrefix), config.IPv6.Secondary.String())
		sameAdvertised(t, v6.MicrosoftPeeringConfig, state.IPv6, config.IPv6)
	}
}

func sameAdvertised(t *testing.T, m *armnetwork.ExpressRouteCircuitPeeringConfig, state peering.FamilyState, half peering.Half) {
	if m == nil {
		return
	}
	assert.Equal(t, pointee(m.AdvertisedPublicPrefixesState), state.Prefixes.String())
	assert.EqualValues(t, *m.CustomerASN, half.CustomerASN)
	assert.Equal(t, pointee(m.RoutingRegistryName), half.Registry)
	require.Len(t, half.Advertised, len(m.AdvertisedPublicPrefixes))
	for i, prefix := range m.AdvertisedPublicPrefixes {
		assert.Equal(t, *prefix, half.Advertised[i].String())
	}
}

// pointee is what a pointer to a kind of string points to.
func pointee[T ~string](s *T) string {
	if s == nil {
		return ""
	}
	return string(*s)
}

// TestIndented: the document is as az and the documentation print it. What the
// REST API sends has no indentation, and is measured as well.
func TestIndented(t *testing.T) {
	assert.Greater(t, len(document(t)), len(compact(t)))
	seen, err := ours(compact(t))
	require.NoError(t, err)
	want, err := ours(document(t))
	require.NoError(t, err)
	assert.Equal(t, want, seen)
}

func compact(tb testing.TB) []byte {
	tb.Helper()
	text, err := json.Marshal(json.RawMessage(document(tb)))
	require.NoError(tb, err)
	return text
}

// BenchmarkDecode decodes one circuit both ways, in turns within the same run,
// so that what else the machine does falls on both. speedup and bytes are theirs
// divided by ours: both are to stay above 2 and 1.
func BenchmarkDecode(b *testing.B) {
	b.Run("indented", func(b *testing.B) { versus(b, document(b)) })
	b.Run("compact", func(b *testing.B) { versus(b, compact(b)) })
}

func versus(b *testing.B, text []byte) {
	var our, their cost
	b.ReportAllocs()
	for b.Loop() {
		our.of(b, func() error { _, err := ours(text); return err })
		their.of(b, func() error { _, err := theirs(text); return err })
	}
	n := float64(our.rounds)
	b.ReportMetric(float64(our.lasted.Nanoseconds())/n, "ours-ns/doc")
	b.ReportMetric(float64(their.lasted.Nanoseconds())/n, "theirs-ns/doc")
	b.ReportMetric(float64(their.lasted)/float64(our.lasted), "speedup")
	b.ReportMetric(float64(our.bytes)/n, "ours-B/doc")
	b.ReportMetric(float64(their.bytes)/n, "theirs-B/doc")
	b.ReportMetric(float64(their.bytes)/float64(our.bytes), "bytes")
}

// cost adds up what batches of decodings cost.
type cost struct {
	lasted time.Duration
	bytes  uint64
	rounds int
}

// batch is how many decodings are timed at once: enough that reading the clock
// and the allocator's counters does not count.
const batch = 64

func (c *cost) of(tb testing.TB, decode func() error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	for range batch {
		if err := decode(); err != nil {
			tb.Fatal(err)
		}
	}
	c.lasted += time.Since(start)
	runtime.ReadMemStats(&after)
	c.bytes += after.TotalAlloc - before.TotalAlloc
	c.rounds += batch
}

// TestFewerBytes: what is allocated does not depend on the machine, and so needs
// no benchmark to be held to.
func TestFewerBytes(t *testing.T) {
	text := compact(t)
	var our, their cost
	our.of(t, func() error { _, err := ours(text); return err })
	their.of(t, func() error { _, err := theirs(text); return err })
	assert.Less(t, our.bytes, their.bytes)
}

// TestNoSecretInWhatIsPrinted: the SDK's value prints the service key, ours does
// not.
func TestNoSecretInWhatIsPrinted(t *testing.T) {
	seen, err := ours(document(t))
	require.NoError(t, err)
	c, err := theirs(document(t))
	require.NoError(t, err)
	key := pointee(c.Properties.ServiceKey)
	require.NotEmpty(t, key)
	printed, err := json.Marshal(seen.Have)
	require.NoError(t, err)
	assert.False(t, strings.Contains(string(printed), key))
}
