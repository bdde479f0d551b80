package main

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// watcher updates each circuit with the readings about it.
type watcher struct {
	lives  []*life // in the order in which they were first seen
	told   func(*life, moment)
	looked looked
}

func newWatcher(told func(*life, moment)) *watcher {
	return &watcher{told: told, looked: looked{listed: map[string]reading{}, absent: map[string]reading{}}}
}

// life is the history of one circuit. A circuit with the same name but another service
// key has its own life.
type life struct {
	id, name string
	key      machine.Secret
	circuit  circuit.Circuit
	moments  []moment
	lanes    []*lane
	phases   []span          // whose turn it was
	found    lane            // whether the circuit was found
	noted    map[string]bool // the notes that were already printed
	tally    map[outcome]int // how many readings had each outcome
}

// outcome says what a reading brought.
type outcome uint8

const (
	first     outcome = iota // it showed something for the first time
	same                     // it showed nothing new
	explained                // events explain everything new
	drifted                  // no event explains some of the new
	echo                     // it is the answer to a write
	late                     // it is older than the latest known read
	absent                   // it says that there is no such circuit
)

// moment is one reading and what it brought.
type moment struct {
	reading
	outcome
	circuit.Explanation
	changes []change      // the changes of all lanes
	turn    circuit.Phase // whose turn it is from now on
	after   *span         // whose turn it was before, nil if that has not changed
	notes   []string      // oddities that are seen for the first time
}

// change is a change of one lane.
type change struct{ lane, was, is string }

// span is a stretch of time in which a lane had one value.
type span struct {
	value    string
	turn     circuit.Phase // for spans of phases
	from, to time.Time     // from the first read that showed the value to the first that showed another, or to the last read
	drifted  bool          // no event explains the value
}

func (s span) lasted() time.Duration { return s.to.Sub(s.from) }

// take reads a document and updates the circuits in it.
func (w *watcher) take(r reading) error {
	if r.missing && r.ofCircuit() {
		if l := w.missing(r); l != nil {
			return w.observe(l, r, circuit.Observation{At: r.at, NotFound: true, Have: circuit.Config{ID: l.id}})
		}
		w.looked.absent[strings.ToLower(r.circuit)] = r
		return nil // the circuit does not exist yet
	}
	if r.circuit == "" && len(w.lives) == 1 {
		r.circuit = w.lives[0].id // for a document that names no circuit
	}
	page, err := azure.ReadPage(r.document, r.options())
	switch {
	case errors.Is(err, azure.ErrShape) && r.request != "":
		err = nil // a recorded session has other requests too
	case err != nil:
		err = fmt.Errorf("%s: %w", r.where, err)
	}
	bad := []error{err}
	for _, seen := range page.Circuits {
		if (seen.NotFound || r.missing) && w.missing(r) == nil {
			continue // the circuit does not exist yet
		}
		r.missing = seen.NotFound
		l, err := w.of(seen)
		if err == nil {
			err = w.observe(l, r, seen)
		}
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", r.where, err))
		}
	}
	if err == nil {
		bad = append(bad, w.list(r, page))
	}
	return errors.Join(bad...)
}

// of returns the life of the circuit that an observation is about, or starts a new
// one. The classic tools name a circuit by its service key only.
func (w *watcher) of(seen circuit.Observation) (*life, error) {
	id, key := strings.TrimRight(seen.Have.ID, "/"), seen.Have.ServiceKey
	l := w.last(func(l *life) bool {
		if id == "" || l.id == "" {
			return !key.IsZero() && key == l.key
		}
		return strings.EqualFold(l.id, id)
	})
	if l == nil && strings.Trim(key.Reveal(), "0-") != "" { // the same circuit under another ID was moved
		l = w.last(func(l *life) bool { return key == l.key })
		if l != nil {
			l.id = id
		}
	}
	switch {
	case l == nil && id == "" && key.IsZero() && len(w.lives) == 1:
		return w.lives[0], nil
	case l == nil && id == "" && key.IsZero():
		return nil, errors.New("the document does not say which circuit it is about")
	case l != nil && !l.succeeded(seen):
		l.know(seen)
		return l, nil
	}
	name := cmp.Or(seen.Have.Name, path.Base(id))
	if id == "" && seen.Have.Name == "" {
		name = fmt.Sprintf("circuit %d", len(w.lives)+1)
	}
	switch {
	case l != nil:
		name += " (another of that name)"
	case w.last(func(l *life) bool { return l.name == name }) != nil:
		name += " in " + path.Base(path.Dir(path.Dir(path.Dir(path.Dir(id))))) // the resource group
	}
	l = &life{
		name: name, circuit: w.before(id), noted: map[string]bool{}, tally: map[outcome]int{},
	}
	l.know(seen)
	w.lives = append(w.lives, l)
	return l, nil
}

// know stores the ID and the service key of the circuit. It does not take the key from
// the answer to a PUT, because the circuit can get another one.
func (l *life) know(seen circuit.Observation) {
	l.id = cmp.Or(l.id, strings.TrimRight(seen.Have.ID, "/"))
	if !seen.Echo {
		l.key = cmp.Or(l.key, seen.Have.ServiceKey)
	}
}

// succeeded reports whether the observation is about a new circuit with the same name.
func (l *life) succeeded(seen circuit.Observation) bool {
	key := seen.Have.ServiceKey
	switch {
	case seen.Echo:
		return false
	case !key.IsZero() && !l.key.IsZero():
		return key != l.key
	}
	return l.circuit.State().Status == circuit.Gone && seen.State.Status != 0
}

func (w *watcher) last(is func(*life) bool) *life {
	for i := len(w.lives) - 1; i >= 0; i-- {
		if is(w.lives[i]) {
			return w.lives[i]
		}
	}
	return nil
}

var nameInError = regexp.MustCompile(`(?i)expressRouteCircuits/([^/'"\\ ]+)['"\\ ]`)

// missing returns the life of the circuit that was not found: the one that was asked
// for, the one that the error names, or the only one. It is nil if it is not known.
func (w *watcher) missing(r reading) *life {
	if r.circuit != "" {
		return w.last(func(l *life) bool { return strings.EqualFold(l.id, r.circuit) })
	}
	if name := nameInError.FindSubmatch(r.document); name != nil {
		return w.last(func(l *life) bool { return strings.EqualFold(path.Base(l.id), string(name[1])) })
	}
	if len(w.lives) == 1 {
		return w.lives[0]
	}
	return nil
}

// observe updates the circuit with an observation, and reports what it brought.
func (w *watcher) observe(l *life, r reading, seen circuit.Observation) error {
	next, x, err := l.circuit.Observe(seen)
	if err != nil {
		return err
	}
	l.circuit = next
	m := moment{reading: r, Explanation: x}
	m.outcome = l.outcome(seen, x)
	if m.outcome != echo && m.outcome != late {
		l.mark(&m)
	}
	l.note(&m)
	l.tally[m.outcome]++
	l.moments = append(l.moments, m)
	w.told(l, m)
	return nil
}

func (l *life) outcome(seen circuit.Observation, x circuit.Explanation) outcome {
	switch {
	case seen.Echo:
		return echo
	case len(x.Drift) > 0:
		return drifted
	case len(x.Events) > 0:
		return explained
	case seen.NotFound:
		return absent
	case len(x.Ignored) > 0:
		return late
	case len(x.Adopted) > 0:
		return first
	}
	return same
}

// mark extends the lanes and phases to this moment.
func (l *life) mark(m *moment) {
	there := "found"
	if m.missing {
		there = "not found"
	}
	l.found.extend(m.at, there, false)
	c := l.circuit
	for _, v := range values(c.State()) {
		of := l.lane(v.lane)
		if of == nil {
			of = &lane{name: v.lane}
			l.lanes = append(l.lanes, of)
		}
		if was, changed := of.extend(m.at, v.is, m.driftIn(v.lane)); changed {
			m.changes = append(m.changes, change{v.lane, was, v.is})
		}
	}
	m.turn = turn(c)
	if n := len(l.phases); n > 0 {
		l.phases[n-1].to = later(l.phases[n-1].to, m.at)
		if l.phases[n-1].turn == m.turn {
			return
		}
		ended := l.phases[n-1]
		m.after = &ended
	}
	l.phases = append(l.phases, span{value: m.turn.String(), turn: m.turn, from: m.at, to: m.at})
}

// turn returns whose turn it is. The goal is the circuit as it is configured, because
// there is no spec.
func turn(c circuit.Circuit) circuit.Phase {
	if wanting, err := c.WithSpec(c.AsConfigured()); err == nil {
		return wanting.Phase()
	}
	return c.Phase()
}

// driftIn reports whether a lane drifted. A drift has the name of its lane as path.
func (m *moment) driftIn(lane string) bool {
	for _, d := range m.Drift {
		if d.Path == lane {
			return true
		}
	}
	return false
}

// note adds each oddity to the notes, the first time that it is seen.
func (l *life) note(m *moment) {
	add := func(says string) {
		if !l.noted[says] {
			l.noted[says] = true
			m.notes = append(m.notes, says)
		}
	}
	for _, s := range m.Strange {
		add(fmt.Sprintf("%s is %q, an unknown value", s.Path, s.Value))
	}
	for _, q := range m.Quirks {
		add(q.Path + ": " + q.Says)
	}
	m.notes = append(m.notes, l.flaps(m.at)...)
}

// lane is one state of a circuit over time.
type lane struct {
	name  string
	spans []span
}

// extend adds the value at a time to the lane. It returns the value before, and
// whether the value changed.
func (l *lane) extend(at time.Time, value string, drifted bool) (was string, changed bool) {
	n := len(l.spans)
	if n > 0 {
		last := &l.spans[n-1]
		last.to = later(last.to, at)
		if last.value == value {
			return "", false
		}
		was = last.value
	}
	l.spans = append(l.spans, span{value: value, from: at, to: at, drifted: drifted})
	return was, n > 0
}

func (l *life) lane(name string) *lane {
	for _, of := range l.lanes {
		if of.name == name {
			return of
		}
	}
	return nil
}

// value is the present value of one lane.
type value struct{ lane, is string }

// values returns the values of all lanes. The lanes have the names of the paths of
// changes. BGP and prefixes of a family that is not configured are shown as Absent.
func values(s circuit.State) []value {
	var list []value
	admin := ""
	for name, is := range s.All() {
		of, field := name[:strings.LastIndex(name, ".")+1], name[strings.LastIndex(name, ".")+1:]
		switch field {
		case "modifiedBy", "routeFilter":
			continue
		case "admin":
			admin = is
		case "prefixes":
			if !strings.HasPrefix(of, peering.Microsoft.String()) {
				continue
			}
		}
		if (field == "bgp" || field == "prefixes") && admin == peering.Absent.String() {
			is = admin
		}
		list = append(list, value{name, is})
	}
	return list
}

// idle reports whether a lane never had a value, because the peering never existed.
func (l *lane) idle() bool {
	for _, s := range l.spans {
		if !s.nothing() {
			return false
		}
	}
	return true
}

// nothing reports whether the value means that nothing exists or was observed.
func (s span) nothing() bool {
	return s.value == "Absent" || s.value == "NoResource" || s.value == "not observed"
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
