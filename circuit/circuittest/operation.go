package circuittest

import (
	"net/http"
	"slices"
	"time"
)

// Failure is how an operation fails. A client sees it as the error of the operation:
// the poll itself is answered with HTTP 200.
type Failure struct {
	Code    string // "InternalServerError"
	Message string // "An error occurred."

	// Disables says that the failure of a PUT of the circuit switches the circuit off,
	// and leaves the peerings in the PUT as they are: Updating, for good.
	//
	// Source: recorded: github.com/Azure/azure-powershell,
	// TestExpressRouteCircuitPeeringCRUD, 2015-12-03
	Disables bool

	// Spreads says that the failure makes the circuit Failed too, if the operation is
	// one on a peering or on another part of it.
	Spreads bool
}

// operation is a long-running operation of ARM.
type operation struct {
	id       string
	location string
	circuit  *circuitResource // on which nothing else can be written until it ends; nil if it is only a read
	due      time.Time        // when it ends by the clock
	polls    int
	done     bool
	failure  *Failure // how it ends, or has ended
	hangs    bool     // it never ends

	// end makes what the operation does. It returns false if it cannot end yet: in the
	// edition of 2016, Azure deletes a circuit after the provider has deprovisioned it.
	end    func(*Failure) bool
	result any // what operationResults shows
}

// begin begins an operation on a circuit.
func (s *Server) begin(c *circuitResource, lasts time.Duration, end func(*Failure) bool) *operation {
	o := &operation{id: s.guid(), location: c.location, circuit: c, due: s.now.Add(lasts), end: end}
	if len(c.failures) > 0 {
		o.failure, c.failures = c.failures[0], c.failures[1:]
	}
	c.operation = o
	s.run(o)
	return o
}

// run lets an operation run. It can be polled from now on.
func (s *Server) run(o *operation) {
	s.operations[o.id] = o
	s.running = append(s.running, o)
}

// finish ends an operation, if it can end.
func (s *Server) finish(o *operation) bool {
	if o.done {
		return true
	}
	if o.hangs || o.end != nil && !o.end(o.failure) {
		return false
	}
	o.done = true
	s.running = slices.DeleteFunc(s.running, func(other *operation) bool { return other == o })
	if c := o.circuit; c != nil {
		c.etag = s.etag()
		if c.operation == o {
			c.operation = nil
		}
	}
	return true
}

// nextDue returns the operation that ends first and no later than the time, nil if
// there is none.
func (s *Server) nextDue(at time.Time) *operation {
	var next *operation
	for _, o := range s.running {
		if !o.due.After(at) && (next == nil || o.due.Before(next.due)) {
			next = o
		}
	}
	return next
}

// finishDue ends the operations whose time has come.
func (s *Server) finishDue() {
	for _, o := range slices.Clone(s.running) {
		if !o.due.After(s.now) {
			s.finish(o)
		}
	}
}

// poll counts a poll of the operation, and ends it if there were enough.
func (s *Server) poll(q *request) (*operation, error) {
	o := s.operations[canonical(q.at["operation"])]
	if o == nil {
		return nil, &armError{http.StatusNotFound, "OperationNotFound", "The entity was not found."}
	}
	if o.polls++; !o.done && s.options.Polls >= 0 && o.polls > s.options.Polls {
		if !o.hangs && o.due.After(s.now) {
			s.advance(o.due)
		}
		s.finish(o)
	}
	return o, nil
}

// operationBody is the document of Azure-AsyncOperation. A failed operation has the
// error in it.
type operationBody struct {
	Status string     `json:"status"`
	Error  *errorBody `json:"error,omitempty"`
}

func (s *Server) getOperation(q *request) (answer, error) {
	o, err := s.poll(q)
	if err != nil {
		return answer{}, err
	}
	a := ok(operationBody{Status: "Succeeded"})
	switch {
	case !o.done:
		a.body = operationBody{Status: "InProgress"}
		a.header = map[string]string{"Retry-After": s.retryAfter()}
	case o.failure != nil:
		a.body = operationBody{Status: "Failed", Error: &errorBody{Code: o.failure.Code, Message: o.failure.Message}}
	}
	return a, nil
}

// getOperationResult answers what the header Location names: 202 until the operation
// has ended, then what it returns.
func (s *Server) getOperationResult(q *request) (answer, error) {
	o, err := s.poll(q)
	switch {
	case err != nil:
		return answer{}, err
	case !o.done:
		a := s.pollable(q, o, true)
		a.status = http.StatusAccepted
		return a, nil
	case o.failure != nil:
		return answer{}, &armError{http.StatusBadRequest, o.failure.Code, o.failure.Message}
	case o.result == nil:
		return answer{status: http.StatusNoContent}, nil
	}
	return ok(o.result), nil
}

// pollable returns an answer with the headers that say where to poll. Those of a PUT
// were recorded without Location.
func (s *Server) pollable(q *request, o *operation, location bool) answer {
	a := answer{header: map[string]string{
		"Azure-AsyncOperation": q.operationURL(o, "operations"),
		"Retry-After":          s.retryAfter(),
		"X-Ms-Request-Id":      o.id,
	}}
	if location {
		a.header["Location"] = q.operationURL(o, "operationResults")
	}
	return a
}

func (q *request) operationURL(o *operation, collection string) string {
	return q.base + "/subscriptions/" + q.at["subscription"] + network + "/locations/" + o.location +
		"/" + collection + "/" + o.id + "?api-version=" + q.version
}
