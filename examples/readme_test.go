package examples

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/prefixes"
)

var update = flag.Bool("update", false, "write the generated sections of the README")

const readme = "../README.md"

// section is a generated part of the README, between its two marks.
var section = regexp.MustCompile(`(?s)<!-- generated: ([a-z ]+) -->\n(.*?)<!-- end -->`)

func TestREADME(t *testing.T) {
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	sections := generate(t)
	written := section.ReplaceAllStringFunc(string(text), func(match string) string {
		name := section.FindStringSubmatch(match)[1]
		content, ok := sections[name]
		assert.True(t, ok, "the README has a section %q that nothing generates", name)
		delete(sections, name)
		return fmt.Sprintf("<!-- generated: %s -->\n%s<!-- end -->", name, content)
	})
	assert.Empty(t, sections, "sections that the README does not have")
	if *update {
		require.NoError(t, os.WriteFile(readme, []byte(written), 0o644))
		return
	}
	assert.Equal(t, string(text), written, "run: go test ./examples -update")
}

func generate(t *testing.T) map[string]string {
	program, err := os.ReadFile("quickstart/main.go")
	require.NoError(t, err)
	_, code, found := strings.Cut(string(program), "package main\n")
	require.True(t, found)
	diagrams := circuit.Circuit{}.Diagrams()
	return map[string]string{
		"program":          fenced("go", "package main\n"+code),
		"program output":   fenced("text", output(t, "./quickstart")),
		"advise output":    fenced("text", output(t, "./advise")),
		"provider diagram": fenced("mermaid", diagrams[0].Mermaid),
		"status diagram":   fenced("mermaid", diagrams[1].Mermaid),
		"bgp diagram":      fenced("mermaid", bgp.Machine().Mermaid(0)),
		"prefixes diagram": fenced("mermaid", prefixes.Machine().Mermaid(0)),
		"rule book":        circuit.RuleBook(),
	}
}

func fenced(language, text string) string {
	return "```" + language + "\n" + strings.TrimRight(text, "\n") + "\n```\n"
}

// output runs a program as the README tells its reader to.
func output(t *testing.T, program string) string {
	command := exec.Command("go", "run", program)
	command.Stderr = os.Stderr
	out, err := command.Output()
	require.NoError(t, err)
	return string(out)
}
