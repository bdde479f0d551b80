// Package bgp says which AS numbers a peering may use, whether Microsoft's edge
// has BGP enabled for it, and how the sessions of its two paths fare.
//
// # Provisioning and sessions
//
// Two things are called the state of BGP, and they are kept apart here:
//
//   - [State] is BGP provisioning: whether Microsoft's edge has the session
//     enabled. The API has no property for it; it follows from the circuit,
//     the peering and its prefixes ([Settle]), and where it is not enabled there
//     are reasons ([Edge.Why]).
//   - [Session] is where a session is in the machine of RFC 4271. It is seen in
//     the route-table summary of a path, and nowhere else. A peering has two
//     paths, and [Paths.Health] says how many of them carry traffic.
//
// The state that ARM shows of a peering is neither: it is the switch that the
// customer sets.
//
// # AS numbers
//
// Microsoft's AS number is 12076 on every peering. [ASN] reads every notation
// of RFC 5396 and knows the ranges that the standards and Azure have set aside.
// [CheckPeerASN] and [CheckCustomerASN] say what is wrong with the two numbers
// of a peering.
//
// Everything here is a value or a pure function, safe for concurrent use.
package bgp
