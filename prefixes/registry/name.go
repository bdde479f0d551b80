package registry

import (
	"iter"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
)

// Name is a routing registry as Azure spells it. The zero value is none: Azure
// was not told where to look.
type Name string

// The seven registries in which Microsoft says it looks prefixes up, and
// LEVEL3, which the Azure CLI offers but no article names.
//
// Sources:
// https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing,
// github.com/Azure/azure-cli
// src/azure-cli/azure/cli/command_modules/network/_params.py.
const (
	ARIN    Name = "ARIN"
	APNIC   Name = "APNIC"
	AFRINIC Name = "AFRINIC"
	LACNIC  Name = "LACNIC"
	RIPENCC Name = "RIPENCC" // "RIPE" in the registry's own objects
	RADB    Name = "RADB"
	ALTDB   Name = "ALTDB"
	LEVEL3  Name = "LEVEL3"
)

var names = []Name{ARIN, APNIC, AFRINIC, LACNIC, RIPENCC, RADB, ALTDB, LEVEL3}

// Names yields every registry that Azure's tools know, the documented ones
// first.
func Names() iter.Seq[Name] { return slices.Values(names) }

// ParseName returns the registry that text names, in any case. It takes "RIPE"
// for RIPENCC, since Terraform's documentation does, and returns the zero value
// for "", "NONE" and "0", which is how tools write that none is given. The
// error is a [*machine.WordError].
func ParseName(text string) (Name, error) {
	switch word := strings.ToUpper(strings.TrimSpace(text)); word {
	case "", "NONE", "0":
		return "", nil
	case "RIPE", "RIPE NCC", "RIPE-NCC":
		return RIPENCC, nil
	default:
		if name := Name(word); slices.Contains(names, name) {
			return name, nil
		}
	}
	err := &machine.WordError{Kind: "registry.Name", Word: text}
	for _, name := range names {
		err.Valid = append(err.Valid, string(name))
	}
	return "", err
}

// NameOf returns the registry whose objects carry that RPSL source, the zero
// value if Azure's tools do not know it: NTTCOM, RIPE-NONAUTH and the others
// count for nothing there.
func NameOf(source string) Name {
	for _, name := range names {
		if strings.EqualFold(source, name.Source()) {
			return name
		}
	}
	return ""
}

// Documented reports whether Microsoft says that it looks into n.
func (n Name) Documented() bool { return n != LEVEL3 && slices.Contains(names, n) }

// Source returns what the source attribute of n's objects says (RFC 2622
// section 3.1): "RIPE" for RIPENCC.
func (n Name) Source() string {
	if n == RIPENCC {
		return "RIPE"
	}
	return string(n)
}

// String returns the name as Azure spells it, "NONE" for the zero value.
func (n Name) String() string {
	if n == "" {
		return "NONE"
	}
	return string(n)
}
