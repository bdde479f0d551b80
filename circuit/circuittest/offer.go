package circuittest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
)

// defaultOffers are what connectivity providers offer if the options do not say. No
// order is refused by them.
var defaultOffers = []azure.Offer{
	{Provider: "Equinix", Locations: []string{"Amsterdam", "Silicon Valley"}, Bandwidths: allBandwidths},
	{Provider: "Megaport", Locations: []string{"Amsterdam", "Sydney"}, Bandwidths: allBandwidths},
}

// allBandwidths: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-faqs
var allBandwidths = []circuit.Mbps{50, 100, 200, 500, 1000, 2000, 5000, 10000}

type offerDoc struct {
	Name       string          `json:"name"`
	ID         string          `json:"id"`
	Type       string          `json:"type"`
	Properties offerProperties `json:"properties"`
}

type offerProperties struct {
	ProvisioningState string         `json:"provisioningState"`
	Locations         []string       `json:"peeringLocations"`
	Bandwidths        []bandwidthDoc `json:"bandwidthsOffered"`
}

type bandwidthDoc struct {
	Name  string       `json:"offerName"`
	Value circuit.Mbps `json:"valueInMbps"`
}

func (s *Server) listOffers(*request) (answer, error) {
	offers := list[offerDoc]{Value: []offerDoc{}}
	known := s.options.Providers
	if known == nil {
		known = defaultOffers
	}
	for _, o := range known {
		d := offerDoc{
			Name: o.Provider, ID: "/subscriptions//resourceGroups//providers/Microsoft.Network/expressRouteServiceProviders/",
			Type:       "Microsoft.Network/expressRouteServiceProviders",
			Properties: offerProperties{"Succeeded", append([]string{}, o.Locations...), []bandwidthDoc{}},
		}
		for _, b := range o.Bandwidths {
			d.Properties.Bandwidths = append(d.Properties.Bandwidths, bandwidthDoc{b.String(), b})
		}
		offers.Value = append(offers.Value, d)
	}
	return ok(offers), nil
}

// offered refuses an order from a provider that there is not, or that is not at the
// peering location.
func (s *Server) offered(id string, o circuit.Order) error {
	if s.options.Providers == nil || o.Provider == "" {
		return nil
	}
	for _, offer := range s.options.Providers {
		there := slices.ContainsFunc(offer.Locations, func(l string) bool { return strings.EqualFold(l, o.PeeringLocation) })
		if strings.EqualFold(offer.Provider, o.Provider) && (offer.Locations == nil || there) {
			return nil
		}
	}
	return &armError{http.StatusBadRequest, "ExpressRouteCircuitServiceProviderDoesNotExist", fmt.Sprintf("The Service Provider %s specified for Express Route Circuit %s does not exist.", o.Provider, id)}
}
