// Advise reads ExpressRoute circuits as Azure shows them and says of each where
// it is, whose turn it is, what to do, what is blocked and by what, and whether
// it costs money.
//
//	go run ./examples/advise [-want spec.json] [-retire] [-all-links] [-before report.json] [-format text|json|mermaid] [-check] [FILE|-]...
//
// FILE is any document that package azure reads, as the REST API, az, Resource
// Graph, PowerShell or Terraform show it; what it seems to be is printed first.
// Several documents about one circuit are joined. A summary of routes does not say
// of which circuit, peering and path it is: name it after the circuit's document,
// as AzurePrivatePeering/primary=FILE. Without a file an embedded sample is read.
//
// Azure shows links with the gateways of the networks and not with the circuit.
// If the documents have the connections of all gateways that there are, say so
// with -all-links: then what is not in them is not linked. With -before, the
// report that was printed earlier with -format json, it also says what has
// happened since, for how long the circuit has been as it is, and what is overdue.
//
// Without -want, the advice is how to bring what is configured into service; with
// -retire, how to take the circuit down. Beside what the customer can do with az
// stands the command; what it does not know, or must not show, is a variable to
// be set.
//
// The exit status is 0 when there is advice, and 2 for bad input or usage. With
// -check it is 0 if every circuit is in service (with -retire: gone), 5 if one
// takes a support ticket, 3 if one waits for the customer, 4 if one waits for
// somebody else; of several the first of these. Build the program for that:
// "go run" reports any failure as 1.
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
)

//go:embed testdata/sample.json
var sample []byte

// Exit statuses.
const (
	advised        = 0 // or, with -check, in service
	badInput       = 2
	customersTurn  = 3
	somebodyElses  = 4
	supportsTicket = 5
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// options are the command line.
type options struct {
	want     string
	retire   bool
	allLinks bool
	before   string
	format   string
	check    bool
	files    []string
	now      func() time.Time
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if err != nil {
		return badInput
	}
	documents, reports, err := advise(o, stdin)
	if len(reports) > 0 || err == nil {
		if writeErr := write(stdout, o.format, documents, reports); writeErr != nil {
			err = writeErr
		}
	}
	if err != nil {
		fmt.Fprintln(stderr, "advise:", err)
		return badInput
	}
	if !o.check {
		return advised
	}
	if len(reports) == 0 {
		fmt.Fprintln(stderr, "advise: there is no circuit to check")
		return badInput
	}
	return status(reports)
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{now: time.Now}
	flags := flag.NewFlagSet("advise", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: advise [-want spec.json] [-retire] [-all-links] [-before report.json] [-format text|json|mermaid] [-check] [FILE|-]...")
		flags.PrintDefaults()
	}
	flags.StringVar(&o.want, "want", "", "the circuit that is wanted, as a `spec.json`; without it, what is configured")
	flags.BoolVar(&o.retire, "retire", false, "plan to take the circuit down")
	flags.BoolVar(&o.allLinks, "all-links", false, "nothing is linked to the circuits but what the documents show")
	flags.StringVar(&o.before, "before", "", "an earlier `report.json`: say what has happened since, and what is overdue")
	flags.StringVar(&o.format, "format", "text", "`text`, json or mermaid")
	flags.BoolVar(&o.check, "check", false, "exit with 0 in service, 3 the customer's turn, 4 somebody else's, 5 a support ticket")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	err := o.validate(flags.Args())
	if err != nil {
		fmt.Fprintln(stderr, "advise:", err)
		flags.Usage()
	}
	return o, err
}

func (o *options) validate(files []string) error {
	if o.format != "text" && o.format != "json" && o.format != "mermaid" {
		return fmt.Errorf("-format %q: want text, json or mermaid", o.format)
	}
	o.files = files
	return nil
}

// maxInput bounds what is read from a file, in bytes.
const maxInput = 64 << 20

func open(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return readBounded(stdin, "standard input")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readBounded(f, name)
}

func readBounded(r io.Reader, name string) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	if err == nil && len(text) > maxInput {
		return nil, fmt.Errorf("%s: more than %d bytes", name, maxInput)
	}
	return text, err
}

func (o options) spec() (*circuit.Spec, error) {
	if o.want == "" {
		return nil, nil
	}
	text, err := open(o.want, nil)
	if err != nil {
		return nil, err
	}
	spec, err := circuit.ParseSpec(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.want, err)
	}
	return &spec, nil
}
