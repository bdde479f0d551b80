package refusal

import (
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
)

// failure is one error: its code, its message, and how many errors it is inside of.
// In a list, an error is followed by those inside of it.
type failure struct {
	code, message string
	depth         int
}

// answer is what a body has: its errors, or the reason why there are none.
type answer struct {
	failures []failure
	status   int    // the HTTP status that a printed text names; zero if it names none
	text     string // what a tool printed, undressed: the first failure is the whole of it
	texts    int    // how many texts in a document were read
	cut      bool   // the text is not whole: an error inside of those that were read may be missing
	why      string // there are no failures; empty if there is no body either
}

// maxFailures is how many errors of an answer are looked at.
const maxFailures = 200

// verdict says what the errors of an answer mean together.
func (a answer) verdict(status int) Verdict {
	if len(a.failures) == 0 {
		return failure{}.byStatus(status)
	}
	a.failures = a.failures[:min(len(a.failures), maxFailures)]
	rows := make([]*row, len(a.failures))
	for i, f := range a.failures {
		rows[i] = f.row(status)
	}
	var worst, unread Verdict
	found := false
	for i := range a.failures {
		if i+1 < len(a.failures) && a.failures[i+1].depth > a.failures[i].depth {
			continue // others are inside of it
		}
		v, known := a.along(a.path(i), rows, status)
		switch {
		case known && (!found || v.Disposition > worst.Disposition):
			worst, found = v, true
		case !known && (unread.Why == "" || isWrapper(unread.Code)):
			unread = v
		}
	}
	switch {
	case !found:
		return unread
	case worst.Disposition == RetryLater && unread.Code != "" && !isWrapper(unread.Code):
		return unread
	}
	return worst
}

// path returns the places of an error and of those that it is inside of, the
// outermost first.
func (a answer) path(i int) []int {
	path := []int{i}
	for depth := a.failures[i].depth; i >= 0; i-- {
		if a.failures[i].depth < depth {
			depth = a.failures[i].depth
			path = append(path, i)
		}
	}
	slices.Reverse(path)
	return path
}

// along says what errors inside each other mean: the innermost of which a row says
// more than that something was refused; without one, the innermost with a code that
// says something, which is not known; and without that, what a wrapper's row says.
func (a answer) along(path []int, rows []*row, status int) (v Verdict, known bool) {
	named, wrapper, coded := -1, -1, -1
	for n := len(path) - 1; n >= 0; n-- {
		r := rows[path[n]]
		switch code := a.failures[path[n]].named(); {
		case code == "" && named >= 0: // a whole text is not asked about an error that has a code
		case r != nil && r.tells():
			return a.told(r.verdict(), path, a.innermost(path, n, r)), true
		case r != nil && wrapper < 0:
			wrapper = n
		case named < 0 && code != "" && !isWrapper(code):
			named = n
		case coded < 0 && code != "":
			coded = n
		}
	}
	switch {
	case named >= 0:
		return a.told(a.failures[path[named]].byStatus(status), path, named), false
	case wrapper >= 0 && !a.cut:
		return a.told(rows[path[wrapper]].verdict(), path, wrapper), true
	}
	n := max(coded, wrapper)
	if n < 0 {
		n = len(path) - 1
	}
	return a.told(a.failures[path[n]].byStatus(status), path, n), false
}

// innermost returns the place in a path of the error that has the row's part of a
// message, from the n-th on: the message of an outer error may quote that of an
// inner one.
func (a answer) innermost(path []int, n int, r *row) int {
	if r.says != "" {
		for i := len(path) - 1; i > n; i-- {
			if f := a.failures[path[i]]; f.named() != "" && strings.Contains(f.said(), r.says) {
				return i
			}
		}
	}
	return n
}

// told adds what the errors around the n-th of a path tell. If that has no code, it
// is a whole text, and the code is the innermost one in it.
func (a answer) told(v Verdict, path []int, n int) Verdict {
	outer, f := path[:n], a.failures[path[n]]
	v.Code, v.Message = scrub.Text(f.named()), scrub.Text(strings.TrimSpace(f.message))
	if v.Code == "" && n < len(path)-1 {
		outer = path[:len(path)-1]
		v.Code = scrub.Text(a.failures[path[len(path)-1]].named())
	}
	for _, i := range outer {
		if code := scrub.Text(a.failures[i].named()); code != "" && !strings.EqualFold(code, v.Code) {
			v.Outer = append(v.Outer, code)
		}
	}
	v.Resource, v.HeldBy = holders(f.message)
	return v
}

// named returns the code of an error, without the spaces around it.
func (f failure) named() string { return strings.TrimSpace(f.code) }

// said returns the message in lower case, with single spaces.
func (f failure) said() string {
	return strings.ToLower(squeeze(f.message[:min(len(f.message), maxMessage)]))
}

// row returns the row of the table of refusals that is about the error, nil if
// there is none. The message tells where the code does not.
func (f failure) row(status int) *row {
	code, said := f.named(), f.said()
	r := lookUp(status, code, said)
	if (r == nil || !r.tells()) && (code == "" || isWrapper(code)) {
		if known := codeOf(said); known != "" {
			return lookUp(status, known, said)
		}
	}
	return r
}

// lookUp returns the first row of the table that matches.
func lookUp(status int, code, said string) *row {
	for i := range refusals {
		if r := &refusals[i]; r.matches(status, code, said) {
			return r
		}
	}
	return nil
}

// byStatus returns what the HTTP status means, for a failure whose code and
// message are not known.
func (f failure) byStatus(status int) Verdict {
	for i := range statuses {
		if r := &statuses[i]; r.status == status {
			return r.verdict()
		}
	}
	return Verdict{Why: unknown(status, scrub.Text(f.named()))}
}
