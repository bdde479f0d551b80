package circuit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Drift is one thing that is not as it was, and that no event explains.
type Drift struct {
	Path string        `json:"path"` // "status", "MicrosoftPeering.vlan"
	Was  string        `json:"was"`
	Is   string        `json:"is"`
	By   machine.Actor `json:"by,omitempty"` // who modified it last, if the document says
}

// sort puts what is configured otherwise where it belongs: with the events, if
// one of them wrote that peering, or attached or detached its route filter.
func (x *Explanation) sort(configured []Drift) {
	for _, d := range configured {
		if x.wrote(d.Path) {
			x.Changed = append(x.Changed, d)
		} else {
			x.Drift = append(x.Drift, d)
		}
	}
}

func (x *Explanation) wrote(path string) bool {
	return slices.ContainsFunc(x.Events, func(e Event) bool {
		if e.Peering == 0 || !strings.HasPrefix(path, e.Peering.String()+".") {
			return false
		}
		switch e.Verb {
		case ConfigurePeering, RoutingConfigured:
			return true
		case AttachRouteFilter, DetachRouteFilter:
			return strings.HasSuffix(path, ".routeFilter")
		}
		return false
	})
}

// configDrift lists what is configured otherwise than it was.
func (c Circuit) configDrift(next Circuit, o Observation) []Drift {
	was, is := c.Have(), next.Have()
	var drift []Drift
	drift = changed(drift, "order.provider", was.Order.Provider, is.Order.Provider)
	drift = changed(drift, "order.peeringLocation", was.Order.PeeringLocation, is.Order.PeeringLocation)
	drift = changed(drift, "order.bandwidthInMbps", was.Order.Bandwidth, is.Order.Bandwidth)
	drift = changed(drift, "order.tier", was.Order.Tier, is.Order.Tier)
	drift = changed(drift, "order.billing", was.Order.Billing, is.Order.Billing)
	for t := range peering.Types() {
		if c.state.Peering(t).Exists() != machine.Yes || o.OfPeering(t).Exists() != machine.Yes || len(was.Peering(t).Diff(peering.Config{})) == 0 {
			continue // not there before, or not known how
		}
		for _, path := range was.Peering(t).Diff(is.Peering(t)) {
			drift = append(drift, Drift{
				Path: t.String() + "." + path, Was: was.OfPeering(t).Field(path), Is: is.OfPeering(t).Field(path), By: o.OfPeering(t).ModifiedBy,
			})
		}
	}
	return drift
}

// changed lists what was known and is otherwise.
func changed[T comparable](drift []Drift, path string, was, is T) []Drift {
	var unknown T
	if was == is || was == unknown {
		return drift
	}
	return append(drift, Drift{Path: path, Was: fmt.Sprint(was), Is: fmt.Sprint(is)})
}
