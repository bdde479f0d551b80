// Package bgp is the state machine of BGP on Microsoft's edge, for one peering.
// It also checks AS numbers, and sums up the sessions of the two paths of a
// peering.
//
// # Provisioning and sessions
//
// Two different things are called the state of BGP:
//
//   - [State] is BGP provisioning: whether Microsoft's edge has the session
//     enabled. The API has no property for it. It follows from the circuit, the
//     peering and its prefixes ([Settle]). [Edge.Why] returns the reasons if BGP
//     is not enabled.
//   - [Session] is the state of a session by RFC 4271. Only the route-table summary
//     of a path shows it. A peering has two paths, and [Paths.Health] says how
//     many of them carry traffic.
//
// The state that ARM shows for a peering is neither of them: it is the switch
// that the customer sets.
//
// # AS numbers
//
// Microsoft's AS number is 12076 on every peering. [ASN] reads every notation
// of RFC 5396 and knows the ranges that the standards and Azure reserve.
// [CheckPeerASN] and [CheckCustomerASN] say what is wrong with the two numbers
// of a peering.
//
// All functions are pure, and safe for concurrent use.
package bgp
