package circuit

import "strings"

// Link is the connection of a virtual network to the circuit's private peering.
type Link struct {
	Network           string `json:"network"`                     // the network's, or its gateway's, resource ID
	OtherSubscription bool   `json:"otherSubscription,omitempty"` // its owner redeems an authorization
	OtherGeography    bool   `json:"otherGeography,omitempty"`    // outside the circuit's geopolitical region: takes the Premium tier
}

// MaxLinks is how many networks a circuit can be modelled with: more than the
// 100 that Azure links to one circuit.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/azure-subscription-service-limits#expressroute-limits
const MaxLinks = 8 * len(linkSet{})

// linkSet is a set of indices into a circuit's links.
type linkSet [13]uint8

func (s *linkSet) has(i int) bool { return s[i/8]&(1<<(i%8)) != 0 }

func (s linkSet) with(i int) linkSet {
	s[i/8] |= 1 << (i % 8)
	return s
}

func (s linkSet) without(i int) linkSet {
	s[i/8] &^= 1 << (i % 8)
	return s
}

func (s *linkSet) len() int {
	n := 0
	for _, b := range s {
		for ; b != 0; b &= b - 1 {
			n++
		}
	}
	return n
}

// sameResource compares resource IDs, in which Azure does not keep the case.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/resource-name-rules
func sameResource(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "/"), strings.TrimSuffix(b, "/"))
}
