// Advise reads documents about ExpressRoute circuits and prints for each circuit its
// state, whose turn it is, what to do, what is blocked and why, and whether it costs
// money.
//
//	go run ./examples/advise [-want spec.json] [-retire] [-all-links] [-before report.json] [-format text|json|mermaid] [-check] [FILE|-]...
//
// FILE is any document that package azure reads, from the REST API, az, Resource
// Graph, PowerShell or Terraform. Advise first prints which format each document
// has. It joins several documents about one circuit. A route-table summary does not
// say which circuit, peering and path it is about: give it after the circuit's
// document, as AzurePrivatePeering/primary=FILE. Without FILE, Advise reads an
// embedded sample.
//
// Azure shows links with the gateways of networks, not with the circuit. -all-links
// says that the documents have the connections of all gateways: then nothing else is
// linked to the circuits. -before gives an earlier report, printed with -format json:
// Advise then also prints what has happened since, how long the circuit has been as
// it is, and what is overdue.
//
// -want gives the circuit that is wanted; without it, the advice is how to bring what
// is configured into service. With -retire, the advice is how to take the circuit
// down. Where the customer can take a step with az, Advise prints the command. A
// value that it does not know, or must not show, is a shell variable in the command.
//
// The exit status is 0 when there is advice, and 2 for bad input or usage. With
// -check it is 0 if every circuit is in service (with -retire: deleted), 5 if one
// needs a support ticket, 3 if one waits for the customer, and 4 if one waits for
// somebody else. If more than one applies, it is the first of 5, 3, 4. Build the
// program to use the exit status: "go run" reports every failure as 1.
package main

import (
	_ "embed"
	"errors"
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
	out := newOutput(o.format, stdout)
	tally, err := advise(o, stdin, out)
	if tally.reports > 0 || err == nil {
		err = errors.Join(err, out.close())
	}
	if err != nil {
		fmt.Fprintln(stderr, "advise:", err)
		return badInput
	}
	if !o.check {
		return advised
	}
	if tally.reports == 0 {
		fmt.Fprintln(stderr, "advise: there is no circuit to check")
		return badInput
	}
	return tally.worst
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{now: time.Now}
	flags := flag.NewFlagSet("advise", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: advise [-want spec.json] [-retire] [-all-links] [-before report.json] [-format text|json|mermaid] [-check] [FILE|-]...")
		flags.PrintDefaults()
	}
	flags.StringVar(&o.want, "want", "", "the wanted circuit, as a `spec.json`; without it, the circuit as it is configured")
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

// maxInput is the maximum size of a file, in bytes.
const maxInput = 64 << 20

// opened opens a file, or standard input.
func opened(name string, stdin io.Reader) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(stdin), nil
	}
	return os.Open(name)
}

// open reads a file, or standard input.
func open(name string, stdin io.Reader) ([]byte, error) {
	in, err := opened(name, stdin)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, maxInput+1))
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
