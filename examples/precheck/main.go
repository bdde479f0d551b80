// Precheck says, before the list of advertised prefixes is written, what
// Microsoft is likely to make of it: for every prefix of a Microsoft peering
// the validation state to expect, how that is known, the registry objects that
// speak for and against it, and what to do.
//
//	go run ./examples/precheck -asn 64500 [-customer-asn N] [-registry RIPENCC]
//		-irr radb.db.gz -irr ripe.db.route.gz -rpki vrps.csv 203.0.113.0/24 ...
//	go run ./examples/precheck -spec peering.json -irr radb.db.gz ...
//
// The data is the customer's to download: the registries' dumps (RPSL), and
// VRPs as rpki-client, Routinator and FORT write them (JSON or CSV), plain or
// gzip; "-" is standard input. Each registry's documentation tells where they
// are; RIPE and APNIC publish route and route6 objects apart, and so who holds
// addresses and AS numbers (inetnum, inet6num, aut-num), which is read too. Only
// what touches the prefixes is kept in memory. The AS number and the prefix
// above are for documentation, and refused.
//
// That nothing was found means something only if all of a registry was read. A
// few objects, such as a whois server's answers, are not taken for a registry,
// unless -complete names it. VRPs that have expired are left out.
//
// The peering is that of the flags, or of a spec: a peering configuration
// ({"peerASN": ..., "ipv4": {"advertised": [...]}}), or a circuit's, whose
// Microsoft peering is taken. Without arguments a small embedded sample is
// judged, invented, and the exit status is 0.
//
// With -format markdown it prints the evidence to attach to a support ticket.
//
// The exit status is
//
//	0  nothing stands against any prefix; that is no promise
//	2  bad input or usage; what could be read was judged all the same
//	3  the customer must act: Microsoft will want a signature, or a ticket
//	4  something is refused as it is configured
//	5  undecided: it depends on data that was not loaded, or on what Microsoft
//	   does not document (-covering and -named-only assume an answer)
//
// and of several the first of 2, 4, 3, 5. With -help it is 0. Build the program
// for that: "go run" reports any failure as 1.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/expressroute-go/expressroute/prefixes/registry"
)

// Exit statuses.
const (
	unopposed = 0
	badInput  = 2
	mustAct   = 3
	refused   = 4
	undecided = 5
)

// statuses say what the exit statuses mean.
const statuses = `
exit status: of several the first of 2, 4, 3, 5, 0
  0  nothing stands against any prefix; that is no promise
  2  bad input or usage; what could be read was judged all the same
  3  you must act: Microsoft will want a signature, or a ticket
  4  something is refused as it is configured
  5  undecided: it depends on data that was not loaded, or on what Microsoft
     does not document (-covering and -named-only assume an answer)
`

func main() { os.Exit(run(os.Args[1:], time.Now(), os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, now time.Time, stdin io.Reader, stdout, stderr io.Writer) int {
	o, err := parse(args, stdout, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return unopposed
	case err != nil:
		return badInput
	}
	o.now = now.UTC().Truncate(time.Second)
	requests, err := o.requests()
	if err != nil {
		fmt.Fprintln(stderr, "precheck:", err)
		return badInput
	}
	result, loadErr := check(context.Background(), o, requests, stdin, stderr)
	if err := write(stdout, o.format, result); err != nil {
		fmt.Fprintln(stderr, "precheck:", err)
		return badInput
	}
	if loadErr != nil {
		fmt.Fprintln(stderr, "precheck:", loadErr)
		return badInput
	}
	if o.sample {
		return unopposed
	}
	return status(result.Reports)
}

// result is what is printed.
type result struct {
	V       int               `json:"v"`
	Now     time.Time         `json:"now"`              // what has expired by then is left out
	Sample  bool              `json:"sample,omitempty"` // the data is invented
	Reports []registry.Report `json:"reports"`          // one for each address family
	Inputs  []registry.Stats  `json:"inputs"`
}

// check loads the data and judges the requests by it. Where an input cannot be
// read to its end, the result rests on the rest and comes with the error.
func check(ctx context.Context, o options, requests []registry.Request, stdin io.Reader, stderr io.Writer) (result, error) {
	snapshot, err := load(ctx, o, interestOf(requests), stdin, stderr)
	r := result{V: 1, Now: o.now, Sample: o.sample, Inputs: snapshot.Inputs()}
	for _, request := range requests {
		r.Reports = append(r.Reports, snapshot.Predict(request, o.policy))
	}
	return r, err
}

// status is the exit status of the gravest verdict.
func status(reports []registry.Report) int {
	var gravest registry.Verdict
	for _, r := range reports {
		gravest = max(gravest, r.Verdict)
	}
	switch gravest {
	case registry.Refused:
		return refused
	case registry.ActionNeeded:
		return mustAct
	case registry.Undecided:
		return undecided
	}
	return unopposed
}
