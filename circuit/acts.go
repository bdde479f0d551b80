package circuit

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Acts are the acts that hardly any document shows. A circuit that was only
// observed has none, until the customer attests them in [Facts] or applies the
// events.
type Acts uint8

const (
	ConnectivityOrdered     Acts = 1 << iota // the customer ordered from the provider
	ServiceKeyHandedOver                     // the provider has the service key and what else it needs
	DeprovisioningRequested                  // the customer asked the provider to take the circuit down
	TicketOpened                             // a ticket about the circuit is open
	HistoryKnown                             // the circuit is followed since its creation: an act that is not on record was not done
	ProvisionedBefore                        // the circuit was Provisioned at some time: if it is NotProvisioned, it is not fresh
	EvidenceSentIPv4                         // a ticket with evidence about the IPv4 prefixes of the Microsoft peering is open
	EvidenceSentIPv6                         // a ticket with evidence about the IPv6 prefixes is open
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

var actWords = bitWords[Acts]{"circuit.Acts", []string{
	"ConnectivityOrdered", "ServiceKeyHandedOver", "DeprovisioningRequested", "TicketOpened", "HistoryKnown",
	"ProvisionedBefore", "EvidenceSentIPv4", "EvidenceSentIPv6"}}

// String lists the acts: "ConnectivityOrdered ServiceKeyHandedOver".
func (a Acts) String() string                { return actWords.String(a) }
func (a Acts) MarshalText() ([]byte, error)  { return actWords.marshal(a) }
func (a *Acts) UnmarshalText(b []byte) error { return actWords.unmarshal(a, b) }

// Lists says which lists of what is on a circuit are known to be whole, so that
// what is not in them is not there. Azure shows links with the networks'
// gateways, not with the circuit.
type Lists uint8

const (
	AllLinks          Lists = 1 << iota // every link is known
	AllAuthorizations                   // every authorization is known
)

var listWords = bitWords[Lists]{"circuit.Lists", []string{"Links", "Authorizations"}}

// String names the lists: "Links Authorizations".
func (l Lists) String() string                { return listWords.String(l) }
func (l Lists) MarshalText() ([]byte, error)  { return listWords.marshal(l) }
func (l *Lists) UnmarshalText(b []byte) error { return listWords.unmarshal(l, b) }

// has reports whether all of these lists are whole.
func (l Lists) has(lists Lists) bool { return l&lists == lists }

// bitWords spells a set of up to eight things, a word for each bit.
type bitWords[T ~uint8] struct {
	kind  string
	words []string
}

func (w bitWords[T]) String(set T) string {
	var words []string
	for ; set != 0; set &= set - 1 {
		i := bits.TrailingZeros8(uint8(set))
		if i >= len(w.words) {
			return fmt.Sprintf("%s(%d)", w.kind, set)
		}
		words = append(words, w.words[i])
	}
	return strings.Join(words, " ")
}

func (w bitWords[T]) marshal(set T) ([]byte, error) {
	if int(set)>>len(w.words) != 0 {
		return nil, fmt.Errorf("%s has no text", w.String(set))
	}
	return []byte(w.String(set)), nil
}

// unmarshal is strict: it takes exact words, and leaves *set alone on error.
func (w bitWords[T]) unmarshal(set *T, text []byte) error {
	var parsed T
	for _, word := range strings.Fields(string(text)) {
		i := slices.Index(w.words, word)
		if i < 0 {
			return &machine.WordError{Kind: w.kind, Word: word, Valid: slices.Clone(w.words)}
		}
		parsed |= 1 << i
	}
	*set = parsed
	return nil
}
