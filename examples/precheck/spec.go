package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
	"github.com/expressroute-go/expressroute/prefixes/registry"
)

//go:embed sample/peering.json
var samplePeering []byte

// requests returns what is to be judged, one request for each address family.
func (o options) requests() ([]registry.Request, error) {
	switch {
	case o.sample:
		return requestsOf(samplePeering)
	case o.spec == "":
		return o.typed(), nil
	}
	text, err := readSpec(o.spec)
	if err != nil {
		return nil, err
	}
	requests, err := requestsOf(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.spec, err)
	}
	return requests, nil
}

// typed returns the requests of the command line. The family of a prefix says
// in which of the peering's two lists it would be.
func (o options) typed() []registry.Request {
	var requests []registry.Request
	for f := range prefixes.Families() {
		r := registry.Request{Family: f, PeerASN: o.peerASN, CustomerASN: o.customerASN, Registry: o.registry}
		for _, p := range o.prefixes {
			if prefixes.FamilyOf(p.Prefix()) == f {
				r.Prefixes = append(r.Prefixes, p)
			}
		}
		if len(r.Prefixes) > 0 {
			requests = append(requests, r)
		}
	}
	return requests
}

// maxSpec bounds what is read of a spec, in bytes.
const maxSpec = 16 << 20

func readSpec(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxSpec+1))
	if err == nil && len(text) > maxSpec {
		return nil, fmt.Errorf("%s: more than %d bytes", name, maxSpec)
	}
	return text, err
}

// requestsOf returns the requests of a spec.
func requestsOf(text []byte) ([]registry.Request, error) {
	config, err := configOf(text)
	if err != nil {
		return nil, err
	}
	var requests []registry.Request
	for f := range prefixes.Families() {
		if half := config.Half(f); len(half.Advertised) > 0 {
			requests = append(requests, registry.Request{
				Prefixes: half.Advertised, Family: f,
				PeerASN: config.PeerASN, CustomerASN: half.CustomerASN, Registry: half.Registry,
			})
		}
	}
	if len(requests) == 0 {
		return nil, errors.New("the Microsoft peering has no advertised prefixes")
	}
	return requests, nil
}

// configOf reads the configuration of a Microsoft peering: that of a circuit's
// spec, which has a version, or one by itself. Both are read strictly. What is
// wrong with the configuration otherwise is not asked here.
func configOf(text []byte) (peering.Config, error) {
	var versioned struct {
		V *json.RawMessage `json:"v"`
	}
	if err := json.Unmarshal(text, &versioned); err != nil {
		return peering.Config{}, err
	}
	if versioned.V == nil {
		return decode(text)
	}
	spec, err := circuit.ParseSpec(text)
	if err != nil && !errors.As(err, new(machine.Problems)) {
		return peering.Config{}, err
	}
	return spec.Microsoft.Config, nil
}

func decode(text []byte) (peering.Config, error) {
	var config peering.Config
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&config); err != nil {
		return peering.Config{}, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return peering.Config{}, errors.New("there is something after the configuration")
	}
	return config, nil
}

// interestOf returns the prefixes that are worth looking up, so that no more is
// kept of the data. Those that are not public are refused without, and the
// default route would keep everything.
func interestOf(requests []registry.Request) registry.Interest {
	list := []netip.Prefix{} // not nil, which would keep everything
	var asns []bgp.ASN
	for _, r := range requests {
		asns = append(asns, r.ASN())
		for _, p := range r.Prefixes {
			if _, special := prefixes.Special(p.Prefix()); p.IsValid() && !special {
				list = append(list, p.Prefix().Masked())
			}
		}
	}
	return registry.Interest{Prefixes: list, ASNs: asns}
}
