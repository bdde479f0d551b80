package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
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
	done     bool   // what the last run asked for has been done
	out      io.Writer
	close    func()
}

// maxRounds bounds the steps and the waits of one run.
const maxRounds = 500

// errTheirTurn ends a run: somebody else has to act first.
var errTheirTurn = errors.New("run this again when that is done")

// isWaiting reports whether an error says that somebody else has to act first.
func isWaiting(err error) bool {
	var none *circuit.NoPlanError
	if errors.As(err, &none) {
		return none.Turn() != machine.Customer && none.Turn() != machine.Nobody
	}
	return errors.Is(err, errTheirTurn)
}

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
	step := plan.Steps[0]
	switch {
	case step.Effect == circuit.Destroys && !p.circuit.Want().Retire:
		return fmt.Errorf("%s destroys what is there: say so with -retire", step)
	case step.Actor != machine.Customer:
		p.say("waiting for %s: %s", step.Actor, step.Event)
		return p.world.turn(ctx, step)
	case step.Event.Verb.Spoken():
		return p.speak(step)
	case len(step.Assumes) > 0:
		if err := p.confirm(step); err != nil {
			return err
		}
	}
	return p.send(ctx, step)
}

// speak has somebody told what a step says, and records that it was.
func (p *provisioner) speak(step circuit.Step) error {
	p.say("%s: %s", step.Event, step.Ask)
	if err := p.asked(step); err != nil {
		return err
	}
	return p.record(step)
}

// confirm has somebody check the conditions of a step that no document shows.
func (p *provisioner) confirm(step circuit.Step) error {
	for _, unmet := range step.Assumes {
		p.say("%s: check first: %s", step.Event, unmet)
	}
	return p.asked(step)
}

// asked returns nil once a person has done what was printed.
func (p *provisioner) asked(step circuit.Step) error {
	if !p.done && !p.world.done(step) {
		return fmt.Errorf("%w, with -done", errTheirTurn)
	}
	p.done = false
	return nil
}

// send sends the request for a step, and follows it to its end. What Azure refuses for
// now is tried again after another read.
func (p *provisioner) send(ctx context.Context, step circuit.Step) error {
	current := p.document
	r, err := request.For(p.circuit, step, current, p.names)
	if err != nil {
		return err
	}
	body, err := r.Body(secret)
	if err != nil {
		return err
	}
	p.say("%s: %s %s", step.Event, r.Method, r.Path)
	for _, lost := range r.Wipes {
		p.say("  loses %s: %s", lost.Path, lost.Found)
	}
	answer, err := p.azure.do(ctx, r, body)
	if err == nil && answer.status < 400 {
		answer, err = p.azure.follow(ctx, answer, r.Follow)
	}
	if err != nil {
		p.say("  no answer: %v", err) // whether it took effect, the next read shows
		return p.world.pass(ctx, time.Second)
	}
	if !answer.failed {
		return p.record(step)
	}
	return p.judge(ctx, answer)
}

// record notes what was done, and keeps it for the next run. What the step assumes has
// been confirmed.
func (p *provisioner) record(step circuit.Step) error {
	next, _, err := p.circuit.Happened(step.Event)
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

// maxReads bounds how often the circuit is read in vain, one after the other.
const maxReads = 100

// read reads the circuit until Azure shows it, and observes it. Without a read nothing is
// planned: what is not known to exist would be written over.
func (p *provisioner) read(ctx context.Context) error {
	for range maxReads {
		page, wait, err := p.look(ctx)
		if err != nil {
			return err
		}
		if wait == 0 {
			return p.observe(page)
		}
		if err := p.world.pass(ctx, wait); err != nil {
			return err
		}
	}
	return fmt.Errorf("the circuit could not be read in %d tries", maxReads)
}

// look reads the circuit once. It returns how long to wait if Azure did not show it.
func (p *provisioner) look(ctx context.Context) (page azure.Page, wait time.Duration, err error) {
	path := fmt.Sprintf("/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Network/expressRouteCircuits/%s",
		p.names.Subscription, p.names.ResourceGroup, p.names.Circuit)
	a, err := p.azure.do(ctx, request.Request{Method: http.MethodGet, Path: path, APIVersion: request.APIVersion}, nil)
	if err != nil || a.status >= 500 || a.status == http.StatusTooManyRequests {
		p.say("  not read: %d %v", a.status, err)
		return page, max(a.retryAfter, time.Second), ctx.Err()
	}
	page, err = azure.ReadPage(a.body, azure.Options{At: p.world.now(), Of: path})
	for _, seen := range page.Circuits {
		if seen.Echo { // a write is in flight, and Azure shows what it shows of any such circuit
			return page, 10 * time.Second, err
		}
	}
	if p.document = nil; a.status == http.StatusOK {
		p.document = a.body
	}
	return page, 0, err
}

// observe takes over what a read shows, and prints what has happened since the last one.
func (p *provisioner) observe(page azure.Page) error {
	for _, seen := range page.Circuits {
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
		return machine.NewSecret(strings.TrimRight(string(text), "\r\n")), err
	}
	value, set := os.LookupEnv(ref.Env)
	if !set {
		return machine.Secret{}, fmt.Errorf("the environment variable %s is not set", ref.Env)
	}
	return machine.NewSecret(value), nil
}
