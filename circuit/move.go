package circuit

import (
	"context"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// mover moves the machines of a circuit by one event, together or not at all. With
// a context each machine makes its move on looplab; without one the move only looks
// the table up.
type mover struct {
	ctx   context.Context // nil to look the table up
	quiet bool            // return a plain error if a machine refuses, without its reasons; a search needs no more
	state State           // the state after the event
	*papers
	err error // the first refusal of a machine
}

// move sets m.state to the state after the view's event. It does not ask the row's
// guards. The error is that of the first machine that refuses the event.
func (row *coupling) move(m *mover, v *view) error {
	m.state, m.papers, m.err = v.State, v.papers, nil
	does := &row.Moves
	if v.of == 0 {
		if does.provider {
			take(m, providerProvisioning, struct{}{}, &m.state.Provider, row.On)
		}
		if does.status {
			take(m, microsoftStatus, struct{}{}, &m.state.Status, row.On)
		}
		take(m, peering.ResourceOperation(), struct{}{}, &m.state.Operation, does.circuit)
	} else {
		m.movePeering(does, v)
	}
	if m.err != nil {
		return m.err
	}
	if row.Does != nil {
		m.state = row.Does(about{v.of, v.family, v.at, v.Provider, v.papers}, m.state)
	}
	m.settle(v.of)
	return m.err
}

func (m *mover) movePeering(does *moves, v *view) {
	p := m.state.OfPeering(v.of)
	take(m, peering.ResourceOperation(), struct{}{}, &p.Operation, does.peering)
	m.moveFamily(does, v, peering.IPv4, &p.IPv4)
	m.moveFamily(does, v, peering.IPv6, &p.IPv6)
}

func (m *mover) moveFamily(does *moves, v *view, family peering.Family, f *peering.FamilyState) {
	if does.admin == 0 && does.prefixes == 0 {
		return
	}
	admin, event := does.admin, does.prefixes
	switch {
	case !v.hasFamily(family):
		admin, event = does.others, prefixes.Withdrawn
		if does.others == 0 {
			return
		}
	case event == prefixes.Submitted && v.keepsValidation(family, f.Prefixes):
		event = 0
	}
	take(m, peering.Administration(), struct{}{}, &f.Admin, admin)
	if v.of == peeringMicrosoft {
		take(m, prefixes.Machine(), v.prefixFacts(family), &f.Prefixes, event)
	}
}

// keepsValidation reports whether writing the peering does not restart the
// validation of the family's prefixes: the prefixes, AS numbers and registry do not
// change.
//
// Source: recorded, github.com/Azure/azure-powershell,
// TestExpressRouteCircuitMicrosoftPeeringCRUD, 2016-12-05 and 2017-08-01
func (v *view) keepsValidation(family peering.Family, now prefixes.State) bool {
	unchanged := !v.half(family).resubmits || v.peering().AsWanted == machine.Yes
	return unchanged && now != prefixes.NotConfigured
}

func (v *view) prefixFacts(family peering.Family) prefixes.Facts {
	return prefixes.Facts{Listed: v.half(family).listed, Signatures: machine.TruthOf(v.Want.Edition.takesSignatures())}
}

// settle updates the BGP states after a move; with a context it makes these moves on
// looplab too. It updates one peering, or all if of is zero.
func (m *mover) settle(of peering.Type) {
	before := m.state
	m.state.settle(of)
	if m.ctx == nil {
		return
	}
	for t := peeringPrivate; t <= peeringMicrosoft; t++ {
		for _, f := range [...]peering.Family{peering.IPv4, peering.IPv6} {
			from, to := familyOf(before.OfPeering(t), f).BGP, familyOf(m.state.OfPeering(t), f).BGP
			if from == to || from == 0 || to == 0 {
				continue // not changed, or known for the first time
			}
			p := m.state.OfPeering(t)
			event := bgp.EdgeDisabled
			if to == bgp.Enabled {
				event = bgp.EdgeEnabled
			}
			take(m, bgp.Machine(), edge(m.state.usable(), t, p.Operation, *familyOf(p, f)), &from, event)
		}
	}
}

// take moves one machine. It does nothing for the zero event, or if a machine has
// already refused the move.
func take[S, E machine.State, C any](m *mover, of *machine.Machine[S, E, C], c C, state *S, on E) {
	if on == 0 || m.err != nil {
		return
	}
	switch {
	case m.quiet && !of.Can(c, *state, on):
		m.err = machine.ErrNoRule
	case *state == 0:
		m.err = unobserved(of.Name(), on.String(), m.papers)
	case m.ctx != nil:
		*state, m.err = of.Fire(m.ctx, c, *state, on)
	default:
		*state, m.err = of.Step(c, *state, on)
	}
}

// observedState is unmet if a state was not observed: then no event that moves it is
// permitted.
var observedState = machine.Condition{
	Need: NeedObserved, Want: "the state must be known",
	Actor: machine.Customer, Fix: "read the circuit again, with its peerings",
	Basis: machine.Inferred, Source: sourceSpec,
}

// unobserved returns the refusal of a machine whose state was not observed.
func unobserved(name, event string, p *papers) error {
	found := "not observed"
	switch name {
	case microsoftStatus.Name():
		found = p.Have.strange("status")
	case providerProvisioning.Name():
		found = p.Have.strange("provider")
	}
	unmet := observedState.Unmet(found)
	unmet.Want, unmet.Unknown = "the state of "+name+" must be known", true
	return &machine.TransitionError{Machine: name, Event: event, From: found, Err: machine.ErrUnmet, Unmet: []machine.Unmet{unmet}}
}
