// Watch reads documents about ExpressRoute circuits over time and prints their
// history: what happened, who did it, whose turn it was and for how long, and which
// changes no event explains.
//
//	go run ./examples/watch [-svg FILE] [PATH|-]
//	go run ./examples/watch -summary DIR
//
// PATH is a file of JSON lines, or a folder. A line is
//
//	{"at": "2026-03-02T09:00:00Z", "body": {...}}
//
// where body is any document that package azure reads. A document that is text, such
// as PowerShell output, goes into a string. Further fields are optional:
//
//   - "write": true if the document is the answer to a PUT or PATCH
//   - "status": 404 if there was no such circuit
//   - "circuit": the resource ID of the circuit, if the document does not show it
//   - "peering" and "path": what a route-table summary or an ARP table is about
//
// A line can also be one of a recorded HTTP session: {"method", "url", "status",
// "response", "headers": {"date"}}. In a folder each file is one document. Watch reads
// them in the order of the times in their names, such as 2026-03-02T09-00-00Z, or of
// their last change if a name has no time. Without PATH, Watch reads an embedded
// sample.
//
// -svg also draws a timeline: one lane for each state of the circuit, on a background
// that shows whose turn it was.
//
// -summary reads every document under a folder and prints tables: how many documents
// of each format were read and refused, and why; which values were strange and what
// was odd. For recorded sessions it prints how many changes between two reads of a
// circuit events explain, and how many are drift. Then it compares these events with
// the writes in the recording: which changes the customer wrote and later reads show,
// how each was reported, and which events were reported although nobody wrote them.
//
// The exit status is 0, and 2 for bad input or usage. Watch prints what it can read
// of bad input too.
package main

import (
	"bytes"
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
)

//go:embed testdata/sample.jsonl
var sample []byte

// Exit statuses.
const (
	told     = 0
	badInput = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// options are the command line.
type options struct {
	svg     string
	summary string
	path    string
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if err != nil {
		return badInput
	}
	if o.summary != "" {
		err = summarise(stdout, o.summary)
	} else {
		err = watch(stdout, o, stdin)
	}
	if err != nil {
		fmt.Fprintln(stderr, "watch:", err)
		return badInput
	}
	return told
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("watch", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: watch [-svg FILE] [PATH|-]\n       watch -summary DIR")
		flags.PrintDefaults()
	}
	flags.StringVar(&o.svg, "svg", "", "draw the timeline into a `FILE`")
	flags.StringVar(&o.summary, "summary", "", "print a table of all documents under `DIR`")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.path = flags.Arg(0)
	if flags.NArg() > 1 || o.summary != "" && (flags.NArg() > 0 || o.svg != "") {
		flags.Usage()
		return o, fmt.Errorf("%d arguments", flags.NArg())
	}
	return o, nil
}

// watch prints the history while it reads, then a summary of each circuit, and draws
// the picture last. The error is about input that it could not read.
func watch(w io.Writer, o options, stdin io.Reader) error {
	teller := teller{w: w}
	watcher := newWatcher(teller.moment)
	var bad problems
	for r, err := range readings(o, stdin) {
		if err == nil {
			err = watcher.take(r)
		}
		bad.add(err)
	}
	for _, l := range watcher.lives {
		teller.account(l)
	}
	bad.add(teller.err)
	if o.svg != "" {
		bad.add(os.WriteFile(o.svg, draw(watcher.lives), 0o644))
	}
	if len(watcher.lives) == 0 && len(bad.list) == 0 {
		return fmt.Errorf("there is no circuit in the input")
	}
	return bad.join()
}

// readings yields the readings of the input that the command line names.
func readings(o options, stdin io.Reader) readingSeq {
	switch o.path {
	case "":
		return lines(bytes.NewReader(sample), "sample.jsonl")
	case "-":
		return lines(stdin, "standard input")
	}
	if info, err := os.Stat(o.path); err == nil && info.IsDir() {
		return folder(o.path)
	}
	return file(o.path)
}
