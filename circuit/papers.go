package circuit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// papers are all that is known about a circuit and does not move with it. They
// are shared by the circuits that follow from one another and never changed.
type papers struct {
	Want  Spec
	Have  Config
	Seen  Seen
	links []LinkState // named by the spec or by a document; where each is, the state says
	// halves is what the machines need to know of a peering's configuration:
	// the wanted one where there is one, and else the one that was seen.
	halves   [peeringMicrosoft + 1]struct{ ipv4, ipv6 halfFacts }
	differs  [peeringMicrosoft + 1]bool // what was read is not what is wanted
	gateways [GlobalReachLink + 1]bool  // a gateway is linked, and its network is not known
	dropped  int                        // links for which there was no room
	wantSum  string                     // of the spec, so that a snapshot knows which it was of
}

// halfFacts is what the machines need to know of one half of a peering.
type halfFacts struct {
	there     bool          // it is configured; of a peering of which nothing is known, IPv4 is taken to be
	listed    machine.Truth // it has advertised prefixes
	resubmits bool          // writing it as wanted changes what its prefixes are validated by
}

// abroad says whether the network is in another geopolitical region, as far as
// the spec tells: no document does.
func (l *LinkState) abroad() machine.Truth {
	if !l.Wanted && !l.OtherGeography {
		return machine.Unknown
	}
	return machine.TruthOf(l.OtherGeography)
}

// newPapers copies what it is given. The links are those of the spec, and then
// those that were known before.
func newPapers(want Spec, have Config, seen Seen, known []LinkState) *papers {
	p := &papers{Want: want.clone(), Have: have.clone(), Seen: seen}
	for _, l := range p.Want.Links {
		if kind, told := kindOf(l.Network); told {
			l.Kind = kind
		}
		p.add(LinkState{Link: l, Wanted: true})
	}
	for _, l := range known {
		if i := p.indexOf(&l); i >= 0 {
			p.links[i] = p.links[i].with(&l)
		} else if l.Wanted = false; l.Shown {
			p.add(l)
		}
	}
	p.look()
	return p
}

// digest notes which spec the papers have.
func (p *papers) digest() { p.wantSum = digest(&p.Want) }

// digest sums a spec up.
func digest(spec *Spec) string {
	text, err := json.Marshal(spec)
	if err != nil {
		text = nil // a spec that cannot be written is like no other
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

func factsOf(h *peering.Half, resubmits bool) halfFacts {
	facts := halfFacts{there: !h.IsZero(), resubmits: resubmits}
	if facts.there {
		facts.listed = machine.TruthOf(len(h.Advertised) > 0)
	}
	return facts
}

// revalidates says whether a difference at that path has the family's prefixes
// validated anew: the prefixes themselves, the AS numbers, the registry.
func revalidates(family string) func(path string) bool {
	return func(path string) bool {
		switch path {
		case "peerASN", family + ".customerASN", family + ".registry":
			return true
		}
		return strings.HasPrefix(path, family+".advertised")
	}
}

// config is what is wanted of a peering, or else what was read.
func (p *papers) config(of peering.Type) *peering.Config {
	if want := p.Want.OfPeering(of); want != nil && want.Mode == peering.WantPresent {
		return &want.Config
	}
	return p.Have.OfPeering(of)
}

// look notes what the machines need to know of the configurations.
func (p *papers) look() {
	p.gateways = [GlobalReachLink + 1]bool{}
	for i := range p.links {
		if l := &p.links[i]; l.unnamedGateway() {
			p.gateways[l.Kind] = true
		}
	}
	for t := range peering.Types() {
		config := p.config(t)
		have := p.Have.OfPeering(t)
		diff := config.Diff(*have)
		p.differs[t] = slices.ContainsFunc(diff, func(path string) bool {
			// Whether a route filter is attached is a dimension of its own.
			none := path == "ipv4.routeFilter" && have.IPv4.RouteFilter == "" || path == "ipv6.routeFilter" && have.IPv6.RouteFilter == ""
			return !none
		})
		p.halves[t].ipv4 = factsOf(&config.IPv4, slices.ContainsFunc(diff, revalidates("ipv4")))
		p.halves[t].ipv6 = factsOf(&config.IPv6, slices.ContainsFunc(diff, revalidates("ipv6")))
		if !p.halves[t].ipv6.there {
			p.halves[t].ipv4.there = true
		}
	}
}
