package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// reading is one document, with what the input says about it.
type reading struct {
	where    string // "sample.jsonl:3"
	at       time.Time
	document []byte
	write    machine.Truth // the document is the answer to a write
	missing  bool          // the answer was that there is no such resource
	circuit  string        // resource ID of the circuit that was read, empty if not known
	peering  peering.Type  // the peering of a route-table summary or an ARP table, zero if not known
	path     azure.Path    // the path of a route-table summary or an ARP table, zero if not known
	request  string        // method of the request in a recorded session: "PUT"
	url      string        // URL of that request
}

// options returns the options with which package azure reads the document.
func (r reading) options() azure.Options {
	o := azure.Options{At: r.at, Echo: r.write, Circuit: r.circuit, Peering: r.peering, Path: r.path}
	if r.request == "GET" {
		o.Of = r.url
	}
	return o
}

// readingSeq yields readings, each with an error if it could not be read.
type readingSeq = iter.Seq2[reading, error]

// maxLine is the maximum length of a line: a document and the fields around it.
const maxLine = azure.MaxDocument + 1<<16

// line is one line of a stream, or of a recorded HTTP session.
type line struct {
	At      time.Time       `json:"at"`
	Body    json.RawMessage `json:"body"`
	Write   bool            `json:"write"`
	Circuit string          `json:"circuit"`
	Peering peering.Type    `json:"peering"`
	Path    azure.Path      `json:"path"`

	Method   string          `json:"method"`
	URL      string          `json:"url"`
	Status   int             `json:"status"`
	Response json.RawMessage `json:"response"`
	Headers  struct {
		Date     string `json:"date"`
		Location string `json:"location"` // the URL of the result of a POST
	} `json:"headers"`
}

func file(name string) readingSeq {
	return func(yield func(reading, error) bool) {
		f, err := os.Open(name)
		if err != nil {
			yield(reading{}, err)
			return
		}
		defer f.Close()
		lines(f, filepath.Base(name))(yield)
	}
}

// lines reads a stream of JSON lines. It continues after a line that it cannot read.
func lines(r io.Reader, name string) readingSeq {
	return func(yield func(reading, error) bool) {
		scanner := bufio.NewScanner(r)
		scanner.Buffer(nil, maxLine)
		session := session{asked: map[string]reading{}}
		n := 1
		for ; scanner.Scan(); n++ {
			if len(bytes.TrimSpace(scanner.Bytes())) == 0 {
				continue
			}
			one, err := session.parse(scanner.Bytes())
			one.where = fmt.Sprintf("%s:%d", name, n)
			if err != nil {
				err = fmt.Errorf("%s: %w", one.where, err)
			}
			if !yield(one, err) {
				return
			}
		}
		if err := scanner.Err(); err != nil {
			yield(reading{}, fmt.Errorf("%s:%d: %w", name, n, err))
		}
	}
}

// session keeps what the lines of a recorded session say about later lines.
type session struct {
	last  time.Time          // the time of the line before
	asked map[string]reading // the requests for tables, by the place of the result
}

// parse reads a line. A recorded answer without a date gets the time of the line
// before.
func (s *session) parse(text []byte) (reading, error) {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return reading{at: s.last}, fmt.Errorf("not a line of a stream: %w", err)
	}
	r := reading{
		at: l.At, document: l.Body, write: machine.TruthOf(l.Write).Or(machine.Unknown),
		missing: l.Status == 404, circuit: l.Circuit, peering: l.Peering, path: l.Path, request: l.Method, url: l.URL,
	}
	if l.Method != "" {
		s.recorded(&l, &r)
	}
	if s.last = r.at; r.at.IsZero() {
		return r, errors.New(`the line has no "at", and nothing else says when it was read`)
	}
	r.document = unquoted(r.document)
	return r, nil
}

// recorded fills r from the URL and the headers of a recorded answer. A program asks
// for a table with a POST that names the path, and reads the result from another URL.
func (s *session) recorded(l *line, r *reading) {
	r.document, r.write = l.Response, machine.TruthOf(l.Method != "GET")
	r.circuit = circuitOf(l.URL)
	if m := tablePath.FindStringSubmatch(l.URL); m != nil {
		r.peering, _ = machine.Parse[peering.Type](m[1])
		r.path, _ = azure.ParsePath(strings.ToLower(m[2]))
	}
	if asked, ok := s.asked[place(l.URL)]; ok {
		r.circuit, r.peering, r.path = asked.circuit, asked.peering, asked.path
	}
	if l.Method == "POST" && l.Headers.Location != "" && len(s.asked) < maxAsked {
		s.asked[place(l.Headers.Location)] = *r
	}
	if r.at.IsZero() {
		r.at = date(l.Headers.Date, s.last)
	}
}

// maxAsked is how many requests for tables are kept for one session at most.
const maxAsked = 1000

var tablePath = regexp.MustCompile(`(?i)/peerings/([^/?]+)/(?:routetables|routetablessummary|arptables)/(primary|secondary)`)

// place returns a URL in lower case without its query, and without the host, which
// some recordings leave out.
func place(url string) string {
	path, _, _ := strings.Cut(url, "?")
	if i := strings.Index(strings.ToLower(path), "/subscriptions/"); i >= 0 {
		path = path[i:]
	}
	return strings.ToLower(path)
}

func date(text string, last time.Time) time.Time {
	if at, err := time.Parse(time.RFC1123, text); err == nil {
		return at.UTC()
	}
	return last
}

// unquoted returns the text in a JSON string, or the document as it is.
func unquoted(document []byte) []byte {
	var text string
	if json.Unmarshal(document, &text) == nil && text != "" {
		return []byte(text)
	}
	return slices.Clone(document)
}

var circuitPath = regexp.MustCompile(`(?i)(?:/subscriptions/[^/]+)?(?:/resourcegroups/[^/]+)?/providers/microsoft\.network/expressroutecircuits/[^/?]+`)

// circuitOf returns the circuit's resource ID in a URL, empty if it has none.
func circuitOf(url string) string { return circuitPath.FindString(url) }

// ofCircuit reports whether the URL is that of the circuit itself, and not of a
// resource below it.
func (r reading) ofCircuit() bool {
	path, _, _ := strings.Cut(r.url, "?")
	return r.url == "" || r.circuit != "" && strings.HasSuffix(strings.TrimRight(path, "/"), r.circuit)
}

// folder reads every file of a folder in order of time.
func folder(dir string) readingSeq {
	return func(yield func(reading, error) bool) {
		list, err := dated(dir)
		if err != nil {
			yield(reading{}, err)
			return
		}
		for _, d := range list {
			text, err := bounded(filepath.Join(dir, d.name))
			if !yield(reading{where: d.name, at: d.at, document: text}, err) {
				return
			}
		}
	}
}

// datedFile is a file with the time in its name, or the time of its last change.
type datedFile struct {
	name string
	at   time.Time
}

func dated(dir string) ([]datedFile, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var list []datedFile
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			return nil, err
		}
		if info.Mode().IsRegular() && !strings.HasPrefix(e.Name(), ".") {
			list = append(list, datedFile{e.Name(), timeOf(info)})
		}
	}
	slices.SortStableFunc(list, func(a, b datedFile) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.name, b.name))
	})
	return list, nil
}

var timeInName = regexp.MustCompile(`(\d{4})-?(\d\d)-?(\d\d)[T_ ](\d\d)[-:]?(\d\d)(?:[-:]?(\d\d))?`)

// timeOf returns the time in the name of a file, in UTC, or the time of its last
// change.
func timeOf(info fs.FileInfo) time.Time {
	if m := timeInName.FindStringSubmatch(info.Name()); m != nil {
		seconds := cmp.Or(m[6], "00")
		at, err := time.Parse("20060102150405", strings.Join(m[1:6], "")+seconds)
		if err == nil {
			return at
		}
	}
	return info.ModTime().UTC()
}

// bounded reads a file, but not more than package azure accepts.
func bounded(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, azure.MaxDocument+1)) // one byte more, so that azure reports a file that is too large
}

// problems collects errors about the input: the first 20, and the number of the rest.
type problems struct {
	list []error
	more int
}

func (p *problems) add(err error) {
	switch {
	case err == nil:
	case len(p.list) == 20:
		p.more++
	default:
		p.list = append(p.list, err)
	}
}

func (p *problems) join() error {
	if p.more > 0 {
		return errors.Join(append(p.list, fmt.Errorf("and %d more", p.more))...)
	}
	return errors.Join(p.list...)
}
