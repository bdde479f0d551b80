package circuit

import (
	"encoding/json"
	"math/bits"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Acts are the acts that no document about a circuit shows. A circuit that was
// only observed has none, until the customer attests them.
type Acts uint8

const (
	ConnectivityOrdered     Acts = 1 << iota // the customer ordered from the provider
	ServiceKeyHandedOver                     // the provider has the service key and what else it needs
	DeprovisioningRequested                  // the provider was asked to take the circuit down
	TicketOpened                             // a ticket about the circuit is open
	CreatedHere                              // the circuit was created under our eyes, so that its history is known
	ProvisionedBefore                        // it was Provisioned at some time: a NotProvisioned circuit is not fresh
	EvidenceSentIPv4                         // a ticket with evidence about the IPv4 prefixes of the Microsoft peering is open
	EvidenceSentIPv6                         // the same for the IPv6 prefixes
)

// evidenceSent is the act of opening a ticket about one family's prefixes.
func evidenceSent(f peering.Family) Acts {
	if f == peering.IPv6 {
		return EvidenceSentIPv6
	}
	return EvidenceSentIPv4
}

// Has reports whether all of these acts were done.
func (a Acts) Has(acts Acts) bool { return a&acts == acts }

// act is one of them, by its place.
type act uint8

var actWords = machine.Spell[act]("circuit.Acts", "none",
	"ConnectivityOrdered", "ServiceKeyHandedOver", "DeprovisioningRequested", "TicketOpened", "CreatedHere", "ProvisionedBefore",
	"EvidenceSentIPv4", "EvidenceSentIPv6")

// MarshalJSON writes the acts as a list of their names.
func (a Acts) MarshalJSON() ([]byte, error) {
	words := []string{}
	for ; a != 0; a &= a - 1 {
		words = append(words, actWords.String(act(1+bits.TrailingZeros8(uint8(a)))))
	}
	return json.Marshal(words)
}

// UnmarshalJSON is strict: it refuses names that are not those of acts.
func (a *Acts) UnmarshalJSON(text []byte) error {
	var words []string
	if err := json.Unmarshal(text, &words); err != nil {
		return err
	}
	var acts Acts
	for _, word := range words {
		one, err := actWords.Parse(word)
		if err != nil {
			return err
		}
		acts |= 1 << (one - 1)
	}
	*a = acts
	return nil
}
