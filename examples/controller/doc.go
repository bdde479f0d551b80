// Package controller shows what a Kubernetes-style controller takes from this
// library. It depends on nothing of Kubernetes': where that has a type, there is
// one of the same shape here.
//
// [Reconciler.Reconcile] observes the circuit, plans, does what is the customer's
// turn, and says when to come back: after the step's typical duration, or after
// a poll interval while somebody else acts, which may be for days. It keeps
// nothing in memory: the circuit's snapshot is in the resource's status, and
// holds the acts that no document shows, so that a restarted controller does not
// order twice.
//
// What is not met becomes conditions, each with whom it waits for and why
// ([Conditions]). The finalizer stays until the circuit is proven to be gone:
// until then it bills.
package controller
