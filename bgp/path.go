package bgp

import (
	"net/netip"
	"strings"
)

// Path is the session on one of the two paths of a peering. The zero value is
// not observed.
type Path struct {
	Session  Session    `json:"session,omitempty"`
	Prefixes int        `json:"prefixes,omitempty"` // how many prefixes were received; none while the session is in any other state than Established
	Neighbor netip.Addr `json:"neighbor,omitzero"`  // the customer's or provider's router
}

// ParsePfxRcd reads the State/PfxRcd column of a route-table summary
// (statePfxRcd of a circuit, stateOrPrefixesReceived of a cross-connection). It
// has the state of the session, or the number of received prefixes if the
// session is Established. The state can be in upper or lower case, and can have
// a remark in parentheses after it, as routers write it: "Idle (Admin)". The
// error is a [*PfxRcdError]; the Path is then not observed.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-troubleshooting-expressroute-overview
func ParsePfxRcd(text string) (Path, error) {
	if len(text) > 64 {
		return Path{}, &PfxRcdError{Text: text}
	}
	if n, ok := number(text, 10, 31); ok {
		return Path{Session: Established, Prefixes: int(n)}, nil
	}
	word, _, remarked := strings.Cut(text, " (")
	if remarked && !strings.HasSuffix(text, ")") {
		return Path{}, &PfxRcdError{Text: text}
	}
	for s := range Sessions() {
		if strings.EqualFold(word, s.String()) {
			return Path{Session: s}, nil
		}
	}
	return Path{}, &PfxRcdError{Text: text}
}

// PfxRcdError reports a text that is neither a session state nor a number of
// prefixes.
type PfxRcdError struct {
	Text string // what was given
}

// Error quotes at most the first 64 bytes of the text.
func (e *PfxRcdError) Error() string {
	return "bgp: " + quote(e.Text) + " is neither a session state nor a number of prefixes, want one of " + sessionList + ", or a count such as 50"
}

var sessionList = func() string {
	var list []string
	for s := range Sessions() {
		list = append(list, s.String())
	}
	return strings.Join(list, ", ")
}()
