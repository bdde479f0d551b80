package main

import (
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
)

// looked records where circuits were looked for and not found. A circuit that appears
// there later was created meanwhile, and one that disappears was deleted.
type looked struct {
	listed map[string]reading // by scope: the last complete list
	absent map[string]reading // by circuit: the last answer that there is no such circuit
}

// scope returns the subscription or resource group that a list of circuits covers, in
// lower case. It is empty if the reading is no such list.
func (r reading) scope() string {
	path, _, _ := strings.Cut(strings.ToLower(r.url), "?")
	at := strings.Index(path, "/subscriptions/")
	scope, found := strings.CutSuffix(strings.TrimRight(path, "/"), "/providers/microsoft.network/expressroutecircuits")
	if !found || at < 0 || r.request != "GET" {
		return ""
	}
	return scope[at:]
}

// list records a complete list, and observes that the known circuits that are missing
// in it do not exist any more.
func (w *watcher) list(r reading, page azure.Page) error {
	if scope := r.scope(); scope != "" && page.Next == "" {
		w.looked.listed[scope] = r
	}
	for _, l := range w.lives {
		if l.circuit.State().Status == circuit.Gone {
			continue
		}
		for _, seen := range page.Missing(l.id) {
			missing := r
			missing.missing = true
			if err := w.observe(l, missing, seen); err != nil {
				return err
			}
		}
	}
	return nil
}

// before returns the circuit before it was seen for the first time. It is one that
// did not exist if an earlier reading looked for it and did not find it.
func (w *watcher) before(id string) circuit.Circuit {
	id = strings.ToLower(id)
	when, sought := w.looked.absent[id]
	for scope, r := range w.looked.listed {
		if strings.HasPrefix(id, scope+"/") && (!sought || r.at.After(when.at)) {
			when, sought = r, true
		}
	}
	if !sought {
		return circuit.Circuit{}
	}
	c, _, err := circuit.Circuit{}.Observe(circuit.Observation{At: when.at, NotFound: true, Have: circuit.Config{ID: id}})
	if err != nil {
		return circuit.Circuit{}
	}
	return c
}
