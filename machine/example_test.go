package machine_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/expressroute-go/expressroute/machine"
)

// Fibre is a cross-connection as a carrier hotel sells it: one yellow fibre
// pair between two cages.
type Fibre uint8

const (
	_       Fibre = iota
	Ordered       // paid or not, somebody wants it
	Patched       // it is in the tray, and dark
	Lit           // both ends see light
	Removed       // the ports are free again
)

var fibres = machine.Spell[Fibre]("Fibre", "not observed", "Ordered", "Patched", "Lit", "Removed")

func (f Fibre) String() string                { return fibres.String(f) }
func (f Fibre) MarshalText() ([]byte, error)  { return fibres.MarshalText(f) }
func (f *Fibre) UnmarshalText(b []byte) error { return fibres.UnmarshalText(f, b) }

// Act is what happens to a Fibre.
type Act uint8

const (
	_       Act = iota
	Patch       // the hands on site plug it in
	Light       // the customer turns the optics on
	Measure     // a power meter is held to it; it stays as it is
	Dig         // a digger finds it
	Remove      // it is ordered away
)

var acts = machine.Spell[Act]("Act", "nothing", "Patch", "Light", "Measure", "Dig", "Remove")

func (a Act) String() string { return acts.String(a) }

// Room is what the guards look at. The zero value is a room that nobody has
// looked into.
type Room struct {
	Letter machine.Truth // the letter of authorization is at the desk
	Clean  machine.Truth // the connectors are
	Rolled machine.Truth // transmit meets receive
	Paid   machine.Truth // the last bill
}

const (
	NeedLetter machine.Need = "NeedLetter"
	NeedClean  machine.Need = "NeedClean"
	NeedRolled machine.Need = "NeedRolled"
	NeedPaid   machine.Need = "NeedPaid"
)

const houseRules = "house rules of the meet-me room"

var (
	letter = machine.Guard[Room]{
		Condition: machine.Condition{
			Need: NeedLetter, Want: "the letter of authorization must be at the desk",
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
		Found: func(r Room) string { return found(r.Clean, "a fingerprint") },
	}
	rolled = machine.Guard[Room]{
		Condition: machine.Condition{
			Need: NeedRolled, Want: "transmit must meet receive",
			Actor: machine.Provider, Fix: "swap the two fibres",
			Basis: machine.Observed, Source: houseRules,
		},
		Holds: func(r Room) machine.Truth { return r.Rolled },
		Found: func(r Room) string { return found(r.Rolled, "two lasers that look at each other") },
	}
	paid = machine.Guard[Room]{
		Condition: machine.Condition{
			Need: NeedPaid, Want: "the last bill must be paid",
			Actor: machine.Customer, Fix: "pay it",
			Basis: machine.Inferred, Source: houseRules,
		},
		Holds: func(r Room) machine.Truth { return r.Paid },
		Found: func(r Room) string { return found(r.Paid, "a reminder") },
	}
)

// found is constant, so that a refusal allocates for itself only.
func found(t machine.Truth, otherwise string) string {
	if t == machine.Unknown {
		return "nobody has looked"
	}
	return otherwise
}

// crossConnect is the table that the tests of this package run on.
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
		{From: []Fibre{Lit}, On: Dig, To: Patched, By: machine.Provider,
			Basis: machine.Observed, Source: houseRules},
		{From: []Fibre{Ordered, Patched}, On: Remove, To: Removed, By: machine.Customer,
			Needs: machine.Guards[Room]{paid}, Basis: machine.Documented, Source: houseRules},
	},
}

var fibre = machine.MustCompile(crossConnect)

// A table is compiled once. Stepping is a pure function: state in, state out.
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

// A refusal names every condition that does not hold, who can make it hold,
// and how that is known. Programs match the needs, people read the rest.
func ExampleMachine_Check() {
	err := fibre.Check(Room{Clean: machine.No}, Patched, Light)
	fmt.Println("dirty:", machine.Lacks(err, NeedClean))

	var refused *machine.TransitionError
	if errors.As(err, &refused) {
		for _, unmet := range refused.Unmet {
			fmt.Println("-", unmet)
		}
	}
	// Output:
	// dirty: true
	// - the connectors must be clean: found a fingerprint; Provider can clean them (Documented: house rules of the meet-me room)
	// - transmit must meet receive: found nobody has looked; Provider can swap the two fibres (Observed: house rules of the meet-me room)
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

// Fire commits the move on a looplab machine and tells the hooks of it.
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
	// Lit cross-connect: Patch from Lit: no rule leads on from here
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
	//     s3 --> s2: Dig / Provider
	//     s1 --> s4: Remove / Customer [NeedPaid]
	//     s2 --> s4: Remove / Customer [NeedPaid]
	//     classDef current fill:#fc6,stroke:#333,stroke-width:3px
	//     class s3 current
}
