package azure_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/circuit/azure"
)

// No text makes the reader panic. What it refuses has a place, what it takes is
// of the shape, neither shows a key, and all of it is bounded.
func FuzzReadPowerShell(f *testing.F) {
	files, err := filepath.Glob("testdata/powershell/*.txt")
	require.NoError(f, err)
	for _, name := range files {
		document, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(document)
	}
	for _, document := range []string{
		"", "\xff\xfe", "\xfe\xff\x00a", " : \n", "A :\nB : {\nC : [", "Sku : {\nCircuitProvisioningState : x", "SkuText : {}\nSku : {}\nStag : 1e999\nCircuitProvisioningState :",
		"Peerings : [{\"PeeringType\": \"MicrosoftPeering\", \"VlanId\": \"###\"}]\nAuthorizations : {a, b}\nCircuitProvisioningState : Enabled",
		"Network NextHop Path\n------- ------- ----\n10.0.0.0/8 10.0.0.1 64601\n10.0.0.0 x 1.1", "Peerings : {MicrosoftPeering, Azu\nAuthorizations : {a, b…}\nId : /c\nCircuitProvisioningState : Enabled",
		"Get-AzureBGPPeering -AccessType\n\nPrimaryPeerSubnet : {1, ...}\nState",
	} {
		f.Add([]byte(document))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		before := bytes.Clone(document)
		shape := ShapeOfPowerShell(document)
		seen, err := ReadPowerShell(document, Options{})
		assert.Equal(t, before, document)
		for _, e := range allErrors(err) {
			checkError(t, e, document)
		}
		for _, s := range seen {
			checkNotes(t, s)
		}
		if len(seen) > 0 && shape == 0 {
			assert.Contains(t, `{["`, string(bytes.TrimLeft(bytes.TrimPrefix(document, []byte("\ufeff")), " \t\r\n")[:1]), "only what may be JSON")
		}
		assert.True(t, err != nil || len(seen) > 0, "nothing is swallowed")
	})
}
