package main

// verdict says how a visible act was reported.
type verdict uint8

const (
	toldAsSuch  verdict = iota // as the right event, between the write and the read that shows it
	toldLate                   // as the right event, at a later read
	toldAsOther                // as another event, or as a part of one
	toldAsDrift                // as drift: no event explains it
	notTold                    // not at all
	verdicts    = iota
)

var verdictNames = [verdicts]string{"correctly", "late", "wrongly", "as drift", "not"}

// verdict returns how an act was reported, and as what.
func (told account) verdict(a *act, others []event, until int) (verdict, string) {
	in := func(line int) bool { return a.line < line && line <= a.shown }
	late := false
	for _, e := range told.events {
		switch {
		case e.tells(a) && in(e.line):
			return toldAsSuch, ""
		case e.tells(a) && e.line > a.shown && e.line < until:
			late = true
		}
	}
	part := ""
	for _, d := range told.differences {
		switch {
		case d.of(a) && in(d.line) && d.drift:
			return toldAsDrift, "; drift of " + d.path
		case d.of(a) && in(d.line):
			part = "; a part of another event: " + d.path
		}
	}
	for _, e := range others {
		if e.circuit == a.circuit && in(e.line) && e.sameSubject(a) {
			return toldAsOther, "; reported as " + e.by + " " + e.verb
		}
	}
	switch {
	case part != "":
		return toldAsOther, part
	case late:
		return toldLate, ""
	}
	return notTold, ""
}

func (v verdict) title() string {
	return [verdicts]string{"reported correctly", "reported late", "reported wrongly", "reported as drift", "not reported"}[v]
}
