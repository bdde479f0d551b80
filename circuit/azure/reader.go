package azure

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
	"github.com/expressroute-go/expressroute/peering"
)

// maxNotes is how many quirks, strange values and absent fields of one circuit
// are listed.
const maxNotes = 256

// reader reads what one circuit, or one part of it, is observed by. What it notes
// and refuses on the way does not stop it, so that all of it is reported at once.
type reader struct {
	root         jsondoc.Value // what paths start from
	shape        Shape
	dialect      *dialect // nil is the REST API's own
	seen         circuit.Observation
	props        jsondoc.Value     // the properties of the circuit
	states       map[string]string // the states that are read from there, by their paths
	at           [4]jsondoc.Value  // the peerings, by type; at 0 one of a type that is not known
	hub          string            // the Virtual WAN hub of the gateway whose connections are read
	failures     *failures
	failed       bool
	linksNothing bool // a connection that has to do with no circuit
	notes        int
}

// newReader returns one for the value. If there is anything in it that is not
// read at all, it has failed from the beginning.
func newReader(v jsondoc.Value, shape Shape, o Options, failures *failures) *reader {
	r := &reader{root: v, shape: shape, failures: failures}
	r.seen.At = o.At
	r.refuseFaults(v)
	return r
}

func (r *reader) refuseFaults(v jsondoc.Value) {
	for _, f := range v.Faults() {
		r.fail(f.Value, f.Err)
	}
}

// fail refuses the value, and with it what is being read.
func (r *reader) fail(v jsondoc.Value, err error) {
	r.failed = true
	r.failures.add(v, r.shape, err)
}

// note reports whether there is room for another note.
func (r *reader) note() bool {
	r.notes++
	return r.notes <= maxNotes
}

// closeNotes says how many notes there was no room for.
func (r *reader) closeNotes() {
	if more := r.notes - maxNotes; more > 0 {
		r.seen.Quirks = append(r.seen.Quirks, moreNotes(more))
	}
}

func moreNotes(n int) circuit.Quirk {
	return circuit.Quirk{Says: strconv.Itoa(n) + " more notes on this circuit are not listed"}
}

func (r *reader) quirk(v jsondoc.Value, says, source string) {
	if r.note() {
		r.seen.Quirks = append(r.seen.Quirks, circuit.Quirk{Path: v.Path(r.root), Says: says, Source: source})
	}
}

// strange keeps a value that is not known, and says which state is therefore
// not known either.
func (r *reader) strange(v jsondoc.Value) {
	if r.note() {
		r.seen.Have.Strange = append(r.seen.Have.Strange, circuit.Strange{
			Path: v.Path(r.root), Field: r.stateAt(v), Value: scrub.Text(string(v.Bytes())),
		})
	}
}

// stateAt names the state that is read from the value, as package circuit does;
// empty if none is.
func (r *reader) stateAt(v jsondoc.Value) string {
	for t := range peering.Types() {
		p := r.properties(r.at[t])
		if !p.Contains(v) {
			continue
		}
		if state := peeringStates[r.dialect.schemaPath(v.Path(p))]; state != "" {
			return t.String() + "." + state
		}
		return ""
	}
	if !r.props.Contains(v) {
		return ""
	}
	return r.states[r.dialect.schemaPath(v.Path(r.props))]
}

var (
	circuitStates = map[string]string{
		"provisioningState":                "operation",
		"circuitProvisioningState":         "status",
		"serviceProviderProvisioningState": "provider",
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
func (r *reader) need(v jsondoc.Value, name string) jsondoc.Value {
	m := r.member(v, name)
	if m.Absent() && v.Kind() == jsondoc.Object && !r.dialect.hides(name) && r.note() {
		r.seen.Absent = append(r.seen.Absent, jsondoc.JoinPath(v.Path(r.root), name))
	}
	return m
}

// is reports whether the value is there and of that kind.
func (r *reader) is(v jsondoc.Value, want jsondoc.Kind) bool {
	if v.Absent() {
		return false
	}
	if v.Kind() != want {
		r.fail(v, wants(want.String(), v.Kind().String()))
		return false
	}
	return true
}

// member returns the member of an object that the schema calls so.
func (r *reader) member(v jsondoc.Value, name string) jsondoc.Value { return r.dialect.member(v, name) }

// resource returns a resource and its properties, and notes the fields in both
// that are not known.
func (r *reader) resource(v jsondoc.Value, own, properties fields) (resource, p jsondoc.Value) {
	if r.dialect.isFlat() {
		v = r.object(v, own, properties)
		return v, v
	}
	v = r.object(v, own)
	return v, r.object(r.need(v, "properties"), properties)
}

// properties returns those of a resource.
func (r *reader) properties(v jsondoc.Value) jsondoc.Value { return r.dialect.properties(v) }

// object returns the value if it is an object, and notes the fields in it that
// are not known.
func (r *reader) object(v jsondoc.Value, known ...fields) jsondoc.Value {
	if !r.is(v, jsondoc.Object) {
		return jsondoc.Value{}
	}
	for m := range v.Children() {
		if !m.Absent() && !r.dialect.knows(m.Key(), known) {
			r.quirk(m, "not read: there is no such field in the schema that is known here", sourceSchema)
		}
	}
	return v
}

// elements returns the elements of an array.
func (r *reader) elements(v jsondoc.Value) []jsondoc.Value {
	r.is(v, jsondoc.Array)
	return v.Elements()
}

func (r *reader) text(v jsondoc.Value) string {
	if !r.is(v, jsondoc.String) {
		return ""
	}
	return string(v.Bytes())
}

// whole reads a number without fraction and exponent, from 0 to most.
func (r *reader) whole(v jsondoc.Value, most uint64) uint64 {
	if !r.is(v, jsondoc.Number) {
		return 0
	}
	n, err := strconv.ParseUint(string(v.Bytes()), 10, 64)
	if err != nil || n > most {
		r.fail(v, wants(fmt.Sprintf("a whole number from 0 to %d", most), scrub.Text(string(v.Bytes()))))
		return 0
	}
	return n
}

// thousandths reads a number of at most three decimals, times a thousand.
func (r *reader) thousandths(v jsondoc.Value, most uint64) uint64 {
	if !r.is(v, jsondoc.Number) {
		return 0
	}
	units, decimals, _ := strings.Cut(string(v.Bytes()), ".")
	decimals = strings.TrimRight(decimals, "0")
	if len(decimals) <= 3 {
		n, err := strconv.ParseUint(units+decimals+"000"[len(decimals):], 10, 64)
		if err == nil && n <= most {
			return n
		}
	}
	r.fail(v, wants(fmt.Sprintf("a number from 0 to %d of at most three decimals", most/1000), scrub.Text(string(v.Bytes()))))
	return 0
}

// prefix reads an address and a length.
func (r *reader) prefix(v jsondoc.Value) netip.Prefix {
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
func word[T fmt.Stringer](r *reader, v jsondoc.Value, known []T) T {
	var zero T
	if !r.is(v, jsondoc.String) {
		return zero
	}
	b := v.Bytes()
	i := slices.IndexFunc(known, func(t T) bool { return string(b) == t.String() })
	if i < 0 {
		r.strange(v)
		return zero
	}
	return known[i]
}
