package main

import (
	"context"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/circuittest"
	"github.com/expressroute-go/expressroute/machine"
)

// realWorld is the one with a clock on the wall and people who take their time.
type realWorld struct{}

func (*realWorld) now() time.Time { return time.Now() }

func (*realWorld) pass(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// turn waits for Microsoft's platform, which takes minutes, and for nobody else.
func (w *realWorld) turn(ctx context.Context, s circuit.Step) error {
	if s.Actor != machine.Microsoft {
		return errTheirTurn
	}
	return w.pass(ctx, max(s.Typical, 10*time.Second))
}

func (*realWorld) done(circuit.Step) bool { return false }

// demo is an Azure in the process, with a provider and a support that do at once what
// they are asked for.
type demo struct {
	server  *circuittest.Server
	circuit circuittest.Circuit
}

func newDemo(name string) *demo {
	server := circuittest.NewServer(circuittest.Options{Polls: -1})
	return &demo{server, server.Circuit(name)}
}

// play lets the provisioner work on the demo.
func (p *provisioner) play(d *demo) {
	p.world, p.close = d, d.server.Close
	p.azure = client{base: d.server.URL, http: d.server.Client(), wait: d.pass}
}

func (d *demo) now() time.Time { return d.server.Clock().Now() }

// pass moves the virtual clock.
func (d *demo) pass(ctx context.Context, t time.Duration) error {
	d.server.Clock().Advance(t)
	return ctx.Err()
}

func (d *demo) turn(ctx context.Context, s circuit.Step) error {
	switch s.Event.Verb {
	case circuit.ProvisioningFinished:
		return d.circuit.Finish()
	case circuit.DeprovisioningFinished:
		return d.circuit.Deprovision()
	case circuit.PrefixesValidated:
		return d.circuit.Validate()
	case circuit.EvidenceAccepted:
		return d.circuit.AcceptEvidence()
	}
	return d.pass(ctx, time.Minute)
}

func (*demo) done(circuit.Step) bool { return true }
