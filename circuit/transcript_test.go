package circuit_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

var update = flag.Bool("update", false, "rewrite the transcripts in testdata with what the package answers now")

// TestTranscripts plays the scenarios in testdata. A transcript is a list of blocks:
// lines to play, "----", and their answers. Rewrite the answers with
// go test ./circuit -run Transcripts -update, and read the diff.
//
// A line is an event in its text form, which is applied, or one of
//
//	spec, want              a new circuit with the spec that follows; another spec for this one
//	observed, observe       a new circuit as a document shows it; a read of this one: provider=Provisioned …
//	check EVENT             the error of Apply, without applying
//	plan, teardown, next    the plan; with "follow" after it, it is followed to its end
//	options                 the events that are ready; with "blocked" after it, the others
//	meters, phase, usable, inservice PEERING, links, risks, workflow, orders
//
// Answers have only ids and words that programs match, so that the wording of messages
// can change without a diff here.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			var s scene
			got := s.transcript(string(text))
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
				return
			}
			require.Equal(t, string(text), got)
		})
	}
}

// scene is the state of a transcript.
type scene struct {
	c  circuit.Circuit
	at time.Time
}

// transcript plays the text and returns it with the answers that came.
func (s *scene) transcript(text string) string {
	var out strings.Builder
	var block []string
	answers := false // the old answers are skipped
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch {
		case answers:
			if line == "" {
				answers = false
				fmt.Fprintln(&out)
			}
		case line == "----":
			fmt.Fprintln(&out, line)
			fmt.Fprint(&out, s.block(block))
			block, answers = nil, true
		case len(block) == 0 && (line == "" || strings.HasPrefix(line, "#")):
			fmt.Fprintln(&out, line)
		default:
			fmt.Fprintln(&out, line)
			block = append(block, line)
		}
	}
	return out.String()
}

// block plays one block. With several lines each answer begins with its line.
func (s *scene) block(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	if first := lines[0]; first == "spec" || first == "want" {
		return s.spec(first, strings.Join(lines[1:], "\n"))
	}
	var out strings.Builder
	for _, line := range lines {
		answer := s.line(line)
		if len(lines) > 1 {
			fmt.Fprintf(&out, "%s:", line)
			if strings.Count(answer, "\n") > 1 {
				fmt.Fprintln(&out)
			} else {
				fmt.Fprint(&out, " ")
			}
		}
		out.WriteString(answer)
	}
	return out.String()
}

// spec starts with a new circuit, or changes the spec of the present one.
func (s *scene) spec(verb, text string) string {
	spec, err := circuit.ParseSpec([]byte(text))
	if err != nil {
		return refusal(err)
	}
	var c circuit.Circuit
	if verb == "spec" {
		c, err = circuit.New(spec)
	} else {
		c, err = s.c.WithSpec(spec)
	}
	if err != nil {
		return refusal(err)
	}
	s.c = c
	return s.where()
}

// line plays one line and returns its answer, with a newline at the end.
func (s *scene) line(line string) string {
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case "check":
		return s.check(rest)
	case "plan":
		return s.plan(s.c.Plan, rest)
	case "teardown":
		return s.plan(s.c.Teardown, rest)
	case "next":
		return s.plan(s.c.Next, rest)
	case "options":
		return s.options(rest == "blocked")
	case "meters":
		return s.meters()
	case "phase":
		return fmt.Sprintf("%v; leaving %v\n", s.c.Phase(), s.c.Leaving())
	case "usable":
		return refusal(s.c.Usable())
	case "inservice":
		t, err := machine.Parse[peering.Type](rest)
		if err != nil {
			return err.Error() + "\n"
		}
		return refusal(s.c.InService(t))
	case "links":
		return s.links()
	case "risks":
		return refusal(s.c.Risks().Err())
	case "workflow":
		return s.workflow()
	case "observed", "observe":
		return s.observe(verb, rest)
	}
	e, err := circuit.ParseEvent(line)
	if err != nil {
		return "not an event\n"
	}
	c, err := s.c.Apply(e)
	if err != nil {
		return refusal(err)
	}
	s.c = c
	return s.where()
}

func (s *scene) check(text string) string {
	e, err := circuit.ParseEvent(text)
	if err != nil {
		return "not an event\n"
	}
	return refusal(s.c.Check(e))
}

// where returns the state in one line: provider state and status, operation, phase, and
// every existing peering.
func (s *scene) where() string {
	var out strings.Builder
	st := s.c.State()
	fmt.Fprintf(&out, "%v %v; %v", st, orNone(st.Operation), s.c.Phase())
	for t := range peering.Types() {
		p := st.Peering(t)
		if p == peering.NotThere() || p == (peering.State{}) {
			continue
		}
		name := strings.TrimSuffix(strings.TrimPrefix(t.String(), "Azure"), "Peering")
		fmt.Fprintf(&out, "; %s %v", name, orNone(p.Operation))
		for f := range prefixes.Families() {
			h := p.Family(f)
			if h.Admin == peering.Absent || h.Admin == 0 {
				continue
			}
			fmt.Fprintf(&out, ", %v %v", f, orNone(h.Admin))
			if t == peering.Microsoft {
				fmt.Fprintf(&out, " %v", orNone(h.Prefixes))
			}
			if h.BGP == bgp.Enabled {
				fmt.Fprint(&out, " BGP")
			}
		}
	}
	fmt.Fprintln(&out)
	return out.String()
}

func orNone[T interface {
	comparable
	String() string
}](v T) string {
	var zero T
	if v == zero {
		return "?"
	}
	return v.String()
}

// refusal returns what programs match in an error, "ok" for nil.
func refusal(err error) string {
	if err == nil {
		return "ok\n"
	}
	var out strings.Builder
	var refused *machine.TransitionError
	var problems machine.Problems
	var subject *circuit.SubjectError
	var noPlan *circuit.NoPlanError
	switch {
	case errors.As(err, &noPlan):
		fmt.Fprintf(&out, "no plan from %v\n", noPlan.State)
		obstacles(&out, noPlan.Plan.Obstacles)
	case errors.As(err, &refused) && errors.Is(err, machine.ErrNoRule):
		fmt.Fprintf(&out, "no rule: %s\n", refused.Machine)
	case errors.As(err, &refused):
		fmt.Fprintf(&out, "refused: %s\n", refused.Machine)
		unmets(&out, refused.Unmet)
	case errors.As(err, &problems):
		fmt.Fprintln(&out, "problems:")
		for _, p := range problems {
			fmt.Fprintf(&out, "  %s", p.Path)
			unmets(&out, []machine.Unmet{p.Unmet})
		}
	case errors.As(err, &subject):
		fmt.Fprintf(&out, "subject: %v\n", subject.Event)
	default:
		fmt.Fprintf(&out, "error: %v\n", err)
	}
	return out.String()
}

func unmets(out *strings.Builder, list []machine.Unmet) {
	for _, u := range list {
		fmt.Fprintf(out, "  %s: %v (%v", u.Need, u.Actor, u.Basis)
		if u.Unknown {
			fmt.Fprint(out, ", not known")
		}
		fmt.Fprintln(out, ")")
	}
}

func obstacles(out *strings.Builder, list []circuit.Obstacle) {
	for _, o := range list {
		fmt.Fprintf(out, "obstacle: %s\n", o.Leg)
		unmets(out, o.Unmet)
	}
}

func (s *scene) plan(make func() (circuit.Plan, error), mode string) string {
	plan, err := make()
	if err != nil {
		return refusal(err)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "turn %v, %d steps\n", plan.Turn(), len(plan.Steps))
	for i, step := range plan.Steps {
		fmt.Fprintf(&out, "%2d %v", i+1, step)
		if len(step.Then) > 0 {
			fmt.Fprintf(&out, ", then %s", events(step.Then))
		}
		if step.Effect != circuit.NoEffect {
			fmt.Fprintf(&out, " (%v)", step.Effect)
		}
		fmt.Fprintln(&out)
		unmets(&out, step.Assumes)
	}
	obstacles(&out, plan.Obstacles)
	if mode != "follow" {
		return out.String()
	}
	for _, step := range plan.Steps {
		for _, e := range append([]circuit.Event{step.Event}, step.Then...) {
			c, err := s.c.Apply(e)
			if err != nil {
				return out.String() + e.String() + ": " + refusal(err)
			}
			s.c = c
		}
	}
	return out.String() + s.where()
}

func events(list []circuit.Event) string {
	words := make([]string, len(list))
	for i, e := range list {
		words[i] = e.String()
	}
	return strings.Join(words, ", ")
}

func (s *scene) options(blocked bool) string {
	var out strings.Builder
	for _, o := range s.c.Options() {
		switch {
		case o.Fails:
		case o.Ready():
			fmt.Fprintf(&out, "%v: %v\n", o.Actor, o.Event)
		case blocked:
			fmt.Fprintf(&out, "blocked %v: %v\n", o.Actor, o.Event)
			unmets(&out, o.Unmet)
		}
	}
	if out.Len() == 0 {
		return "none\n"
	}
	return out.String()
}

func (s *scene) meters() string {
	var out strings.Builder
	for _, m := range s.c.Meters() {
		fmt.Fprintf(&out, "%s: %v (%v)", m.Name, m.Bills, m.Basis)
		if m.Actor != machine.Nobody {
			fmt.Fprintf(&out, ", %v can stop it", m.Actor)
		}
		if m.Disputed {
			fmt.Fprintf(&out, ", disputed by %d sources", len(m.Sources))
		}
		fmt.Fprintln(&out)
	}
	if out.Len() == 0 {
		return "none\n"
	}
	return out.String()
}

func (s *scene) links() string {
	var out strings.Builder
	for _, l := range s.c.Links() {
		fmt.Fprintf(&out, "%s: wanted %v, linked %v, authorized %v\n", l.Network, l.Wanted, l.Linked, l.Authorized)
	}
	if out.Len() == 0 {
		return "none\n"
	}
	return out.String()
}

func (s *scene) workflow() string {
	var out strings.Builder
	for _, stage := range s.c.Workflow() {
		fmt.Fprintf(&out, "%s\n", stage.Name)
		for _, task := range stage.Tasks {
			fmt.Fprintf(&out, "  %s: %v, %v, %v\n", task.Name, task.Progress, task.Evidence, task.Actor)
			for _, u := range task.Why {
				fmt.Fprintf(&out, "    %s: %v\n", u.Need, u.Actor)
			}
		}
	}
	return out.String()
}

// observe reads a document of the words provider, status, operation, echo,
// notfound, linked, whole, and <private|public|microsoft>[.ipv4|.ipv6].<operation|
// admin|prefixes|exists>.
func (s *scene) observe(verb, words string) string {
	if s.at.IsZero() {
		s.at = time.Date(2016, 7, 19, 0, 0, 0, 0, time.UTC)
	}
	s.at = s.at.Add(time.Hour)
	o := circuit.Observation{At: s.at}
	for _, word := range strings.Fields(words) {
		key, value, _ := strings.Cut(word, "=")
		if err := observed(&o, key, value); err != nil {
			return fmt.Sprintf("%s: %v\n", word, err)
		}
	}
	if verb == "observed" {
		c, err := circuit.Observed(o)
		if err != nil {
			return refusal(err)
		}
		s.c = c
		return s.where()
	}
	c, told, err := s.c.Observe(o)
	if err != nil {
		return refusal(err)
	}
	s.c = c
	var out strings.Builder
	if len(told.Adopted) > 0 {
		fmt.Fprintf(&out, "adopted %s\n", strings.Join(told.Adopted, ", "))
	}
	if len(told.Events) > 0 {
		fmt.Fprintf(&out, "explained by %s\n", events(told.Events))
	}
	for _, d := range told.Drift {
		fmt.Fprintf(&out, "drift %s: %s -> %s\n", d.Path, d.Was, d.Is)
	}
	if len(told.Ignored) > 0 {
		fmt.Fprintf(&out, "%d ignored\n", len(told.Ignored))
	}
	for _, x := range told.Strange {
		fmt.Fprintf(&out, "strange %s: %q\n", x.Path, x.Value)
	}
	return out.String() + s.where()
}

// observed sets one word of an observation.
func observed(o *circuit.Observation, key, value string) (err error) {
	place := strings.Split(key, ".")
	of := map[string]peering.Type{"private": peering.Private, "public": peering.Public, "microsoft": peering.Microsoft}
	if t, ok := of[place[0]]; ok && len(place) > 1 {
		p := o.State.OfPeering(t)
		half := &p.IPv4
		if place[1] == "ipv6" {
			half = &p.IPv6
		}
		switch place[len(place)-1] {
		case "absent":
			*p = peering.NotThere()
		case "operation":
			err = p.Operation.UnmarshalText([]byte(value))
		case "admin":
			err = half.Admin.UnmarshalText([]byte(value))
		case "prefixes":
			err = half.Prefixes.UnmarshalText([]byte(value))
		case "by":
			err = p.ModifiedBy.UnmarshalText([]byte(value))
		default:
			err = errors.New("not a word of a peering")
		}
		return err
	}
	switch key {
	case "provider":
		err = o.State.Provider.UnmarshalText([]byte(value))
	case "status":
		err = o.State.Status.UnmarshalText([]byte(value))
	case "operation":
		err = o.State.Operation.UnmarshalText([]byte(value))
	case "bandwidth":
		err = json.Unmarshal([]byte(value), &o.Have.Order.Bandwidth)
	case "tier":
		err = o.Have.Order.Tier.UnmarshalText([]byte(value))
	case "billing":
		err = o.Have.Order.Billing.UnmarshalText([]byte(value))
	case "strange":
		o.Have.Strange = append(o.Have.Strange, circuit.Strange{Path: "properties.circuitProvisioningState", Field: "status", Value: value})
	case "id":
		o.Have.ID = value
	case "echo":
		o.Echo = true
	case "notfound":
		o.NotFound = true
	case "linked":
		o.Links = append(o.Links, circuit.LinkState{Link: circuit.Link{Network: value}, Linked: machine.Yes})
	case "whole":
		err = o.State.Whole.UnmarshalText([]byte(value))
	default:
		err = errors.New("not a word of an observation")
	}
	return err
}
