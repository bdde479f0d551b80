package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/prefixes"
	"github.com/expressroute-go/expressroute/prefixes/registry"
)

func write(w io.Writer, format string, r result) error {
	switch format {
	case "json":
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	case "markdown":
		p := &printer{w: w}
		for _, report := range r.Reports {
			p.printf("%s\n", report.Evidence())
		}
		return p.err
	}
	p := &printer{w: w}
	if r.Sample {
		p.printf("Sample data, invented: no registry says this. See -help for your own.\n\n")
	}
	for i := range r.Reports {
		p.report(&r.Reports[i])
	}
	p.notes(r.Reports)
	p.inputs(r.Inputs, r.Now)
	return p.err
}

// printer writes text and keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

// report writes the table of one address family, and below it why, prefix by
// prefix.
func (p *printer) report(r *registry.Report) {
	p.printf("%s: %s\n", family(r.Request.Family), verdict(r.Verdict))
	p.wrapped("  looked for  ", fmt.Sprintf("AS%s in %s", r.ASN, searched(r)))
	if len(r.Missing) > 0 {
		p.wrapped("  not loaded  ", names(r.Missing))
	}
	p.wrapped("  the list    ", aggregate(r))
	for _, reason := range r.Reasons {
		p.reason(reason)
	}
	width := len("PREFIX")
	for _, prediction := range r.Predictions {
		width = max(width, len(prediction.Prefix.String()))
	}
	p.printf("\n  %-*s  %-13s  %-22s  %-10s  %s\n", width, "PREFIX", "VERDICT", "EXPECTED STATE", "KNOWN HOW", "RPKI ORIGIN")
	for _, prediction := range r.Predictions {
		basis := "-"
		if prediction.Basis != 0 {
			basis = prediction.Basis.String()
		}
		p.printf("  %-*s  %-13s  %-22s  %-10s  %s\n", width, prediction.Prefix, prediction.Verdict, prediction.Expected(), basis, prediction.Origin)
	}
	p.printf("\n")
	for _, prediction := range r.Predictions {
		p.prediction(prediction)
	}
}

func (p *printer) prediction(prediction registry.Prediction) {
	p.printf("  %s: %s\n", prediction.Prefix, verdict(prediction.Verdict))
	for _, reason := range prediction.Reasons {
		if !common(reason.ID) {
			p.reason(reason)
		}
	}
	p.routes("for", prediction.For)
	p.routes("against", prediction.Against)
	p.printf("\n")
}

// common are the reasons that every unopposed prefix has. They are said once, at
// the end.
func common(id registry.ReasonID) bool {
	return id == registry.ReasonOriginOnly || id == registry.ReasonSignature
}

// marks stand before a reason: what it makes of the prefix.
var marks = map[registry.Verdict]string{
	registry.Unopposed: "+", registry.Undecided: "?", registry.ActionNeeded: "-", registry.Refused: "x", 0: "!",
}

func (p *printer) reason(r registry.Reason) {
	p.wrapped("    "+marks[r.Verdict]+" ", fmt.Sprintf("%s [%s]", r.Text, r.Basis))
	if r.Fix != "" {
		p.wrapped("      do: ", r.Fix)
	}
}

// maxRoutes is how many objects are listed for a prefix, on either side.
const maxRoutes = 5

func (p *printer) routes(speaks string, list []registry.Route) {
	for i, r := range list {
		if i == maxRoutes {
			p.printf("      %-7s  and %d more\n", speaks, len(list)-maxRoutes)
			return
		}
		p.printf("      %-7s  %s AS%s, %s, %s line %d\n", speaks, r.Prefix, r.Origin, r.Source, printable(r.Input), r.Line)
	}
}

// noROA is said if origins were validated.
const noROA = "Microsoft asks for no ROA; an origin is validated because other networks drop a route that is invalid."

// notes says what holds for every prefix that nothing stands against, and for
// every one with an origin.
func (p *printer) notes(reports []registry.Report) {
	said := map[registry.ReasonID]bool{}
	for _, report := range reports {
		for _, prediction := range report.Predictions {
			if prediction.Origin != 0 && !said[registry.ReasonRPKIInvalid] {
				said[registry.ReasonRPKIInvalid] = true
				p.wrapped("Note: ", noROA)
			}
			for _, reason := range prediction.Reasons {
				if common(reason.ID) && !said[reason.ID] {
					said[reason.ID] = true
					p.wrapped("Note: ", reason.Text+".")
				}
			}
		}
	}
	if len(said) > 0 {
		p.printf("\n")
	}
}

func (p *printer) inputs(list []registry.Stats, now time.Time) {
	if len(list) == 0 {
		p.printf("No data was loaded: give -irr and -rpki.\n")
		return
	}
	p.printf("Data\n")
	for _, s := range list {
		p.printf("  %s: %s\n", printable(s.Name), account(s))
		if s.VRPs+s.Faults[registry.Expired] > 0 {
			p.printf("    %s\n", built(s.Built, now))
		}
		for _, reject := range s.Rejects {
			p.printf("    %s\n", reject)
		}
		if more := s.Rejected - int64(len(s.Rejects)); more > 0 {
			p.printf("    and %d more\n", more)
		}
	}
}

// account says what was read of an input.
func account(s registry.Stats) string {
	text := fmt.Sprintf("route objects %d", s.Routes)
	if s.Format != registry.RPSL {
		text = fmt.Sprintf("VRPs %d", s.VRPs)
	}
	if s.Records > 0 {
		text += fmt.Sprintf(", address records %d", s.Records)
	}
	text += fmt.Sprintf(", kept %d, rejected %d", s.Kept, s.Rejected)
	if expired := s.Faults[registry.Expired]; expired > 0 {
		text += fmt.Sprintf(" (expired %d)", expired)
	}
	if s.Truncated {
		text += fmt.Sprintf("; not read beyond line %d", s.Lines)
	}
	return text
}

// built says when VRPs were validated.
func built(at, now time.Time) string {
	if at.IsZero() {
		return "the file does not say when they were validated"
	}
	return fmt.Sprintf("validated %s, %s", at.Format(time.RFC3339), age(now.Sub(at)))
}

// age says in words how long ago something was.
func age(d time.Duration) string {
	if d < 0 {
		return "which is in the future"
	}
	for _, unit := range []struct {
		name string
		of   time.Duration
	}{{"year", 365 * 24 * time.Hour}, {"day", 24 * time.Hour}, {"hour", time.Hour}} {
		switch n := d / unit.of; {
		case n == 1:
			return "1 " + unit.name + " ago"
		case n > 1:
			return fmt.Sprintf("%d %ss ago", n, unit.name)
		}
	}
	return "less than an hour ago"
}

// width is where lines are broken, in bytes.
const width = 100

// wrapped writes a text after a label, broken at spaces and indented below its
// beginning.
func (p *printer) wrapped(label, text string) {
	for indent := strings.Repeat(" ", len(label)); text != ""; label = indent {
		line := text
		if most := width - len(label); len(text) > most {
			at := strings.LastIndexByte(text[:most+1], ' ')
			if at <= 0 {
				at = strings.IndexByte(text+" ", ' ')
			}
			line = text[:at]
		}
		p.printf("%s%s\n", label, line)
		text = strings.TrimPrefix(text[len(line):], " ")
	}
}

// verdict says in words what a verdict means.
func verdict(v registry.Verdict) string {
	switch v {
	case registry.Unopposed:
		return "nothing stands against it"
	case registry.Undecided:
		return "undecided"
	case registry.ActionNeeded:
		return "you must act"
	case registry.Refused:
		return "refused as it is"
	}
	return v.String()
}

func aggregate(r *registry.Report) string {
	if r.Aggregate == 0 {
		return "what becomes of it as a whole is not known"
	}
	return fmt.Sprintf("expected to be %s [%s]", r.Aggregate, r.Basis)
}

func family(f prefixes.Family) string {
	if f == 0 {
		return "Prefixes"
	}
	return f.String()
}

// searched says in which registries an AS number was looked for.
func searched(r *registry.Report) string {
	switch {
	case len(r.Partial) == 0:
		return names(r.Loaded)
	case len(r.Loaded) == 0:
		return "parts of " + names(r.Partial)
	}
	return names(r.Loaded) + ", and in parts of " + names(r.Partial)
}

func names(list []registry.Name) string {
	if len(list) == 0 {
		return "no registry"
	}
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = n.String()
	}
	return strings.Join(words, ", ")
}

// printable is a text of the command line without what would move the cursor.
func printable(text string) string { return strings.Trim(fmt.Sprintf("%q", text), `"`) }
