package main

import (
	"encoding/json"
	"io"
)

// output takes reports as they are made: those on a long list are never in memory
// together.
type output interface {
	documents([]document)
	report(*report)
	close() error // the first error in writing
}

func newOutput(format string, w io.Writer) output {
	switch p := (&printer{w: w}); format {
	case "json":
		return &jsonOutput{printer: p, list: []document{}}
	case "mermaid":
		return &diagrams{p}
	default:
		return p
	}
}

// diagrams writes Markdown with one Mermaid diagram a machine.
type diagrams struct{ *printer }

func (d *diagrams) documents([]document) {}

func (d *diagrams) report(r *report) {
	d.printf("# %s\n", r.Name)
	for _, diagram := range r.circuit.Diagrams() {
		d.printf("\n## %s\n\n```mermaid\n%s```\n", diagram.Name, diagram.Mermaid)
	}
	d.printf("\n")
}

// jsonOutput writes an object with the circuits, the documents and the version.
type jsonOutput struct {
	*printer
	list    []document
	reports int
}

func (j *jsonOutput) documents(list []document) { j.list = append(j.list, list...) }

func (j *jsonOutput) report(r *report) {
	before := ",\n    "
	if j.reports == 0 {
		before = "{\n  \"circuits\": [\n    "
	}
	j.reports++
	j.printf("%s%s", before, j.marshal(r, "    "))
}

func (j *jsonOutput) close() error {
	if j.reports == 0 {
		j.printf("{\n  \"circuits\": [")
	}
	j.printf("\n  ],\n  \"documents\": %s,\n  \"v\": 1\n}\n", j.marshal(j.list, "  "))
	return j.err
}

func (j *jsonOutput) marshal(v any, indent string) []byte {
	text, err := json.MarshalIndent(v, indent, "  ")
	if j.err == nil {
		j.err = err
	}
	return text
}
