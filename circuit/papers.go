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
	links []knownLink
	// halves has what the machines read of each peering's configuration: of the
	// wanted one, or of the observed one if none is wanted.
	halves  [peeringMicrosoft + 1]struct{ ipv4, ipv6 halfFacts }
	differs [peeringMicrosoft + 1]bool // the configuration that was read differs from the wanted one
	dropped int                        // how many links did not fit, see MaxLinks
	wantSum string                     // digest of the spec; a snapshot compares it
}

// halfFacts is what the machines read of one address family of a peering.
type halfFacts struct {
	there     bool          // it is configured; for IPv4 also true if IPv6 is not configured
	listed    machine.Truth // it has advertised prefixes
	resubmits bool          // writing the peering restarts the validation of its prefixes
}

// knownLink is a link that the spec or a document names.
type knownLink struct {
	Link
	wanted     bool // the spec names it
	shown      bool // a document named it
	connection Connection
	through    string // resource ID of the connection that makes the link
}

// abroad says whether the network is in another geopolitical region. Only the spec
// tells it: it is Unknown for a network that only documents name.
func (l *knownLink) abroad() machine.Truth {
	if !l.wanted && !l.OtherGeography {
		return machine.Unknown
	}
	return machine.TruthOf(l.OtherGeography)
}

// newPapers returns papers with copies of its arguments. Their links are those of
// the spec, followed by the known links that documents named.
func newPapers(want Spec, have Config, seen Seen, known []knownLink) *papers {
	p := &papers{Want: want.clone(), Have: have.clone(), Seen: seen}
	for _, l := range p.Want.Links {
		p.add(knownLink{Link: l, wanted: true})
	}
	for _, l := range known {
		if i := p.linkIndex(l.Network); i >= 0 {
			p.links[i].shown = p.links[i].shown || l.shown
			p.links[i].connection, p.links[i].through = l.connection, l.through
			p.links[i].OtherSubscription = p.links[i].OtherSubscription || l.OtherSubscription
		} else if l.wanted = false; l.shown {
			p.add(l)
		}
	}
	p.look()
	return p
}

// add adds a link and returns its index, -1 if there are MaxLinks already.
func (p *papers) add(l knownLink) int {
	if len(p.links) == MaxLinks {
		p.dropped++
		return -1
	}
	p.links = append(p.links, l)
	return len(p.links) - 1
}

// linkIndex returns the index of a link, by the ID of the network or other circuit,
// or of the connection that makes the link. It is -1 if the link is not known.
func (p *papers) linkIndex(id string) int {
	for i := range p.links {
		if p.links[i].Network == id {
			return i
		}
	}
	for i := range p.links {
		if sameResource(p.links[i].Network, id) || p.links[i].through != "" && sameResource(p.links[i].through, id) {
			return i
		}
	}
	return -1
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
