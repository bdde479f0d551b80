// Package controller shows how a Kubernetes-style controller can use this library.
// It does not import Kubernetes: it has its own types of the same shape.
//
// [Reconciler.Reconcile] observes the circuit, plans, takes the customer's steps,
// and says when to reconcile again: after the typical duration of the step, or after
// a poll interval while somebody else acts, which may take days. It keeps nothing in
// memory. The status of the resource has the circuit's snapshot, with the acts that
// no document shows, so that a restarted controller does not order twice.
//
// [Conditions] turns unmet conditions into conditions of the resource, each with the
// actor to wait for and the reason. The finalizer stays until the circuit is known
// to be deleted, because it bills until then.
package controller
