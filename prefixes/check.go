package prefixes

import (
	"fmt"
	"net/netip"
	"strconv"

	"github.com/expressroute-go/expressroute/machine"
)

// Limit is the number of prefixes that a customer can advertise on one BGP
// session of a Microsoft peering, for each address family. Microsoft drops the
// session above the limit, and restores it below. The API does not enforce the
// limit on the list.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
const Limit = 200

// Needs of the conditions of [Check].
const (
	NeedValid     machine.Need = "prefix-valid"          // the entry is a prefix
	NeedFamily    machine.Need = "prefix-family"         // the prefix is of the session's address family
	NeedCanonical machine.Need = "prefix-canonical"      // the prefix has no host bits
	NeedSpecific  machine.Need = "prefix-specific"       // the prefix is not the default route
	NeedPublic    machine.Need = "prefix-public"         // all addresses of the prefix are public
	NeedDistinct  machine.Need = "prefix-distinct"       // the prefix is listed once
	NeedLimit     machine.Need = "prefixes-within-limit" // the list has at most Limit prefixes
)

// Check returns everything that is wrong with advertising the list on a session
// of that family, in the order of the list. With the zero Family, prefixes of both
// families are allowed. The paths are "advertised[0]" and so on, and "advertised"
// for the list.
//
// No record shows that Azure refuses such a list when it is written. It was
// recorded to accept unique local prefixes, and prefixes with host bits. What it
// does with them afterwards is not recorded.
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
			problems = append(problems, distinct.At(path, fmt.Sprintf("%s, as advertised[%d]", p, j)))
		} else {
			first[p.parsed.Masked()] = i
		}
	}
	if len(list) > Limit {
		problems = append(problems, limit.At("advertised", strconv.Itoa(len(list))+" prefixes"))
	}
	return problems
}

// problems returns what is wrong with p by itself, without regard to its list.
func (p Prefix) problems(path string, session Family) machine.Problems {
	if !p.IsValid() {
		return machine.Problems{valid.At(path, "none")}
	}
	var problems machine.Problems
	for i := range rules {
		if found := rules[i].found(p, session); found != "" {
			problems = append(problems, rules[i].At(path, found))
		}
	}
	return problems
}

var (
	valid = machine.Condition{
		Need: NeedValid, Want: "an entry must be a prefix",
		Actor: machine.Customer, Fix: "write an address and a length, such as 123.1.0.0/24",
		Basis: machine.Inferred, Source: sourceStates,
	}
	distinct = machine.Condition{
		Need: NeedDistinct, Want: "a prefix must be listed once",
		Actor: machine.Customer, Fix: "remove the second entry",
		Basis: machine.Inferred, Source: sourceHowTo,
	}
	limit = machine.Condition{
		Need: NeedLimit, Want: fmt.Sprintf("a session must have at most %d prefixes of a family, or Microsoft drops it", Limit),
		Actor: machine.Customer, Fix: "aggregate the prefixes",
		Basis: machine.Documented, Source: sourceRouting,
	}
)

// rules are the conditions for one prefix that is valid.
var rules = []struct {
	machine.Condition
	found func(p Prefix, session Family) string // what is wrong with p, empty if nothing is
}{
	{found: foundFamily, Condition: machine.Condition{
		Need: NeedFamily, Want: "a prefix must be of the session's address family",
		Actor: machine.Customer, Fix: "list it for the other family",
		Basis: machine.Documented, Source: sourceRouting,
	}},
	{found: foundHostBits, Condition: machine.Condition{
		Need: NeedCanonical, Want: "a prefix must have no host bits",
		Actor: machine.Customer, Fix: "write the first address of the range",
		Basis: machine.Inferred, Source: sourceHostBits,
	}},
	{found: foundDefault, Condition: machine.Condition{
		Need: NeedSpecific, Want: "a prefix must not be the default route",
		Actor: machine.Customer, Fix: "advertise the default route on private peering only",
		Basis: machine.Documented, Source: sourceRouting,
	}},
	{found: foundSpecial, Condition: machine.Condition{
		Need: NeedPublic, Want: "a prefix must be public",
		Actor: machine.Customer, Fix: "advertise the public prefix that hosts are translated to",
		Basis: machine.Documented, Source: sourceRouting,
	}},
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
		return "" // the default route has its own condition
	}
	block, special := Special(p.parsed)
	switch {
	case !special:
		return ""
	case p.parsed.Bits() < block.Prefix.Bits():
		return fmt.Sprintf("%s, which contains %s", p, block)
	}
	return fmt.Sprintf("%s in %s", p, block)
}
