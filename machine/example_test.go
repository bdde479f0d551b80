package machine_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/expressroute-go/expressroute/machine"
)

// Fibre is a cross-connect in a data center: a fibre pair between two cages.
type Fibre uint8

const (
	_       Fibre = iota
	Ordered       // ordered and not yet connected; Provider patches it
	Patched       // connected and dark; Customer turns the optics on
	Lit           // both ends receive light
	Removed       // disconnected; final
)

var fibres = machine.Spell[Fibre]("Fibre", "not observed", "Ordered", "Patched", "Lit", "Removed")

func (f Fibre) String() string                { return fibres.String(f) }
func (f Fibre) MarshalText() ([]byte, error)  { return fibres.MarshalText(f) }
func (f *Fibre) UnmarshalText(b []byte) error { return fibres.UnmarshalText(f, b) }

// Act is an event in the life of a Fibre.
type Act uint8

const (
	_       Act = iota
	Patch       // the provider connects the fibre
	Light       // the customer turns the optics on
	Measure     // the provider measures the power; the state stays the same
	Cut         // the fibre is cut
	Remove      // the customer cancels it
)

var acts = machine.Spell[Act]("Act", "nothing", "Patch", "Light", "Measure", "Cut", "Remove")

func (a Act) String() string { return acts.String(a) }

// Room holds what the guards read. In the zero value nothing was observed.
type Room struct {
	Letter machine.Truth // the letter of authorization has arrived
	Clean  machine.Truth // the connectors are clean
	Rolled machine.Truth // transmit is connected to receive
	Paid   machine.Truth // the last bill is paid
}

const (
	NeedLetter machine.Need = "NeedLetter"
	NeedClean  machine.Need = "NeedClean"
	NeedRolled machine.Need = "NeedRolled"
	NeedPaid   machine.Need = "NeedPaid"
)

const houseRules = "rules of the data center"

var (
	letter = machine.Guard[Room]{
		Condition: machine.Condition{
			Need: NeedLetter, Want: "the letter of authorization must have arrived",
			Actor: machine.Customer, Fix: "send it",
			Basis: machine.Enforced, Source: houseRules,
		},
		Holds: func(r Room) machine.Truth { return r.Letter },
		Found: func(r Room) string { return found(r.Letter, "a letter for another cage") },
	}
	clean = machine.Guard[Room]{
		Condition: machine.Condition{
			Need: NeedClean, Want: "the connectors must be clean",
			Actor: machine.Provider, Fix: "clean them",
			Basis: machine.Documented, Source: houseRules,
		},
		Holds: func(r Room) machine.Truth { return r.Clean },
		Found: func(r Room) string { return found(r.Clean, "dust") },
	}
	rolled = machine.Guard[Room]{
		Condition: machine.Condition{
			Need: NeedRolled, Want: "transmit must be connected to receive",
			Actor: machine.Provider, Fix: "swap the two fibres",
			Basis: machine.Observed, Source: houseRules,
		},
		Holds: func(r Room) machine.Truth { return r.Rolled },
		Found: func(r Room) string { return found(r.Rolled, "transmit connected to transmit") },
	}
	paid = machine.Guard[Room]{
		Condition: machine.Condition{
			Need: NeedPaid, Want: "the last bill must be paid",
			Actor: machine.Customer, Fix: "pay it",
			Basis: machine.Inferred, Source: houseRules,
		},
		Holds: func(r Room) machine.Truth { return r.Paid },
		Found: func(r Room) string { return found(r.Paid, "an unpaid bill") },
	}
)

// found returns a constant, so that it does not allocate.
func found(t machine.Truth, contrary string) string {
	if t == machine.Unknown {
		return "nothing observed"
	}
	return contrary
}

// crossConnect is the table that the tests of this package use.
var crossConnect = machine.Table[Fibre, Act, Room]{
	Name:    "cross-connect",
	States:  []Fibre{Ordered, Patched, Lit, Removed},
	Initial: []Fibre{Ordered},
	Rules: []machine.Rule[Fibre, Act, Room]{
		{From: []Fibre{Ordered}, On: Patch, To: Patched, By: machine.Provider,
			Needs: machine.Guards[Room]{letter, paid}, Basis: machine.Enforced, Source: houseRules},
		{From: []Fibre{Patched}, On: Light, To: Lit, By: machine.Customer,
			Needs: machine.Guards[Room]{clean, rolled}, Basis: machine.Observed, Source: houseRules},
		{From: []Fibre{Lit}, On: Measure, To: Lit, By: machine.Provider,
			Needs: machine.Guards[Room]{clean}, Basis: machine.Documented, Source: houseRules},
		{From: []Fibre{Lit}, On: Cut, To: Patched, By: machine.Provider,
			Basis: machine.Observed, Source: houseRules},
		{From: []Fibre{Ordered, Patched}, On: Remove, To: Removed, By: machine.Customer,
			Needs: machine.Guards[Room]{paid}, Basis: machine.Documented, Source: houseRules},
	},
}

var fibre = machine.MustCompile(crossConnect)

// A table is compiled once. Step is a pure function: it takes a state and
// returns a state.
func Example() {
	m, err := machine.Compile(crossConnect)
	if err != nil {
		fmt.Println(err)
		return
	}
	room := Room{Letter: machine.Yes, Paid: machine.Yes}
	at := Ordered
	for _, act := range []Act{Patch, Light} {
		next, err := m.Step(room, at, act)
		fmt.Println(at, "->", act, "->", next, err == nil)
		at = next
	}
	// Output:
	// Ordered -> Patch -> Patched true
	// Patched -> Light -> Patched false
}

// A refusal lists every condition that does not hold, who can make it hold, and
// how the condition is known. Programs match the needs; the words are for
// people.
func ExampleMachine_Check() {
	err := fibre.Check(Room{Clean: machine.No}, Patched, Light)
	fmt.Println("not clean:", machine.Lacks(err, NeedClean))

	var refused *machine.TransitionError
	if errors.As(err, &refused) {
		for _, unmet := range refused.Unmet {
			fmt.Println("-", unmet)
		}
	}
	// Output:
	// not clean: true
	// - the connectors must be clean: found dust; Provider can clean them (Documented: rules of the data center)
	// - transmit must be connected to receive: found nothing observed; Provider can swap the two fibres (Observed: rules of the data center)
}

// One function reads the words of every enumeration of the library.
func ExampleParse() {
	actor, err := machine.Parse[machine.Actor]("Provider")
	fmt.Println(actor, err)
	_, err = machine.Parse[machine.Actor]("provider")
	fmt.Println(err)
	// Output:
	// Provider <nil>
	// machine.Actor: unknown word "provider", want one of Customer, Provider, Microsoft, Support, NetworkOwner
}

// Fire makes the move on a looplab machine and then calls the hooks.
func ExampleMachine_Fire() {
	journal := func(_ context.Context, made machine.Move[Fibre, Act]) {
		fmt.Println("journal:", made.From, made.On, made.To)
	}
	room := Room{Clean: machine.Yes, Rolled: machine.Yes}
	at, err := fibre.Fire(context.Background(), room, Patched, Light, journal)
	fmt.Println(at, err)

	at, err = fibre.Fire(context.Background(), room, at, Patch, journal)
	fmt.Println(at, err)
	// Output:
	// journal: Patched Light Lit
	// Lit <nil>
	// Lit cross-connect: Patch from Lit: the event has no rule in this state
}

func ExampleMachine_Events() {
	for act := range fibre.Events(Room{Paid: machine.Yes}, Ordered) {
		fmt.Println(act)
	}
	// Output:
	// Remove
}

func ExampleMachine_Mermaid() {
	fmt.Print(fibre.Mermaid(Lit))
	// Output:
	// stateDiagram-v2
	//     state "Ordered" as s1
	//     state "Patched" as s2
	//     state "Lit" as s3
	//     state "Removed" as s4
	//     [*] --> s1
	//     s1 --> s2: Patch / Provider [NeedLetter, NeedPaid]
	//     s2 --> s3: Light / Customer [NeedClean, NeedRolled]
	//     s3 --> s3: Measure / Provider [NeedClean]
	//     s3 --> s2: Cut / Provider
	//     s1 --> s4: Remove / Customer [NeedPaid]
	//     s2 --> s4: Remove / Customer [NeedPaid]
	//     classDef current fill:#fc6,stroke:#333,stroke-width:3px
	//     class s3 current
}
