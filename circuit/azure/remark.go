package azure

import (
	"strconv"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// remark is a field that has no place in the model, and what to know of the circuit
// where the field has a value that is not the usual one.
type remark struct {
	field  string
	says   func(jsondoc.Value) string // empty where there is nothing to say
	source string
}

var (
	circuitRemarks = []remark{
		{"allowClassicOperations", ifTrue("true: networks of the classic model can be linked too, and such links are in no document of this kind"), sourceClassicLinks},
	}
	microsoftRemarks = []remark{
		{"advertisedCommunities", ifAny("communities, which are not kept: they name services of which Microsoft advertises routes"), sourceSchema},
	}
)

// remarks notes what the fields of an object say.
func (r *reader) remarks(v jsondoc.Value, list []remark) {
	for _, of := range list {
		m := r.member(v, of.field)
		if m.Absent() {
			continue
		}
		if says := of.says(m); says != "" {
			r.quirk(m, says, of.source)
		}
	}
}

// ifTrue: true, as JSON or as a cmdlet prints it.
func ifTrue(says string) func(jsondoc.Value) string {
	return func(v jsondoc.Value) string {
		if on, err := strconv.ParseBool(string(v.Bytes())); err != nil || !on || v.Kind() == jsondoc.Number {
			return ""
		}
		return says
	}
}

// ifAny: a list with something in it.
func ifAny(says string) func(jsondoc.Value) string {
	return func(v jsondoc.Value) string {
		if len(v.Elements()) == 0 {
			return ""
		}
		return says
	}
}
