package registry

import (
	"iter"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
)

// Name is a routing registry, as Azure spells it. The zero value means that no
// registry was given.
type Name string

// The seven registries in which Microsoft says that it looks up prefixes, and
// LEVEL3, which the Azure CLI offers and no article names.
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

// Names yields every registry that Azure's tools know. The documented ones come
// first.
func Names() iter.Seq[Name] { return slices.Values(names) }

// ParseName reads the name of a registry, in upper or lower case. "RIPE" is
// read as RIPENCC, as in Terraform's documentation; "", "NONE" and "0", which
// tools write for no registry, are read as the zero value. The error is a
// [*machine.WordError].
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

// NameOf returns the registry whose objects have that RPSL source, or the zero
// value if Azure's tools do not know the registry, such as NTTCOM or
// RIPE-NONAUTH.
func NameOf(source string) Name {
	for _, name := range names {
		if strings.EqualFold(source, name.Source()) {
			return name
		}
	}
	return ""
}

// Documented reports whether Microsoft says that it looks up prefixes in n.
func (n Name) Documented() bool { return n != LEVEL3 && slices.Contains(names, n) }

// Source returns the source attribute of n's objects (RFC 2622 section 3.1):
// "RIPE" for RIPENCC.
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
