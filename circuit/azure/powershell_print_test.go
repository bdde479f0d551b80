package azure_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
)

// A circuit that is printed as Format-List does reads as the JSON does, however
// wide the console was, and whether or not the blanks at the ends of lines are
// still there.
func TestReadPowerShell_asJSON(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	read := 0
	for _, name := range files {
		document, err := os.ReadFile(name)
		require.NoError(t, err)
		page, err := ReadPage(document, Options{})
		if err != nil || page.Shape != ARMCircuit {
			continue
		}
		read++
		for width := 60; width <= 180; width += 3 {
			for _, trim := range []bool{false, true} {
				text := formatList(t, document, width)
				if trim {
					text = trimLines(text)
				}
				seen, err := ReadPowerShell([]byte(text), Options{})
				require.NoError(t, err, "%s\n%s", name, text)
				require.Len(t, seen, 1)
				want, got := fmt.Sprintf("%+v", comparable(page.Circuits[0])), fmt.Sprintf("%+v", comparable(seen[0]))
				require.Equal(t, want, got, "%s at %d, %v\n%s", name, width, trim, text)
				assert.Equal(t, page.Circuits[0].Have.ServiceKey, seen[0].Have.ServiceKey)
			}
		}
	}
	assert.Greater(t, read, 5)
}

// comparable is the observation without paths, which are spelled otherwise, and
// without fields that the one or the other does not show.
func comparable(o circuit.Observation) circuit.Observation {
	o.Quirks, o.Absent = nil, nil
	o.Have.Strange = slices.Clone(o.Have.Strange)
	for i := range o.Have.Strange {
		o.Have.Strange[i].Path = ""
	}
	return o
}

func trimLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// formatList prints the JSON of a circuit as the cmdlets do.
func formatList(t *testing.T, document []byte, width int) string {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	var resource map[string]any
	require.NoError(t, decoder.Decode(&resource))
	columns := asObject(resource).(map[string]any)
	var b strings.Builder
	for _, name := range []string{
		"Name", "ResourceGroupName", "Location", "Id", "Etag", "ProvisioningState", "Sku", "CircuitProvisioningState",
		"ServiceProviderProvisioningState", "ServiceProviderNotes", "ServiceProviderProperties", "ExpressRoutePort",
		"BandwidthInGbps", "Stag", "ServiceKey", "Peerings", "Authorizations", "AllowClassicOperations", "GatewayManagerEtag", "ResiliencyLevel",
	} {
		printColumn(&b, name, columns[name], width)
	}
	return b.String()
}

// asObject is how the cmdlets' objects have a resource.
func asObject(v any) any {
	switch v := v.(type) {
	case map[string]any:
		object := make(map[string]any)
		for name, member := range v {
			inner, flat := member.(map[string]any)
			switch {
			case member == nil:
			case name == "properties" && flat:
				for name, member := range asObject(inner).(map[string]any) {
					object[name] = member
				}
			default:
				object[strings.ToUpper(name[:1])+name[1:]] = asObject(member)
			}
		}
		return object
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = asObject(v[i])
		}
		return list
	}
	return v
}

func printColumn(b *strings.Builder, name string, v any, width int) {
	var text string
	switch v := v.(type) {
	case nil:
	case map[string]any, []any:
		var j bytes.Buffer
		encoder := json.NewEncoder(&j)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		_ = encoder.Encode(v)
		text = strings.TrimSuffix(j.String(), "\n")
	default:
		text = fmt.Sprint(v)
	}
	fmt.Fprintf(b, "%-32s : ", name)
	for i, line := range strings.Split(text, "\n") {
		for k, part := range wrap(line, width-35) {
			if i+k > 0 {
				b.WriteString(strings.Repeat(" ", 35))
			}
			b.WriteString(part + "\n")
		}
	}
}

// wrap breaks a line between words, and a word that is wider than the line
// wherever that is full.
func wrap(line string, width int) []string {
	var lines []string
	now := ""
	for _, word := range strings.SplitAfter(line, " ") {
		switch {
		case len(word) > width:
			for _, c := range word {
				if len(now) == width {
					lines, now = append(lines, now), ""
				}
				now += string(c)
			}
		case len(now)+len(word) > width:
			lines, now = append(lines, now), word
		default:
			now += word
		}
	}
	return append(lines, now)
}
