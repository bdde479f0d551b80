// Package circuit models an ExpressRoute circuit as coupled state machines:
// the provider's provisioning and Microsoft's status, the operations on its
// resources, and for each peering its administration, BGP and advertised
// prefixes.
//
// The coupling is one table, in coupling.go: a row an [Event], saying which
// machines it moves, together or not at all, and which guards it needs. Routing
// only when Provisioned and Enabled is such a row. What differs between today's
// Azure and that of the article of 2016 stands in edition.go and guards_edition.go.
//
// A [Circuit] answers where it is ([Circuit.State], [Circuit.Phase],
// [Circuit.Workflow]), what may be done ([Circuit.Check], [Circuit.Options]),
// what comes next and whose turn it is ([Circuit.Plan], [Circuit.Teardown]),
// what happened ([Circuit.Observe]), and whether it costs money
// ([Circuit.Meters]).
//
// # Which way in
//
// [New] is for a circuit that is to be built. [Observed] is for one that exists
// and of which a document was read. [Restore] is for one whose [Snapshot] was
// stored. [Circuit.WithSpec] changes what is wanted of any of them.
//
// [Circuit.Apply] moves a circuit by an event that is permitted;
// [Circuit.Happened] records one that has happened, permitted or not; and
// [Circuit.Observe] takes what a document shows, and tells by which events it
// came to be so.
//
// # Purity
//
// There is no clock, logger, goroutine or I/O in a Circuit: it is a value, the
// same state and event give the same answer, and every method leaves its
// receiver and its arguments as they were. Time comes in with an [Observation].
// All methods are total over the whole product of states, reachable or not:
// observations land anywhere. Package journal has the live handle for a program
// that runs long.
//
// # What is known
//
// A zero value is not observed, and satisfies no guard: what is not known is
// never taken for a success. Everything that documents show of a circuit's state
// is one row of the table in dimension.go; snapshots, comparison and explanation
// go over it.
//
// # How far an answer can be trusted
//
// Every refusal lists all conditions that are not met, and for each what was
// found, who can meet it, and how we know: only what is
// [machine.Enforced] was seen to be refused by Azure. What no document shows,
// such as ordering connectivity, is not known until it is recorded or attested
// in [Facts]. Links are shown by the gateways of the networks, not by the
// circuit.
package circuit
