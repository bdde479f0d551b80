package machine_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/expressroute-go/expressroute/machine"
)

func TestDOT(t *testing.T) {
	assert.Equal(t, `digraph "cross-connect" {
    rankdir=LR;
    node [shape=box, style=rounded];
    s1 [label="Ordered"];
    s2 [label="Patched", style="rounded,filled", fillcolor="#ffcc66"];
    s3 [label="Lit"];
    s4 [label="Removed"];
    start0 [shape=point]; start0 -> s1;
    s1 -> s2 [label="Patch / Provider [NeedLetter, NeedPaid]"];
    s2 -> s3 [label="Light / Customer [NeedClean, NeedRolled]"];
    s3 -> s3 [label="Measure / Provider [NeedClean]"];
    s3 -> s2 [label="Cut / Provider"];
    s1 -> s4 [label="Remove / Customer [NeedPaid]"];
    s2 -> s4 [label="Remove / Customer [NeedPaid]"];
}
`, fibre.DOT(Patched))
}

// broken returns a machine whose words hold the characters that end a label or
// begin a comment, a stereotype or an entity.
func broken() *machine.Machine[odd, odd, Room] {
	table := oddTable{Name: `o"d\d`, States: []odd{eachBreak}, Initial: []odd{eachBreak},
		Rules: []oddRule{rule(eachBreak, eachBreak, eachBreak)}}
	need := clean
	need.Need = "Need\"#;:\r\n"
	table.Rules[0].Needs = machine.Guards[Room]{need}
	return machine.MustCompile(table)
}

// Both drawings were tried: Mermaid 11.17 parses one state and one transition,
// and Graphviz prints the words unchanged.
func TestDrawingsEscape(t *testing.T) {
	assert.Equal(t, `stateDiagram-v2
    state "#34;q#34;#58; #35;1#59; \ #60;#60;fork>> #37;#37;{x}#37;#37; #38;amp#59;" as s8
    [*] --> s8
    s8 --> s8: #34;q#34;#58; #35;1#59; \ #60;#60;fork>> #37;#37;{x}#37;#37; #38;amp#59; / Customer [Need#34;#35;#59;#58;  ]
`, broken().Mermaid(0))
	assert.Equal(t, `digraph "o\"d\\d" {
    rankdir=LR;
    node [shape=box, style=rounded];
    s8 [label="\"q\": #1; \\ <<fork>> %%{x}%% &amp;amp;"];
    start0 [shape=point]; start0 -> s8;
    s8 -> s8 [label="\"q\": #1; \\ <<fork>> %%{x}%% &amp;amp; / Customer [Need\"#;:  ]"];
}
`, broken().DOT(0))
}

func TestDrawingsHighlightTheCurrentState(t *testing.T) {
	plain, plainDOT := fibre.Mermaid(0), fibre.DOT(0)
	assert.NotContains(t, plain, "current")
	assert.NotContains(t, plainDOT, "filled")
	for s := range 256 {
		current := Fibre(s)
		mermaid, dot := fibre.Mermaid(current), fibre.DOT(current)
		if current < Ordered || current > Removed {
			assert.Equal(t, plain, mermaid, "undeclared: %s", current)
			assert.Equal(t, plainDOT, dot, "undeclared: %s", current)
			continue
		}
		assert.True(t, strings.HasPrefix(mermaid, plain), "only the highlight is added")
		assert.Equal(t, 1, strings.Count(mermaid, "class s"))
		assert.Equal(t, 1, strings.Count(dot, "filled"))
	}
}

// An integer between those of two states is not a state.
func TestDrawingsAndGaps(t *testing.T) {
	m := machine.MustCompile(oddTable{Name: "gap", States: []odd{a, c}, Initial: []odd{a, c}, Rules: []oddRule{rule(a, c, a)}})
	assert.NotContains(t, m.Mermaid(b), "current")
	assert.NotContains(t, m.DOT(b), "filled")
	assert.Contains(t, m.Mermaid(c), "class s3 current")
	assert.Contains(t, m.Mermaid(0), "    [*] --> s1\n    [*] --> s3\n")
	assert.Contains(t, m.DOT(0), "    start0 [shape=point]; start0 -> s1;\n    start1 [shape=point]; start1 -> s3;\n")
	assert.False(t, m.Can(Room{}, b, a))
}
