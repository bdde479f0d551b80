// Package prefixes is the state machine of the public prefixes that a Microsoft
// peering advertises, and checks a list of them before Azure does.
//
// Microsoft accepts routes from a customer only for prefixes that belong to the
// customer. To find out, it looks up the prefixes and the AS number in the
// routing registries, verifies the owner's signature on each prefix, or has a
// person at support read proof of ownership. Until then it does not enable BGP
// for that address family. See
// https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing.
//
// # Three states of one validation
//
//   - [State] is the state of the whole list, one for each address family.
//     [Machine] is its state machine.
//   - [State.Wire] is the same state in the words of the API, which has no word
//     for manual validation.
//   - [Validation] is the state of one prefix, which the API has shown since
//     version 2024-10-01. [Validation.Remedies] returns what the owner can do,
//     and [Aggregate] computes the state of a list from those of its prefixes.
//
// # Lists
//
// A [Prefix] keeps the text that was typed, because the text that the owner
// signs contains it. [Check] reports everything that is wrong with a list at
// once. None of it is a parse error, so that every list that Azure already has
// can be read.
//
// All functions are pure, and safe for concurrent use.
package prefixes
