// Package prefixes holds such a machine for the public prefixes that a
// Microsoft peering advertises, and checks a list of them before Azure does.
//
// Microsoft accepts routes from a customer only for prefixes that it has found
// to be the customer's own: it looks the prefixes and the AS number up in the
// routing registries, takes the owner's signature on each prefix, or has a
// person at support read the proof. Until then it does not enable BGP for that
// address family. See
// https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing.
//
// # Three views of one validation
//
//   - [State] is the state of the whole list, one for each address family.
//     [Machine] moves it.
//   - [State.Wire] is the same as the API spells it: it has no word for manual
//     validation.
//   - [Validation] is the state of one prefix, which the API has shown since
//     version 2024-10-01. [Validation.Remedies] are what its owner can do, and
//     [Aggregate] sums up the prefixes of a list.
//
// # Lists
//
// A [Prefix] remembers how it was typed, because the text that the owner signs
// contains it. [Check] names everything that is wrong with a list at once; none
// of it is a parse error, so that a list that Azure already holds can always be
// read.
//
// Everything here is a value or a pure function, safe for concurrent use.
package prefixes
