package circuittest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/circuittest"
	"github.com/expressroute-go/expressroute/peering"
)

// table asks for a table of the primary path.
func (w world) table(peering, kind string) reply {
	w.Helper()
	begun := w.send("POST", peering+"/"+kind+"/primary", "")
	require.Equal(w, 202, begun.status, begun.text)
	assert.Empty(w, begun.header.Get("Azure-AsyncOperation"))
	poll := begun.header.Get("Location")
	require.Equal(w, 202, w.send("GET", poll, "").status)
	ended := w.send("GET", poll, "")
	require.Equal(w, 200, ended.status)
	return ended
}

func TestTables(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	assert.Equal(t, 404, w.send("POST", private+"/arpTables/primary", "").status)
	w.mustWrite("PUT", private, privateBody)
	assert.Equal(t, 400, w.send("POST", private+"/arpTables/third", "").status)

	summary := w.table(private, "routeTablesSummary")
	assert.Equal(t, "Active", summary.at("value.statePfxRcd"))
	assert.Equal(t, "never", summary.at("value.upDown"))
	assert.NotContains(t, w.table(private, "arpTables").text, "On-Prem")

	require.NoError(t, w.srv.Circuit("north").Finish())
	w.srv.Clock().Advance(50 * time.Hour)
	summary = w.table(private, "routeTablesSummary")
	assert.Equal(t, "10.1.0.1", summary.at("value.neighbor"))
	assert.Equal(t, "0", summary.at("value.statePfxRcd"))
	assert.Equal(t, "2d02h", summary.at("value.upDown"))
	assert.Contains(t, w.table(private, "arpTables").text, "On-Prem")
	assert.Contains(t, w.table(private, "routeTables").text, `"value":[]`)
}

func TestSessionsFollowThePrefixes(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	w.mustWrite("PUT", msPeering, microsoftBody)
	require.NoError(t, w.srv.Circuit("north").Finish())
	session := func() bgp.Session {
		page, err := azure.ReadPage([]byte(w.table(msPeering, "routeTablesSummary").text),
			azure.Options{Circuit: north, Peering: peering.Microsoft, Path: azure.Primary})
		require.NoError(t, err)
		require.Len(t, page.Circuits, 1)
		return page.Circuits[0].Have.Sessions[circuit.Session{Peering: peering.Microsoft, Family: peering.IPv4}].Primary.Session
	}
	assert.Equal(t, bgp.Active, session(), "no BGP before the prefixes are validated")
	require.NoError(t, w.srv.Circuit("north").Validate())
	assert.Equal(t, bgp.Established, session())
	assert.Equal(t, "131.107.9.0/24", w.table(msPeering, "routeTables").at("value.network"))
	lost := circuit.Event{Verb: circuit.SessionLost, Peering: peering.Microsoft, Family: peering.IPv4, Path: bgp.Primary}
	require.NoError(t, w.srv.Circuit("north").Do(lost))
	assert.Equal(t, bgp.Active, session())
	lost.Verb = circuit.SessionEstablished
	require.NoError(t, w.srv.Circuit("north").Do(lost))
	assert.Equal(t, bgp.Established, session())
}
