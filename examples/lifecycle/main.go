// Lifecycle prints the life of one ExpressRoute circuit as the workflow article of
// July 2016 describes it. The circuit is created, provisioned by the connectivity
// provider, routed with all three peerings, linked, and taken down: once with the
// provider first and once with the customer first.
//
// For every step it prints who acts, the state after the step, whose turn it is then,
// and whether the circuit bills. In between it tries acts that are not allowed yet,
// and prints every condition that is not met.
//
// It shows [circuit.Circuit] as a value: Apply, Check, Options, Next, InService,
// Meters and Workflow. Both ways of taking the circuit down start from the same
// value.
//
//	go run ./examples/lifecycle
package main

import (
	"io"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// run writes the whole story to w.
func run(w io.Writer) error {
	text, err := tell(story())
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}
