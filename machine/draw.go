package machine

import (
	"fmt"
	"strings"
)

// Mermaid returns the machine as a Mermaid state diagram in table order, with
// the actor and the needs of every rule. It highlights the current state; pass
// zero for none. See https://mermaid.js.org/syntax/stateDiagram.html.
func (m *Machine[S, E, C]) Mermaid(current S) string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, s := range m.table.States {
		fmt.Fprintf(&b, "    state \"%s\" as s%d\n", mermaidText(s.String()), uint8(s))
	}
	for _, s := range m.table.Initial {
		fmt.Fprintf(&b, "    [*] --> s%d\n", uint8(s))
	}
	for _, r := range m.table.Rules {
		for _, from := range r.From {
			fmt.Fprintf(&b, "    s%d --> s%d: %s\n", uint8(from), uint8(r.To), mermaidText(r.label()))
		}
	}
	if m.declared(current) {
		fmt.Fprintf(&b, "    classDef current fill:#fc6,stroke:#333,stroke-width:3px\n    class s%d current\n", uint8(current))
	}
	return b.String()
}

// DOT returns the same drawing as Mermaid in the language of Graphviz.
// See https://graphviz.org/doc/info/lang.html.
func (m *Machine[S, E, C]) DOT(current S) string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %s {\n    rankdir=LR;\n    node [shape=box, style=rounded];\n", dotText(m.table.Name))
	for _, s := range m.table.States {
		mark := ""
		if s == current {
			mark = ", style=\"rounded,filled\", fillcolor=\"#ffcc66\""
		}
		fmt.Fprintf(&b, "    s%d [label=%s%s];\n", uint8(s), dotText(s.String()), mark)
	}
	for i, s := range m.table.Initial {
		fmt.Fprintf(&b, "    start%d [shape=point]; start%d -> s%d;\n", i, i, uint8(s))
	}
	for _, r := range m.table.Rules {
		for _, from := range r.From {
			fmt.Fprintf(&b, "    s%d -> s%d [label=%s];\n", uint8(from), uint8(r.To), dotText(r.label()))
		}
	}
	b.WriteString("}\n")
	return b.String()
}

// label returns the event, the actor, and the needs in brackets.
func (r Rule[S, E, C]) label() string {
	label := r.On.String() + " / " + r.By.String()
	if len(r.Needs) == 0 {
		return label
	}
	needs := make([]string, len(r.Needs))
	for i, g := range r.Needs {
		needs[i] = string(g.Need)
	}
	return label + " [" + strings.Join(needs, ", ") + "]"
}

func (m *Machine[S, E, C]) declared(s S) bool {
	return int(s) < len(m.stateWords) && m.stateWords[s] != ""
}

// mermaidText replaces the characters that would end a label or a quoted name,
// or begin a stereotype, a tag or a comment, by Mermaid's entity codes.
var mermaidText = strings.NewReplacer(
	"#", "#35;", "\"", "#34;", ";", "#59;", ":", "#58;", "<", "#60;", "&", "#38;", "%", "#37;", "\n", " ", "\r", " ").Replace

// dotText quotes a string for DOT.
func dotText(s string) string {
	return "\"" + strings.NewReplacer("\\", "\\\\", "\"", "\\\"", "&", "&amp;", "\n", " ", "\r", " ").Replace(s) + "\""
}
