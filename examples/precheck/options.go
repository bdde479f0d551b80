package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
	"github.com/expressroute-go/expressroute/prefixes/registry"
)

// options are the command line.
type options struct {
	peerASN     bgp.ASN
	customerASN bgp.ASN
	registry    string
	prefixes    []prefixes.Prefix
	spec        string
	irr, rpki   []string // files, "-" for standard input
	complete    []registry.Name
	policy      registry.Policy
	format      string
	sample      bool // no arguments at all
	now         time.Time
}

// parse reads the command line, with flags and prefixes in any order. It prints
// the error, or the help that was asked for: then the error is flag.ErrHelp.
func parse(args []string, stdout, stderr io.Writer) (options, error) {
	o := options{sample: len(args) == 0}
	flags := o.flags()
	flags.SetOutput(stderr)
	var list []string
	err := flags.Parse(args)
	for ; err == nil && flags.NArg() > 0; err = flags.Parse(flags.Args()[1:]) {
		list = append(list, flags.Arg(0))
	}
	if errors.Is(err, flag.ErrHelp) {
		flags.SetOutput(stdout)
		usage(flags)
		return o, err
	}
	if err == nil {
		if err = o.validate(list); err != nil {
			fmt.Fprintln(stderr, "precheck:", err)
		}
	}
	if err != nil {
		usage(flags)
	}
	return o, err
}

// usage prints the flags and the exit statuses.
func usage(flags *flag.FlagSet) {
	w := flags.Output()
	fmt.Fprintln(w, "usage: precheck -asn N [-customer-asn N] [-registry NAME] [-irr FILE]... [-rpki FILE]... PREFIX...")
	fmt.Fprintln(w, "       precheck -spec FILE [-irr FILE]... [-rpki FILE]...")
	flags.PrintDefaults()
	fmt.Fprint(w, statuses)
}

// flags returns the flags, which set the options.
func (o *options) flags() *flag.FlagSet {
	flags := flag.NewFlagSet("precheck", flag.ContinueOnError)
	flags.Usage = func() {} // see parse
	flags.TextVar(&o.peerASN, "asn", bgp.ASN(0), "the AS `number` on your side of the session, such as 64500, AS64500 or 1.10")
	flags.TextVar(&o.customerASN, "customer-asn", bgp.ASN(0), "the AS `number` that the prefixes are registered to, if it is another one")
	flags.StringVar(&o.registry, "registry", "", "the registry `name` that the peering gives: ARIN, APNIC, AFRINIC, LACNIC, RIPENCC, RADB, ALTDB")
	flags.StringVar(&o.spec, "spec", "", "a `file` with the peering's or the circuit's configuration, instead of the above and of prefixes")
	flags.Func("irr", "a registry's dump, a `file` of RPSL objects; may be repeated", appendTo(&o.irr))
	flags.Func("complete", "the `name` of a registry whose objects are all in the files, however few they are, or all; may be repeated", o.addComplete)
	flags.Func("rpki", "validated ROA payloads, a `file` of JSON or CSV; may be repeated", appendTo(&o.rpki))
	flags.Func("covering", "assume that a covering object counts: `yes`, no or unknown (default unknown)", truthOf(&o.policy.CoveringCounts))
	flags.Func("named-only", "assume that the registry given is the only one that counts: `yes`, no or unknown (default unknown)", truthOf(&o.policy.NamedOnly))
	flags.StringVar(&o.format, "format", "text", "`text`, json or markdown")
	return flags
}

func (o *options) addComplete(text string) error {
	if text == "all" {
		o.complete = slices.Collect(registry.Names())
		return nil
	}
	name, err := registry.ParseName(text)
	if err == nil && name == "" {
		err = errors.New("want the name of a registry, or all")
	}
	o.complete = append(o.complete, name)
	return err
}

func appendTo(list *[]string) func(string) error {
	return func(value string) error {
		*list = append(*list, value)
		return nil
	}
}

func truthOf(t *machine.Truth) func(string) error {
	return func(word string) error {
		switch word {
		case "yes":
			*t = machine.Yes
		case "no":
			*t = machine.No
		case "unknown":
			*t = machine.Unknown
		default:
			return errors.New("want yes, no or unknown")
		}
		return nil
	}
}

func (o *options) validate(list []string) error {
	if o.format != "text" && o.format != "json" && o.format != "markdown" {
		return fmt.Errorf("-format %q: want text, json or markdown", o.format)
	}
	for _, text := range list {
		p, err := prefixes.ParsePrefix(text)
		if err != nil {
			return err
		}
		o.prefixes = append(o.prefixes, p)
	}
	described := len(o.prefixes) > 0 || o.peerASN != 0 || o.customerASN != 0 || o.registry != ""
	switch {
	case o.spec != "" && described:
		return errors.New("-spec has the prefixes, the AS numbers and the registry: give nothing of them besides")
	case o.sample, o.spec != "":
		return nil
	case len(o.prefixes) == 0:
		return errors.New("no prefixes: list them, or give a -spec")
	case o.peerASN == 0:
		return errors.New("no AS number: give the one of your side of the session with -asn")
	}
	return nil
}
