package azure

import (
	"regexp"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
)

// maxShown is how much of a text is quoted, in bytes.
const maxShown = 256

// keys finds what may be a service key or an authorization key: any GUID, with
// or without hyphens, and what follows the head of a validation ID,
// "Azure-SKEY|<service key>|<prefix>|ASN-<number>".
//
// Source: https://learn.microsoft.com/en-us/powershell/module/az.network/add-azexpressroutecircuitmicrosoftpeeringprefixconfig
var keys = regexp.MustCompile(`(?i)(azure-skey\|)[^|]*|[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}`)

// shown returns the beginning of a text of the document as it may be quoted.
func shown(s string) string {
	s = keys.ReplaceAllString(s, "${1}"+machine.Redacted)
	if len(s) > maxShown {
		s = strings.ToValidUTF8(s[:maxShown], "")
	}
	return strings.Clone(s)
}
