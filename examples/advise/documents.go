package main

import (
	"errors"
	"fmt"
	"io"
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
	Circuits int         `json:"circuits"` // that it says something of
	Next     bool        `json:"next"`     // it is a part of a list that goes on
	failed   bool        // something in it could not be read
}

// read reads the documents, or the sample if there are none, and joins what they
// say of the same circuits. What can be read comes with the errors about the
// rest.
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
		if err != nil && len(o.files) > 1 {
			err = fmt.Errorf("%s: %w", name, err)
		}
		documents, errs = append(documents, d), append(errs, err)
		switch {
		case d.Shape != azure.RouteTable && d.Shape != azure.ARPTable:
			of = only(seen)
			all = append(all, named(seen, d.File)...)
		case of == "":
			errs = append(errs, fmt.Errorf("%s: a table does not say which circuit it is about: give it after the document of the circuit", name))
		default:
			for _, table := range seen {
				table.Have.ID = of
				all = append(all, table)
			}
		}
	}
	return documents, reads(azure.Join(all...)), errors.Join(errs...)
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
	if name == "-" {
		name = "standard input"
	}
	return document{File: name, Shape: page.Shape, Circuits: len(page.Circuits), Next: page.Next != "", failed: err != nil}, page.Circuits, err
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
