// Package scrub takes keys out of texts that are quoted.
package scrub

import (
	"regexp"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
)

const (
	maxShown = 256 // bytes of a text that are quoted
	longest  = 36  // bytes of a key with hyphens
)

// keys finds what may be a service key or an authorization key: any GUID, with
// or without hyphens, and what follows the head of a validation ID,
// "Azure-SKEY|<service key>|<prefix>|ASN-<number>".
//
// Source: https://learn.microsoft.com/en-us/powershell/module/az.network/add-azexpressroutecircuitmicrosoftpeeringprefixconfig
var keys = regexp.MustCompile(`(?i)(azure-skey\|)[^|]*|[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}`)

// Text returns the beginning of a text of the document as it may be quoted. A
// long text is cut first, for the time that the search takes, and then again by
// what may be the beginning of a key there.
func Text(s string) string {
	long := len(s) > 2*maxShown
	if long {
		s = s[:2*maxShown]
	}
	s = keys.ReplaceAllString(s, "${1}"+machine.Redacted)
	if long {
		s = s[:max(0, len(s)-longest)]
	}
	if long || len(s) > maxShown {
		s = strings.ToValidUTF8(s[:min(len(s), maxShown)], "") // it may end within a character
	}
	return strings.Clone(s)
}

// IsKey reports whether s is written as a service key is.
func IsKey(s string) bool { return len(s) == longest && keys.FindString(s) == s }
