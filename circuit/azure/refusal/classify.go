package refusal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
	"github.com/expressroute-go/expressroute/machine"
)

// Verdict says what a refusal means for the program that sent the request.
type Verdict struct {
	Disposition Disposition   `json:"disposition,omitempty"`
	Actor       machine.Actor `json:"actor,omitempty"`   // who has to act next
	Need        machine.Need  `json:"need,omitempty"`    // the condition in package circuit or peering that was not met; empty if they have none for it
	Code        string        `json:"code,omitempty"`    // Azure's error code without the spaces around it; keys are redacted
	Message     string        `json:"message,omitempty"` // the first 256 bytes of Azure's message; keys are redacted
	Why         string        `json:"why"`               // what is wrong and what to do, for people
	Basis       machine.Basis `json:"basis,omitempty"`   // how it is known that the answer means this
	Source      string        `json:"source,omitempty"`  // where that is written or was recorded
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
// is not known; body is the body of the response, or the error that a tool
// printed. A long operation that failed answers with status 200 and the error in
// its body.
//
// A body may have several errors: one inside another, as JSON text in a message,
// or in a list of details. The one with the highest [Disposition] decides. An
// answer that is not known, and one that is not an error, is [Unclassified]; Why
// says which of the two it is.
func Classify(status int, body []byte) Verdict {
	answer := readAnswer(body)
	var worst Verdict
	for _, f := range answer.failures {
		if v := f.verdict(status); v.Disposition > worst.Disposition {
			worst = v
		}
	}
	switch {
	case worst.Disposition != Unclassified:
		return worst
	case len(answer.failures) > 0:
		return answer.failures[len(answer.failures)-1].byStatus(status) // the innermost
	case answer.why != "":
		return Verdict{Why: answer.why}
	}
	return failure{}.byStatus(status)
}

// ClassifyError is [Classify] for a program that has the error's code and message
// already. Either may be empty.
func ClassifyError(status int, code, message string) Verdict {
	f := failure{code, message}
	if v := f.verdict(status); v.Disposition != Unclassified {
		return v
	}
	return f.byStatus(status)
}

// verdict looks the failure up in the table of refusals.
func (f failure) verdict(status int) Verdict {
	code, said := strings.TrimSpace(f.code), strings.ToLower(f.message[:min(len(f.message), maxMessage)])
	for i := range refusals {
		if r := &refusals[i]; r.matches(status, code, said) {
			return f.verdictOf(r)
		}
	}
	return Verdict{}
}

// byStatus returns what the HTTP status means, for a failure whose code and
// message are not known.
func (f failure) byStatus(status int) Verdict {
	for i := range statuses {
		if r := &statuses[i]; r.status == status {
			return f.verdictOf(r)
		}
	}
	v := f.verdictOf(&row{})
	v.Why = unknown(status, v.Code)
	return v
}

// verdictOf returns the verdict of a row, with the code and the message of the
// failure.
func (f failure) verdictOf(r *row) Verdict {
	return Verdict{
		Disposition: r.means, Actor: r.by, Need: r.need, Why: r.why, Basis: r.basis, Source: r.source,
		Code: scrub.Text(strings.TrimSpace(f.code)), Message: scrub.Text(strings.TrimSpace(f.message)),
	}
}

// maxMessage is how much of a message is searched, in bytes. The longest recorded
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
