package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// past is the circuits of an earlier report, by their resource IDs in lower case.
type past map[string]circuit.Snapshot

// earlier reads an earlier report of this program, in JSON.
func (o options) earlier() (past, error) {
	if o.before == "" {
		return nil, nil
	}
	text, err := open(o.before, nil)
	if err != nil {
		return nil, err
	}
	var report struct {
		V        int `json:"v"`
		Circuits []struct {
			ID    string          `json:"id"`
			State json.RawMessage `json:"state"`
		} `json:"circuits"`
	}
	if err := json.Unmarshal(text, &report); err != nil {
		return nil, fmt.Errorf("%s: %w", o.before, err)
	}
	if report.V != 1 {
		return nil, fmt.Errorf("%s: version %d, want 1: what -format json prints", o.before, report.V)
	}
	earlier := past{}
	for _, c := range report.Circuits {
		snapshot, err := circuit.ParseSnapshot(c.State)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o.before, err)
		}
		if c.ID != "" {
			earlier[past{}.key(c.ID)] = snapshot
		}
	}
	return earlier, nil
}

// key is the form of a resource ID in which equal ones are the same.
func (past) key(id string) string { return strings.ToLower(strings.TrimSuffix(id, "/")) }

// observe returns the circuit as it is seen now, and what has happened since the
// earlier report, if the circuit is in it. The documents are observed in the order of
// their times.
func (p past) observe(seen seen) (circuit.Circuit, *circuit.Explanation, error) {
	snapshot, known := p[p.key(seen.Have.ID)]
	if !known {
		c, err := circuit.Observed(seen.Observation)
		return c, nil, err
	}
	c, err := circuit.Restore(circuit.Spec{}, snapshot)
	if err != nil {
		return c, nil, err
	}
	var all circuit.Explanation
	for _, part := range seen.parts {
		next, happened, err := c.Observe(part)
		if err != nil {
			return c, nil, err
		}
		c = next
		all.Events, all.Changed = append(all.Events, happened.Events...), append(all.Changed, happened.Changed...)
		all.Drift, all.Ignored = append(all.Drift, happened.Drift...), append(all.Ignored, happened.Ignored...)
		all.Replaced = all.Replaced || happened.Replaced
	}
	return c, &all, nil
}

// readAt is when a document was read: when its file was last written, or now if
// it comes from standard input.
func (o options) readAt(name string) time.Time {
	if name == "-" {
		return o.now()
	}
	info, err := os.Stat(name)
	if err != nil || errors.Is(err, os.ErrNotExist) {
		return time.Time{}
	}
	return info.ModTime()
}

// overdue says whether what the circuit waits for takes much longer than it
// typically does.
func (r *report) overdue() bool { return r.Overdue == machine.Yes }

// since prints what has happened since the earlier report, and for how long the
// circuit has been as it is.
func (p *printer) since(r *report) {
	if r.Since == nil {
		return
	}
	for _, e := range r.Since.Events {
		p.line("since", "%s", words(e))
	}
	for _, change := range r.Since.Changed {
		p.line("since", "%s was %s, is %s", change.Path, change.Was, change.Is)
	}
	for _, drift := range r.Since.Drift {
		p.line("since", "%s was %s, is %s: no act explains it", drift.Path, drift.Was, drift.Is)
	}
	for _, ignored := range r.Since.Ignored {
		p.line("since", "ignored: %s", ignored)
	}
	if r.Since.Replaced {
		p.line("since", "another circuit is under the same name: what was known of the old one is dropped")
	}
	if at := r.Phase.Since; !at.IsZero() {
		text := fmt.Sprintf("%s since %s", r.Phase, at.UTC().Format(time.RFC3339))
		if r.overdue() {
			text += fmt.Sprintf(": overdue, it takes about %s", r.Phase.Typical.Round(time.Second))
		}
		p.line("phase", "%s", text)
	}
}
