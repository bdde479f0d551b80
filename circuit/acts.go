package circuit

import (
	"encoding/json"
	"fmt"
	"math/bits"

	"github.com/expressroute-go/expressroute/machine"
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
)

// Has reports whether all of these acts were done.
func (a Acts) Has(acts Acts) bool { return a&acts == acts }

// act is one of them, by its place.
type act uint8

var actWords = machine.Spell[act]("circuit.Acts", "none",
	"ConnectivityOrdered", "ServiceKeyHandedOver", "DeprovisioningRequested", "TicketOpened", "CreatedHere", "ProvisionedBefore")

// MarshalJSON writes the acts as a list of their names.
func (a Acts) MarshalJSON() ([]byte, error) {
	if a >= ProvisionedBefore<<1 {
		return nil, fmt.Errorf("circuit.Acts(%#x): not acts", uint8(a))
	}
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
