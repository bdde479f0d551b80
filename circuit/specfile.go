package circuit

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/expressroute-go/expressroute/circuit/internal/strictjson"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// specVersion is the version of the text form of a [Spec].
const specVersion = 1

// ErrSpec is wrapped by every error about a spec that cannot be read.
var ErrSpec = errors.New("circuit: the spec cannot be read")

// specFile is the JSON form of a spec. It holds no MD5 keys. Instead it names an
// environment variable ("env:NAME") or a file ("file:PATH") that holds the key.
type specFile struct {
	V       int     `json:"v"`
	Edition Edition `json:"edition,omitempty"`
	Kind    Kind    `json:"kind,omitempty"`
	Order   Order   `json:"order,omitzero"`
	peering.Of[*peeringFile]
	Links  []Link         `json:"links,omitempty"`
	Retire bool           `json:"retire,omitempty"`
	Facts  Facts          `json:"facts,omitzero"`
	Waive  []machine.Need `json:"waive,omitempty"`
}

// peeringFile is the configuration of a peering that is wanted, or {"absent": true}
// for one that must not exist.
type peeringFile struct {
	Absent bool `json:"absent,omitempty"`
	peering.Config
}

// ParseSpec reads a spec from JSON, and validates it. It is strict: the error wraps
// [ErrSpec] for unknown fields, words and versions, and for text after the JSON
// value. The error is a [machine.Problems] if the spec can be read but breaks rules.
func ParseSpec(text []byte) (Spec, error) {
	var f specFile
	if err := strictjson.Decode(text, &f); err != nil {
		return Spec{}, fmt.Errorf("%w: %w", ErrSpec, err)
	}
	if f.V != specVersion {
		return Spec{}, fmt.Errorf("%w: version %d, want \"v\": %d", ErrSpec, f.V, specVersion)
	}
	s := Spec{Edition: f.Edition, Kind: f.Kind, Order: f.Order, Links: f.Links, Retire: f.Retire, Facts: f.Facts, Waive: f.Waive}
	for t, want := range s.Peerings() {
		p := f.Peering(t)
		if p == nil {
			continue
		}
		want.Mode, want.Config = peering.WantPresent, p.Config
		if p.Absent {
			want.Mode, want.Config = peering.WantAbsent, peering.Config{ManagedBy: p.ManagedBy}
			if len(p.Config.Diff(peering.Config{})) > 0 || !p.SharedKey.IsZero() || !p.Since.IsZero() || p.Legacy {
				return Spec{}, fmt.Errorf("%w: %s is absent and has a configuration, want one of the two", ErrSpec, t)
			}
		}
	}
	return s, s.problems().Err()
}

// MarshalJSON writes the JSON form that [ParseSpec] reads.
func (s Spec) MarshalJSON() ([]byte, error) {
	f := specFile{V: specVersion, Edition: s.Edition, Kind: s.Kind, Order: s.Order, Links: s.Links, Retire: s.Retire, Facts: s.Facts, Waive: s.Waive}
	for t, file := range f.Peerings() {
		*file = fileOf(s.Peering(t))
	}
	return json.Marshal(f)
}

func fileOf(w peering.Want) *peeringFile {
	switch w.Mode {
	case peering.WantPresent:
		return &peeringFile{Config: w.Config}
	case peering.WantAbsent:
		return &peeringFile{Absent: true, Config: peering.Config{ManagedBy: w.Config.ManagedBy}}
	}
	return nil
}

// UnmarshalJSON reads the spec like [ParseSpec].
func (s *Spec) UnmarshalJSON(text []byte) error {
	parsed, err := ParseSpec(text)
	if err == nil {
		*s = parsed
	}
	return err
}
