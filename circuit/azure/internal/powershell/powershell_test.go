package powershell_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	. "github.com/expressroute-go/expressroute/circuit/azure/internal/powershell"
)

func decode(t testing.TB, document string) *Text {
	t.Helper()
	text, err := Decode([]byte(document))
	require.Nil(t, err)
	return text
}

func blocks(t testing.TB, document string) []*Block {
	t.Helper()
	return slices.Collect(decode(t, document).Blocks())
}

const session = `PS C:\> $c = Get-AzExpressRouteCircuit -Name north

Name                     : north
CircuitProvisioningState : Enabled

That was the circuit. Note : it is mine.

Get-AzureBGPPeering -AccessType "Private" -ServiceKey:$key
VlanId            : 100
PrimaryPeerSubnet : 10.0.0.0/30

GatewayId  : g
State      : Provisioned
VIPAddress : 192.0.2.1
`

func TestText_Blocks(t *testing.T) {
	var kinds []Kind
	list := blocks(t, session)
	for _, b := range list {
		kinds = append(kinds, b.Kind())
	}
	require.Equal(t, []Kind{AzCircuit, ClassicPeering, Other}, kinds)
	assert.Equal(t, strings.Index(session, "Name   "), list[0].Start())
	assert.Equal(t, `PS C:\> $c = Get-AzExpressRouteCircuit -Name north`, list[0].Command())
	assert.Equal(t, "north", list[0].Argument("name"))
	assert.Equal(t, "Private", list[1].Argument("AccessType"))
	assert.Empty(t, list[1].Argument("ServiceKey"), "a variable")
	assert.Empty(t, list[1].Argument("Name"), "of another call")
	assert.Equal(t, "100", list[1].Value("VlanId"))
	assert.Empty(t, list[1].Value("State"))
	assert.Len(t, blocks(t, "A : 1\nB : 2\nA : 3\n"), 2, "the blank line between two objects was lost")
}

// A value that was broken at the width of the console is put together again, with
// or without the blanks at the ends of the lines.
func TestBlock_Value(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"between words", "A : one two \n    three\n", "one two three"},
		{"between words, without the blank", "A : one two\n    three four\n", "one two three four"},
		{"inside of a resource ID", "Id : /subscriptions/0123\n     4567/north\n", "/subscriptions/01234567/north"},
		{"inside of a wide word", "A : 0123456789\n    01234\nB : x\n", "012345678901234"},
		{"in JSON", "A : {\n      \"b\": \"one \n    two\"\n    }\n", "{\n\"b\": \"one two\"\n}"},
		{"no value", "A :\nB : 1\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, blocks(t, c.text)[0].Value(strings.Fields(c.text)[0]))
		})
	}
}

// A table has a block for each row, with a column for each heading.
func TestText_Blocks_table(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // of each row the values
	}{
		{"aligned", "Age InterfaceProperty MacAddress\n--- ----------------- ----------\n 10 On-Prem           ffff\n  0 Microsoft         aaaa\n", []string{"10|On-Prem|ffff", "0|Microsoft|aaaa"}},
		{"wide numbers", "  Age InterfaceProperty MacAddress\n  --- ----------------- ----------\n12345 On-Prem           ffff\n", []string{"12345|On-Prem|ffff"}},
		{"the blanks lost", "Age InterfaceProperty MacAddress\n--- ----------------- ----------\n10 On-Prem ffff\n", []string{"10|On-Prem|ffff"}},
		{"values with blanks, and without", "Interface  MacAddress Note\n---------  ---------- ----\nOn Prem    ffff       not here\n           aaaa\n", []string{"On Prem|ffff|not here", "|aaaa|"}},
		{"characters of several bytes", "Interface MacAddress Note\n--------- ---------- ----\nZürich    ffff       ü\n", []string{"Zürich|ffff|ü"}},
		{"lines of Windows", "Age Interface MacAddress\r\n--- --------- ----------\r\n 10 On-Prem   ffff\r\n\r\n 11 none\r\n", []string{"10|On-Prem|ffff"}},
		{"two calls", "Age Interface MacAddress\n--- --------- ----------\n 10 On-Prem   ffff\nGet-AzExpressRouteCircuit\n 11 On-Prem   aaaa\n", []string{"10|On-Prem|ffff"}},
		{"no headings", "That was it:\n--- ---\n 10 On-Prem\n", nil},
		{"of something else", "Name State\n---- -----\nhub  Succeeded\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var rows []string
			for _, b := range blocks(t, c.text) {
				if b.Kind() == Prose {
					continue
				}
				require.Equal(t, ARPRow, b.Kind())
				var cells []string
				for _, name := range strings.Fields(c.text)[:3] {
					cells = append(cells, b.Value(name))
				}
				rows = append(rows, strings.Join(cells, "|"))
				assert.Equal(t, blocks(t, c.text)[0].Group(), b.Group())
			}
			assert.Equal(t, c.want, rows)
		})
	}
}

// sheet returns the JSON of the first block, the notes and the errors.
func sheet(t testing.TB, document string) (text string, notes []Note, errors []string) {
	t.Helper()
	s := NewSheet(blocks(t, document)[0], func(at int, path string, err error) {
		errors = append(errors, fmt.Sprintf("%d %s: %v", at, path, err))
	})
	doc := s.Document()
	require.NotNil(t, doc)
	var b strings.Builder
	for m := range doc.Root().Children() {
		fmt.Fprintf(&b, "%s=%s ", m.Key(), m.Source())
	}
	return strings.TrimSpace(b.String()), s.Notes(), errors
}

func TestSheet(t *testing.T) {
	const state = "CircuitProvisioningState : Enabled\n"
	for _, c := range []struct {
		name, document, want string
		notes                []Note
		errors               []string
	}{
		{"text, number and JSON", state + "Stag : 3\nSku : {\"Tier\": \"Local\"}\nNoSuch : a \"b\"\n",
			`CircuitProvisioningState=Enabled Stag=3 Sku={"Tier": "Local"} NoSuch=a \"b\"`, nil, nil},
		{"left out", state + "Name :\nLocation : null\nAuthorizationKey : x\n", "CircuitProvisioningState=Enabled", nil, nil},
		{"masked", state + "Name : ***\nId : /c/***\nPeerings : [{\"VlanId\": \"###\"}]\n", `CircuitProvisioningState=Enabled Id=/c/*** Peerings=[{"VlanId": null}]`, []Note{
			{"Name", "masked, and not read"}, {"Id", "masked: several circuits may have this ID"}, {"Peerings[0].VlanId", "masked, and not read"}}, nil},
		{"JSON in a column of its own", state + "Sku : Microsoft.Azure.PSSku\nSkuText : {}\nAuthorizations : {}\nPeerings : {a, b}\n",
			`CircuitProvisioningState=Enabled Sku={} Authorizations=[] Peerings=[{"Name":"a"},{"Name":"b"}]`, []Note{{"Peerings", "shortened to names: Format-List without * shows all of it"}}, nil},
		{"names cut off", state + "Peerings : {a.1, b-2...}\nAuthorizations : {a, b, …}\n",
			`CircuitProvisioningState=Enabled Peerings=[{"Name":"a.1"},{"Name":"b-2"},{}] Authorizations=[{"Name":"a"},{"Name":"b"},{}]`, []Note{
				{"Peerings", "shortened to names: Format-List without * shows all of it"}, {"Authorizations", "shortened to names: Format-List without * shows all of it"}}, nil},
		{"names without an end", state + "Peerings : {a, b\nAuthorizations : {a\n", `CircuitProvisioningState=Enabled Peerings=[{"Name":"a"},{}] Authorizations=[{}]`, []Note{
			{"Peerings", "shortened to names: Format-List without * shows all of it"}, {"Authorizations", "shortened to names: Format-List without * shows all of it"}}, nil},
		{"classes", state + "Peerings : {Microsoft.Azure.PSPeering}\n", "CircuitProvisioningState=Enabled", []Note{{"Peerings", "shortened, and not read: Format-List without * shows all of it"}}, nil},
		{"null", state + "Sku : null\nExpressRoutePort :\nTag : null\n", "CircuitProvisioningState=Enabled Sku=null ExpressRoutePort=null", nil, nil},
		{"a column twice", state + "Stag : 1\nStag : 2\n", "CircuitProvisioningState=Enabled", nil, []string{"44 Stag: not as Format-List prints it: the column occurs twice"}},
		{"broken JSON", state + "Sku : {\"a\": }\n", "CircuitProvisioningState=Enabled", nil, []string{"48 Sku: not sound JSON: invalid character '}' looking for beginning of value"}},
		{"a fault", state + "Sku : {\"a\": 1, \"a\": 2}\n", "CircuitProvisioningState=Enabled", nil, []string{"55 Sku.a: not sound JSON: the key occurs twice"}},
		{"a name cut off", "tate : Enabled\nPeeringType : x\n", "PeeringType=x", nil, []string{"0 tate: not as Format-List prints it: the beginning of State is cut off"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, notes, errors := sheet(t, c.document)
			assert.Equal(t, c.want, text)
			assert.Equal(t, c.notes, notes)
			assert.Equal(t, c.errors, errors)
		})
	}
}

func TestSheet_Drop(t *testing.T) {
	var at []int
	document := "CircuitProvisioningState : Enabled\nPeerings : [{\"VlanId\": 7}]\n"
	s := NewSheet(blocks(t, document)[0], func(offset int, _ string, _ error) { at = append(at, offset) })
	vlan := s.Document().Root().Member("Peerings").Elements()[0].Member("VlanId")
	assert.True(t, s.Drop("Peerings[0].VlanId", int64(vlan.Start()), jsondoc.ErrBroken))
	assert.False(t, s.Drop("Peerings[0]", 0, jsondoc.ErrBroken))
	assert.Equal(t, strings.Index(document, "7}"), at[0])
	assert.True(t, s.Document().Root().Member("Peerings").Absent())
}

// The offset of an error is that in the document, whatever the encoding.
func TestText_Error(t *testing.T) {
	e := decode(t, "\ufeffA : ü\nB").Error(len("A : ü\n"), "B", ErrText)
	assert.Equal(t, &jsondoc.Error{Path: "B", Line: 2, Offset: 10, Err: ErrText}, e)
	e = decode(t, "\xff\xfeA\x00\n\x00B\x00").Error(2, "", ErrText)
	assert.Equal(t, int64(6), e.Offset)
}

func TestDecode_errors(t *testing.T) {
	for _, document := range []string{"", " \n", "\ufeff", "\xff\xfe"} {
		_, err := Decode([]byte(document))
		assert.ErrorIs(t, err, jsondoc.ErrEmpty)
	}
	_, err := Decode(make([]byte, jsondoc.MaxText+1))
	assert.ErrorIs(t, err, jsondoc.ErrTooLarge)
}

// No text makes the reader panic, every place that it reports is in the text, and
// what a sheet writes is JSON.
func FuzzSheet(f *testing.F) {
	for _, document := range []string{
		session, "\xff\xfe", "\xfe\xff\x00a", " : \n", "A :\nB : {\nC : [", "SkuText : {}\nSku : {}\nSkuText : \nCircuitProvisioningState :",
		"Age InterfaceProperty MacAddress\n--- ----------------- ----------\n 10 On-Prem           ffff\nü 0 x\n{ [ \"\n", "A\n-\nB", "A B\n- -\n", "- -\n- -\n",
		"Peerings : [{\"VlanId\": \"###\", \"a\n   b\": 1}]\nAuthorizations : {a, b}\nCircuitProvisioningState : \x00\xff",
	} {
		f.Add([]byte(document))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		text, err := Decode(document)
		if err != nil {
			return
		}
		report := func(at int, path string, err error) {
			e := text.Error(at, path, err)
			assert.GreaterOrEqual(t, at, 0)
			assert.LessOrEqual(t, e.Offset, int64(len(document)))
			assert.Positive(t, e.Line)
		}
		for b := range text.Blocks() {
			if !b.Check(report) {
				continue
			}
			s := NewSheet(b, report)
			assert.LessOrEqual(t, s.Len(), jsondoc.MaxMembers)
			if s.Document() == nil && utf8.Valid(document) {
				t.Errorf("no JSON of %q", document)
			}
		}
	})
}
