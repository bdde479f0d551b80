package prefixes

import (
	"fmt"
	"net/netip"
	"strconv"

	"github.com/expressroute-go/expressroute/machine"
)

// Limit is how many prefixes a customer may advertise on one BGP session of a
// Microsoft peering, for each address family. Microsoft drops the session
// beyond it, and takes it up again below. It is a limit of the session: the
// API does not count the list.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
const Limit = 200

// What the rules of [Check] need.
const (
	NeedValid     machine.Need = "prefix-valid"          // it is a prefix at all
	NeedFamily    machine.Need = "prefix-family"         // it is of the session's address family
	NeedCanonical machine.Need = "prefix-canonical"      // no bits are set beyond its length
	NeedSpecific  machine.Need = "prefix-specific"       // it is not the default route
	NeedPublic    machine.Need = "prefix-public"         // all its addresses are public
	NeedDistinct  machine.Need = "prefix-distinct"       // it is listed once
	NeedLimit     machine.Need = "prefixes-within-limit" // the list fits the BGP session
)

// Check returns everything that is wrong with advertising the list on a session
// of that family, in the order of the list; no family matches every prefix. The
// paths are "advertised[0]" and so on, and "advertised" for the list.
//
// Nothing that it reports is known to be refused when it is written: Azure was
// recorded to accept unique local prefixes, and prefixes with bits beyond their
// length. What it makes of them is not recorded.
func Check(list []Prefix, session Family) machine.Problems {
	var problems machine.Problems
	first := make(map[netip.Prefix]int, len(list))
	for i, p := range list {
		path := fmt.Sprintf("advertised[%d]", i)
		problems = append(problems, p.problems(path, session)...)
		if !p.IsValid() {
			continue
		}
		if j, again := first[p.parsed.Masked()]; again {
			problems = append(problems, distinct.problem(path, fmt.Sprintf("%s, as advertised[%d]", p, j)))
		} else {
			first[p.parsed.Masked()] = i
		}
	}
	if len(list) > Limit {
		problems = append(problems, limit.problem("advertised", strconv.Itoa(len(list))+" prefixes"))
	}
	return problems
}

// problems are what the rules for a single prefix say of p.
func (p Prefix) problems(path string, session Family) machine.Problems {
	if !p.IsValid() {
		return machine.Problems{valid.problem(path, "none")}
	}
	var problems machine.Problems
	for i := range rules {
		if found := rules[i].found(p, session); found != "" {
			problems = append(problems, rules[i].problem(path, found))
		}
	}
	return problems
}

// demand is a rule for prefixes, all but what was found instead. Every one is
// the customer's to meet.
type demand struct {
	need   machine.Need
	want   string
	fix    string
	basis  machine.Basis
	source string
}

func (d demand) problem(path, found string) machine.Problem {
	return machine.Problem{Path: path, Unmet: machine.Unmet{
		Need: d.need, Want: d.want, Found: found, Actor: machine.Customer, Fix: d.fix, Basis: d.basis, Source: d.source,
	}}
}

var (
	valid = demand{NeedValid, "an entry must be a prefix", "write an address and a length, such as 123.1.0.0/24",
		machine.Inferred, sourceStates}
	distinct = demand{NeedDistinct, "a prefix must be listed once", "leave the repetition out",
		machine.Inferred, sourceHowTo}
	limit = demand{NeedLimit, fmt.Sprintf("a session must carry at most %d prefixes of a family, or it is dropped", Limit),
		"aggregate the prefixes", machine.Documented, sourceRouting}
)

// rules are the demands on a single prefix, which is valid when they are asked.
var rules = []struct {
	demand
	found func(p Prefix, session Family) string // what breaks the rule, empty if nothing does
}{
	{demand{NeedFamily, "a prefix must be of the session's address family", "list it for the other family",
		machine.Documented, sourceRouting}, foundFamily},
	{demand{NeedCanonical, "a prefix must have no bits set beyond its length", "write the first address of the range",
		machine.Inferred, sourceHostBits}, foundHostBits},
	{demand{NeedSpecific, "a prefix must not be the default route", "advertise the default route on private peering only",
		machine.Documented, sourceRouting}, foundDefault},
	{demand{NeedPublic, "a prefix must be public", "advertise the public prefix that hosts are translated to",
		machine.Documented, sourceRouting}, foundSpecial},
}

func foundFamily(p Prefix, session Family) string {
	if family := FamilyOf(p.parsed); session != 0 && family != session {
		return fmt.Sprintf("%s of %s on a session of %s", p, family, session)
	}
	return ""
}

func foundHostBits(p Prefix, _ Family) string {
	if masked := p.parsed.Masked(); masked != p.parsed {
		return fmt.Sprintf("%s, not %s", p, masked)
	}
	return ""
}

func foundDefault(p Prefix, _ Family) string {
	if p.parsed.Bits() == 0 {
		return p.String()
	}
	return ""
}

func foundSpecial(p Prefix, _ Family) string {
	if p.parsed.Bits() == 0 {
		return "" // the default route has a rule of its own
	}
	if block, special := Special(p.parsed); special {
		return fmt.Sprintf("%s in %s", p, block)
	}
	return ""
}
