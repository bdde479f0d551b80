package azure

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
)

// failure is the code and message of one error.
type failure struct{ code, message string }

// answer is what a body says: its errors, or why there are none.
type answer struct {
	failures []failure
	says     string
}

const (
	maxFailures = 100 // errors of one body that are looked at
	maxInside   = 8   // levels of errors within each other
)

// readAnswer takes the errors from a body, the outermost first. There is no
// answer in an empty one.
func readAnswer(body []byte) answer {
	var a answer
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	if len(trimmed) == 0 {
		return a
	}
	if trimmed[0] != '{' && trimmed[0] != '[' {
		return answerText(trimmed)
	}
	doc, err := jsondoc.Index(body)
	if err != nil {
		a.says = "the body is not read: azure: " + err.Error()
		return a
	}
	root := doc.Root()
	for _, f := range root.Faults() {
		a.says = fmt.Sprintf("the body is not read: %s: %v", f.Value.Path(root), f.Err)
		return a
	}
	if a.read(root, 0); len(a.failures) == 0 {
		a.says = noFailure(root)
	}
	return a
}

// noFailure says what a body without an error is. That of an operation has a
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

// read takes the error that the value is or holds, and those within it.
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
	a.readText(f.message, depth)
	if len(a.failures) > i+1 {
		a.failures[i].message = "" // it is theirs
	}
	for _, d := range member(v, "details").Elements() {
		a.read(d, depth+1)
	}
	a.read(member(v, "innererror"), depth+1)
}

// readText takes the errors from a message that is a JSON text itself, as
// deployments have it.
func (a *answer) readText(message string, depth int) {
	message = strings.TrimSpace(message)
	if !strings.HasPrefix(message, "{") {
		return
	}
	if doc, err := jsondoc.Index([]byte(message)); err == nil && len(doc.Root().Faults()) == 0 {
		a.read(doc.Root(), depth+1)
	}
}

// member is a member of an error, whose names some of Azure's services write
// with a capital.
func member(v jsondoc.Value, name string) jsondoc.Value {
	if m := v.Member(name); !m.Absent() {
		return m
	}
	return v.Member(jsondoc.Capitalized(name))
}

// printed are the forms in which an error is printed: by the classic API, by
// SDKs of Go, by az, and by the classic cmdlets.
var printed = []*regexp.Regexp{
	regexp.MustCompile(`(?s)<Code>([^<]*)</Code>\s*<Message>([^<]*)</Message>`),
	regexp.MustCompile(`(?s)Code="([^"]*)" Message="([^"]*)"`),
	regexp.MustCompile(`(?s)^(?:ERROR: )?\(([A-Za-z]+)\) (.*)`),
	regexp.MustCompile(`(?s)^([A-Za-z]+): (.*)`),
}

// answerText takes the error from a text that is no JSON. A code is looked for
// only among the forms that have one; any text may be a message.
func answerText(text []byte) answer {
	text = text[:min(len(text), maxSaid)]
	for _, form := range printed {
		if m := form.FindSubmatch(text); m != nil {
			return answer{failures: []failure{{string(m[1]), string(m[2])}}}
		}
	}
	return answer{failures: []failure{{"", string(text)}}}
}
