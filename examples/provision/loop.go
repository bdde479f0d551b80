package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/refusal"
	"github.com/expressroute-go/expressroute/circuit/azure/request"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// provisioner brings one circuit to its spec.
type provisioner struct {
	circuit  circuit.Circuit
	document []byte // the circuit as it was read last, nil if there is none
	names    request.Names
	azure    client
	world    world
	state    string // file, empty for none
	said     bool   // what the last run asked for has been said
	out      io.Writer
	close    func()
}

// maxRounds bounds the steps and the waits of one run.
const maxRounds = 500

// errTheirTurn ends a run: somebody else has to act first.
var errTheirTurn = errors.New("run this again when that is done")

func isWaiting(err error) bool { return errors.Is(err, errTheirTurn) }

// run reads, plans and takes a step, again and again.
func (p *provisioner) run(ctx context.Context) error {
	for range maxRounds {
		if err := p.read(ctx); err != nil {
			return err
		}
		if err := p.save(); err != nil {
			return err
		}
		plan, err := p.circuit.Next()
		if err != nil {
			return err // what stands in the way, and who can help
		}
		if plan.Done() {
			p.say("%s: %s", p.circuit.State(), plan.Goal)
			return nil
		}
		if err := p.take(ctx, plan); err != nil {
			return err
		}
	}
	return fmt.Errorf("not done after %d rounds", maxRounds)
}

// take takes the first step of the plan, or waits for whoever has to.
func (p *provisioner) take(ctx context.Context, plan circuit.Plan) error {
	if len(plan.Steps) == 0 {
		return p.world.pass(ctx, time.Minute) // something is in the way that may go by itself
	}
	step := plan.Steps[0]
	switch {
	case step.Effect == circuit.Destroys && !p.circuit.Want().Retire:
		return fmt.Errorf("%s destroys what is there: say so with -retire", step)
	case step.Actor != machine.Customer:
		p.say("waiting for %s: %s", step.Actor, step.Event)
		return p.world.turn(ctx, step)
	case step.Event.Verb.Spoken():
		return p.speak(step)
	}
	return p.send(ctx, step)
}

// speak has somebody told what a step says, and records that it was.
func (p *provisioner) speak(step circuit.Step) error {
	p.say("%s: %s", step.Event, step.Ask)
	if !p.said && !p.world.said(step) {
		return fmt.Errorf("%w, with -done", errTheirTurn)
	}
	p.said = false
	return p.record(step.Event)
}

// send sends the request for a step, and follows it to its end. What Azure refuses for
// now is tried again after another read.
func (p *provisioner) send(ctx context.Context, step circuit.Step) error {
	current := p.document
	r, err := request.For(p.circuit, step, current, p.names)
	if err != nil {
		return err
	}
	p.say("%s: %s %s", step.Event, r.Method, r.Path)
	for _, lost := range r.Wipes {
		p.say("  loses %s: %s", lost.Path, lost.Found)
	}
	answer, err := p.azure.do(ctx, r)
	if err == nil && answer.status < 400 {
		answer, err = p.azure.follow(ctx, answer, r.Follow)
	}
	if err != nil {
		p.say("  no answer: %v", err) // whether it took effect, the next read shows
		return p.world.pass(ctx, time.Second)
	}
	if !answer.failed {
		return p.record(step.Event)
	}
	return p.judge(ctx, answer)
}

// record notes what was done, and keeps it for the next run.
func (p *provisioner) record(e circuit.Event) error {
	next, err := p.circuit.Apply(e)
	if err != nil {
		return err
	}
	p.circuit = next
	return p.save()
}

// judge says what a refusal means for the loop.
func (p *provisioner) judge(ctx context.Context, a answer) error {
	verdict := refusal.Classify(a.status, a.body)
	switch verdict.Disposition {
	case refusal.RetryLater, refusal.RefreshResource, refusal.RepairParent:
		p.say("  refused for now: %s", verdict.Why)
		return p.world.pass(ctx, max(a.retryAfter, time.Second))
	case refusal.WaitForActor:
		p.say("  refused: %s has to act: %s", verdict.Actor, verdict.Why)
		return fmt.Errorf("%w: %s", errTheirTurn, verdict.Why)
	}
	return fmt.Errorf("refused: %s", verdict)
}

// read reads the circuit and observes it. What happened since the last read is printed.
func (p *provisioner) read(ctx context.Context) error {
	path := fmt.Sprintf("/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Network/expressRouteCircuits/%s",
		p.names.Subscription, p.names.ResourceGroup, p.names.Circuit)
	a, err := p.azure.do(ctx, request.Request{Method: http.MethodGet, Path: path, APIVersion: request.APIVersion})
	if err != nil || a.status >= 500 || a.status == http.StatusTooManyRequests {
		p.say("  not read: %d %v", a.status, err)
		return p.world.pass(ctx, max(a.retryAfter, time.Second))
	}
	page, err := azure.ReadPage(a.body, azure.Options{At: p.world.now(), Of: path})
	if err != nil {
		return err
	}
	if p.document = nil; a.status == http.StatusOK {
		p.document = a.body
	}
	for _, seen := range page.Circuits {
		if seen.Echo { // a write is in flight, and Azure shows what it shows of any such circuit
			if err := p.world.pass(ctx, 10*time.Second); err != nil {
				return err
			}
			return p.read(ctx)
		}
		next, happened, err := p.circuit.Observe(seen)
		if err != nil {
			return err
		}
		p.circuit = next
		for _, e := range happened.Events {
			p.say("  %s: %s", e.Actor(), e)
		}
		for _, drift := range happened.Drift {
			p.say("  drift: %s was %s, is %s", drift.Path, drift.Was, drift.Is)
		}
	}
	return nil
}

func (p *provisioner) say(format string, args ...any) { fmt.Fprintf(p.out, format+"\n", args...) }

// save keeps all that is known of the circuit. It holds no secret.
func (p *provisioner) save() error {
	if p.state == "" {
		return nil
	}
	text, err := json.MarshalIndent(p.circuit, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(p.state, text, 0o600)
}

// restored returns the circuit of an earlier run, or a new one.
func restored(spec circuit.Spec, file string) (circuit.Circuit, error) {
	text, err := os.ReadFile(file)
	switch {
	case file == "", errors.Is(err, os.ErrNotExist):
		return circuit.New(spec)
	case err != nil:
		return circuit.Circuit{}, err
	}
	snapshot, err := circuit.ParseSnapshot(text)
	if err != nil {
		return circuit.Circuit{}, fmt.Errorf("%s: %w", file, err)
	}
	return circuit.Restore(spec, snapshot)
}

// secret looks a key up that the spec names.
func secret(ref peering.KeyRef) (machine.Secret, error) {
	if ref.Env == "" {
		text, err := os.ReadFile(ref.File)
		return machine.NewSecret(string(text)), err
	}
	value, set := os.LookupEnv(ref.Env)
	if !set {
		return machine.Secret{}, fmt.Errorf("the environment variable %s is not set", ref.Env)
	}
	return machine.NewSecret(value), nil
}
