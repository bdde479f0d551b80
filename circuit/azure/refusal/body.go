package refusal

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
)

// failure is the code and the message of one error.
type failure struct{ code, message string }

// answer is what a body has: its errors, or the reason why there are none.
type answer struct {
	failures []failure // the outermost first
	why      string    // there are none; empty if there is no body either
}

const (
	maxFailures = 100 // errors of one body that are read
	maxInside   = 8   // errors within each other
)

// readAnswer reads the errors in a body.
func readAnswer(body []byte) answer {
	var a answer
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	if len(trimmed) == 0 {
		return a
	}
	if trimmed[0] != '{' && trimmed[0] != '[' {
		return readPrinted(trimmed)
	}
	doc, err := jsondoc.Index(body)
	if err != nil {
		a.why = "the body cannot be read: " + err.Error()
		return a
	}
	root := doc.Root()
	for _, f := range root.Faults() {
		a.why = fmt.Sprintf("the body cannot be read: %s: %v", f.Value.Path(root), f.Err)
		return a
	}
	if a.read(root, 0); len(a.failures) == 0 {
		a.why = noFailure(root)
	}
	return a
}

// noFailure says what a body without an error is. The body of an operation has a
// status.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/async-operations
func noFailure(v jsondoc.Value) string {
	switch status := member(v, "status").Text(); {
	case strings.EqualFold(status, "Failed"), strings.EqualFold(status, "Canceled"):
		return "the operation is " + scrub.Text(status) + " and does not say why: read the resource"
	case status != "":
		return "no error: the operation is " + scrub.Text(status)
	}
	return "no error in the body"
}

// read adds the error in a value, and the errors inside of that error.
func (a *answer) read(v jsondoc.Value, depth int) {
	if depth > maxInside || v.Kind() != jsondoc.Object {
		return
	}
	if inner := member(v, "error"); inner.Kind() == jsondoc.Object {
		a.read(inner, depth+1)
		return
	}
	f := failure{member(v, "code").Text(), member(v, "message").Text()}
	if strings.TrimSpace(f.code+f.message) == "" || len(a.failures) == maxFailures {
		return
	}
	i := len(a.failures)
	a.failures = append(a.failures, f)
	a.readMessage(f.message, depth)
	if len(a.failures) > i+1 {
		a.failures[i].message = "" // it consists of the errors just added
	}
	for _, d := range member(v, "details").Elements() {
		a.read(d, depth+1)
	}
	a.read(member(v, "innererror"), depth+1)
}

// readMessage adds the errors in a message that is JSON text. Failed deployments
// have such messages.
func (a *answer) readMessage(message string, depth int) {
	message = strings.TrimSpace(message)
	if !strings.HasPrefix(message, "{") {
		return
	}
	if doc, err := jsondoc.Index([]byte(message)); err == nil && len(doc.Root().Faults()) == 0 {
		a.read(doc.Root(), depth+1)
	}
}

// member returns the member of an error. Some of Azure's services write its name
// with a capital letter.
func member(v jsondoc.Value, name string) jsondoc.Value {
	if m := v.Member(name); !m.Absent() {
		return m
	}
	return v.Member(jsondoc.Capitalized(name))
}

// printed are the forms in which tools print an error: the classic API, SDKs of
// Go, az, and the classic cmdlets.
var printed = []*regexp.Regexp{
	regexp.MustCompile(`(?s)<Code>([^<]*)</Code>\s*<Message>([^<]*)</Message>`),
	regexp.MustCompile(`(?s)Code="([^"]*)" Message="([^"]*)"`),
	regexp.MustCompile(`(?s)^(?:ERROR: )?\(([A-Za-z]+)\) (.*)`),
	regexp.MustCompile(`(?s)^([A-Za-z]+): (.*)`),
}

// readPrinted reads the error in a text that is not JSON. A text in none of the
// forms is taken as a message without a code.
func readPrinted(text []byte) answer {
	text = text[:min(len(text), maxMessage)]
	for _, form := range printed {
		if m := form.FindSubmatch(text); m != nil {
			return answer{failures: []failure{{string(m[1]), string(m[2])}}}
		}
	}
	return answer{failures: []failure{{"", string(text)}}}
}
