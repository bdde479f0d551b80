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

// Config is the identity and configuration of a circuit in Azure, as far as it was
// read or written. The states of the machines are in [State]. Zero fields are not
// known. Its JSON form has no secret.
type Config struct {
	ID         string         `json:"id,omitempty"`         // Azure resource ID
	Name       string         `json:"name,omitempty"`       // resource name
	Location   string         `json:"location,omitempty"`   // Azure region of the resource
	ETag       string         `json:"etag,omitempty"`       // ETag of the resource when it was last read
	ServiceKey machine.Secret `json:"-"`                    // for the provider; never printed or written
	Birth      string         `json:"birth,omitempty"`      // fingerprint of the service key: distinguishes this circuit from an earlier or later one with the same ID
	Resiliency string         `json:"resiliency,omitempty"` // Azure's resiliencyLevel, in its words: Standard, High (two locations of one metro) or Maximum (two peering locations); not shown before API version 2026-01-01
	Order      Order          `json:"order,omitzero"`
	Port       Port           `json:"port,omitzero"` // of a Direct circuit
	peering.Configs
	Prefixes []PrefixState `json:"prefixes,omitzero"`  // the prefixes of the Microsoft peering, if the API shows the state of each; else nil
	Sessions Sessions      `json:"sessions,omitempty"` // BGP sessions, as the route-table summaries show them
	Strange  []Strange     `json:"strange,omitempty"`  // values that this library does not know
}

// PrefixState is the state of the validation of one advertised prefix of the
// Microsoft peering.
type PrefixState struct {
	Family peering.Family      `json:"family"`
	Prefix prefixes.Prefix     `json:"prefix"`
	State  prefixes.Validation `json:"state,omitempty"`
	Signed bool                `json:"signed,omitempty"` // the owner's signature was submitted
}

// Sessions are BGP sessions, as the route-table summaries show them.
type Sessions map[Session]bgp.Paths

// Session names the two BGP sessions of one address family of a peering: one on
// each path.
type Session struct {
	Peering peering.Type
	Family  peering.Family
}

// String is the peering and the family: "MicrosoftPeering IPv4".
func (s Session) String() string { return s.Peering.String() + " " + s.Family.String() }

// MarshalText returns the text of String, so that sessions can be the keys of a
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

// Strange is a value in a document that this library does not know. It is kept and
// reported, and satisfies no guard.
type Strange struct {
	Path  string `json:"path"`            // "properties.circuitProvisioningState"
	Field string `json:"field,omitempty"` // the part of the State that is unknown because of it: "status", "MicrosoftPeering.ipv4.admin"
	Value string `json:"value"`           // as found, at most 256 bytes
}

// clone returns a copy that shares no memory with c.
func (c Config) clone() Config {
	c.Prefixes, c.Strange, c.Sessions = slices.Clone(c.Prefixes), slices.Clone(c.Strange), maps.Clone(c.Sessions)
	for _, p := range c.Peerings() {
		*p = p.Clone()
	}
	return c
}

// strange says what was found for a dimension that is unknown: a strange value, or
// nothing.
func (c *Config) strange(field string) string {
	for _, s := range c.Strange {
		if s.Field == field {
			return quoted(s.Value) + ", which is not known here"
		}
	}
	return "not observed"
}

// fingerprint returns a hash that identifies a service key. The key is a random
// GUID, so nobody can guess it from the hash.
//
// It is empty for a key of zeros: Azure shows zeros for circuits if it does not
// disclose the key.
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
