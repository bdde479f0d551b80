package main

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// document is a file and its format.
type document struct {
	File     string      `json:"file"`
	Shape    azure.Shape `json:"shape"`
	Circuits int         `json:"circuits"`        // that it says something of
	Next     bool        `json:"next"`            // it is a part of a list that goes on
	Parts    bool        `json:"parts,omitempty"` // it is so long that it is read in parts, and its circuits are not counted
	failed   bool        // something in it could not be read
	complete bool        // it does not say that there is more elsewhere
}

// batch is what is read at a time: all documents, or a part of a long one.
type batch struct {
	documents []document
	circuits  []seen
}

// seen is what the documents say of one circuit, together and one by one.
type seen struct {
	circuit.Observation
	parts []circuit.Observation
}

// together joins what documents say of the same circuits.
func together(all []circuit.Observation) []seen {
	var list []seen
	for _, joined := range reads(azure.Join(all...)) {
		s := seen{Observation: joined}
		for _, part := range all {
			if !part.Echo && (sameID(part.Have.ID, joined.Have.ID) || part.Have.ID == "" && part.Have.ServiceKey == joined.Have.ServiceKey) {
				s.parts = append(s.parts, part)
			}
		}
		slices.SortStableFunc(s.parts, func(a, b circuit.Observation) int { return a.At.Compare(b.At) })
		list = append(list, s)
	}
	return list
}

// sameID compares resource IDs as Azure does.
func sameID(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "/"), strings.TrimSuffix(b, "/"))
}

// lastOf is the last part of a resource ID.
func lastOf(id string) string {
	id = strings.TrimSuffix(id, "/")
	return id[strings.LastIndexByte(id, '/')+1:]
}

// batches reads the documents, or the sample if there are none. A single document
// is read in parts if it is a long list. What can be read comes with the errors
// about the rest.
func (o options) batches(stdin io.Reader) iter.Seq2[batch, error] {
	return func(yield func(batch, error) bool) {
		if len(o.files) == 1 {
			o.parts(stdin, yield)
			return
		}
		documents, circuits, err := o.read(stdin)
		yield(batch{documents, together(circuits)}, err)
	}
}

// parts reads a single document. Whether it is read in parts shows with the second
// one.
func (o options) parts(stdin io.Reader, yield func(batch, error) bool) {
	answer, name := optionsFor(o.files[0])
	answer.At = o.readAt(name)
	in, err := opened(name, stdin)
	if err != nil {
		yield(batch{}, err)
		return
	}
	defer in.Close()
	var held *azure.Page
	var heldErr error
	first := true
	emit := func(long bool) bool {
		circuits := held.Circuits
		var b batch
		if first {
			d := documentOf(name, *held, heldErr)
			if d.Parts = long; long {
				d.Circuits, d.complete = 0, false
			}
			b.documents, first = []document{d}, false
			circuits = named(circuits, d.File)
			if !d.failed && (isTable(d.Shape) || answer.Peering != 0) {
				circuits, heldErr = nil, errNoCircuit(name)
			}
		}
		b.circuits = together(circuits)
		return yield(b, heldErr)
	}
	for page, err := range azure.Pages(in, answer) {
		if held != nil && !emit(true) {
			return
		}
		held, heldErr = &page, err
	}
	emit(!first)
}

// put gives an observation the circuit's ID, if the document does not have it.
func put(id *string, of string) {
	if *id == "" {
		*id = of
	}
}

// isTable reports whether such a document does not say of which circuit it is.
func isTable(s azure.Shape) bool {
	return s == azure.RouteTable || s == azure.ARPTable || s == azure.Routes || s == azure.Traffic
}

func errNoCircuit(name string) error {
	return fmt.Errorf("%s: a table does not say which circuit it is about: give it after the document of the circuit", name)
}

// read reads several documents, or the sample if there are none, and joins what
// they say of the same circuits.
func (o options) read(stdin io.Reader) ([]document, []circuit.Observation, error) {
	if len(o.files) == 0 {
		d, seen, err := take("sample.json", sample, azure.Options{})
		return []document{d}, seen, err
	}
	var documents []document
	var all []circuit.Observation
	var errs []error
	of := "" // the circuit of the document before
	for _, argument := range o.files {
		answer, name := optionsFor(argument)
		answer.At = o.readAt(name)
		text, err := open(name, stdin)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		d, seen, err := take(name, text, answer)
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
		documents, errs = append(documents, d), append(errs, err)
		switch {
		case !isTable(d.Shape) && answer.Peering == 0:
			if len(seen) > 0 {
				of = only(seen)
			}
			all = append(all, named(seen, d.File)...)
		case of == "":
			errs = append(errs, errNoCircuit(name))
		default:
			for _, table := range seen {
				put(&table.Have.ID, of)
				all = append(all, table)
			}
		}
	}
	return documents, all, errors.Join(errs...)
}

// named gives circuits that have neither a name nor an ID the name of the file.
func named(seen []circuit.Observation, file string) []circuit.Observation {
	for i := range seen {
		if seen[i].Have.ID == "" && seen[i].Have.Name == "" {
			seen[i].Have.Name = file
		}
	}
	return seen
}

func take(name string, text []byte, o azure.Options) (document, []circuit.Observation, error) {
	page, err := azure.ReadPage(text, o)
	return documentOf(name, page, err), page.Circuits, err
}

func documentOf(name string, page azure.Page, err error) document {
	if name == "-" {
		name = "standard input"
	}
	return document{File: name, Shape: page.Shape, Circuits: len(page.Circuits), Next: page.Next != "", failed: err != nil, complete: page.Complete()}
}

// optionsFor splits the argument AzurePrivatePeering/primary=FILE into the options and
// the file name.
func optionsFor(argument string) (azure.Options, string) {
	of, name, found := strings.Cut(argument, "=")
	typ, path, both := strings.Cut(of, "/")
	t, typeErr := machine.Parse[peering.Type](typ)
	p, pathErr := azure.ParsePath(path)
	if !found || !both || typeErr != nil || pathErr != nil {
		return azure.Options{}, argument
	}
	return azure.Options{Peering: t, Path: p}, name
}

// only returns the resource ID of the circuit, empty unless there is exactly one.
func only(seen []circuit.Observation) string {
	if len(seen) != 1 {
		return ""
	}
	return seen[0].Have.ID
}

// reads leaves out the answer to a write if there is a read of the same circuit.
func reads(all []circuit.Observation) []circuit.Observation {
	return slices.DeleteFunc(slices.Clone(all), func(seen circuit.Observation) bool {
		return seen.Echo && slices.ContainsFunc(all, func(other circuit.Observation) bool {
			return !other.Echo && strings.EqualFold(other.Have.ID, seen.Have.ID)
		})
	})
}
