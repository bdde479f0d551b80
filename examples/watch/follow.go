package main

import "strings"

// truth is what the writes of a recorded session ask for, and where reads show that
// it was done.
type truth struct {
	acts    []*act // in the order of the writes
	unknown int    // writes to resources that no earlier answer had shown
}

// follow goes through a session. It keeps two worlds: known, from all answers, to tell
// what a write changes; and seen, from reads only, to tell what reads show.
func follow(session []exchange) truth {
	var t truth
	known, seen := newWorld(), newWorld()
	failures := failures(session)
	for _, x := range session {
		if seen.read(x) {
			known.read(x)
			t.noteShown(seen, x.line)
			continue
		}
		taken, failed := x.write(failures)
		if !taken {
			continue
		}
		a, written := actsOf(known, x)
		if a.unknown {
			t.unknown++
		}
		for _, c := range a.acts {
			c.failed = failed
			c.keepBefore(seen)
		}
		if !failed {
			t.closeOverwritten(a.acts)
			known.apply(a, written)
		}
		t.acts = append(t.acts, a.acts...)
	}
	return t
}

// apply updates the world from a write that did not fail.
func (w *world) apply(a ask, written contents) {
	if a.Method != "DELETE" {
		w.write(a.Method, written)
		return
	}
	for _, c := range a.acts {
		w.remove(c.id)
	}
}

// keepBefore stores the values that reads had shown before the write.
func (a *act) keepBefore(seen *world) {
	a.before = resource{}
	for field := range a.is {
		if value, known := seen.value(a.id, field); known {
			a.before[field] = value
		}
	}
}

// noteShown marks the acts that a read shows.
func (t *truth) noteShown(seen *world, line int) {
	for _, c := range t.acts {
		if c.shown == 0 && !c.closed && c.shownBy(seen) {
			c.shown = line
		}
	}
}

// shownBy reports whether reads show a field with its new value that did not have that
// value before the write. If reads had shown only some of the fields, only those
// count.
func (a *act) shownBy(seen *world) bool {
	for field, is := range a.is {
		before, had := a.before[field]
		if had && before == is || !had && len(a.before) > 0 {
			continue
		}
		if now, known := seen.value(a.id, field); known && now == is {
			return true
		}
	}
	return false
}

// closeOverwritten closes the acts that another write replaces before a read shows
// them.
func (t *truth) closeOverwritten(over []*act) {
	for _, c := range t.acts {
		for _, later := range over {
			c.closed = c.closed || c.shown == 0 && c.overwrittenBy(later)
		}
	}
}

func (a *act) overwrittenBy(later *act) bool {
	if later.is[existence] == "no" && strings.HasPrefix(a.id+"/", later.id+"/") {
		return true
	}
	for field := range later.is {
		if _, same := a.is[field]; same && a.id == later.id {
			return true
		}
	}
	return false
}
