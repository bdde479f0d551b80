package prefixes_test

import (
	"fmt"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// A list fails the automatic validation and passes the manual one.
func Example() {
	facts := prefixes.Facts{Listed: machine.Yes, Signatures: machine.No}
	state := prefixes.NotConfigured
	for _, event := range []prefixes.Event{
		prefixes.ValidationStarted, prefixes.NotMatched, prefixes.TicketOpened, prefixes.EvidenceAccepted,
	} {
		next, err := prefixes.Machine().Step(facts, state, event)
		if err != nil {
			fmt.Println(err)
			return
		}
		rule, _ := prefixes.Machine().Rule(state, event)
		fmt.Printf("%-17s %-10s %-16s wire %s\n", event, rule.By, next, next.Wire())
		state = next
	}
	// Output:
	// ValidationStarted Microsoft  Configuring      wire Configuring
	// NotMatched        Microsoft  ValidationNeeded wire ValidationNeeded
	// TicketOpened      Customer   ManualValidation wire ValidationNeeded
	// EvidenceAccepted  Support    Configured       wire Configured
}

// The events that have no guard in this state, and who makes them happen.
func ExampleMachine() {
	for event := range prefixes.Machine().Events(prefixes.Facts{}, prefixes.ManualValidation) {
		rule, _ := prefixes.Machine().Rule(prefixes.ManualValidation, event)
		fmt.Printf("%-16s %s -> %s\n", event, rule.By, rule.To)
	}
	// Output:
	// Submitted        Customer -> NotConfigured
	// TicketOpened     Customer -> ManualValidation
	// EvidenceAccepted Support -> Configured
	// EvidenceRejected Support -> ValidationNeeded
	// Withdrawn        Customer -> NotConfigured
}

// A refusal lists every condition that does not hold.
func ExampleMachine_refused() {
	err := prefixes.Machine().Check(prefixes.Facts{Signatures: machine.No}, prefixes.ValidationNeeded, prefixes.Signed)
	fmt.Println(machine.Lacks(err, prefixes.NeedSignatures))
	// Output:
	// true
}

func ExampleCheck() {
	list := []prefixes.Prefix{
		prefixes.MustParsePrefix("123.1.0.0/24"),
		prefixes.MustParsePrefix("10.0.0.1/8"),
		prefixes.MustParsePrefix("123.1.0.0/24"),
	}
	for _, problem := range prefixes.Check(list, prefixes.IPv4) {
		fmt.Printf("%s %s: %s: %s\n", problem.Path, problem.Need, problem.Want, problem.Found)
	}
	// Output:
	// advertised[1] prefix-canonical: a prefix must have no host bits: 10.0.0.1/8, not 10.0.0.0/8
	// advertised[1] prefix-public: a prefix must be public: 10.0.0.1/8 in 10.0.0.0/8 (private use, RFC 1918)
	// advertised[2] prefix-distinct: a prefix must be listed once: 123.1.0.0/24, as advertised[0]
}

// A Prefix keeps the text that was typed, because the owner signs it.
func ExampleParsePrefix() {
	p, err := prefixes.ParsePrefix("123:1::0/64")
	fmt.Println(p, p.Prefix().Masked(), err)
	_, err = prefixes.ParsePrefix("123.1.0.0")
	fmt.Println(err)
	// Output:
	// 123:1::0/64 123:1::/64 <nil>
	// prefixes: "123.1.0.0" is not a prefix, want an address and a length, such as 123.1.0.0/24
}

func ExampleAggregate() {
	list := []prefixes.Validation{prefixes.PrefixConfigured, prefixes.PrefixInvalidSignatureEncoding}
	fmt.Println(prefixes.Aggregate(list))
	for _, v := range list {
		if v.Failed() {
			fmt.Printf("%s: %s\n", v, v.Fix())
		}
	}
	// Output:
	// ValidationNeeded
	// InvalidSignatureEncoding: encode the signature in base64 and submit it again
}

// A signature that Azure cannot decode needs another signature, not a ticket.
func ExampleValidation_Remedies() {
	for _, v := range []prefixes.Validation{prefixes.PrefixInvalidSignatureEncoding, prefixes.PrefixManualValidationNeeded, prefixes.PrefixConfiguring} {
		fmt.Println(v, v.Actor(), v.Remedies())
	}
	// Output:
	// InvalidSignatureEncoding Customer [Sign]
	// ManualValidationNeeded Customer [OpenTicket]
	// Configuring Microsoft []
}

func ExampleState_Wire() {
	fmt.Println(prefixes.ManualValidation, "is", prefixes.ManualValidation.Wire(), "to the API")
	// Output:
	// ManualValidation is ValidationNeeded to the API
}
