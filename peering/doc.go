// Package peering describes one routing domain of a circuit: what it is
// configured with, and the states that it can be in.
//
// A peering is a pair of BGP sessions, one on each of two paths, for each
// address family, between the customer's edge and Microsoft's. There are three
// types ([Type]), and a circuit has at most one of each.
//
// # Configuration
//
// [Config] holds the data that figure 2 of the workflow article asks for. It
// holds a reference to the MD5 key ([KeyRef]) and never the key, so that it may
// be printed and stored. [Split] and [Addresses] give out the addresses of the
// links. [Config.Diff] names the places where what Azure has is not what was
// wanted.
//
// [Config.Validate] reports every broken rule at once, each with its path, what
// was found there, the source of the rule, and its [machine.Basis]: Azure takes
// configurations that its own documentation forbids, private subnets on a
// Microsoft peering among them, and then leaves them without effect.
// [ValidateTogether] looks at what the peerings of one circuit must not share,
// and [Config.Advice] at what is allowed and will hurt.
//
// # State
//
// [State] is what is known of a peering: for each family its administration
// ([Administration], the switch that the customer sets), whether Microsoft's
// edge has BGP enabled, and the validation of advertised prefixes; and for the
// peering the outcome of the last operation ([ResourceOperation]). None of
// these says that the session is up; package bgp has health for that.
//
// All functions are pure: no I/O, no clock, and arguments are left as they
// were.
package peering
