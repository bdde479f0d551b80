package refusal

import "strings"

// wrappers are the codes, in lower case, that say no more than that something was
// refused, or where. An error inside of theirs says more. Others are told by how
// they end.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/troubleshooting/common-deployment-errors;
// the SDKs' names of exceptions; the reasons of conditions in
// https://azure.github.io/azure-service-operator/design/resource-states/ and
// github.com/crossplane/crossplane-runtime apis/common/v1
var wrappers = words(`
	BadRequest BadRequestFormat Conflict Forbidden NotFound Unauthorized Unknown Canceled
	DeploymentFailed OperationFailed Failed InvalidRequestFormat InvalidRequestContent InvalidTemplate InvalidTemplateDeployment
	MultipleErrorsOccurred OperationPreempted Wrapped OperationFailedWithDetails
	Available Unavailable Creating Deleting Updating Reconciling Succeeded Synced Ready
	ReconcileSuccess ReconcilePaused Success Finished Ongoing`)

// nothings are words that stand where a code could, in lower case, and are none.
var nothings = words(`
	None null nil undefined unavailable Error Errors Warning Fatal Info Debug Note Reason Code
	Message Status Details Exception Traceback Output Line Azure`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(strings.ToLower(list)) {
		set[word] = true
	}
	return set
}

// isWrapper reports whether a code says less than one inside of it.
func isWrapper(code string) bool {
	code = strings.ToLower(code)
	if code == "retryableerror" {
		return false // whatever is inside, Azure says what to do
	}
	if strings.Contains(code, ".") {
		return true // the name of an exception, with its package
	}
	for _, end := range []string{"error", "exception", "failure"} {
		if strings.HasSuffix(code, end) {
			return true
		}
	}
	return wrappers[code] || strings.Trim(code, "0123456789") == ""
}

// isNothing reports whether a word stands for no code.
func isNothing(code string) bool { return nothings[strings.ToLower(code)] }
