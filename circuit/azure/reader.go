package azure

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/peering"
)

// maxNotes is how many quirks, strange values and absent fields of one circuit
// are listed.
const maxNotes = 256

// reader reads one circuit. What it notes and refuses on the way does not stop
// it, so that all of it is reported at once.
type reader struct {
	root     value // the circuit in the document
	seen     circuit.Observation
	at       [4]value // its peerings, by type; at 0 one of a type that is not known
	failures *failures
	failed   bool
	notes    int
}

// fail refuses the value, and with it the circuit.
func (r *reader) fail(v value, err error) {
	r.failed = true
	r.failures.add(v, ARMCircuit, err)
}

// note reports whether there is room for another note.
func (r *reader) note() bool {
	r.notes++
	return r.notes <= maxNotes
}

// closeNotes says how many notes there was no room for.
func (r *reader) closeNotes() {
	if more := r.notes - maxNotes; more > 0 {
		r.seen.Quirks = append(r.seen.Quirks, circuit.Quirk{Says: strconv.Itoa(more) + " more notes on this circuit are not listed"})
	}
}

func (r *reader) quirk(v value, says, source string) {
	if r.note() {
		r.seen.Quirks = append(r.seen.Quirks, circuit.Quirk{Path: v.path(r.root), Says: says, Source: source})
	}
}

// strange keeps a value that is not known, and says which state is therefore
// not known either.
func (r *reader) strange(v value) {
	if r.note() {
		path := v.path(r.root)
		r.seen.Have.Strange = append(r.seen.Have.Strange, circuit.Strange{
			Path: path, Field: r.stateAt(path), Value: shown(string(v.bytes())),
		})
	}
}

// stateAt names the state that is read from that place, as package circuit
// does; empty if none is.
func (r *reader) stateAt(path string) string {
	if state := circuitStates[path]; state != "" {
		return state
	}
	for t := range peering.Types() {
		if r.at[t].absent() {
			continue
		}
		field, found := strings.CutPrefix(path, r.at[t].path(r.root)+".properties.")
		if state := peeringStates[field]; found && state != "" {
			return t.String() + "." + state
		}
	}
	return ""
}

var (
	circuitStates = map[string]string{
		"properties.provisioningState":                "operation",
		"properties.circuitProvisioningState":         "status",
		"properties.serviceProviderProvisioningState": "provider",
	}
	peeringStates = map[string]string{
		"provisioningState":       "operation",
		"state":                   "ipv4.admin",
		"ipv6PeeringConfig.state": "ipv6.admin",
		"microsoftPeeringConfig.advertisedPublicPrefixesState":                   "ipv4.prefixes",
		"ipv6PeeringConfig.microsoftPeeringConfig.advertisedPublicPrefixesState": "ipv6.prefixes",
	}
)

// need returns the member of an object, and notes it if it is absent.
func (r *reader) need(v value, name string) value {
	m := v.member(name)
	if m.absent() && v.kind() == object && r.note() {
		r.seen.Absent = append(r.seen.Absent, dotted(v.path(r.root), name))
	}
	return m
}

// is reports whether the value is there and of that kind.
func (r *reader) is(v value, want kind) bool {
	if v.absent() {
		return false
	}
	if v.kind() != want {
		r.fail(v, wants(want.String(), v.kind().String()))
		return false
	}
	return true
}

// object returns the value if it is an object, and notes the fields in it that
// are not known.
func (r *reader) object(v value, known fields) value {
	if !r.is(v, object) {
		return value{}
	}
	for m := range v.children() {
		if !known[string(m.key())] && !m.absent() {
			r.quirk(m, "not read: there is no such field in the schema that is known here", sourceSchema)
		}
	}
	return v
}

// elements returns the elements of an array.
func (r *reader) elements(v value) []value {
	r.is(v, array)
	return v.elements()
}

func (r *reader) text(v value) string {
	if !r.is(v, text) {
		return ""
	}
	return string(v.bytes())
}

// whole reads a number without fraction and exponent, from 0 to most.
func (r *reader) whole(v value, most uint64) uint64 {
	if !r.is(v, number) {
		return 0
	}
	n, err := strconv.ParseUint(string(v.bytes()), 10, 64)
	if err != nil || n > most {
		r.fail(v, wants(fmt.Sprintf("a whole number from 0 to %d", most), shown(string(v.bytes()))))
		return 0
	}
	return n
}

// thousandths reads a number of at most three decimals, times a thousand.
func (r *reader) thousandths(v value, most uint64) uint64 {
	if !r.is(v, number) {
		return 0
	}
	units, decimals, _ := strings.Cut(string(v.bytes()), ".")
	decimals = strings.TrimRight(decimals, "0")
	if len(decimals) <= 3 {
		n, err := strconv.ParseUint(units+decimals+"000"[len(decimals):], 10, 64)
		if err == nil && n <= most {
			return n
		}
	}
	r.fail(v, wants(fmt.Sprintf("a number from 0 to %d of at most three decimals", most/1000), shown(string(v.bytes()))))
	return 0
}

// prefix reads an address and a length.
func (r *reader) prefix(v value) netip.Prefix {
	s := r.text(v)
	if s == "" {
		return netip.Prefix{}
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		r.strange(v)
	}
	return p
}

// word reads one of the words that are known there. Any other is strange.
func word[T fmt.Stringer](r *reader, v value, known []T) T {
	var zero T
	if !r.is(v, text) {
		return zero
	}
	b := v.bytes()
	i := slices.IndexFunc(known, func(t T) bool { return string(b) == t.String() })
	if i < 0 {
		r.strange(v)
		return zero
	}
	return known[i]
}
