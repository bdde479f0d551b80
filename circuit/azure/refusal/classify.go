package refusal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
	"github.com/expressroute-go/expressroute/machine"
)

// Verdict is what Azure's refusal of a request means for whoever sent it.
type Verdict struct {
	Disposition Disposition   `json:"disposition,omitempty"`
	Actor       machine.Actor `json:"actor,omitempty"`   // who acts next
	Need        machine.Need  `json:"need,omitempty"`    // the guard of package circuit, or rule of package peering, that would have refused it; empty if there is none
	Code        string        `json:"code,omitempty"`    // as Azure gave it, without the spaces around it; what may be a key is redacted
	Message     string        `json:"message,omitempty"` // its beginning, likewise
	Why         string        `json:"why"`               // in words
	Basis       machine.Basis `json:"basis,omitempty"`
	Source      string        `json:"source,omitempty"`
}

// String is one sentence: "FixRequest by Customer: the API version ...".
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

// Classify says what an answer of Azure's means: the HTTP status, zero if it is
// not known, and the body. The body of an operation that failed comes with
// status 200.
//
// Where a body has several errors, one inside another, or as a text in its
// message, or in a list of details, the gravest decides. What is not known, and
// what is no error, is [Unclassified], and Why says which it is.
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

// ClassifyError is [Classify] for one who has taken the error's code and message
// from the answer, or from what a tool printed. Either may be empty.
func ClassifyError(status int, code, message string) Verdict {
	f := failure{code, message}
	if v := f.verdict(status); v.Disposition != Unclassified {
		return v
	}
	return f.byStatus(status)
}

// verdict is what the code or the message means.
func (f failure) verdict(status int) Verdict {
	code, said := strings.TrimSpace(f.code), strings.ToLower(f.message[:min(len(f.message), maxMessage)])
	for i := range refusals {
		if r := &refusals[i]; r.matches(status, code, said) {
			return f.verdictOf(r)
		}
	}
	return Verdict{}
}

// byStatus is what the HTTP status means where the code and message are not
// known.
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

// verdictOf quotes the failure, and says what the row says.
func (f failure) verdictOf(r *row) Verdict {
	return Verdict{
		Disposition: r.means, Actor: r.by, Need: r.need, Why: r.why, Basis: r.basis, Source: r.source,
		Code: scrub.Text(strings.TrimSpace(f.code)), Message: scrub.Text(strings.TrimSpace(f.message)),
	}
}

// maxMessage is how much of a message is searched, in bytes. The longest that was
// recorded has about 500.
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
