// Package scrub makes text of a document safe to quote in an error or a note: it
// replaces what may be a key, and limits the length.
package scrub

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/expressroute-go/expressroute/machine"
)

const (
	maxText   = 256 // bytes of a text that are quoted
	keyLength = 36  // bytes of a GUID with hyphens
	maxID     = 1 << 10
)

// keys matches what may be a service key or an authorization key: any GUID, with
// or without hyphens, and the text between "Azure-SKEY|" and the next "|" in a
// validation ID, "Azure-SKEY|<service key>|<prefix>|ASN-<number>". The key that
// activates a circuit to another cloud has no form of its own; it is what follows
// its name.
//
// Source: https://learn.microsoft.com/en-us/powershell/module/az.network/add-azexpressroutecircuitmicrosoftpeeringprefixconfig
var keys = regexp.MustCompile(`(?i)(azure-skey\|)[^|]*|((?:activation|shared)[ _-]?key\\*["']?\s*(?:[:=]\s*\\*["']?|["']))[^\s"',;\\}]+|[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}`)

// Text returns the beginning of s, at most 256 bytes, with [machine.Redacted] in
// the place of everything that may be a key.
//
// To bound the time of the search, only the first 512 bytes are searched. The
// last 36 bytes of these are dropped, because they may be the first part of a
// key.
func Text(s string) string {
	long := len(s) > 2*maxText
	s = keys.ReplaceAllString(cut(s, 2*maxText), "${1}${2}"+machine.Redacted)
	if long {
		s = cut(s, max(0, len(s)-keyLength))
	}
	return strings.Clone(cut(s, maxText))
}

// ID returns a resource ID with [machine.Redacted] in the place of everything that
// may be a key; the service key is the name of a cross connection. The ID of the
// subscription has the form of a key and is none: it stays, where it is in its
// place. An ID of more than 1,024 bytes is none; ID returns nothing.
func ID(s string) string {
	if len(s) > maxID {
		return ""
	}
	const subscriptions = "/subscriptions/"
	subscription := ""
	if len(s) > len(subscriptions) && strings.EqualFold(s[:len(subscriptions)], subscriptions) {
		name, _, _ := strings.Cut(s[len(subscriptions):], "/")
		if IsKey(name) {
			subscription, s = s[:len(subscriptions)+len(name)], s[len(subscriptions)+len(name):]
		}
	}
	return strings.Clone(subscription + keys.ReplaceAllString(s, "${1}${2}"+machine.Redacted))
}

// cut returns the first n bytes of s, or fewer to end between two characters.
func cut(s string, n int) string {
	if n >= len(s) {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// key matches one GUID with hyphens, which is how Azure writes a service key.
var key = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// IsKey reports whether s is written as a service key is, and is nothing else.
func IsKey(s string) bool { return key.MatchString(s) }
