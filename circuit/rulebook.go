package circuit

import (
	"fmt"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// RuleBook returns the rules that couple the machines as a Markdown table: every
// verb, its actor, the machines that it moves, its conditions, and how we know the
// rule.
func RuleBook() string {
	var b strings.Builder
	b.WriteString("| event | by | moves | needs | basis |\n|---|---|---|---|---|\n")
	for i := range couplings {
		row := &couplings[i]
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n",
			row.On, row.By, strings.Join(row.Moves.names(), ", "), needNames(row.Needs), row.Basis)
	}
	return b.String()
}

func (m moves) names() []string {
	var names []string
	say := func(moved bool, name string) {
		if moved {
			names = append(names, name)
		}
	}
	say(m.provider, "provider")
	say(m.status, "status")
	say(m.circuit != 0, "circuit's operation")
	say(m.peering != 0, "peering's operation")
	say(m.admin != 0, "administration")
	say(m.prefixes != 0, "prefixes")
	say(len(names) == 0, "record only")
	return names
}

func needNames(needs machine.Guards[view]) string {
	names := make([]string, len(needs))
	for i, g := range needs {
		names[i] = string(g.Need)
	}
	return strings.Join(names, ", ")
}

// Diagram is one machine of a circuit as a Mermaid diagram, with the current state
// marked.
type Diagram struct {
	Name    string `json:"name"` // "status", "MicrosoftPeering IPv4: advertised public prefixes"
	Mermaid string `json:"mermaid"`
}

// Diagrams returns the diagrams of the circuit's own machines, and of those of each
// peering that is wanted or exists.
func (c Circuit) Diagrams() []Diagram {
	s := c.state
	diagrams := []Diagram{
		{providerProvisioning.Name(), providerProvisioning.Mermaid(s.Provider)},
		{microsoftStatus.Name(), microsoftStatus.Mermaid(s.Status)},
		{peering.ResourceOperation().Name(), peering.ResourceOperation().Mermaid(s.Operation)},
	}
	for t := range peering.Types() {
		if c.concerns(t) {
			diagrams = append(diagrams, peeringDiagrams(t, s.Peering(t))...)
		}
	}
	return diagrams
}

func peeringDiagrams(t peering.Type, p peering.State) []Diagram {
	var diagrams []Diagram
	for _, f := range bothFamilies {
		half := p.Family(f)
		if half.Admin == peering.Absent {
			continue
		}
		subject := t.String() + " " + f.String() + ": "
		diagrams = append(diagrams,
			Diagram{subject + peering.Administration().Name(), peering.Administration().Mermaid(half.Admin)},
			Diagram{subject + bgp.Machine().Name(), bgp.Machine().Mermaid(half.BGP)})
		if t == peeringMicrosoft {
			diagrams = append(diagrams, Diagram{subject + prefixes.Machine().Name(), prefixes.Machine().Mermaid(half.Prefixes)})
		}
	}
	return diagrams
}
