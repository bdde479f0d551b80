package main

import (
	"errors"
	"flag"
	"fmt"
	"io"

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
	policy      registry.Policy
	format      string
	sample      bool // no arguments at all
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{sample: len(args) == 0}
	flags := flag.NewFlagSet("precheck", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: precheck -asn N [-customer-asn N] [-registry NAME] [-irr FILE]... [-rpki FILE]... PREFIX...")
		fmt.Fprintln(stderr, "       precheck -spec FILE [-irr FILE]... [-rpki FILE]...")
		flags.PrintDefaults()
	}
	flags.TextVar(&o.peerASN, "asn", bgp.ASN(0), "the AS `number` on your side of the session, such as 64500, AS64500 or 1.10")
	flags.TextVar(&o.customerASN, "customer-asn", bgp.ASN(0), "the AS `number` that the prefixes are registered to, if it is another one")
	flags.StringVar(&o.registry, "registry", "", "the registry `name` that the peering gives: ARIN, APNIC, AFRINIC, LACNIC, RIPENCC, RADB, ALTDB")
	flags.StringVar(&o.spec, "spec", "", "a `file` with the peering's or the circuit's configuration, instead of the above and of prefixes")
	flags.Func("irr", "a registry's dump, a `file` of RPSL objects; may be repeated", appendTo(&o.irr))
	flags.Func("rpki", "validated ROA payloads, a `file` of JSON or CSV; may be repeated", appendTo(&o.rpki))
	flags.Func("covering", "assume that a covering object counts: `yes`, no or unknown (default unknown)", truthOf(&o.policy.CoveringCounts))
	flags.Func("named-only", "assume that the registry given is the only one that counts: `yes`, no or unknown (default unknown)", truthOf(&o.policy.NamedOnly))
	flags.StringVar(&o.format, "format", "text", "`text`, json or markdown")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	err := o.validate(flags.Args())
	if err != nil {
		fmt.Fprintln(stderr, "precheck:", err)
		flags.Usage()
	}
	return o, err
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
