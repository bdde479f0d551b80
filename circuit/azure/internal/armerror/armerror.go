// Package armerror reads the errors in the bodies with which Azure refuses a
// request.
package armerror

import (
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// Failure is the code and the message of one error, as they are written.
type Failure struct {
	Code, Message string
	Depth         int // how many errors it is inside of; an error is followed by those inside of it
}

const (
	maxFailures = 100 // errors of one body that are read
	maxInside   = 12  // objects and texts within each other; a deployment inside of another takes three
)

// Read returns the errors in a body, the outermost first. An error can be inside
// another: in "error" or "innererror" (or "innerError"), in a list of details, or as JSON text in a
// message or in "error". The message of one that consists of others is left empty.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/async-operations;
// github.com/Azure/azure-resource-manager-rpc, v1.0/common-api-details.md, Error Response Content
func Read(body jsondoc.Value) []Failure {
	var r reader
	r.read(body, 0, 0)
	return r.failures
}

type reader struct{ failures []Failure }

// read adds the error in a value, and the errors inside of that error. depth
// counts the errors around the value, levels the objects and texts.
func (r *reader) read(v jsondoc.Value, depth, levels int) {
	if levels > maxInside || v.Kind() != jsondoc.Object {
		return
	}
	switch inner := Member(v, "error"); inner.Kind() {
	case jsondoc.Object:
		r.read(inner, depth, levels+1)
		return
	case jsondoc.String:
		r.readText(inner.Text(), depth, levels)
	}
	f := Failure{Member(v, "code").Text(), Member(v, "message").Text(), depth}
	if strings.TrimSpace(f.Code+f.Message) == "" || len(r.failures) == maxFailures {
		return
	}
	i := len(r.failures)
	r.failures = append(r.failures, f)
	r.readText(f.Message, depth+1, levels)
	if len(r.failures) > i+1 {
		r.failures[i].Message = "" // it consists of the errors just added
	}
	for _, d := range Member(v, "details").Elements() {
		r.read(d, depth+1, levels+1)
	}
	r.read(Member(v, "innererror"), depth+1, levels+1)
	r.read(Member(v, "innerError"), depth+1, levels+1)
}

// readText adds the errors in a text that is JSON. Failed deployments have such
// messages.
func (r *reader) readText(text string, depth, levels int) {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "{") {
		return
	}
	if doc, err := jsondoc.Index([]byte(text)); err == nil && len(doc.Root().Faults()) == 0 {
		r.read(doc.Root(), depth, levels+1)
	}
}

// Member returns the member of an error. Some of Azure's services write its name
// with a capital letter.
func Member(v jsondoc.Value, name string) jsondoc.Value {
	if m := v.Member(name); !m.Absent() {
		return m
	}
	return v.Member(jsondoc.Capitalized(name))
}
