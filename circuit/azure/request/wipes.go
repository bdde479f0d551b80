package request

import (
	"fmt"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
)

// wipes returns what the resource loses if the body is written.
func (b *body) wipes(text []byte) (machine.Problems, error) {
	if b.now.Absent() {
		return nil, nil
	}
	then, err := readResource(text)
	if err != nil {
		return nil, err
	}
	c := comparison{lost: map[jsondoc.Value]bool{}}
	c.compare(b.table, b.now, then)
	return c.all(), nil
}

// crossLosses are what a cross connection can lose.
var crossLosses = []loss{
	{at: "properties.peerings", check: elements, in: peeringLosses, need: NeedPeeringsSent,
		want: "the body must have the peering", fix: fromCurrent,
		basis: machine.Inferred, source: sourceCleared},
}

// keyLoss is the key of an authorization. Up to API version 2025-05-01 a GET shows
// it; since 2026-01-01 there is listKeys.
//
// Source: github.com/Azure/azure-sdk-for-js, sdk/network/arm-network 39.0.0
var keyLoss = loss{at: "properties.authorizations", check: unsentKeys, need: NeedAuthorizationKeySent, mayStay: true,
	want: "the body must have the key of the authorization", fix: "put the key that listKeys returns into the current document",
	basis: machine.Inferred, source: sourceWhole}

// unsentKeys reports the authorizations that are written without their key.
func unsentKeys(c *comparison, l *loss, now, then jsondoc.Value) {
	for i, a := range walk(then, l.at).Elements() {
		if empty(walk(a, "properties.authorizationKey")) {
			c.report(l, now, fmt.Sprintf("%s[%d].properties.authorizationKey", l.at, i), jsondoc.Value{}, "none in the current document, nor in the body")
		}
	}
}
