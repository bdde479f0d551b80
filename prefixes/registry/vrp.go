package registry

import (
	"cmp"
	"net/netip"
	"time"

	"github.com/expressroute-go/expressroute/bgp"
)

// VRP is a validated ROA payload (RFC 6811 section 2): the holder of the prefix
// allows the AS to originate it, and longer prefixes within it up to the
// maximum length.
type VRP struct {
	Prefix      netip.Prefix `json:"prefix"`
	MaxLength   uint8        `json:"maxLength"`        // in bits, at least the prefix's length
	ASN         bgp.ASN      `json:"asn"`              // 0 (AS0): nobody may originate it (RFC 6483 section 4)
	TrustAnchor string       `json:"ta,omitempty"`     // "ripe"; empty if the input does not say
	Expires     time.Time    `json:"expires,omitzero"` // zero if the input does not say
}

// vrp is a [VRP] as the index stores it, without its prefix.
type vrp struct {
	expires   int64 // seconds since 1970, 0 for not known
	asn       bgp.ASN
	anchor    uint16 // number in a nameTable
	maxLength uint8
}

func (v vrp) compare(o vrp) int {
	return cmp.Or(
		cmp.Compare(v.maxLength, o.maxLength),
		cmp.Compare(v.asn, o.asn),
		cmp.Compare(v.anchor, o.anchor),
		cmp.Compare(o.expires, v.expires), // the index keeps the one that expires last
	)
}

func (v vrp) same(o vrp) bool {
	return v.maxLength == o.maxLength && v.asn == o.asn && v.anchor == o.anchor
}

// vrpText holds the parts of a VRP as they are in the input, without quotation
// marks. A part that the input does not have is nil. The bytes are valid until
// the next line is read.
type vrpText [fieldCount][]byte

// takeVRP parses a VRP, and keeps or rejects it.
func (r *reading) takeVRP(text *vrpText, shown func() (line int64, text []byte)) {
	p, payload, fault := r.parseVRP(text)
	if fault != 0 {
		r.reject(fault, shown)
		return
	}
	r.keepVRP(p, payload)
}

func (r *reading) parseVRP(text *vrpText) (p netip.Prefix, payload vrp, fault Fault) {
	switch {
	case len(text[prefixField]) == 0:
		return p, payload, MissingPrefix
	case len(text[asnField]) == 0:
		return p, payload, MissingASN
	case text[lengthField] != nil && text[maxLengthField] == nil:
		return p, payload, UnknownLength
	}
	if p, fault = parsePrefix(text[prefixField]); fault != 0 {
		return p, payload, fault
	}
	var ok bool
	if payload.asn, ok = parseASN(text[asnField]); !ok {
		return p, payload, BadASN
	}
	if payload.maxLength, fault = parseMaxLength(text[maxLengthField], p); fault != 0 {
		return p, payload, fault
	}
	if payload.expires, ok = parseTime(text[expiresField]); !ok {
		return p, payload, BadExpiry
	}
	if payload.expires == 0 {
		payload.expires = r.until
	}
	if now := r.options.Now; payload.expires != 0 && !now.IsZero() && payload.expires < now.Unix() {
		return p, payload, Expired
	}
	anchor := text[anchorField]
	if isNone(anchor) {
		anchor = nil
	}
	if payload.anchor, ok = r.anchors.id(clip(anchor)); !ok {
		return p, payload, TooManyNames
	}
	return p, payload, 0
}

// parseMaxLength reads the maximum length of a VRP for p. If there is none, it
// is the length of p (RFC 9582 section 4.3.2).
func parseMaxLength(text []byte, p netip.Prefix) (uint8, Fault) {
	if isNone(text) {
		return uint8(p.Bits()), 0
	}
	n, ok := parseNumber(text, 3, uint64(p.Addr().BitLen()))
	switch {
	case !ok:
		return 0, BadMaxLength
	case int(n) < p.Bits():
		return 0, MaxLengthTooLow
	}
	return uint8(n), 0
}

// timeLayouts are the forms of a time besides a number: RFC 3339 (Routinator's
// jsonext), and "2026-02-01 13:12:19" (its csvext).
var timeLayouts = []string{time.RFC3339, time.DateTime, time.DateTime + "Z07:00", time.DateTime + " MST", "2006-01-02T15:04:05", time.DateOnly}

// parseTime reads a time as seconds since 1970, 0 if there is none. It is UTC
// unless the text says otherwise.
func parseTime(text []byte) (seconds int64, ok bool) {
	if isNone(text) {
		return 0, true
	}
	const latest = 253402300799 // the end of the year 9999, the last that RFC 3339 can write
	if n, ok := parseNumber(text, 12, latest); ok {
		return int64(n), true
	}
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, string(text)); err == nil {
			return t.Unix(), true
		}
	}
	return 0, false
}

// isNone reports whether a field has no value.
func isNone(text []byte) bool { return len(text) == 0 || string(text) == "N/A" }

// clip shortens a name to maxSource bytes.
func clip(name []byte) []byte { return name[:min(len(name), maxSource)] }
