// Package circuit models an ExpressRoute circuit as coupled state machines:
// the provider's provisioning and Microsoft's status, the operations on its
// resources, and for each peering its administration, BGP and advertised
// prefixes.
//
// One table, in coupling.go, couples the machines. It has one row for each
// [Verb]: which machines an [Event] with that verb moves, and which guards it
// needs. The machines of a row move together or not at all. One such row says
// that routing can only be configured when the circuit is Provisioned and
// Enabled. All differences between today's Azure and the Azure of the article of
// 2016 stand in edition.go and guards_edition.go.
//
// A [Circuit] answers where it is ([Circuit.State], [Circuit.Phase],
// [Circuit.Workflow]), what may be done ([Circuit.Check], [Circuit.Options]),
// what comes next and whose turn it is ([Circuit.Plan], [Circuit.Teardown]),
// what happened ([Circuit.Observe]), and whether it costs money
// ([Circuit.Meters]).
//
// # Which function to start with
//
// [New] makes a circuit that is still to be built. [Observed] makes one from a
// document about a circuit that exists. [Restore] makes one from a stored
// [Snapshot]. [Circuit.WithSpec] changes the spec of a circuit.
//
// [Circuit.Apply] moves a circuit by an event, if the rules permit the event.
// [Circuit.Happened] records an event that has already happened, permitted or
// not. [Circuit.Observe] updates a circuit from a document, and returns the
// events that explain the change.
//
// # No side effects
//
// A Circuit is a value without clock, logger, goroutine or I/O. The same state
// and event always give the same answer, and no method changes its receiver or
// its arguments. The caller passes the time in with an [Observation]. All methods
// give an answer in every combination of states, also in those that no sequence
// of events reaches, because a document can show any combination. Package journal
// has the live handle for a program that runs for a long time.
//
// # Unknown
//
// A zero value means "not observed" and satisfies no guard, so the package never
// takes the unknown for a success. The table in dimension.go has one row for each
// value of a circuit's state that documents show. Snapshots, comparisons and
// explanations loop over it.
//
// # How far to trust an answer
//
// Every refusal lists all conditions that are not met. For each it says what was
// found, who can meet the condition, and how we know the rule: Azure was seen to
// refuse the event only where the basis is [machine.Enforced]. No document shows
// some acts, such as ordering connectivity. They are unknown until an event
// records them or the caller attests them in [Facts]. The circuit's own document
// does not show its links; the documents of the networks' gateways do.
package circuit
