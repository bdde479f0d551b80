// Package registry tells beforehand what Microsoft's check of advertised
// prefixes will find, from data of the routing registries and the RPKI that the
// caller supplies.
//
// A Microsoft peering goes live when its prefixes are registered with its AS
// number in a routing registry; otherwise a person has to look at evidence.
// See
// https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing.
//
// # Reading
//
// A [Builder] reads the dumps that registries publish ([Builder.ReadRPSL]) and
// the validated ROA payloads that rpki-client and Routinator write
// ([Builder.ReadVRPs]), plain or gzip, from any reader. Dumps are large and
// never clean: an [Interest] keeps what concerns a handful of prefixes, and
// [Stats] accounts for everything that was not taken, with its line and the
// reason. An input that breaks off is an error, and what came before it is
// kept.
//
// # Looking up
//
// A [Snapshot] is what was read: the route objects for a prefix, those that
// cover it and those within it, and origin validation by RFC 6811. It does not
// change, and is safe for concurrent use.
//
// # Predicting
//
// [Snapshot.Predict] says for each prefix of a peering what Microsoft will
// probably find, on what basis, and which objects speak for and against it; a
// [Policy] holds what Microsoft does not document. A route object shows who may
// originate a prefix, not who owns it, so that no prediction is a promise.
//
// The package does no I/O of its own, and knows no clock.
package registry
