// Package terraform shows what a Terraform provider takes from this library. It
// depends on nothing of Terraform's: where Terraform has a type, there is one of
// the same shape here.
//
//   - [Watch.Refresh] is a StateRefreshFunc for StateChangeConf. Its states are
//     the phases of a circuit, so the pending and the target lists ([Applying],
//     [InService], [Destroying]) are complete by construction: no legitimate
//     state is unexpected, and no final one is waited on.
//   - [FromError] makes diagnostics of everything that the library refuses: an
//     error where Azure was seen to refuse, a warning where it may accept.
//   - [Peering] manages one peering of a circuit and leaves its siblings alone,
//     whoever manages those.
//   - [Applied] and [Destroyed] say how an apply ended. That it is somebody
//     else's turn, or that Azure is slow, is no error of a create or an update:
//     the resource is there, and nothing is tainted.
package terraform
