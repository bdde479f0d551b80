// Package terraform shows how a Terraform provider can use this library. It does not
// import Terraform: it has its own types of the same shape.
//
//   - [Watch.Refresh] is a StateRefreshFunc for StateChangeConf. Its states are
//     the phases of a circuit, so the pending and target lists ([Applying],
//     [InService], [Destroying]) have every state that can occur. No valid state
//     is unexpected, and a wait ends in every final state.
//   - [FromError] makes diagnostics of everything that the library refuses: an
//     error if Azure was seen to refuse it too, a warning if Azure may accept it.
//   - [Peering] manages one peering of a circuit and leaves the other peerings as
//     they are, whoever manages them.
//   - [Applied] and [Destroyed] say how an apply ended. It is no error of a create
//     or an update if somebody else has to act, or if Azure is slow: the resource
//     exists, and Terraform must not taint it.
package terraform
