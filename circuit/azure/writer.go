package azure

import (
	"fmt"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// writers are the programs that write circuits, and whose own documents say what is
// wanted, or what was there when they last looked. Such a document is refused by name,
// and so is a list of providers.
//
// Sources: https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/syntax;
// https://www.pulumi.com/docs/iac/concepts/state-and-backends/;
// https://azure.github.io/azure-service-operator/; https://docs.crossplane.io/latest/managed-resources/managed-resources/
var writers = []struct {
	is  func(jsondoc.Value) bool
	err error
}{
	{isOffer, fmt.Errorf("%w: what a connectivity provider offers, which ReadProviders reads", ErrShape)},
	{isCompiledBicep, notRead("a template compiled from Bicep, which says what is wanted")},
	{isTemplate, notRead("an ARM template or its parameters, which say what is wanted")},
	{isPulumi, notRead("the state of Pulumi, which has a circuit as Pulumi last wrote or refreshed it")},
	{ofAPI("azure.com"), notRead("an object of Azure Service Operator, of which only the status is what was read")},
	{ofAPI("crossplane.io", "upbound.io"), notRead("an object of Crossplane, of which only the status is what was read")},
	{ofAPI(""), notRead("an object of Kubernetes")},
}

func notRead(what string) error {
	return fmt.Errorf("%w: %s; want the circuit itself, as a GET, az network express-route show or Get-AzExpressRouteCircuit show it", ErrShape, what)
}

// errUnread says why a document of no known shape is not read.
func errUnread(v jsondoc.Value) error {
	for _, w := range writers {
		if w.is(v) {
			return w.err
		}
	}
	return ErrShape
}

func isOffer(v jsondoc.Value) bool {
	p := offerDialect(v).properties(v)
	return offerDialect(v).member(p, "bandwidthsOffered").Kind() == jsondoc.Array
}

func isTemplate(v jsondoc.Value) bool {
	schema := strings.ToLower(v.Member("$schema").Text())
	return strings.Contains(schema, "deploymenttemplate.json") || strings.Contains(schema, "deploymentparameters.json")
}

func isCompiledBicep(v jsondoc.Value) bool {
	return isTemplate(v) && strings.EqualFold(v.Member("metadata").Member("_generator").Member("name").Text(), "bicep")
}

// isPulumi: what pulumi stack export prints, and a file of a backend that keeps
// files.
func isPulumi(v jsondoc.Value) bool {
	for _, state := range []jsondoc.Value{v.Member("deployment"), v.Member("checkpoint").Member("latest")} {
		if !state.Member("manifest").Absent() || state.Member("resources").Kind() == jsondoc.Array {
			return true
		}
	}
	return false
}

// ofAPI tells an object of Kubernetes by what the group of its API ends in. Of a list
// of objects the first one tells.
func ofAPI(groups ...string) func(jsondoc.Value) bool {
	return func(v jsondoc.Value) bool {
		if items := v.Member("items").Elements(); v.Member("kind").Text() == "List" && len(items) > 0 {
			v = items[0]
		}
		group, _, _ := strings.Cut(v.Member("apiVersion").Text(), "/")
		for _, end := range groups {
			if group != "" && v.Member("kind").Text() != "" && (group == end || end == "" || strings.HasSuffix(group, "."+end)) {
				return true
			}
		}
		return false
	}
}
