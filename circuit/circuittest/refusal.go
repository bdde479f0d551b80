package circuittest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// refusal is one row of the table of what Azure refuses: a condition of package
// circuit, and how Azure says that it is not met.
type refusal struct {
	need   machine.Need
	on     []circuit.Verb // the verbs that are refused so; nil for all
	status int            // HTTP status; zero if Azure accepts the request and the operation fails
	code   string
	says   func(*write) string
	spread bool // the failure makes the circuit Failed, too
	source string
}

// write is what a message of a refusal is about.
type write struct {
	method string
	id     string // of the resource that is written
	of     *circuitResource
	unmet  machine.Unmet
}

// refusals are the refusals that are recorded or reported. Azure puts a space before
// some codes and messages.
var refusals = []refusal{
	{
		need: circuit.NeedHealthy, status: http.StatusBadRequest, code: "ParentResourceIsInFailedState",
		says: func(w *write) string {
			return fmt.Sprintf("%s operation on child resource %s is blocked because last operation on parent resource failed leaving it in failed state. Run PUT operation on the parent, then retry operation on the child.", w.method, w.id)
		},
		source: "recorded: github.com/Azure/azure-sdk-for-python, test_cli_mgmt_network_express_route, 2020-06-18",
	},
	{
		need: circuit.NeedDeprovisioned, on: []circuit.Verb{circuit.DeleteCircuit}, status: http.StatusConflict, code: "ConflictError",
		says: func(*write) string {
			return "The specified dedicated circuit is not in Deprovisioned state. Please initiate the deprovisioning process with your service provider."
		},
		source: "https://github.com/oracle-quickstart/oci-azure-interconnect/issues/8",
	},
	{
		need: circuit.NeedNoLinks, on: []circuit.Verb{circuit.DeleteCircuit, circuit.RemovePeering}, status: http.StatusConflict, code: codeRule,
		says:   func(w *write) string { return w.unmet.Want + ": found " + w.unmet.Found },
		source: "documented, and no answer of Azure is published: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-linkvnet-arm",
	},
	{
		need: circuit.NeedOrder, status: http.StatusBadRequest, code: "InvalidRequestFormat",
		says:   func(w *write) string { return "Cannot parse the request: " + w.unmet.Found + "." },
		source: "inferred: no refusal of an incomplete order is published",
	},
	{
		need: circuit.NeedBandwidthUp, code: "InternalError",
		says:   func(*write) string { return "An error occurred." },
		source: "https://github.com/Azure/azure-xplat-cli/issues/566, https://github.com/hashicorp/terraform-provider-azurerm/issues/1039",
	},
	{
		need: circuit.NeedProvisioned, on: []circuit.Verb{circuit.LinkNetwork, circuit.NetworkLinked}, code: "ServiceProviderNotProvisioned",
		says: func(w *write) string {
			return fmt.Sprintf("The current cross connection provisioning state '%s' of this service key '%s' prevents this operation.", w.of.now().State().Provider, w.of.key)
		},
		source: "recorded: github.com/Azure/azure-cli, test_network_express_route_connection_routing_configuration, 2020-09-10",
	},
	{
		need: circuit.NeedProvisioned, on: []circuit.Verb{circuit.ConnectCircuit}, code: "InitiatingCircuitNotProvisioned", spread: true,
		says: func(w *write) string {
			return fmt.Sprintf("Put Global Reach Connection Initiating Circuit Subscription = %s, ServiceKey = %s is Not Provisioned. Current Status %s", split(w.of.id)[1], w.of.key, w.of.now().State().Provider)
		},
		source: "recorded: github.com/Azure/azure-cli, test_network_express_route_global_reach, 2018-10-30",
	},
	{
		need: circuit.NeedMicrosoftTier, code: " InvalidSkuTypeForMicrosoftPeering",
		says:   func(*write) string { return " Invalid SkuType Standard for creating Microsoft Peering." },
		source: "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-09-15",
	},
}

// refused returns how Azure refuses an event: as an error, or as a failure of an
// operation. Both are nil if Azure takes it.
func (s *Server) refused(w *write, e circuit.Event, err error) (*Failure, error) {
	var of *machine.TransitionError
	if !errors.As(err, &of) {
		return nil, err
	}
	var late *Failure
	for _, unmet := range of.Unmet {
		row := refusalOf(unmet.Need, e.Verb)
		w.unmet = unmet
		switch {
		case row != nil && row.status != 0:
			return nil, &armError{row.status, row.code, row.says(w)}
		case row != nil && late == nil:
			late = &Failure{Code: row.code, Message: row.says(w), Spreads: row.spread}
		case row == nil && s.options.Strict && unmet.Need != circuit.NeedIdle:
			return nil, ruleNotMet(of)
		}
	}
	return late, nil
}

func refusalOf(need machine.Need, verb circuit.Verb) *refusal {
	for i := range refusals {
		if r := &refusals[i]; r.need == need && (r.on == nil || slices.Contains(r.on, verb)) {
			return r
		}
	}
	return nil
}

// codeRule is the code of refusals that are known and whose code is not.
const codeRule = "RuleNotMet"

// ruleNotMet is the answer of a strict server. It is not Azure's: no answer of Azure to
// such a request is published.
func ruleNotMet(err error) error {
	return &armError{http.StatusConflict, codeRule, err.Error()}
}

// rehearsal is what a request would do.
type rehearsal struct {
	steps []circuit.Event
	late  *Failure // the operation is accepted and fails so
	after circuit.Circuit
}

// rehearse works out how the circuit, beginning at start, moves by the events of one
// request. One request can make several writes of the same resource: then each ends
// before the next one begins. The error is Azure's refusal.
func (s *Server) rehearse(q *request, c *circuitResource, start circuit.Circuit, events ...circuit.Event) (rehearsal, error) {
	r := rehearsal{after: start}
	w := &write{method: q.Method, id: strings.TrimSuffix(q.URL.Path, "/"), of: c}
	for _, e := range events {
		late, err := s.refused(w, e, r.after.Check(e))
		if err != nil {
			return r, err
		}
		if r.late == nil {
			r.late = late
		}
		if err := r.step(e); err != nil {
			return r, err
		}
	}
	return r, nil
}

// step adds an event. If a machine refuses it because of an operation in flight, that
// operation ends first.
func (r *rehearsal) step(e circuit.Event) error {
	after, _, err := r.after.Happened(e)
	if err != nil {
		finished := circuit.Event{Verb: circuit.OperationFinished, Peering: e.Peering}
		between, _, unfinished := r.after.Happened(finished)
		if unfinished != nil {
			return ruleNotMet(err)
		}
		if after, _, err = between.Happened(e); err != nil {
			return ruleNotMet(err)
		}
		r.steps = append(r.steps, finished)
	}
	r.steps, r.after = append(r.steps, e), after
	return nil
}
