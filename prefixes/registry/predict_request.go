package registry

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// judge holds what is the same for all prefixes of a request.
type judge struct {
	snapshot  *Snapshot
	policy    Policy
	asn       bgp.ASN
	peer      bgp.ASN
	named     Name     // the registry that the request names, if Azure's tools know it
	searched  []Name   // the registries to search
	loaded    []Name   // those of searched that were loaded
	partial   []Name   // those of searched of which only some objects were loaded
	missing   []Name   // those of searched that were not loaded
	truncated []string // the inputs with objects that were not read to their end
	cutVRPs   []string // the inputs with VRPs that were not read to their end
	reasons   []Reason // reasons that concern the whole request
}

func newJudge(s *Snapshot, request Request, policy Policy) *judge {
	j := &judge{snapshot: s, policy: policy, asn: request.ASN(), peer: request.PeerASN}
	named, err := ParseName(request.Registry)
	if err == nil {
		j.named = named
	}
	j.searched = policy.searched(j.named)
	read := s.readFor(request.Prefixes)
	for _, n := range j.searched {
		switch read[n] {
		case machine.Yes:
			j.loaded = append(j.loaded, n)
		case machine.No:
			j.partial = append(j.partial, n)
		default:
			j.missing = append(j.missing, n)
		}
	}
	for _, input := range s.inputs {
		switch {
		case !input.Truncated:
		case input.Format == RPSL:
			j.truncated = append(j.truncated, input.Name)
		default:
			j.cutVRPs = append(j.cutVRPs, input.Name)
		}
	}
	j.reasons = append(reasonsOfASNs(request), reasonsOfRegistry(request.Registry, named, err)...)
	return j
}

// Fewer objects than these are an excerpt, such as the answers of a whois
// server. The smallest registry that Microsoft names, LACNIC, had 9,739 route
// objects on 2024-01-01 (https://publicdata.caida.org/datasets/irr).
const (
	leastIPv4 = 1000
	leastIPv6 = 100
)

// readFor returns for each registry whether it was read as a whole, Unknown if
// nothing was read of it, for every family of the prefixes. Some registries
// publish IPv4 and IPv6 in two files, of which one may be missing.
func (s *Snapshot) readFor(list []prefixes.Prefix) map[Name]machine.Truth {
	var ipv4, ipv6 bool
	for _, p := range list {
		ipv4 = ipv4 || prefixes.FamilyOf(p.Prefix()) == prefixes.IPv4
		ipv6 = ipv6 || prefixes.FamilyOf(p.Prefix()) == prefixes.IPv6
	}
	read := map[Name]machine.Truth{}
	for _, source := range s.counts {
		name, four := NameOf(source.Name), source.Routes-source.IPv6
		switch {
		case ipv4 && four == 0, ipv6 && source.IPv6 == 0:
		case slices.Contains(s.complete, name), (!ipv4 || four >= leastIPv4) && (!ipv6 || source.IPv6 >= leastIPv6):
			read[name] = machine.Yes
		default:
			read[name] = machine.No
		}
	}
	return read
}

// whole reports whether all objects of every registry to search were read, so
// that an object that was not found does not exist.
func (j *judge) whole() bool { return len(j.missing)+len(j.partial)+len(j.truncated) == 0 }

// manual reports whether Microsoft validates the request by hand in any case.
func (j *judge) manual() bool {
	return slices.ContainsFunc(j.reasons, func(r Reason) bool { return r.ID == ReasonPeerASNPrivate })
}

// reasonsOfASNs returns the reasons that follow from the two AS numbers of a
// request.
func reasonsOfASNs(request Request) []Reason {
	var reasons []Reason
	peer, customer := request.PeerASN, request.CustomerASN
	if request.ASN() == 0 {
		reasons = append(reasons, Reason{ReasonASNMissing, Undecided, "there is neither a peer ASN nor a customer ASN to look for",
			"give the AS number that the prefixes are registered to", machine.Documented, sourceHowTo})
	}
	for _, p := range slices.Concat(bgp.CheckPeerASN(peer), bgp.CheckCustomerASN(customer)) {
		if p.Need != bgp.NeedPeerASN { // a request can do with a customer ASN alone
			reasons = append(reasons, fromProblem(p))
		}
	}
	if customer != 0 && customer == peer {
		reasons = append(reasons, Reason{ReasonCustomerASNSame, 0, fmt.Sprintf("the customer ASN %s is the peer ASN", customer),
			"leave the customer ASN out", machine.Documented, sourceHowTo})
	}
	if peer.IsPrivate() {
		reasons = append(reasons, privatePeer(peer, customer))
	}
	return reasons
}

// privatePeer returns the reason that follows from a private peer ASN.
func privatePeer(peer, customer bgp.ASN) Reason {
	r := Reason{ReasonPeerASNPrivate, ActionNeeded, fmt.Sprintf("the peer ASN %s is private: Microsoft validates its prefixes by hand", peer),
		"open a support ticket with proof that the prefixes are yours, or use a public AS number on your side of the session", machine.Documented, sourceRouting}
	if customer.IsPublic() {
		r.Text += "; no source says that a public customer ASN avoids that"
	}
	return r
}

// reasonsOfRegistry returns the reasons that follow from the name of the
// registry.
func reasonsOfRegistry(typed string, named Name, err error) []Reason {
	switch {
	case err != nil:
		return []Reason{{ReasonRegistryUnknown, 0, fmt.Sprintf("%.64q is not a registry that Azure's tools know; it is ignored", typed),
			"name one of " + oneOf(documented), machine.Documented, sourceRouting}}
	case named != "" && !named.Documented():
		return []Reason{{ReasonRegistryUndocumented, 0, fmt.Sprintf("%s is a registry that the documentation does not list", named),
			"", machine.Observed, sourceLevel3}}
	}
	return nil
}

// list returns the names in words: "ARIN, APNIC and RADB".
func list(names []Name) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = n.String()
	}
	return inWords(words)
}

// oneOf returns the names as a choice: "ARIN, APNIC or RADB".
func oneOf(names []Name) string {
	text := list(names)
	if i := strings.LastIndex(text, " and "); i >= 0 {
		text = text[:i] + " or " + text[i+len(" and "):]
	}
	return text
}

// inWords joins words with commas and an "and".
func inWords(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
