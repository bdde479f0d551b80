package registry

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/expressroute-go/expressroute/machine"
)

// absent returns the reasons if no registry that is searched has the prefix or
// a shorter one for the AS.
func (j *judge) absent(found objects) []Reason {
	none := Reason{ReasonNotRegistered, Undecided, fmt.Sprintf("nothing is registered to AS%s for this prefix in %s", j.asn, list(slices.Concat(j.loaded, j.partial))),
		"", machine.Inferred, sourceRouting}
	same, holders := j.holders(found.at)
	if j.whole() {
		none.Fix = fixAbsent(found.at)
	}
	if j.whole() && same != machine.Yes {
		none.Verdict = ActionNeeded
	}
	if j.documented() && same == machine.No {
		none.Basis = machine.Documented
	}
	reasons := append([]Reason{none}, pool(found.at, 0)...)
	if found.parts > 0 {
		reasons = append(reasons, Reason{ReasonParts, 0, fmt.Sprintf("the AS has %d %s for parts of the prefix", found.parts, plural(found.parts, "object")),
			"advertise the parts that are registered, or register the prefix", machine.Inferred, sourceMatching})
	}
	if i := slices.IndexFunc(found.list, func(o object) bool { return o.own }); i >= 0 {
		o := found.list[i]
		reasons = append(reasons, Reason{ReasonUncounted, 0, fmt.Sprintf("%s registers %s to the AS, but that registry is not searched", o.Source, o.Prefix),
			fmt.Sprintf("register %s with %s", o.Prefix, oneOf(j.searched)), machine.Documented, sourceRouting})
	}
	return slices.Concat(reasons, j.hint(found), []Reason{holders}, j.doubts())
}

// fixAbsent returns what to do for a prefix that is not registered.
func fixAbsent(at netip.Prefix) string {
	what := "the prefix"
	if isLong(at) {
		what = "the block that contains it"
	}
	return fmt.Sprintf("register %s to the AS (one registry is enough), or open a support ticket with proof that it is yours", what)
}

// documented reports whether all registries that the documentation names were
// read as a whole.
func (j *judge) documented() bool {
	lacking := func(n Name) bool { return !slices.Contains(j.loaded, n) }
	return len(j.truncated) == 0 && !slices.ContainsFunc(documented, lacking)
}

// doubts returns reasons why an object may exist that was not found.
func (j *judge) doubts() []Reason {
	var doubts []Reason
	if slices.Contains(j.missing, j.named) {
		doubts = append(doubts, Reason{ReasonNamedMissing, Undecided, fmt.Sprintf("%s, the registry that the peering names, was not loaded", j.named),
			fmt.Sprintf("load the route objects of %s", j.named), machine.Inferred, sourceData})
	} else if len(j.missing) > 0 {
		doubts = append(doubts, Reason{ReasonSomeMissing, Undecided, fmt.Sprintf("not loaded: %s; the prefix may be registered there", list(j.missing)),
			"load their route objects too", machine.Inferred, sourceData})
	}
	if len(j.partial) > 0 {
		doubts = append(doubts, Reason{ReasonPartial, Undecided, fmt.Sprintf("loaded in part: %s; so few objects are an excerpt, and the prefix may be registered there", list(j.partial)),
			"load the registry's whole dump, or say that it is whole", machine.Inferred, sourceData})
	}
	if len(j.truncated) > 0 {
		doubts = append(doubts, Reason{ReasonTruncated, Undecided, fmt.Sprintf("not read to the end: %.200s; the prefix may be registered there", inWords(j.truncated)),
			"load the whole of it again", machine.Inferred, sourceData})
	}
	return doubts
}

// holders returns whether the prefix and the AS are one organization's by the
// address records, and the reason that says so.
func (j *judge) holders(at netip.Prefix) (machine.Truth, Reason) {
	s := j.snapshot
	same, of, by := s.records.tells(at, j.asn)
	r := Reason{Basis: machine.Inferred, Source: sourceRecords}
	switch {
	case same == machine.Yes:
		r.ID, r.Verdict = ReasonSameOrg, Undecided
		r.Text = fmt.Sprintf("%s assigns %s and AS%s to one organization, %s (%s line %d)", s.sources[of.source], of.addressRange, by.asn, excerpt([]byte(of.org)), excerpt([]byte(s.inputs[of.input].Name)), of.line)
	case same == machine.No:
		r.ID = ReasonOtherOrg
		r.Text = fmt.Sprintf("%s assigns %s to %s, and AS%s to another organization, %s (%s line %d)", s.sources[of.source], of.addressRange, excerpt([]byte(of.org)), by.asn, excerpt([]byte(by.org)), excerpt([]byte(s.inputs[of.input].Name)), of.line)
		r.Fix = "have a letter of authorization ready"
	default:
		r.ID = ReasonNoRecords
		r.Text = "not looked at: the address records (inetnum, inet6num, aut-num), which may show that the prefix and the AS are one organization's"
		r.Fix = "load them too"
		if len(s.records.blocks)+len(s.records.ases) > 0 {
			r.Text = "the address records that were loaded do not say whether the prefix and the AS are one organization's"
			r.Fix = "load those of the prefix and of the AS, from the same registry"
		}
	}
	return same, r
}

// isLong reports whether a prefix is longer than those that networks accept from
// the Internet (https://datatracker.ietf.org/doc/html/rfc7454#section-6.1.3).
func isLong(p netip.Prefix) bool {
	if p.Addr().Is4() {
		return p.Bits() > 24
	}
	return p.Bits() > 48
}

// pool returns what is documented for a long prefix without an object of its
// own, which is that of a NAT pool.
func pool(at netip.Prefix, relation Relation) []Reason {
	if relation == Exact || !isLong(at) {
		return nil
	}
	return []Reason{{ReasonNATPool, 0, "Azure sets no limit to the length of a NAT pool's prefix, and the pool must not be advertised to the Internet",
		"", machine.Documented, sourceNAT}}
}
