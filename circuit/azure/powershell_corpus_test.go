package azure_test

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
)

// unread are the cmdlets and articles of the corpus in which something is not
// read, and why.
var unread = map[string]string{
	"coexist-classic": "a gateway",
	"2017__expressroute-howto-linkvnet-classic__01": "the authorizations of a classic circuit",
	"Add-AzExpressRoutePortAuthorization__02":       "an authorization of a port",
	"Get-AzExpressRoutePortAuthorization__02":       "an authorization of a port",
	"ExpressRouteConnection":                        "the connection of a hub, without its circuit",
	"ExpressRouteGateway":                           "a gateway",
	"overview__07":                                  "a table without its call",
	"overview__03":                                  "andwidth for Bandwidth",
}

// Every circuit and peering that articles show is read, with no value in it
// that is not known. The table says of each text what was.
func TestReadPowerShell_corpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(azuretest.Corpus(t), "text", "*"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("no corpus here")
	}
	table := azuretest.Count{}
	for _, name := range files {
		document, err := os.ReadFile(name)
		require.NoError(t, err)
		if ShapeOfPowerShell(document) == 0 {
			assert.NotRegexp(t, `(?m)ProvisioningState *: `, string(document), name)
			table["no PowerShell text"]++
			continue
		}
		seen, err := ReadPowerShell(document, Options{})
		for _, s := range seen {
			assert.Empty(t, s.Have.Strange, name)
			table["observations, "+kindOf(s)]++
			assert.Equal(t, bytes.Contains(document, []byte("Peerings ")), kindOf(s) == "az circuit", name)
		}
		for _, e := range allErrors(err) {
			checkError(t, e, document)
			table["error: "+cmp.Or(why(name), e.Error())]++
		}
		assert.Equal(t, why(name) != "", err != nil, "%s: %v", name, err)
	}
	t.Logf("\n%s", table)
}

func why(name string) string {
	for part, reason := range unread {
		if strings.Contains(name, part) {
			return reason
		}
	}
	return ""
}

func kindOf(s circuit.Observation) string {
	switch {
	case s.State.Provider == 0:
		return "a peering"
	case s.Have.ID != "":
		return "az circuit"
	case slices.Contains(s.Absent, "CircuitName") || slices.Contains(s.Absent, "Name"):
		return "the states of a circuit"
	}
	return "classic circuit"
}
