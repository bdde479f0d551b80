package refusal

import (
	"net/http"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
)

// row is one row of a table: an answer, and what it means. An empty field of the
// answer matches everything.
type row struct {
	status int    // the HTTP status
	code   string // the error's code, in any case
	says   string // a part of the message, in lower case, with single spaces
	silent bool   // there is no message

	means  Disposition
	by     machine.Actor
	need   machine.Need
	why    string
	basis  machine.Basis
	source string
}

// matches reports whether the row is about that answer. said is the message in
// lower case, with single spaces.
func (r *row) matches(status int, code, said string) bool {
	return (r.status == 0 || r.status == status) &&
		(r.code == "" || strings.EqualFold(r.code, code)) &&
		strings.Contains(said, r.says) && (!r.silent || said == "")
}

// verdict returns what the row says, without the answer that it is about.
func (r *row) verdict() Verdict {
	return Verdict{Disposition: r.means, Actor: r.by, Need: r.need, Why: r.why, Basis: r.basis, Source: r.source}
}

// tells reports whether the row knows more than a code that only says that
// something was refused.
func (r *row) tells() bool { return r.says != "" || !isWrapper(r.code) }

// statuses are the HTTP statuses that have a meaning on their own, whatever the
// code. 400, 404 and 409 are not among them: Azure sends each for wrong requests
// and for resources in a wrong state alike.
var statuses = []row{
	{
		status: http.StatusTooManyRequests,
		means:  RetryLater, by: machine.Microsoft,
		why:   "too many requests: wait as many seconds as the Retry-After header says",
		basis: machine.Documented, source: sourceThrottled,
	},
	{
		status: http.StatusRequestTimeout,
		means:  RetryLater, by: machine.Microsoft,
		why:   "the request did not arrive in time",
		basis: machine.Documented, source: sourceUnavailable,
	},
	{
		status: http.StatusBadGateway,
		means:  RetryLater, by: machine.Microsoft,
		why:   "a server between you and Azure got no valid answer; a write may have taken effect: read the resource first",
		basis: machine.Documented, source: sourceUnavailable,
	},
	{
		status: http.StatusServiceUnavailable,
		means:  RetryLater, by: machine.Microsoft,
		why:   "the service is overloaded or down for a short time",
		basis: machine.Documented, source: sourceUnavailable,
	},
	{
		status: http.StatusGatewayTimeout,
		means:  RetryLater, by: machine.Microsoft,
		why:   "a server between you and Azure got no answer in time; a write may have taken effect: read the resource first",
		basis: machine.Documented, source: sourceUnavailable,
	},
	{
		status: http.StatusPreconditionFailed,
		means:  RefreshResource, by: machine.Customer,
		why:   "the resource has changed since you read it: read it again, and make your change to the new version",
		basis: machine.Documented, source: sourcePrecondition,
	},
}
