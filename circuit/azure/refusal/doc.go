// Package refusal says what to do about a request that Azure refused, or an
// operation that failed.
//
// [Classify] takes the answer in the form in which the caller has it: the body of
// a response or of a failed operation, or what a tool printed. It reads
//
//   - the errors of Resource Manager and of the classic API, those of deployments
//     too, whose errors are JSON text in a message, once or several times;
//   - the errors of Azure's SDKs for Go (azcore, go-autorest, and go-azure-sdk with
//     its pollers), Python, .NET, Java and JavaScript;
//   - what az, Az PowerShell and the classic cmdlets print, in colours, or cut into
//     lines by a console;
//   - what Terraform, Pulumi and Ansible print around those;
//   - the conditions of Kubernetes objects, of Crossplane and Azure Service
//     Operator, as documents and as kubectl prints them.
//
// [ClassifyError] takes the code and the message of the error. Both return a
// [Verdict]: what to do ([Disposition]), who has to act, which condition of the
// circuit was not met, which resources hold which, and how this is known.
//
// The table of known refusals comes from recorded answers, from documentation and
// from public reports; every row names its source. An answer that is not in the
// table is [Unclassified], and nothing is concluded from it; the verdict has the
// code that was found.
//
// A body may come from anywhere. What is read of it is bounded, in time that is
// linear in its length, and no key of it is quoted. All functions are pure and safe
// for concurrent use.
package refusal
