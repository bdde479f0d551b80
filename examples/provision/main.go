// Provision builds one ExpressRoute circuit as a spec wants it, or takes it down. It
// is the loop that a provisioning tool runs: read, observe, plan, and take the next
// step, until the plan is done.
//
//	go run ./examples/provision [-spec spec.json] [-retire] [-state FILE] [-azure URL -subscription ID -group NAME -circuit NAME -location REGION]
//
// Without -azure it works on an Azure of its own, in the process, whose connectivity
// provider and whose support do at once what they are asked for. With it, it works on
// Azure Resource Manager at that URL, with the access token in the environment variable
// ARM_ACCESS_TOKEN: what "az account get-access-token" prints.
//
// Some steps are said and not sent: to order connectivity, to hand the service key over,
// to open a ticket. Others depend on what no document shows, such as networks that are
// linked in another subscription. Provision prints what to say to whom, and what to
// check. On a real Azure it then ends; run it again with -done once that is done.
//
// -state names a file with all that is known of the circuit, so that a later run goes on
// where this one has stopped. Nothing is destroyed without -retire.
//
// The exit status is 0 if the circuit is as wanted, 3 if somebody else has to act first or
// something has to be said or checked, and 2 for bad input and refused requests.
package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/request"
)

//go:embed testdata/spec.json
var sample []byte

// Exit statuses.
const (
	asWanted = 0
	badInput = 2
	waiting  = 3
)

// errOptions: the command line was refused, and why has been printed.
var errOptions = errors.New("bad options")

func main() { os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) }

// options are the command line.
type options struct {
	spec, state string
	retire      bool
	done        bool
	azure       string
	names       request.Names
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if err != nil {
		return badInput
	}
	p, err := o.provisioner(stdout)
	if err == nil {
		defer p.close()
		err = p.run(ctx)
	}
	switch {
	case err == nil:
		return asWanted
	case isWaiting(err):
		fmt.Fprintln(stdout, err)
		return waiting
	}
	fmt.Fprintln(stderr, "provision:", err)
	return badInput
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("provision", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.spec, "spec", "", "the circuit that is wanted, as a `spec.json`; without it a sample")
	flags.StringVar(&o.state, "state", "", "the `file` that keeps what is known of the circuit")
	flags.BoolVar(&o.retire, "retire", false, "take the circuit down")
	flags.BoolVar(&o.done, "done", false, "what the last run asked for has been done")
	flags.StringVar(&o.azure, "azure", "", "the `URL` of Azure Resource Manager: https://management.azure.com")
	flags.StringVar(&o.names.Subscription, "subscription", "00000000-0000-0000-0000-000000000001", "the subscription `ID`")
	flags.StringVar(&o.names.ResourceGroup, "group", "network", "the resource `group`")
	flags.StringVar(&o.names.Circuit, "circuit", "er-oslo", "the `name` of the circuit")
	flags.StringVar(&o.names.Location, "location", "norwayeast", "the Azure `region`")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	return o, o.check(given, stderr)
}

// check refuses an Azure that is not the program's own without the circuit's names and
// with a token that could be read on the way.
func (o options) check(given map[string]bool, stderr io.Writer) error {
	if o.azure == "" {
		return nil
	}
	var wrong []string
	for _, name := range []string{"spec", "subscription", "group", "circuit", "location"} {
		if !given[name] {
			wrong = append(wrong, "-azure needs -"+name)
		}
	}
	if base, err := url.Parse(o.azure); err != nil || base.Scheme != "https" || base.Host == "" {
		wrong = append(wrong, fmt.Sprintf("-azure is %q: want an https URL, which keeps the access token secret", o.azure))
	}
	if len(wrong) == 0 {
		return nil
	}
	fmt.Fprintln(stderr, "provision:", strings.Join(wrong, "; "))
	return errOptions
}

// provisioner returns the loop for the options.
func (o options) provisioner(stdout io.Writer) (*provisioner, error) {
	text := sample
	if o.spec != "" {
		var err error
		if text, err = os.ReadFile(o.spec); err != nil {
			return nil, err
		}
	}
	spec, err := circuit.ParseSpec(text)
	if err != nil {
		return nil, err
	}
	spec.Retire = o.retire
	p := &provisioner{names: o.names, state: o.state, done: o.done, out: stdout, world: &realWorld{}, close: func() {}}
	p.azure = client{base: o.azure, http: http.DefaultClient, token: os.Getenv("ARM_ACCESS_TOKEN"), wait: p.world.pass}
	if o.azure == "" {
		p.play(newDemo(o.names.Circuit))
	}
	p.circuit, err = restored(spec, o.state)
	return p, err
}

// world is what passes beside the loop: time, and the acts of others.
type world interface {
	now() time.Time
	pass(ctx context.Context, d time.Duration) error // lets so much time go by
	turn(ctx context.Context, s circuit.Step) error  // lets the actor of a step act; errTheirTurn if that takes longer
	done(s circuit.Step) bool                        // says what a step says, and checks what it assumes; false if a person has to
}
