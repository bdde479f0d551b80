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

// papers hold what is known about a circuit besides its State: spec,
// configuration, times, links. The circuits that follow from one another by events
// share them, so nothing changes papers once a circuit has them.
type papers struct {
	Want  Spec
	Have  Config
	Seen  Seen
	links []LinkState // named by the spec or by a document; the State holds which exist
	// halves has what the machines read of each peering's configuration: of the
	// wanted one, or of the observed one if none is wanted.
	halves   [peeringMicrosoft + 1]struct{ ipv4, ipv6 halfFacts }
	differs  [peeringMicrosoft + 1]bool // the configuration that was read differs from the wanted one
	gateways [GlobalReachLink + 1]bool  // by kind: a gateway is linked, and no document names its network
	dropped  int                        // how many links did not fit, see MaxLinks
	wantSum  string                     // digest of the spec; a snapshot compares it
}

// halfFacts is what the machines read of one address family of a peering.
type halfFacts struct {
	there     bool          // it is configured; for IPv4 also true if IPv6 is not configured
	listed    machine.Truth // it has advertised prefixes
	resubmits bool          // writing the peering restarts the validation of its prefixes
}

// knownLink is a link that the spec or a document names.
func (l *LinkState) abroad() machine.Truth {
	if !l.Wanted && !l.OtherGeography {
		return machine.Unknown
	}
	return machine.TruthOf(l.OtherGeography)
}

// newPapers returns papers with copies of its arguments. Their links are those of
// the spec, followed by the known links that documents named.
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

// digest sets the digest of the spec.
func (p *papers) digest() { p.wantSum = digest(&p.Want) }

// digest returns the start of the SHA-256 sum of a spec's JSON form.
func digest(spec *Spec) string {
	text, err := json.Marshal(spec)
	if err != nil {
		text = nil // a spec that has no JSON form
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

// revalidates returns a function that reports whether Azure validates the family's
// prefixes again if the setting at a path changes: a prefix, an AS number or the
// registry.
func revalidates(family string) func(path string) bool {
	return func(path string) bool {
		switch path {
		case "peerASN", family + ".customerASN", family + ".registry":
			return true
		}
		return strings.HasPrefix(path, family+".advertised")
	}
}

// config returns the wanted configuration of a peering, or the one that was read
// if none is wanted.
func (p *papers) config(of peering.Type) *peering.Config {
	if want := p.Want.OfPeering(of); want != nil && want.Mode == peering.WantPresent {
		return &want.Config
	}
	return p.Have.OfPeering(of)
}

// look sets halves and differs from the configurations.
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
			// State.RouteFilter says whether a filter is attached.
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
