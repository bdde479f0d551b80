package main

import (
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
)

// looked is where circuits were looked for, so that one that is seen later is
// known to have been created, and one that is not seen any more to be gone.
type looked struct {
	listed map[string]reading // by scope: the last list that was whole
	absent map[string]reading // by circuit: the last answer that there is none
}

// scope is what a list of circuits is of, a subscription or a resource group, in
// lower case; empty if the reading is no such list.
func (r reading) scope() string {
	path, _, _ := strings.Cut(strings.ToLower(r.url), "?")
	at := strings.Index(path, "/subscriptions/")
	scope, found := strings.CutSuffix(strings.TrimRight(path, "/"), "/providers/microsoft.network/expressroutecircuits")
	if !found || at < 0 || r.request != "GET" {
		return ""
	}
	return scope[at:]
}

// list notes a list that is whole, and tells which known circuits it does not
// name any more.
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

// before is how a circuit begins that is seen for the first time: it was not
// there if it was looked for and not found.
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
