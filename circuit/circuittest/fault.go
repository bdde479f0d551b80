package circuittest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
)

// FaultKind is a way in which Azure, or the way to it, goes wrong.
type FaultKind uint8

const (
	_           FaultKind = iota
	StaleRead             // a GET is answered as the same GET was answered before
	NotFound              // a GET is answered 404, as it happens right after a create: https://github.com/Azure/azure-rest-api-specs/issues/10148
	Busy                  // a write is answered 409 AnotherOperationInProgress, and does nothing
	Throttled             // a request is answered 429 with Retry-After, and does nothing
	ServerError           // a request is answered 500, and does nothing
	LostAnswer            // a request takes effect, and the connection breaks before the answer
	NeverEnding           // the operation that a write begins never ends
)

var faultKinds = machine.Spell[FaultKind]("circuittest.FaultKind", "none",
	"StaleRead", "NotFound", "Busy", "Throttled", "ServerError", "LostAnswer", "NeverEnding")

func (k FaultKind) String() string { return faultKinds.String(k) }

// reads and writes are the methods of the requests that a fault can meet.
var (
	reads  = []string{http.MethodGet, http.MethodHead}
	writes = []string{http.MethodPut, http.MethodPatch, http.MethodPost, http.MethodDelete}
)

// faultMethods are the methods of the requests that a fault can meet; those of a kind
// that is not here are all.
var faultMethods = map[FaultKind][]string{
	StaleRead: reads, NotFound: reads, Busy: writes, NeverEnding: writes,
}

// Fault is a fault to order: [Server.Inject]. It meets only requests that its kind can
// meet, polls of operations among them.
type Fault struct {
	Kind   FaultKind
	Method string // of the requests that it meets; empty for all
	Path   string // is part of the paths of the requests that it meets, in any case; empty for all
	Times  int    // how many requests it meets; zero is one; if negative, all
}

// Inject orders a fault. Faults wait until a request comes that they meet; of several
// the oldest meets it.
func (s *Server) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults = append(s.faults, f)
}

// Heal removes the faults that have met no request yet, and lets operations that never
// end go on.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
	for _, o := range s.running {
		o.hangs = false
	}
}

// meet returns the kind of the fault that meets the request, zero if none does.
func (s *Server) meet(q *request) FaultKind {
	for i := range s.faults {
		f := &s.faults[i]
		methods := faultMethods[f.Kind]
		if f.Method != "" && !strings.EqualFold(f.Method, q.Method) || methods != nil && !slices.Contains(methods, q.Method) ||
			!strings.Contains(strings.ToLower(q.URL.Path), strings.ToLower(f.Path)) {
			continue
		}
		kind := f.Kind
		if f.Times--; f.Times == 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		return kind
	}
	return 0
}

// broken returns the answer that a fault gives in place of the true one, or nil.
func (s *Server) broken(q *request, kind FaultKind) *answer {
	refuse := func(status int, code, message string) *answer {
		a := errorAnswer(&armError{status, code, message})
		return &a
	}
	switch kind {
	case StaleRead:
		if text, before := s.answered[q.URL.RequestURI()]; before {
			return &answer{status: http.StatusOK, body: text}
		}
	case NotFound:
		return refuse(http.StatusNotFound, "NotFound", fmt.Sprintf("Resource %s not found.", q.URL.Path))
	case Busy:
		a := errorAnswer(busy(q.base + "/subscriptions/" + zeros))
		return &a
	case Throttled:
		a := refuse(http.StatusTooManyRequests, "TooManyRequests", "The request is being throttled as the limit has been reached for operation type.")
		a.header = map[string]string{"Retry-After": s.retryAfter()}
		return a
	case ServerError:
		return refuse(http.StatusInternalServerError, "InternalServerError", "An error occurred.")
	}
	return nil
}
