package main

// verdict says how a visible act was told.
type verdict uint8

const (
	toldAsSuch    verdict = iota // as the event that it was, between the write and the read that shows it
	toldLate                     // so, at a later read
	toldOtherwise                // as some other event, or as a part of one
	toldAsDrift
	notTold
	verdicts = iota
)

var verdictNames = [verdicts]string{"as such", "late", "otherwise", "drift", "not told"}

// verdict is how an act was told, and as what.
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
			return toldOtherwise, "; told as " + e.by + " " + e.verb
		}
	}
	switch {
	case part != "":
		return toldOtherwise, part
	case late:
		return toldLate, ""
	}
	return notTold, ""
}

func (v verdict) title() string {
	return [verdicts]string{"told as such", "told late", "told otherwise", "listed as drift", "not told"}[v]
}
