// Watch reads what was seen of ExpressRoute circuits over time and tells the
// story: what happened, by whose act, whose turn it was and for how long, and
// what no event explains.
//
//	go run ./examples/watch [-svg FILE] [PATH|-]
//	go run ./examples/watch -summary DIR
//
// PATH is a file of JSON lines, or a folder. A line is
//
//	{"at": "2026-03-02T09:00:00Z", "body": {...}}
//
// where body is any document that package azure reads; text such as PowerShell
// prints goes into a string. "write": true says that it is the answer to a PUT
// or PATCH; "status": 404 that there was no such circuit; "circuit" names the
// circuit by its resource ID, and "peering" and "path" say of which a route-table
// summary or an ARP table is, where the document does not. A line of a recorded HTTP session, {"method", "url", "status",
// "response", "headers": {"date"}}, does as well. The files of a folder are one
// document each, taken in the order of the times in their names, such as
// 2026-03-02T09-00-00Z, or of their last change where the names have none.
// Without PATH an embedded sample is read.
//
// -svg draws the same as a timeline: one lane a dimension, on a ground that
// shows whose turn it was.
//
// -summary reads every document under a folder and prints a table: how many of
// which shape were read and refused, and why, which values were strange and what
// was odd; and for the recorded sessions how much of what happened between one
// read of a circuit and the next is explained by events, and how much is drift.
// Last comes how truly it was told: which changes the recorded writes of the
// customer ask for and later reads show, how each was told, and which events
// were told that nobody wrote.
//
// The exit status is 0, and 2 for bad input or usage. What can be read of bad
// input is told all the same.
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

// watch tells the story while it reads, then the account of each circuit, and
// draws the picture last. The error is about what could not be read.
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
		return fmt.Errorf("there is no circuit in what was read")
	}
	return bad.join()
}

// readings yields what the command line names.
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
