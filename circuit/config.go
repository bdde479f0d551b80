package circuit

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// Config is what Azure has, as far as it was read or written: what does not move
// by a machine. Zero fields are not known. Its JSON form has no secret.
type Config struct {
	ID         string         `json:"id,omitempty"`       // resource ID: where the circuit lives
	Name       string         `json:"name,omitempty"`     // resource name
	Location   string         `json:"location,omitempty"` // Azure region of the resource
	ETag       string         `json:"etag,omitempty"`     // as read
	ServiceKey machine.Secret `json:"-"`                  // for the provider; never printed or written
	Birth      string         `json:"birth,omitempty"`    // fingerprint of the service key: tells this circuit from another one under the same ID
	Order      Order          `json:"order,omitzero"`
	Port       Port           `json:"port,omitzero"` // of a Direct circuit
	peering.Configs
	Prefixes []PrefixState `json:"prefixes,omitzero"`  // single prefixes of the Microsoft peering, where the API shows their states; nil if it does not
	Sessions Sessions      `json:"sessions,omitempty"` // BGP sessions, as the route-table summaries show them
	Strange  []Strange     `json:"strange,omitempty"`  // values that no version of Azure known here has
}

// PrefixState is how far Azure is with one advertised prefix of the Microsoft
// peering.
type PrefixState struct {
	Family peering.Family      `json:"family"`
	Prefix prefixes.Prefix     `json:"prefix"`
	State  prefixes.Validation `json:"state,omitempty"`
	Signed bool                `json:"signed,omitempty"` // the owner's signature was submitted
}

// Sessions are BGP sessions, as the route-table summaries show them.
type Sessions map[Session]bgp.Paths

// Session names the BGP sessions of one address family of a peering, one on
// each path.
type Session struct {
	Peering peering.Type
	Family  peering.Family
}

// String is the peering and the family: "MicrosoftPeering IPv4".
func (s Session) String() string { return s.Peering.String() + " " + s.Family.String() }

// MarshalText writes what String returns, so that sessions can be the keys of a
// JSON object.
func (s Session) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText is the inverse of MarshalText.
func (s *Session) UnmarshalText(text []byte) error {
	name, word, two := strings.Cut(string(text), " ")
	if name == "" || word == "" || !two {
		return fmt.Errorf("circuit.Session: %s names no session, want a peering and a family, such as \"MicrosoftPeering IPv4\"", quoted(string(text)))
	}
	var parsed Session
	if err := parsed.Peering.UnmarshalText([]byte(name)); err != nil {
		return err
	}
	if err := parsed.Family.UnmarshalText([]byte(word)); err != nil {
		return err
	}
	*s = parsed
	return nil
}

// Strange is a value that is not known: kept, reported, and never taken for a
// known one.
type Strange struct {
	Path  string `json:"path"`            // "properties.circuitProvisioningState"
	Field string `json:"field,omitempty"` // the dimension that is therefore not known: "status", "MicrosoftPeering.ipv4.admin"
	Value string `json:"value"`           // as found, at most 256 bytes
}

// clone shares no memory with c.
func (c Config) clone() Config {
	c.Prefixes, c.Strange, c.Sessions = slices.Clone(c.Prefixes), slices.Clone(c.Strange), maps.Clone(c.Sessions)
	for _, p := range c.Peerings() {
		*p = p.Clone()
	}
	return c
}

// strange says what was found in a dimension that is not observed.
func (c *Config) strange(field string) string {
	for _, s := range c.Strange {
		if s.Field == field {
			return quoted(s.Value) + ", which is not known here"
		}
	}
	return "not observed"
}

// fingerprint tells service keys apart without giving them away: a service key
// is a random GUID, which cannot be guessed from it.
//
// A key of zeros tells nothing: Azure shows it for circuits whose key it does not
// give away.
//
// Source: recorded, github.com/Azure/azure-cli, test_network_express_route,
// 2019-08-05: three circuits of one list
func fingerprint(key machine.Secret) string {
	if strings.Trim(key.Reveal(), "0-") == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("ExpressRoute service key " + strings.ToLower(key.Reveal())))
	return hex.EncodeToString(sum[:8])
}

// configured reports whether anything of a peering's configuration is known.
func configured(c *peering.Config) bool {
	return c.VLAN != 0 || c.PeerASN != 0 || !c.IPv4.IsZero() || !c.IPv6.IsZero()
}
