package registry

import (
	"bytes"
	"strings"
)

// field is a part of a VRP, as a column of CSV or a member of JSON.
type field uint8

const (
	otherField field = iota
	asnField
	prefixField
	maxLengthField
	anchorField
	expiresField
	sourceField // Routinator's jsonext: the ROAs of the VRP
	lengthField // a name like that of a maximum length, which is not known
	fieldCount
)

// fieldNames are the names of the parts of a VRP, in lower case and without
// anything but letters and digits: "Max prefix length" and "max_length" are
// "maxprefixlength" and "maxlength".
//
// Sources: rpki-client output-csv.c and output-json.c
// (github.com/rpki-client/rpki-client-portable), Routinator src/output.rs
// (github.com/NLnetLabs/routinator), FORT src/output_printer.c
// (github.com/NICMx/FORT-validator), StayRTR prefixfile/prefixfile.go
// (github.com/bgp/stayrtr), and exports that other programs make of theirs.
var fieldNames = map[string]field{
	"asn": asnField, "as": asnField, "asnumber": asnField, "asnum": asnField, "asid": asnField,
	"origin": asnField, "originas": asnField, "originasn": asnField, "autnum": asnField,
	"prefix": prefixField, "ipprefix": prefixField, "roaprefix": prefixField, "vrpprefix": prefixField,
	"network": prefixField, "cidr": prefixField, "route": prefixField,
	"maxlength": maxLengthField, "maxlen": maxLengthField, "maxprefixlength": maxLengthField, "maxprefixlen": maxLengthField,
	"maximumlength": maxLengthField, "maximumprefixlength": maxLengthField, "prefixmaxlength": maxLengthField, "roamaxlength": maxLengthField,
	"ta": anchorField, "tal": anchorField, "trustanchor": anchorField, "trustanchorname": anchorField, "rir": anchorField,
	"expires": expiresField, "expiry": expiresField, "expiration": expiresField, "expiresat": expiresField,
	"notafter": expiresField, "validuntil": expiresField, "validto": expiresField,
	"source": sourceField,
}

// fieldOf returns the part of a VRP that has that name. A name that is not
// known and like that of a maximum length is a part of its own, so that no
// maximum length is taken for missing.
func fieldOf(name []byte) field {
	const longest = 64
	var plain [longest]byte
	n := 0
	for _, c := range name {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if n < longest && ('a' <= c && c <= 'z' || '0' <= c && c <= '9') {
			plain[n] = c
			n++
		}
	}
	if f, ok := fieldNames[string(plain[:n])]; ok {
		return f
	}
	for _, word := range [...]string{"max", "len", "mask", "limit", "longest"} {
		if bytes.Contains(plain[:n], []byte(word)) {
			return lengthField
		}
	}
	return otherField
}

// missingNames returns in words which of the parts that a VRP must have are not
// among those found, empty if none is missing.
func missingNames(found [fieldCount]bool) string {
	var missing []string
	for _, part := range [...]struct {
		field field
		name  string
	}{{asnField, "AS number"}, {prefixField, "prefix"}, {maxLengthField, "maximum length"}} {
		if !found[part.field] {
			missing = append(missing, part.name)
		}
	}
	return strings.Join(missing, " and ")
}
