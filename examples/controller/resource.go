package controller

import "github.com/expressroute-go/expressroute/circuit"

// Resource is a custom resource that represents one circuit.
type Resource struct {
	Spec      circuit.Spec
	Deleting  bool // metadata.deletionTimestamp is set
	Finalizer bool // metadata.finalizers has this controller's finalizer
	Status    Status
}

// Status is the part of the resource that the controller writes.
type Status struct {
	Circuit    circuit.Snapshot
	Conditions []Condition
}

// observe returns the circuit of the status, updated with an observation.
func (r *Resource) observe(seen circuit.Observation) (circuit.Circuit, circuit.Explanation, error) {
	c, err := r.known(seen)
	if err != nil {
		return circuit.Circuit{}, circuit.Explanation{}, err
	}
	return c.Observe(seen)
}

// known returns the circuit of the status, with the wanted spec. If the status has
// none yet, it returns a new circuit, or, if Azure has the circuit already, one of
// which nothing is known yet.
func (r *Resource) known(seen circuit.Observation) (circuit.Circuit, error) {
	spec := r.Spec
	spec.Retire = r.Deleting
	switch {
	case r.Status.Circuit.V != 0:
		return circuit.Restore(spec, r.Status.Circuit)
	case seen.NotFound:
		return circuit.New(spec)
	}
	return circuit.Circuit{}.WithSpec(spec)
}

// gone reports whether the circuit is deleted or was never created, so that the
// controller can remove the finalizer. A circuit that could not be read is not gone.
func gone(c circuit.Circuit) bool {
	return c.Phase().Kind == circuit.PhaseTerminal || c.State().Status == circuit.NotCreated
}
