package circuit

import (
	"slices"
	"time"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Config is what Azure has, as far as it was seen or written. Zero fields are
// not known.
type Config struct {
	ID         string         // resource ID: what identifies a circuit
	Name       string         // resource name
	Location   string         // Azure region of the resource
	ETag       string         // as read
	ServiceKey machine.Secret // identifies nothing; never printed
	Order      Order
	Private    peering.Config
	Public     peering.Config
	Microsoft  peering.Config
	Links      []Link    // links, authorizations and Global Reach connections that documents name
	Strange    []Strange // values that no version of Azure known here has
}

// Strange is a value that is not known: kept, reported, and never taken for a
// known one.
type Strange struct {
	Path  string `json:"path"`            // "properties.circuitProvisioningState"
	Field string `json:"field,omitempty"` // the state that is therefore not known, as in [Drift]: "status", "MicrosoftPeering.ipv4.admin"
	Value string `json:"value"`           // as found, at most 256 bytes
}

// Peering returns the configuration of the peering of that type.
func (c Config) Peering(t peering.Type) peering.Config {
	if p := c.OfPeering(t); p != nil {
		return *p
	}
	return peering.Config{}
}

// OfPeering points to the configuration of the peering of that type, nil for
// no type.
func (c *Config) OfPeering(t peering.Type) *peering.Config {
	switch t {
	case peeringPrivate:
		return &c.Private
	case peeringPublic:
		return &c.Public
	case peeringMicrosoft:
		return &c.Microsoft
	}
	return nil
}

func (c Config) clone() Config {
	c.Links, c.Strange = slices.Clone(c.Links), slices.Clone(c.Strange)
	for t := range peering.Types() {
		p := c.OfPeering(t)
		*p = p.Clone()
	}
	return c
}

// strange says what was found in a state that is not observed.
func (c *Config) strange(field string) string {
	for _, s := range c.Strange {
		if s.Field == field {
			return quoted(s.Value) + ", which is not known here"
		}
	}
	return "not observed"
}

// Seen says when each subject was last observed, zero for never, and what was
// observed that moves nothing.
type Seen struct {
	Circuit   time.Time               `json:"circuit,omitzero"`
	Private   time.Time               `json:"private,omitzero"`
	Public    time.Time               `json:"public,omitzero"`
	Microsoft time.Time               `json:"microsoft,omitzero"`
	Absences  int                     `json:"absences,omitempty"` // how many reads in a row found no circuit
	Sessions  map[Session]SessionSeen `json:"-"`                  // BGP sessions as last observed
}

// SessionSeen is a BGP session as it was last observed.
type SessionSeen struct {
	Paths bgp.Paths
	At    time.Time
}

func (s *Seen) peering(t peering.Type) *time.Time {
	switch t {
	case peeringPrivate:
		return &s.Private
	case peeringPublic:
		return &s.Public
	}
	return &s.Microsoft
}
