package controller

import "github.com/expressroute-go/expressroute/circuit"

// Resource is a custom resource that stands for one circuit.
type Resource struct {
	Spec      circuit.Spec
	Deleting  bool // metadata.deletionTimestamp is set
	Finalizer bool // ours is among metadata.finalizers
	Status    Status
}

// Status is what the controller writes back.
type Status struct {
	Circuit    circuit.Snapshot
	Conditions []Condition
}

// observe lays what was read over what the status knows.
func (r *Resource) observe(seen circuit.Observation) (circuit.Circuit, circuit.Explanation, error) {
	c, err := r.known(seen)
	if err != nil {
		return circuit.Circuit{}, circuit.Explanation{}, err
	}
	return c.Observe(seen)
}

// known is the circuit as the status knows it, with what is wanted. At the first
// time it is a new one, or one that is there already and is adopted.
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

// gone reports whether nothing of the circuit is left, so that the finalizer may
// go. A circuit that could not be read is not gone.
func gone(c circuit.Circuit) bool {
	return c.Phase().Kind == circuit.PhaseTerminal || c.State().Status == circuit.NotCreated
}
