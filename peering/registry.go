package peering

import "strings"

// documentedRegistries are the routing registries that Azure's documentation
// names, in its order and spelling.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
var documentedRegistries = []string{"ARIN", "APNIC", "AFRINIC", "LACNIC", "RIPENCC", "RADB", "ALTDB"}

// level3 is a registry that no documentation names and Azure accepts.
//
// Source: github.com/Azure/azure-cli, src/azure-cli/azure/cli/command_modules/network/_params.py
const level3 = "LEVEL3"

// registry returns the name as Azure spells it: "" for "NONE", which is how
// ARM and Terraform say that none is given, and RIPENCC for RIPE, which is how
// the registry's own records and Terraform's documentation call it. Names that
// it does not know come back in upper case.
func registry(name string) string {
	switch name = strings.ToUpper(name); name {
	case "NONE":
		return ""
	case "RIPE":
		return "RIPENCC"
	}
	return name
}
