// Package peering describes a peering of a circuit: its configuration, and the
// states that it can be in.
//
// A peering connects the customer's edge with Microsoft's by two BGP sessions
// for each address family, one on each of two paths. There are three types
// ([Type]), and a circuit has at most one peering of each type ([Of]).
//
// # Configuration
//
// [Config] holds the data that figure 2 of the workflow article asks for. It
// has a reference to the MD5 key ([KeyRef]) and never the key itself, so that
// it can be printed and stored. [Split] and [Addresses] compute the addresses
// of the links. [Config.Diff] returns the paths at which the configuration that
// Azure has differs from the wanted one.
//
// [Config.Validate] reports every broken rule at once, each with its path, what
// was found there, the source of the rule, and its [machine.Basis]. The basis
// matters, because Azure accepts configurations that its documentation forbids,
// such as private subnets on a Microsoft peering; they then have no effect.
// [ValidateTogether] reports what several peerings of one circuit must not
// share, and [Config.Advice] reports what is allowed but has a disadvantage.
//
// # State
//
// [State] holds what is known of a peering. For each address family these are
// its administration ([Admin], the switch that the customer sets), whether
// Microsoft's edge has BGP enabled, and the validation of its prefixes. For the
// whole peering it is the result of the last operation ([Operation]). None of
// these says that a session is up; see [bgp.Health] for that. [Administration]
// and [ResourceOperation] are the state machines.
//
// All functions are pure, and safe for concurrent use. They do no I/O, do not
// read the clock, and do not change their arguments.
package peering
