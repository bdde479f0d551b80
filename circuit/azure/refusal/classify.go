package refusal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
)

// Verdict says what a refusal means for the program that sent the request.
type Verdict struct {
	Disposition Disposition   `json:"disposition,omitempty"`
	Actor       machine.Actor `json:"actor,omitempty"`    // who has to act next
	Need        machine.Need  `json:"need,omitempty"`     // the condition in package circuit or peering that was not met; empty if they have none for it
	Code        string        `json:"code,omitempty"`     // Azure's error code without the spaces around it; keys are redacted
	Outer       []string      `json:"outer,omitempty"`    // the codes of the errors that this one was inside of, the outermost first
	Message     string        `json:"message,omitempty"`  // the first 256 bytes of Azure's message; keys are redacted
	Resource    string        `json:"resource,omitempty"` // the ID of the resource that others hold, where the message says which; keys are redacted
	HeldBy      []string      `json:"heldBy,omitempty"`   // the IDs of those that hold it: what uses it, or what is locked; at most 16
	Why         string        `json:"why"`                // what is wrong and what to do, for people
	Basis       machine.Basis `json:"basis,omitempty"`    // how it is known that the answer means this
	Source      string        `json:"source,omitempty"`   // where that is written or was recorded
}

// String returns one sentence: "FixRequest by Customer: the API version ...".
func (v Verdict) String() string {
	s := v.Disposition.String()
	if v.Actor != machine.Nobody {
		s += " by " + v.Actor.String()
	}
	s += ": " + v.Why
	if v.Source != "" {
		s += " (" + v.Basis.String() + ": " + v.Source + ")"
	}
	return s
}

// Classify says what Azure's answer means. status is the HTTP status, zero if it
// is not known; body is the body of the response, or what a tool printed: an error,
// a log with one in it, or the document of a Kubernetes object. A long operation
// that failed answers with status 200 and the error in its body.
//
// A body may have several errors: one inside another, as JSON text in a message,
// or in a list of details. Of errors inside each other the innermost that is known
// counts; a code such as BadRequest or DeploymentFailed says less than what is
// inside of it. Of errors beside each other the one with the highest [Disposition]
// decides, but [RetryLater] is not said while another of them is not known. An
// answer that is not known, and one that is not an error, is [Unclassified]; Why
// says which of the two it is, and Code is the code that was found.
func Classify(status int, body []byte) Verdict {
	a := readAnswer(body)
	if len(a.failures) == 0 && a.why != "" {
		return Verdict{Why: a.why}
	}
	if status == 0 {
		status = a.status
	}
	if a.text == "" {
		return a.verdict(status)
	}
	return a.printedVerdict(status)
}

// printedVerdict says what a printed text means, in the first of its readings in
// which it is known.
func (a answer) printedVerdict(status int) Verdict {
	var v Verdict
	for i, reading := range readings(a.text) {
		of := a
		if reading != a.text {
			of = readPlain(reading)
		}
		w := of.verdict(status)
		if w.Disposition != Unclassified {
			return w
		}
		if i == 0 {
			v = w
		}
	}
	return v
}

// ClassifyError is [Classify] for a program that has the error's code and message
// already. Either may be empty.
func ClassifyError(status int, code, message string) Verdict {
	a := answer{failures: []failure{{code: code, message: message}}}
	a.addInside(message, 1)
	return a.verdict(status)
}

// maxMessage is how much of a message is read, in bytes. The longest recorded
// message has about 500.
const maxMessage = 8 << 10

// unknown says that neither the code nor the status is known.
func unknown(status int, code string) string {
	http := statusText(status)
	switch {
	case code != "":
		return "the code " + strconv.Quote(code) + " is not known here, and " + http + " alone does not say what is wrong"
	case status >= 200 && status < 300:
		return "no error: " + http
	}
	return "there is no known code or message, and " + http + " alone does not say what is wrong"
}

// statusText returns "HTTP status 404 Not Found".
func statusText(status int) string {
	if status == 0 {
		return "an unknown HTTP status"
	}
	return strings.TrimSpace("HTTP status " + strconv.Itoa(status) + " " + http.StatusText(status))
}
