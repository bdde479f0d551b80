package peering

import "strings"

// documentedRegistries lists the routing registries that Azure's documentation
// names, in its order and spelling.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
var documentedRegistries = []string{"ARIN", "APNIC", "AFRINIC", "LACNIC", "RIPENCC", "RADB", "ALTDB"}

// level3 is a registry that Azure accepts, although no documentation names it.
//
// Source: github.com/Azure/azure-cli, src/azure-cli/azure/cli/command_modules/network/_params.py
const level3 = "LEVEL3"

// registry returns the name as Azure spells it: "" for "NONE", which ARM and
// Terraform write for no registry, and "RIPENCC" for "RIPE", which the records
// of that registry and Terraform's documentation use. It returns an unknown
// name in upper case.
func registry(name string) string {
	switch name = strings.ToUpper(name); name {
	case "NONE":
		return ""
	case "RIPE":
		return "RIPENCC"
	}
	return name
}
