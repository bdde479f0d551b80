// Package refusal says what to do about a request that Azure refused, or an
// operation that failed.
//
// [Classify] takes the answer in the form in which the caller has it: the body of
// a response or of a failed operation, or the error that a tool printed: az, the
// classic cmdlets, or a program on Azure's SDK for Go, such as Terraform.
// [ClassifyError] takes the code and the message of the error. Both return a
// [Verdict]: what to do ([Disposition]), who has to act, which condition of the
// circuit was not met, and how this is known.
//
// The table of known refusals comes from recorded answers and from public reports;
// every row names its source. An answer that is not in the table is
// [Unclassified], and nothing is concluded from it.
//
// A body may come from anywhere. What is read of it is bounded, and no key of it
// is quoted. All functions are pure and safe for concurrent use.
package refusal
