package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/prefixes/registry"
)

//go:embed sample/irr.db
var sampleIRR string

//go:embed sample/vrps.csv
var sampleVRPs string

// maxRejects is how many rejected objects of an input are shown.
const maxRejects = 5

// load reads the inputs, as far as they can be read. The snapshot is never nil;
// the error says what was lost.
func load(ctx context.Context, o options, interest registry.Interest, stdin io.Reader, stderr io.Writer) (*registry.Snapshot, error) {
	bar := newBar(stderr)
	options := registry.Options{Interest: interest, MaxRejects: maxRejects, Progress: bar.progress, Now: o.now, Complete: o.complete}
	if o.sample {
		options.Complete = slices.Collect(registry.Names())
	}
	b := registry.NewBuilder(options)
	if o.sample {
		_, err := b.ReadRPSL(ctx, strings.NewReader(sampleIRR), "sample/irr.db")
		_, also := b.ReadVRPs(ctx, strings.NewReader(sampleVRPs), "sample/vrps.csv")
		return b.Snapshot(), errors.Join(err, also)
	}
	l := loader{stdin: stdin, bar: bar}
	for _, name := range o.irr {
		l.load(name, func(r io.Reader) error {
			stats, err := b.ReadRPSL(ctx, r, name)
			return verify(err, stats.Routes+stats.Records, "route object", name)
		})
	}
	for _, name := range o.rpki {
		l.load(name, func(r io.Reader) error {
			stats, err := b.ReadVRPs(ctx, r, name)
			return verify(err, stats.VRPs+stats.Faults[registry.Expired], "VRP", name)
		})
	}
	return b.Snapshot(), errors.Join(l.errs...)
}

// verify returns what is wrong with an input as a whole: it broke off, or it
// has nothing of what it was given for. Single objects that are unsound are in
// the statistics.
func verify(err error, sound int64, noun, name string) error {
	if err == nil && sound == 0 {
		return fmt.Errorf("%s: there is no %s in it", name, noun)
	}
	return err
}

// loader reads one file after the other and keeps the errors.
type loader struct {
	stdin io.Reader
	bar   *bar
	errs  []error
}

func (l *loader) load(name string, read func(io.Reader) error) {
	err := l.read(name, read)
	l.bar.clear()
	if err != nil {
		l.errs = append(l.errs, err)
	}
}

func (l *loader) read(name string, read func(io.Reader) error) error {
	if name == "-" {
		l.bar.size = 0
		return read(l.stdin)
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	l.bar.size = info.Size()
	return read(f)
}
