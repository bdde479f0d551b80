package circuittest

import (
	"errors"
	"fmt"
	"net/http"
)

// armError is a refusal as ARM answers it.
type armError struct {
	status  int
	code    string
	message string
}

func (e *armError) Error() string { return e.code + ": " + e.message }

// errorBody is the document of an error, and part of a failed operation's.
type errorBody struct {
	Code    string   `json:"code"`
	Message string   `json:"message"`
	Details []string `json:"details,omitempty"`
}

func errorAnswer(err error) answer {
	var refused *armError
	if !errors.As(err, &refused) {
		refused = &armError{http.StatusInternalServerError, "InternalServerError", "An error occurred."}
	}
	return answer{status: refused.status, body: map[string]errorBody{"error": {Code: refused.code, Message: refused.message}}}
}

// The answers of ARM's front end, and of Microsoft.Network, to requests that name
// something that is not there or that cannot be read.
//
// Sources: recorded, github.com/Azure/azure-cli, github.com/Azure/azure-powershell and
// github.com/Azure/azure-xplat-cli, 2015-2025; those about the request as such:
// https://learn.microsoft.com/en-us/azure/azure-resource-manager/troubleshooting/common-deployment-errors

func noVersion() error {
	return &armError{http.StatusBadRequest, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests."}
}

func badVersion(version string) error {
	return &armError{http.StatusBadRequest, "InvalidApiVersionParameter", fmt.Sprintf("The api-version '%s' is invalid. The supported versions are dates, such as '2024-05-01'.", version)}
}

func noResourceType(version string) error {
	return &armError{http.StatusNotFound, "InvalidResourceType", fmt.Sprintf("The resource type could not be found in the namespace 'Microsoft.Network' for api version '%s'.", version)}
}

func noMethod(method string) error {
	return &armError{http.StatusMethodNotAllowed, "MethodNotAllowed", fmt.Sprintf("The requested resource does not support http method '%s'.", method)}
}

func badName(name string) error {
	return &armError{http.StatusBadRequest, "InvalidResourceName", fmt.Sprintf("Resource name %s is invalid. The name can be up to 80 characters long. It must begin with a word character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.", name)}
}

func badContent(err error) error {
	return &armError{http.StatusBadRequest, "InvalidRequestContent", fmt.Sprintf("The request content was invalid and could not be deserialized: '%s'.", err)}
}

func badRequest(format string, args ...any) error {
	return &armError{http.StatusBadRequest, "InvalidRequestFormat", fmt.Sprintf(format, args...)}
}

func tooLarge() error {
	return &armError{http.StatusRequestEntityTooLarge, "RequestContentTooLarge", "The request content size exceeds the maximum size of 4 MB."}
}

func noGroup(name string) error {
	return &armError{http.StatusNotFound, "ResourceGroupNotFound", fmt.Sprintf("Resource group '%s' could not be found.", name)}
}

// noResource is the front end's answer about a resource of its own.
func noResource(kind, name, group string) error {
	return &armError{http.StatusNotFound, "ResourceNotFound", fmt.Sprintf("The Resource 'Microsoft.Network/%s/%s' under resource group '%s' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix", kind, name, group)}
}

// noPart is the resource provider's answer about a part of a resource.
func noPart(id string) error {
	return &armError{http.StatusNotFound, "NotFound", fmt.Sprintf("Resource %s not found.", id)}
}

// noParent: https://learn.microsoft.com/en-us/azure/azure-resource-manager/troubleshooting/error-parent-resource
func noParent(name string) error {
	return &armError{http.StatusNotFound, "ParentResourceNotFound", fmt.Sprintf("Can not perform requested operation on nested resource. Parent resource '%s' not found.", name)}
}

func noLocation() error {
	return &armError{http.StatusBadRequest, "LocationRequired", "The location property is required for this definition."}
}

func otherLocation(name, has, asked string) error {
	return &armError{http.StatusConflict, "InvalidResourceLocation", fmt.Sprintf("The resource '%s' already exists in location '%s'. A resource with the same name cannot be created in location '%s'. Please select a new resource name.", name, has, asked)}
}

func otherETag(id string) error {
	return &armError{http.StatusPreconditionFailed, "PreconditionFailed", fmt.Sprintf("Precondition failed for %s. The ETag in If-Match or If-None-Match does not fit that of the resource.", id)}
}

func busy(url string) error {
	return &armError{http.StatusConflict, "AnotherOperationInProgress", "Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: " + url + "."}
}
