package refusal

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/armerror"
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
	for _, f := range armerror.Read(root) {
		a.failures = append(a.failures, failure{f.Code, f.Message})
	}
	if len(a.failures) == 0 {
		a.why = noFailure(root)
	}
	return a
}

// noFailure says what a body without an error is. The body of an operation has a
// status.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/async-operations
func noFailure(v jsondoc.Value) string {
	switch status := armerror.Member(v, "status").Text(); {
	case strings.EqualFold(status, "Failed"), strings.EqualFold(status, "Canceled"):
		return "the operation is " + scrub.Text(status) + " and does not say why: read the resource"
	case status != "":
		return "no error: the operation is " + scrub.Text(status)
	}
	return "no error in the body"
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
