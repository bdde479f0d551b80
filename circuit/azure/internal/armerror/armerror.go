// Package armerror reads the errors in the bodies with which Azure refuses a
// request.
package armerror

import (
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// Failure is the code and the message of one error, as they are written.
type Failure struct{ Code, Message string }

const (
	maxFailures = 100 // errors of one body that are read
	maxInside   = 8   // errors within each other
)

// Read returns the errors in a body, the outermost first. An error can be inside
// another: in "error" or "innererror", in a list of details, or as JSON text in a
// message. The message of one that consists of others is left empty.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/async-operations;
// github.com/Azure/azure-resource-manager-rpc, v1.0/common-api-details.md, Error Response Content
func Read(body jsondoc.Value) []Failure {
	var r reader
	r.read(body, 0)
	return r.failures
}

type reader struct{ failures []Failure }

// read adds the error in a value, and the errors inside of that error.
func (r *reader) read(v jsondoc.Value, depth int) {
	if depth > maxInside || v.Kind() != jsondoc.Object {
		return
	}
	if inner := Member(v, "error"); inner.Kind() == jsondoc.Object {
		r.read(inner, depth+1)
		return
	}
	f := Failure{Member(v, "code").Text(), Member(v, "message").Text()}
	if strings.TrimSpace(f.Code+f.Message) == "" || len(r.failures) == maxFailures {
		return
	}
	i := len(r.failures)
	r.failures = append(r.failures, f)
	r.readMessage(f.Message, depth)
	if len(r.failures) > i+1 {
		r.failures[i].Message = "" // it consists of the errors just added
	}
	for _, d := range Member(v, "details").Elements() {
		r.read(d, depth+1)
	}
	r.read(Member(v, "innererror"), depth+1)
}

// readMessage adds the errors in a message that is JSON text. Failed deployments
// have such messages.
func (r *reader) readMessage(message string, depth int) {
	message = strings.TrimSpace(message)
	if !strings.HasPrefix(message, "{") {
		return
	}
	if doc, err := jsondoc.Index([]byte(message)); err == nil && len(doc.Root().Faults()) == 0 {
		r.read(doc.Root(), depth+1)
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
