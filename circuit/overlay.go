package circuit

import (
	"maps"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// overlay returns the configuration updated with what was read. What was not read
// stays as it is.
func (c Config) overlay(o *Observation) Config {
	seen := &o.Have
	put(&c.ID, seen.ID)
	put(&c.Name, seen.Name)
	put(&c.Location, seen.Location)
	put(&c.ETag, seen.ETag)
	put(&c.Resiliency, seen.Resiliency)
	put(&c.ServiceKey, seen.ServiceKey)
	put(&c.Birth, seen.Birth)
	c.Order, c.Port = c.Order.overlay(seen.Order), c.Port.overlay(seen.Port)
	for t, known := range c.Peerings() {
		if o.State.Peering(t).Exists() == machine.No {
			*known = peering.Config{}
			if t == peeringMicrosoft {
				c.Prefixes = nil
			}
			continue
		}
		overlayPeering(known, seen.Peering(t)) // also if its state is a strange value
	}
	if seen.Prefixes != nil {
		c.Prefixes = seen.Prefixes
	}
	if len(seen.Sessions) > 0 {
		c.Sessions = maps.Clone(c.Sessions)
		if c.Sessions == nil {
			c.Sessions = Sessions{}
		}
		for s, paths := range seen.Sessions {
			c.Sessions[s] = overlayPaths(c.Sessions[s], paths)
		}
	}
	if o.State.Status != 0 || o.State.Provider != 0 || len(seen.Strange) > 0 {
		c.Strange = seen.Strange
	}
	return c
}

func (o Order) overlay(seen Order) Order {
	put(&o.Provider, seen.Provider)
	put(&o.PeeringLocation, seen.PeeringLocation)
	put(&o.Bandwidth, seen.Bandwidth)
	put(&o.Tier, seen.Tier)
	put(&o.Billing, seen.Billing)
	return o
}

// overlayPaths updates the sessions of each path that was read. A route-table
// summary shows one path only.
func overlayPaths(known, seen bgp.Paths) bgp.Paths {
	return bgp.Paths{Primary: overlayPath(known.Primary, seen.Primary), Secondary: overlayPath(known.Secondary, seen.Secondary)}
}

// overlayPath: a route table has the number of prefixes, and not the session.
func overlayPath(known, seen bgp.Path) bgp.Path {
	if seen.Session == 0 && (known.Session != 0 || seen == bgp.Path{}) {
		return known
	}
	return seen
}

// overlayPeering replaces the known configuration of a peering with the one that
// was read. It keeps the known one if the document shows none, and always keeps
// the MD5 key, which no document shows.
func overlayPeering(known *peering.Config, seen peering.Config) {
	if !configured(&seen) {
		return
	}
	put(&seen.Since, known.Since)
	put(&seen.ManagedBy, known.ManagedBy)
	if seen.SharedKey.IsZero() {
		seen.SharedKey = known.SharedKey
	}
	*known = seen
}

// put sets *known if the observed value is not zero.
func put[T comparable](known *T, observed T) {
	var zero T
	if observed != zero {
		*known = observed
	}
}
