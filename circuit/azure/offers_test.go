package azure_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
)

// offered is one provider, as the REST API, az and ConvertTo-Json show it.
var offered = map[string]string{
	"REST": `{"name": "Contoso Net", "id": "/subscriptions//resourceGroups//providers/Microsoft.Network/expressRouteServiceProviders/", "type": "Microsoft.Network/expressRouteServiceProviders",
		"properties": {"provisioningState": "Succeeded", "peeringLocations": ["Oslo", "Oslo2", "Stavanger"], "bandwidthsOffered": [{"offerName": "50Mbps", "valueInMbps": 50}, {"offerName": "1Gbps", "valueInMbps": 1000}]}}`,
	"az": `{"name": "Contoso Net", "id": null, "resourceGroup": "", "peeringLocations": ["Oslo", "Oslo2", "Stavanger"], "provisioningState": "Succeeded", "tags": null,
		"bandwidthsOffered": [{"offerName": "50Mbps", "valueInMbps": 50}, {"offerName": "1Gbps", "valueInMbps": 1000}]}`,
	"cmdlet": `{"Name": "Contoso Net", "PeeringLocations": ["Oslo", "Oslo2", "Stavanger"], "BandwidthsOffered": [{"OfferName": "50Mbps", "ValueInMbps": 50}, {"OfferName": "1Gbps", "ValueInMbps": 1000}], "PeeringLocationsText": "[]"}`,
}

func TestReadProviders(t *testing.T) {
	want := []Offer{{Provider: "Contoso Net", Locations: []string{"Oslo", "Oslo2", "Stavanger"}, Bandwidths: []circuit.Mbps{50, 1000}}}
	for name, one := range offered {
		for _, document := range []string{`{"value": [` + one + `]}`, `[` + one + `]`, one, "\ufeff" + `{"value": [` + one + `], "nextLink": null}`} {
			p, err := ReadProviders([]byte(document))
			require.NoError(t, err, name)
			assert.Equal(t, Providers{Offers: want}, p, name)
		}
	}
	p, err := ReadProviders([]byte(`{"value": [], "nextLink": "https://management.azure.com/more"}`))
	require.NoError(t, err)
	assert.NotEmpty(t, p.Next)
	_, err = Read([]byte(`{"value": [` + offered["REST"] + `]}`))
	assert.ErrorIs(t, err, ErrShape)
	assert.ErrorContains(t, err, "ReadProviders")
}

// What cannot be read has its place, and loses nothing else.
func TestReadProviders_broken(t *testing.T) {
	good := offered["REST"]
	for _, c := range []struct {
		name, document, path string
		is                   error
		offers               int
		silent               bool // it does not say which providers there are not
	}{
		{"nothing", ``, "", ErrEmpty, 0, true},
		{"cut off", `{"value": [` + good, "", ErrBroken, 0, true},
		{"a number for a name", `[` + good + `, ` + strings.Replace(good, `"Contoso Net"`, `7`, 1) + `]`, "[1].name", ErrValue, 1, true},
		{"a text for locations", `[` + good + `, ` + strings.NewReplacer(`"Contoso Net"`, `"Fabrikam"`, `["Oslo", "Oslo2", "Stavanger"]`, `"Oslo"`).Replace(good) + `]`, "[1].properties.peeringLocations", ErrValue, 2, false},
		{"a negative bandwidth", `[` + strings.Replace(good, `"valueInMbps": 50`, `"valueInMbps": -50`, 1) + `, ` + strings.Replace(good, "Contoso", "Fabrikam", 1) + `]`, "[0].properties.bandwidthsOffered[0].valueInMbps", ErrValue, 2, false},
		{"a key twice", `[` + good + `, {"name": "x", "name": "y", "properties": {"peeringLocations": []}}]`, "[1].name", ErrBroken, 2, false},
		{"a nextLink that is none", `{"value": [` + good + `], "nextLink": 1}`, "nextLink", ErrValue, 1, true},
		{"a circuit", circuitWith(`"circuitProvisioningState": "Enabled"`), "", ErrShape, 0, true},
		{"no object", `[` + good + `, 1]`, "[1]", ErrValue, 1, true},
		{"no list", `7`, "", ErrValue, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := ReadProviders([]byte(c.document))
			require.Len(t, allErrors(err), 1)
			require.ErrorIs(t, err, c.is)
			var failed *Error
			require.ErrorAs(t, err, &failed)
			assert.Equal(t, c.path, failed.Path)
			assert.Len(t, p.Offers, c.offers)
			assert.Equal(t, c.silent, len(p.Check(circuit.Order{Provider: "Tailspin"})) == 0)
			for _, o := range p.Offers {
				if o.Locations == nil {
					assert.Empty(t, p.Check(circuit.Order{Provider: o.Provider, PeeringLocation: "Mars", Bandwidth: 3}), "nothing but the name was read")
				}
			}
		})
	}
}

func TestProviders_Check(t *testing.T) {
	p := Providers{Offers: []Offer{
		{Provider: "Contoso Net", Locations: []string{"Oslo", "Oslo2", "Stavanger"}, Bandwidths: []circuit.Mbps{50, 1000}},
		{Provider: "Fabrikam", Locations: []string{"Silicon Valley"}},
		{Provider: "Nothing Offered", Locations: []string{}, Bandwidths: []circuit.Mbps{}},
		{Provider: "Tailspin"},
	}}
	for _, c := range []struct {
		name  string
		order circuit.Order
		want  map[machine.Need]string // what would be valid
	}{
		{"as it is listed", circuit.Order{Provider: "Contoso Net", PeeringLocation: "Oslo", Bandwidth: 1000}, nil},
		{"in another case", circuit.Order{Provider: "CONTOSO net", PeeringLocation: "oslo2", Bandwidth: 50}, nil},
		{"left open", circuit.Order{PeeringLocation: "Mars", Bandwidth: 3}, nil},
		{"provider alone", circuit.Order{Provider: "Fabrikam"}, nil},
		{"bandwidth not said", circuit.Order{Provider: "Fabrikam", PeeringLocation: "Silicon Valley", Bandwidth: 77}, nil},
		{"nothing said", circuit.Order{Provider: "tailspin", PeeringLocation: "Mars", Bandwidth: 77}, nil},
		{"a letter missing", circuit.Order{Provider: "Contso Net"}, map[machine.Need]string{NeedOfferedProvider: "Contoso Net"}},
		{"a part of the name", circuit.Order{Provider: "Contoso"}, map[machine.Need]string{NeedOfferedProvider: "Contoso Net"}},
		{"another spelling", circuit.Order{Provider: "contoso-net"}, map[machine.Need]string{NeedOfferedProvider: "Contoso Net"}},
		{"nobody's name", circuit.Order{Provider: "Wide World", PeeringLocation: "Oslo"}, map[machine.Need]string{NeedOfferedProvider: "one of Contoso Net, Fabrikam"}},
		{"location", circuit.Order{Provider: "Contoso Net", PeeringLocation: "Olso", Bandwidth: 50}, map[machine.Need]string{NeedOfferedLocation: "Oslo"}},
		{"another location", circuit.Order{Provider: "Fabrikam", PeeringLocation: "Paris"}, map[machine.Need]string{NeedOfferedLocation: "Silicon Valley"}},
		{"spelled together", circuit.Order{Provider: "Fabrikam", PeeringLocation: "SiliconValley"}, map[machine.Need]string{NeedOfferedLocation: "Silicon Valley"}},
		{"bandwidth", circuit.Order{Provider: "Contoso Net", PeeringLocation: "Oslo", Bandwidth: 500}, map[machine.Need]string{circuit.NeedOfferedBandwidth: "50Mbps, 1Gbps"}},
		{"location and bandwidth", circuit.Order{Provider: "Contoso Net", PeeringLocation: "Bergen", Bandwidth: 7}, map[machine.Need]string{NeedOfferedLocation: "Stavanger", circuit.NeedOfferedBandwidth: "50Mbps"}},
		{"none offered", circuit.Order{Provider: "Nothing Offered", PeeringLocation: "Oslo", Bandwidth: 50}, map[machine.Need]string{NeedOfferedLocation: "none", circuit.NeedOfferedBandwidth: "none"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			problems := p.Check(c.order)
			require.Len(t, problems, len(c.want), "%v", problems)
			for _, problem := range problems {
				require.Contains(t, c.want, problem.Need)
				assert.Contains(t, problem.Fix, c.want[problem.Need])
				assert.True(t, strings.HasPrefix(problem.Path, "order."), problem.Path)
				assert.NotEmpty(t, problem.Found)
				assert.NotEmpty(t, problem.Source)
				assert.Equal(t, machine.Customer, problem.Actor)
			}
		})
	}
	assert.Empty(t, Providers{}.Check(circuit.Order{Provider: "Contoso"}), "no list says nothing")
	p.Next = "more"
	assert.Empty(t, p.Check(circuit.Order{Provider: "Wide World"}), "it may be further on")
	twice := Providers{Offers: []Offer{{"Contoso", []string{"Oslo"}, nil}, {"contoso", []string{"Bergen"}, []circuit.Mbps{50}}}}
	assert.Empty(t, twice.Check(circuit.Order{Provider: "Contoso", PeeringLocation: "Bergen", Bandwidth: 3}))
}

// A list of any size, and a name of any length, take no time to speak of.
func TestProviders_Check_large(t *testing.T) {
	var p Providers
	for i := range MaxCircuits {
		p.Offers = append(p.Offers, Offer{Provider: fmt.Sprintf("%s %d", strings.Repeat("x", 300), i)})
	}
	start := time.Now()
	problems := p.Check(circuit.Order{Provider: strings.Repeat("xy", 1<<16)})
	require.Len(t, problems, 1)
	assert.Less(t, len(problems[0].Fix), 1<<13)
	assert.Less(t, time.Since(start), 10*time.Second)
}

// No document makes ReadProviders panic, and what it takes can be checked.
func FuzzReadProviders(f *testing.F) {
	for _, one := range offered {
		f.Add([]byte(`{"value": [`+one+`], "nextLink": "x"}`), "Contoso", "Oslo")
		f.Add([]byte(`[`+one+`, 1, {"name": 1}]`), "contoso net", "")
	}
	f.Fuzz(func(t *testing.T, document []byte, provider, location string) {
		p, err := ReadProviders(document)
		for _, e := range allErrors(err) {
			checkError(t, e, document)
		}
		order := circuit.Order{Provider: provider, PeeringLocation: location, Bandwidth: 50}
		assert.LessOrEqual(t, len(p.Check(order)), 2)
		for _, o := range p.Offers {
			assert.NotContains(t, p.Check(circuit.Order{Provider: o.Provider}).Needs(), NeedOfferedProvider)
			for _, location := range o.Locations {
				assert.Empty(t, p.Check(circuit.Order{Provider: o.Provider, PeeringLocation: location}))
			}
		}
	})
}
