package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
)

// summary counts what was read under a folder.
type summary struct {
	shapes   map[string]*shapeCount
	refused  count
	strange  count
	quirks   count
	files    int
	sessions sessions
	truth    *judgement // how correctly the events were reported
}

type shapeCount struct{ documents, read, partly, refused, circuits, strange, quirks int }

// sessions counts what the recorded HTTP sessions brought.
type sessions struct {
	files, answers, circuits, snapshots int
	unwritten                           int // reads with drift, but without a recorded write since the read before
	pairs                               map[outcome]int
	events, drift                       count
}

// count counts texts, and stores where each was seen first.
type count map[string]*counted

type counted struct {
	n     int
	where string
}

func (c count) add(text, where string) {
	if c[text] == nil {
		c[text] = &counted{where: where}
	}
	c[text].n++
}

// sorted returns the texts, the most frequent first.
func (c count) sorted() []string {
	return slices.SortedFunc(maps.Keys(c), func(a, b string) int {
		return cmp.Or(cmp.Compare(c[b].n, c[a].n), strings.Compare(a, b))
	})
}

// summarise prints the tables for a folder.
func summarise(w io.Writer, dir string) error {
	s, err := summaryOf(dir)
	if err != nil {
		return err
	}
	return s.print(w)
}

// summaryOf reads every document under a folder.
func summaryOf(dir string) (*summary, error) {
	s := &summary{shapes: map[string]*shapeCount{}, refused: count{}, strange: count{}, quirks: count{}, truth: newJudgement()}
	s.sessions = sessions{pairs: map[outcome]int{}, events: count{}, drift: count{}}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) == ".md" {
			return err
		}
		where, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		s.files++
		if filepath.Ext(name) == ".jsonl" {
			s.session(name, where)
			return nil
		}
		text, err := bounded(name)
		if err == nil {
			s.document(text, azure.Options{}, where, true)
		}
		return err
	})
	return s, err
}

// document reads one document, and counts the result. circuits says whether, by its
// URL, the document can be about circuits.
func (s *summary) document(text []byte, o azure.Options, where string, circuits bool) {
	page, err := azure.ReadPage(text, o)
	name := page.Shape.String()
	if errors.Is(err, azure.ErrShape) {
		if offered, failed := azure.ReadProviders(text); failed == nil && len(offered.Offers) > 0 {
			name, err = "service providers", nil
		}
	}
	shape := s.shapes[name]
	if shape == nil {
		shape = &shapeCount{}
		s.shapes[name] = shape
	}
	shape.documents++
	switch {
	case err == nil:
		shape.read++
	case len(page.Circuits) > 0:
		shape.partly++
	default:
		shape.refused++
	}
	switch {
	case err != nil && !circuits:
		s.refused.add(page.Shape.String()+": by its URL, not about circuits", where)
	case err != nil:
		s.refused.add(reason(page.Shape, err), where)
	}
	shape.circuits += len(page.Circuits)
	for _, seen := range page.Circuits {
		shape.strange += len(seen.Have.Strange)
		shape.quirks += len(seen.Quirks)
		for _, v := range seen.Have.Strange {
			s.strange.add(fmt.Sprintf("%s: %q", withoutIndices(v.Path), v.Value), where)
		}
		for _, q := range seen.Quirks {
			s.quirks.add(strings.TrimPrefix(withoutIndices(q.Path)+": "+q.Says, ": "), where)
		}
	}
}

// reason returns a short form of the first error: format, path without indices, and
// reason.
func reason(shape azure.Shape, err error) string {
	var first *azure.Error
	if !errors.As(err, &first) {
		return shape.String() + ": " + err.Error()
	}
	text := shape.String() + ": "
	if first.Path != "" {
		text += withoutIndices(first.Path) + ": "
	}
	return text + first.Err.Error()
}

var indices = regexp.MustCompile(`\[\d+\]`)

func withoutIndices(path string) string { return indices.ReplaceAllString(path, "[]") }

// session reads a stream or a recorded session. It counts every answer as a document,
// and what each read of a circuit brought.
func (s *summary) session(name, where string) {
	s.sessions.files++
	writes := "" // the writes since the last read of a circuit
	var told account
	watcher := newWatcher(func(l *life, m moment) {
		told.moment(l, m)
		s.sessions.moment(m, where+":"+m.line(), writes)
		if m.write != machine.Yes && !m.missing {
			writes = ""
		}
	})
	for r, err := range file(name) {
		if err != nil {
			s.refused.add("not a line of a stream", where+":"+r.line())
			continue
		}
		at := where + ":" + r.line()
		if r.request != "" && r.request != "GET" && r.circuit != "" {
			writes += " " + r.request + below(r)
		}
		s.sessions.answers++
		if len(r.document) > 0 && string(r.document) != "null" {
			s.document(r.document, r.options(), at, r.ofCircuits())
		}
		if r.ofCircuits() {
			_ = watcher.take(r) // document has counted the error already
		}
	}
	s.sessions.circuits += len(watcher.lives)
	if recorded, err := exchanges(name); err == nil {
		s.truth.compare(follow(recorded), told, where)
	}
}

// ofCircuits reports whether, by its URL, a reading can be about circuits. The URL of
// the result of an operation does not tell, so it can.
func (r reading) ofCircuits() bool {
	url := strings.ToLower(r.url)
	return url == "" || strings.Contains(url, "/expressroute") || strings.Contains(url, "/microsoft.network/connections") || strings.Contains(url, "/operationresults/")
}

// line returns the number of the line that has the reading.
func (r reading) line() string { return r.where[strings.LastIndexByte(r.where, ':')+1:] }

// below returns the part of the URL after the circuit: "", or "/peerings/X".
func below(r reading) string {
	path, _, _ := strings.Cut(r.url, "?")
	_, rest, _ := strings.Cut(path, r.circuit)
	return strings.TrimRight(rest, "/")
}

// moment counts what one read of a circuit brought.
func (s *sessions) moment(m moment, where, writes string) {
	switch m.outcome {
	case echo, late, absent:
		s.pairs[m.outcome]++
		return
	}
	s.snapshots++
	s.pairs[m.outcome]++
	if m.outcome == drifted && writes == "" {
		s.unwritten++
	}
	if m.outcome == explained {
		words := make([]string, len(m.Events))
		for i, e := range m.Events {
			words[i] = e.Actor().String() + " " + eventText(e)
		}
		s.events.add(strings.Join(words, "; "), where)
	}
	for _, d := range m.Drift {
		text := d.Path + ": " + short(d.Was) + " -> " + short(d.Is)
		if writes != "" {
			text += ", after" + writes
		} else {
			text += ", without a recorded write"
		}
		s.drift.add(text, where)
	}
}

// print writes the tables.
func (s *summary) print(w io.Writer) error {
	t := teller{w: w}
	t.printf("%d files\n\n", s.files)
	t.printf("%-22s %9s %7s %7s %8s %9s %8s %7s\n", "shape", "documents", "read", "partly", "refused", "circuits", "strange", "quirks")
	var sum shapeCount
	row := func(name string, c *shapeCount) {
		t.printf("%-22s %9d %7d %7d %8d %9d %8d %7d\n", name, c.documents, c.read, c.partly, c.refused, c.circuits, c.strange, c.quirks)
	}
	for _, name := range slices.Sorted(maps.Keys(s.shapes)) {
		c := s.shapes[name]
		row(name, c)
		sum.documents, sum.read, sum.partly, sum.refused = sum.documents+c.documents, sum.read+c.read, sum.partly+c.partly, sum.refused+c.refused
		sum.circuits, sum.strange, sum.quirks = sum.circuits+c.circuits, sum.strange+c.strange, sum.quirks+c.quirks
	}
	row("all", &sum)
	t.counts("refused, in whole or in part", s.refused)
	t.counts("strange values", s.strange)
	t.counts("quirks", s.quirks)
	if s.sessions.files > 0 {
		t.sessions(&s.sessions)
		t.judgement(s.truth)
	}
	return t.err
}

func (t *teller) counts(title string, c count) {
	if len(c) == 0 {
		t.printf("\n%s: none\n", title)
		return
	}
	t.printf("\n%s\n", title)
	for _, text := range c.sorted() {
		t.printf("%6d  %s\n        first in %s\n", c[text].n, text, c[text].where)
	}
}

func (t *teller) sessions(s *sessions) {
	t.printf("\nsessions: %d, with %d answers about %d circuits\n", s.files, s.answers, s.circuits)
	t.printf("%6d reads of a circuit, of these\n", s.snapshots)
	for _, one := range []struct {
		outcome
		says string
	}{
		{first, "showed something for the first time"}, {same, "showed nothing new"},
		{explained, "explained by events"}, {drifted, "with drift"},
	} {
		t.printf("%12d %s\n", s.pairs[one.outcome], one.says)
	}
	t.printf("%6d answers to writes, %d answers that there is no circuit, %d reads older than the latest known one\n", s.pairs[echo], s.pairs[absent], s.pairs[late])
	t.counts("events that explain a read", s.events)
	t.counts("drift", s.drift)
	t.printf("\nreads with drift, but without a recorded write that could explain it: %d\n", s.unwritten)
}
