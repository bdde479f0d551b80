// Package registry predicts the result of Microsoft's check of advertised
// prefixes, from routing-registry and RPKI data that the caller supplies.
//
// Microsoft enables BGP on a Microsoft peering by itself if the prefixes are
// registered to its AS number in a routing registry; otherwise a person has to
// read proof of ownership. See
// https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing.
//
// # Reading
//
// A [Builder] reads the dumps that registries publish ([Builder.ReadRPSL]) and
// the validated ROA payloads (VRPs) that rpki-client, Routinator, FORT and
// OctoRPKI write ([Builder.ReadVRPs]), plain or gzip, from any reader. Dumps are
// large and have errors in them: with an [Interest] the builder keeps only what
// concerns a few prefixes, and [Stats] lists what it rejected, with the line and
// the reason. An input that ends too early is an error; what was read before is
// kept. What looks like such an input and is something else, such as the changes
// that mirrors exchange (NRTM) or local exceptions (SLURM), is refused by name.
//
// VRPs expire: with a time in [Options.Now] the builder leaves out and counts
// those that have.
//
// # Looking up
//
// A [Snapshot] holds what was read. It finds the route objects for a prefix,
// for shorter prefixes that cover it and for longer ones within it, and
// validates origins by RFC 6811. It does not change, and is safe for concurrent
// use.
//
// # Predicting
//
// [Snapshot.Predict] returns for each prefix of a peering the result to expect,
// the basis of it, and the route objects that support it or contradict it. A
// [Policy] fills in what Microsoft does not document. A route object shows who
// may originate a prefix, not who owns it, so no prediction is certain. That
// nothing is registered is predicted only if all registries were read as a whole,
// and not if their records of addresses and AS numbers show one owner.
//
// The package does no I/O of its own and does not read the clock.
package registry
