package circuit

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Acts is a set of acts and circumstances that Azure's documents do not show, except
// ProvisionedBefore. It is empty for a circuit that was only observed, until the
// customer attests the acts in [Facts] or applies the events.
type Acts uint8

const (
	ConnectivityOrdered     Acts = 1 << iota // the customer ordered from the provider
	ServiceKeyHandedOver                     // the provider has the service key and what else it needs
	DeprovisioningRequested                  // the customer asked the provider to take the circuit down
	TicketOpened                             // a ticket about the circuit is open
	HistoryKnown                             // all events since the creation are recorded: an act that is not on record was not done
	ProvisionedBefore                        // the circuit was Provisioned before: if it is NotProvisioned now, the provider has taken it down
	EvidenceSentIPv4                         // a ticket with evidence about the IPv4 prefixes of the Microsoft peering is open
	EvidenceSentIPv6                         // a ticket with evidence about the IPv6 prefixes is open
)

// evidenceSent returns the act of opening a ticket about one family's prefixes.
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

// Lists says which lists are known to be complete, so that a link or authorization
// that is not in the list does not exist. Azure shows the links in the documents of
// the networks' gateways, not in that of the circuit.
type Lists uint8

const (
	AllLinks          Lists = 1 << iota // all links are known
	AllAuthorizations                   // all authorizations are known
)

var listWords = bitWords[Lists]{"circuit.Lists", []string{"Links", "Authorizations"}}

// String names the lists: "Links Authorizations".
func (l Lists) String() string                { return listWords.String(l) }
func (l Lists) MarshalText() ([]byte, error)  { return listWords.marshal(l) }
func (l *Lists) UnmarshalText(b []byte) error { return listWords.unmarshal(l, b) }

// has reports whether all of these lists are complete.
func (l Lists) has(lists Lists) bool { return l&lists == lists }

// bitWords spells a set of up to eight bits, one word for each bit.
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

// unmarshal accepts only the exact words. It does not change *set on error.
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
