package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/request"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// report is the advice about one circuit, in the order in which it is printed.
type report struct {
	Name      string               `json:"name"`
	ID        string               `json:"id,omitempty"`
	Order     circuit.Order        `json:"order"`
	Port      circuit.Port         `json:"port,omitzero"` // of a Direct circuit
	State     circuit.Snapshot     `json:"state"`
	Phase     circuit.Phase        `json:"phase"`
	Since     *circuit.Explanation `json:"since,omitempty"`   // what has happened since the earlier report
	Overdue   machine.Truth        `json:"overdue,omitempty"` // whether it has been in this phase for much longer than is typical
	Seen      bool                 `json:"circuitSeen"`       // the circuit's own document was read, not only one of a part of it
	Usable    bool                 `json:"usable"`
	InService bool                 `json:"inService"`
	Missing   []machine.Unmet      `json:"missing,omitempty"` // unmet conditions for the circuit to be usable
	Carries   []machine.Unmet      `json:"carries,omitempty"` // unmet conditions for it to carry traffic
	Peerings  []peeringReport      `json:"peerings,omitempty"`
	Turn      machine.Actor        `json:"turn,omitempty"`
	Goal      string               `json:"goal"`
	Plan      []step               `json:"plan"`
	Obstacles []circuit.Obstacle   `json:"obstacles,omitempty"` // the sub-goals that cannot be reached, and why
	Blocked   []circuit.Option     `json:"blocked,omitempty"`   // what the customer cannot do now
	Meters    []circuit.Meter      `json:"meters"`
	Risks     machine.Problems     `json:"risks,omitempty"`
	Strange   []circuit.Strange    `json:"strange,omitempty"`
	Quirks    []circuit.Quirk      `json:"quirks,omitempty"`
	Workflow  []circuit.Stage      `json:"workflow"`
	circuit   circuit.Circuit
	retire    bool
}

// step is a step of the plan, with the az command for a step of the customer, if
// there is one.
type step struct {
	circuit.Step
	Command string `json:"command,omitempty"`
}

// peeringReport is the advice about one peering that exists or is wanted.
type peeringReport struct {
	Type      peering.Type    `json:"type"`
	State     peering.State   `json:"state"`
	VLAN      uint16          `json:"vlan,omitempty"`
	PeerASN   bgp.ASN         `json:"peerASN,omitempty"`
	InService bool            `json:"inService"`
	Missing   []machine.Unmet `json:"missing,omitempty"`
	Sessions  []session       `json:"sessions,omitempty"` // BGP sessions that a route-table summary shows
}

// session is the BGP session of one address family, on both paths.
type session struct {
	Family peering.Family `json:"family"`
	bgp.Paths
}

// tally is what was reported.
type tally struct {
	reports int
	worst   int // exit status of -check
}

func (t *tally) add(r *report) {
	t.reports++
	rank := map[int]int{advised: 0, somebodyElses: 1, customersTurn: 2, supportsTicket: 3}
	if s := r.status(); rank[s] > rank[t.worst] {
		t.worst = s
	}
}

// advise reads the documents and reports on each circuit in them. Where one is
// bad, the others are reported on beside the error.
func advise(o options, stdin io.Reader, out output) (tally, error) {
	var t tally
	spec, err := o.spec()
	if err != nil {
		return t, err
	}
	earlier, err := o.earlier()
	if err != nil {
		return t, err
	}
	var errs []error
	circuits := 0
	for b, err := range o.batches(stdin) {
		errs = append(errs, err)
		if circuits += len(b.circuits); circuits > 1 && spec != nil {
			return t, fmt.Errorf("-want is about one circuit, but the documents have %d", circuits)
		}
		out.documents(b.documents)
		used, all := vlansOf(b.circuits), o.allLinks
		if incomplete := b.incomplete(); o.allLinks && (err != nil || incomplete != "") {
			errs, all = append(errs, fmt.Errorf("-all-links: not taken for so, because not all was read%s", incomplete)), false
		}
		for _, seen := range b.circuits {
			if all {
				seen.haveAllLinks()
			}
			r, err := o.adviseOn(seen, spec, earlier)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", seen.Have.Name, err))
				continue
			}
			r.Risks = append(r.Risks, used.clashes(&seen.Have)...)
			t.add(&r)
			out.report(&r)
		}
	}
	return t, errors.Join(errs...)
}

// incomplete names the documents that say that there is more elsewhere.
func (b batch) incomplete() string {
	var names string
	for _, d := range b.documents {
		if !d.complete {
			names += ": " + d.File
		}
	}
	return names
}

// haveAllLinks notes that nothing else is linked than what the documents show.
func (s *seen) haveAllLinks() {
	s.State.Whole |= circuit.AllLinks
	last := circuit.Observation{Have: circuit.Config{ID: s.Have.ID}, Links: s.Links, State: circuit.State{Whole: circuit.AllLinks}}
	if n := len(s.parts); n > 0 {
		last.At = s.parts[n-1].At
	}
	s.parts = append(s.parts, last)
}

func (o options) adviseOn(seen seen, spec *circuit.Spec, earlier past) (report, error) {
	c, since, err := earlier.observe(seen)
	if err != nil {
		return report{}, err
	}
	want := c.AsConfigured()
	if spec != nil {
		want = *spec
	}
	if c, err = c.WithSpec(want); err != nil {
		return report{}, err
	}
	have := c.Have()
	r := report{
		Name: have.Name, ID: have.ID, Order: have.Order, Port: have.Port, State: c.Snapshot(), Phase: c.Phase(),
		Missing: unmet(c.Usable()), Carries: unmet(c.InService()), Meters: c.Meters(), Workflow: c.Workflow(), circuit: c,
		Risks: append(c.Risks(), keyRisks(want)...), Strange: have.Strange, Quirks: seen.Quirks, Since: since, retire: o.retire,
	}
	r.Overdue = r.Phase.Overdue(o.now())
	switch {
	case r.Name == "" && have.ID != "":
		r.Name = lastOf(have.ID)
	case r.Name == "":
		r.Name = "a circuit without a name"
	}
	r.Seen = c.State().Provider != 0 || c.State().Status != 0 || c.State().Operation != 0
	r.Usable = len(r.Missing) == 0
	r.addPeerings(c, want, have)
	r.addPlan(c, o.retire)
	r.addBlocked(c)
	r.InService = r.inService()
	return r, nil
}

func (r *report) addPeerings(c circuit.Circuit, want circuit.Spec, have circuit.Config) {
	for t := range peering.Types() {
		if want.Peering(t).Mode != peering.WantPresent && c.State().Peering(t).Exists() != machine.Yes {
			continue
		}
		missing := unmet(c.InService(t))
		r.Peerings = append(r.Peerings, peeringReport{
			Type: t, State: c.State().Peering(t), VLAN: have.Peering(t).VLAN, PeerASN: have.Peering(t).PeerASN,
			InService: len(missing) == 0, Missing: missing, Sessions: sessions(c, t),
		})
	}
}

func sessions(c circuit.Circuit, t peering.Type) []session {
	var list []session
	for _, f := range []peering.Family{peering.IPv4, peering.IPv6} {
		if paths, ok := c.Have().Sessions[circuit.Session{Peering: t, Family: f}]; ok {
			list = append(list, session{f, paths})
		}
	}
	return list
}

func (r *report) addPlan(c circuit.Circuit, retire bool) {
	plan, _ := c.Next() // without steps, the obstacles say why
	if retire {
		plan, _ = c.Teardown()
	}
	r.Goal, r.Turn, r.Obstacles = plan.Goal, plan.Turn(), plan.Obstacles
	for _, s := range plan.Steps {
		command := ""
		if s.Actor == machine.Customer {
			command, _ = request.Command(c, s)
		}
		r.Plan = append(r.Plan, step{s, command})
	}
}

// addBlocked lists the events that the customer cannot do now. It leaves out events
// with a condition that nobody can meet or that makes the event pointless, and
// events that interrupt or destroy something, unless the circuit is to be taken
// down.
func (r *report) addBlocked(c circuit.Circuit) {
	for _, option := range c.Options() {
		harmless := option.Effect == circuit.NoEffect || r.retire
		if option.Actor == machine.Customer && !option.Ready() && harmless && actionable(option.Unmet) {
			r.Blocked = append(r.Blocked, option)
		}
	}
}

// pointless lists the conditions that mark an event as one that nobody asked for.
var pointless = []machine.Need{
	circuit.NeedWanted, circuit.NeedRouteFilter, circuit.NeedDeprovisioningRequested, circuit.NeedPeering, circuit.NeedSameSubscription, circuit.NeedOtherSubscription,
	circuit.NeedObserved, circuit.NeedAlive, circuit.NeedAuthorization,
}

// actionable reports whether somebody can meet all conditions, and none of them is
// pointless.
func actionable(unmet []machine.Unmet) bool {
	for _, u := range unmet {
		if u.Actor == machine.Nobody || slices.Contains(pointless, u.Need) {
			return false
		}
	}
	return true
}

func (r *report) inService() bool {
	return r.Carries == nil && len(r.Plan) == 0 && len(r.Obstacles) == 0
}

// status is the exit status of -check.
func (r *report) status() int {
	switch {
	case r.retire && len(r.Plan) == 0 && len(r.Obstacles) == 0, !r.retire && r.InService:
		return advised
	case r.Turn == machine.Support, r.Turn == machine.Microsoft && r.overdue(), len(r.Plan) > 0 && r.Plan[0].Event.Verb == circuit.OpenTicket:
		return supportsTicket
	case r.Turn == machine.Customer, r.Turn == machine.Nobody:
		return customersTurn
	}
	return somebodyElses
}

func unmet(err error) []machine.Unmet {
	var refused *machine.TransitionError
	if errors.As(err, &refused) {
		return refused.Unmet
	}
	return nil
}

// keyRisks reads the MD5 keys that the spec refers to and returns what is wrong with
// them. The result never contains a key.
func keyRisks(want circuit.Spec) machine.Problems {
	var risks machine.Problems
	for t := range peering.Types() {
		ref := want.Peering(t).Config.SharedKey
		if ref.IsZero() {
			continue
		}
		risks = append(risks, peering.CheckKey(lookUp(ref)).Within(t.String())...)
	}
	return risks
}

func lookUp(ref peering.KeyRef) machine.Secret {
	if ref.Env != "" {
		return machine.NewSecret(os.Getenv(ref.Env))
	}
	text, err := os.ReadFile(ref.File)
	if err != nil {
		return machine.Secret{}
	}
	return machine.NewSecret(strings.TrimRight(string(text), "\r\n"))
}
