package request

import (
	"github.com/expressroute-go/expressroute/circuit"
)

// spoken says of each verb that is said and not done who must be told, and what
// goes with the text. A provider and Microsoft Support find a circuit by its
// service key.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-workflows
var spoken = map[circuit.Verb]struct {
	to  func(c circuit.Circuit) string
	key bool // the service key goes with it
}{
	circuit.OrderConnectivity:     {to: provider},
	circuit.HandOverServiceKey:    {to: provider, key: true},
	circuit.RequestDeprovisioning: {to: provider, key: true},
	circuit.WithdrawRequest:       {to: provider, key: true},
	circuit.OpenTicket:            {to: support, key: true},
}

func provider(c circuit.Circuit) string {
	for _, name := range []string{c.Have().Order.Provider, c.Want().Order.Provider} {
		if name != "" {
			return name
		}
	}
	return "the connectivity provider"
}

func support(circuit.Circuit) string { return "Microsoft Support" }

// unsendable returns the error that no request takes a step.
func unsendable(c circuit.Circuit, s circuit.Step) *NoRequestError {
	e := &NoRequestError{Step: s}
	say, told := spoken[s.Event.Verb]
	switch {
	case s.Event.Valid() != nil:
		e.Why = s.Event.Valid().Error()
	case told:
		have := c.Have()
		e.To = say.to(c)
		e.Why = "tell " + e.To
		if id := have.ID; id != "" {
			e.Attach = append(e.Attach, Attachment{Name: "the circuit's resource ID", Text: id})
		}
		if say.key {
			e.Attach = append(e.Attach, Attachment{Name: "the service key", Secret: have.ServiceKey})
		}
	default:
		e.Why = "it is " + s.Event.Actor().String() + "'s"
	}
	return e
}
