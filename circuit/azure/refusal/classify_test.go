package refusal_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	. "github.com/expressroute-go/expressroute/circuit/azure/refusal"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

const (
	circuitID = "/subscriptions/0d0d0d0d-0000-4000-8000-00000000d0d0/resourceGroups/rg/providers/Microsoft.Network/expressRouteCircuits/north"
	privateID = circuitID + "/peerings/AzurePrivatePeering"
)

// answers are refusals as they were recorded or reported: Azure's, and those of
// its tools.
var answers = []struct {
	name, code, message string
	status              int
	means               Disposition
	by                  machine.Actor
	need                machine.Need
}{
	// Recorded.
	{"no circuit", "ResourceNotFound", "The Resource 'Microsoft.Network/expressRouteCircuits/north' under resource group 'rg' was not found.",
		404, Final, machine.Nobody, circuit.NeedAlive},
	{"no circuit, with a link", "ResourceNotFound", "The Resource 'Microsoft.Network/expressRouteCircuits/north' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
		404, Final, machine.Nobody, circuit.NeedAlive},
	{"no circuit, just deleted", "NotFound", "Resource " + circuitID + " not found.",
		404, Final, machine.Nobody, circuit.NeedAlive},
	{"no network", "ResourceNotFound", "The Resource 'Microsoft.Network/virtualNetworks/hub' under resource group 'rg' was not found.",
		404, Final, machine.Nobody, ""},
	{"Global Reach before the provider is done", "InitiatingCircuitNotProvisioned", "Put Global Reach Connection Initiating Circuit Subscription = " + azuretest.AuthorizationKey + ", ServiceKey = " + azuretest.ServiceKey + " is Not Provisioned. Current Status NotProvisioned",
		200, WaitForActor, machine.Provider, circuit.NeedProvisioned},
	{"no peer connection", "NotFound", "Resource " + privateID + "/peerConnections/west not found.",
		404, Final, machine.Nobody, ""},
	{"no private peering", "NotFound", "Resource " + privateID + " not found.",
		404, Final, machine.Nobody, circuit.NeedPeering},
	{"no public peering", "NotFound", "Resource " + circuitID + "/peerings/AzurePublicPeering not found.",
		404, Final, machine.Nobody, circuit.NeedPeering},
	{"no Microsoft peering", "NotFound", "Resource " + circuitID + "/peerings/MicrosoftPeering not found.",
		404, Final, machine.Nobody, circuit.NeedPeering},
	{"no peering of no such type", "NotFound", "Resource " + circuitID + "/peerings/Peering not found.",
		404, Final, machine.Nobody, circuit.NeedPeering},
	{"no authorization", "NotFound", "Resource " + circuitID + "/authorizations/spoke not found.",
		404, Final, machine.Nobody, circuit.NeedAuthorization},
	{"a circuit's operation failed for no reason", "InternalServerError", "An error occured.",
		200, RefreshResource, machine.Customer, circuit.NeedHealthy},
	{"a connection's operation failed for no reason", "InternalServerError", "An error occurred.",
		200, RefreshResource, machine.Customer, circuit.NeedHealthy},
	{"a server's error", "InternalServerError", "An error occurred.",
		500, RetryLater, machine.Microsoft, ""},
	{"Microsoft peering not approved, with spaces", " UnauthorizedForMicrosoftPeering", " The Customer subscription id " + azuretest.AuthorizationKey + " is not authorized for creating Microsoft Peering. Read about requesting approval at https://support.microsoft.com/kb/3181709 ",
		200, WaitForActor, machine.Support, ""},
	{"Microsoft peering on a Standard circuit, with spaces", " InvalidSkuTypeForMicrosoftPeering", " Invalid SkuType Standard for creating Microsoft Peering.",
		200, FixRequest, machine.Customer, circuit.NeedMicrosoftTier},
	{"a gateway linked before the provider is done", "ServiceProviderNotProvisioned", "The current cross connection provisioning state 'NotProvisioned' of this service key '" + azuretest.ServiceKey + "' prevents this operation.",
		200, WaitForActor, machine.Provider, circuit.NeedProvisioned},
	{"under a failed peering", "ParentResourceIsInFailedState", "PUT operation on child resource " + privateID + "/connections/west is blocked because last operation (" + azuretest.AuthorizationKey + ") on parent resource failed leaving it in failed state. Run PUT operation on the parent, then retry operation on the child.",
		400, RepairParent, machine.Customer, circuit.NeedHealthyPeering},
	{"under a failed circuit", "ParentResourceIsInFailedState", "PUT operation on child resource " + privateID + " is blocked because last operation (" + azuretest.AuthorizationKey + ") on parent resource failed leaving it in failed state. Run PUT operation on the parent, then retry operation on the child.",
		400, RepairParent, machine.Customer, circuit.NeedHealthy},
	{"no resource group", "ResourceGroupNotFound", "Resource group 'rg' could not be found.",
		404, FixRequest, machine.Customer, ""},
	{"an old API version", "InvalidResourceType", "The resource type could not be found in the namespace 'Microsoft.Network' for api version '2020-07-01'.",
		404, FixRequest, machine.Customer, ""},
	{"no such provider", "ExpressRouteCircuitServiceProviderDoesNotExist", "The Service Provider FakeProvider specified for Express Route Circuit " + circuitID + " does not exist.",
		400, FixRequest, machine.Customer, ""},

	// Reported.
	{"deleted before the provider is done", "ConflictError", "The specified dedicated circuit is not in Deprovisioned state. Please initiate the deprovisioning process with your service provider.",
		409, WaitForActor, machine.Provider, circuit.NeedDeprovisioned},
	{"no config", "", "Microsoft Peering Config is not specified for Express Route Bgp Peering " + circuitID + "/peerings/MicrosoftPeering.",
		400, FixRequest, machine.Customer, peering.NeedMicrosoftConfig},
	{"no statistics, classic", "ResourceNotFound", "Can not find any subinterface for peering type 'Public' for circuit '" + azuretest.ServiceKey + "'",
		404, FixRequest, machine.Customer, circuit.NeedPeering},
	{"no statistics, PowerShell", "", "Sequence contains no matching element",
		0, FixRequest, machine.Customer, circuit.NeedPeering},
	{"the VLAN of another peering, by az", "", "VLAN ID '200' already in use by peering 'AzurePrivatePeering'",
		0, FixRequest, machine.Customer, peering.NeedVLANUnique},
	{"Microsoft peering on a Standard circuit, 2016", "", "An error occured.",
		0, RefreshResource, machine.Customer, circuit.NeedHealthy},
	{"Microsoft peering on a Standard circuit, by az", "", "MicrosoftPeering cannot be created on a 'Standard' SKU circuit",
		0, FixRequest, machine.Customer, circuit.NeedMicrosoftTier},
	{"Microsoft 365 not approved", "", "The subscription with id '" + azuretest.AuthorizationKey + "' is not authorized for creating route filters for O365 services.",
		400, WaitForActor, machine.Support, ""},
	{"Microsoft 365 in the filter", "", "The circuit (400) is not compatible with the route filter. The route filter includes Office 365 communities. The circuit does not have access to Office365.",
		400, FixRequest, machine.Customer, ""},
	{"less bandwidth, 2015", "InternalError", "",
		200, RefreshResource, machine.Customer, circuit.NeedHealthy},
	{"a cross connection without location", "LocationRequired", "The location property is required for this definition.",
		400, FixRequest, machine.Provider, ""},
	{"a cross connection without circuit", "ExpressRouteCircuitReferenceInCrossConnectionCannotBeModified", "The circuit reference cannot be modified from " + circuitID + " to null.",
		400, FixRequest, machine.Provider, ""},
	{"a cross connection without peering location", "", "The Peering Location for an Express Route Cross Connection " + azuretest.ServiceKey + " cannot be modified from Silicon Valley to .",
		400, FixRequest, machine.Provider, ""},
	{"taken down while a peering is there", "", "VXC 1 has an attached peering connection that must be removed in Azure first",
		400, WaitForActor, machine.Customer, circuit.NeedNoPeerings},
	{"another write", "AnotherOperationInProgress", "Another operation on this or dependent resource is in progress.",
		409, RetryLater, machine.Microsoft, circuit.NeedIdle},
	{"another write, elsewhere", "Conflict", "",
		409, RetryLater, machine.Microsoft, circuit.NeedIdle},
	{"a dependency that is being written", "ReferencedResourceNotProvisioned", "Cannot proceed with operation because resource used by it is not in Succeeded state.",
		429, RetryLater, machine.Microsoft, circuit.NeedIdle},

	// Of HTTP.
	{"too many requests", "TooManyRequests", "", 429, RetryLater, machine.Microsoft, ""},
	{"too slow", "", "", 408, RetryLater, machine.Microsoft, ""},
	{"bad gateway", "", "", 502, RetryLater, machine.Microsoft, ""},
	{"unavailable", "ServerUnavailable", "", 503, RetryLater, machine.Microsoft, ""},
	{"gateway timeout", "GatewayTimeout", "", 504, RetryLater, machine.Microsoft, ""},
	{"changed since", "PreconditionFailed", "", 412, RefreshResource, machine.Customer, ""},
}

// Every known refusal is classified by its code and message, and in every form of
// body and printed error.
func TestClassify(t *testing.T) {
	for _, c := range answers {
		t.Run(c.name, func(t *testing.T) {
			check := func(v Verdict, within string) {
				assert.Equal(t, c.means, v.Disposition, within)
				assert.Equal(t, c.by, v.Actor, within)
				assert.Equal(t, c.need, v.Need, within)
				assert.NotEmpty(t, v.Why, within)
				assert.NotEmpty(t, v.Source, within)
				assert.NotZero(t, v.Basis, within)
				assert.Equal(t, strings.TrimSpace(c.code), v.Code, within)
				azuretest.AssertSilent(t, azuretest.Dumps(t, v))
			}
			check(ClassifyError(c.status, c.code, c.message), "code and message")
			capitals := ClassifyError(c.status, strings.ToUpper(c.code), strings.ToUpper(c.message))
			assert.Equal(t, c.means, capitals.Disposition)
			for form, body := range bodies(t, c.code, c.message) {
				check(Classify(c.status, []byte(body)), form)
			}
		})
	}
}

// bodies returns the forms in which an error arrives.
func bodies(t *testing.T, code, message string) map[string]string {
	quoted := func(v any) string {
		b, err := json.Marshal(v)
		require.NoError(t, err)
		return string(b)
	}
	bare := map[string]any{"code": code, "message": message}
	whole := quoted(map[string]any{"error": bare})
	forms := map[string]string{
		"whole":                 whole,
		"whole, with a mark":    "\ufeff  " + whole,
		"of an operation":       quoted(map[string]any{"status": "Failed", "error": map[string]any{"code": code, "message": message, "details": []any{}}}),
		"bare":                  quoted(bare),
		"with capitals":         quoted(map[string]any{"Code": code, "Message": message}),
		"in a list of details":  quoted(map[string]any{"error": map[string]any{"code": "MultipleErrorsOccurred", "message": "See details.", "details": []any{nil, "x", bare}}}),
		"in details of details": quoted(map[string]any{"error": map[string]any{"code": "DeploymentFailed", "details": []any{map[string]any{"code": "ResourceDeploymentFailure", "details": []any{bare}}}}}),
		"in a message":          quoted(map[string]any{"error": map[string]any{"code": "BadRequest", "message": " " + whole}}),
		"in an inner error":     quoted(map[string]any{"error": map[string]any{"code": "Wrapped", "innererror": bare}}),
	}
	if code == "" && message == "" {
		return map[string]string{"empty": ""}
	}
	if code != "" && message != "" {
		forms["XML"] = `<Error xmlns="x"><Code>` + code + "</Code><Message>" + message + "</Message></Error>"
		forms["Go"] = `autorest/azure: Service returned an error. Status=<nil> Code="` + code + `" Message="` + message + `"`
		forms["az"] = "(" + strings.TrimSpace(code) + ") " + message + "\nCode: " + code
		forms["classic"] = strings.TrimSpace(code) + ": " + message
	}
	if code == "" {
		forms["text"] = message
	}
	return forms
}

// Why says whether a refusal is not known, or the answer is not an error.
func TestClassify_unknown(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		says   string
	}{
		{"a code", 400, `{"error": {"code": "UnheardOf", "message": "No."}}`, `the code "UnheardOf" is not known here, and HTTP status 400 Bad Request alone does not say what is wrong`},
		{"no code", 409, `{"error": {"message": "No."}}`, "there is no known code or message, and HTTP status 409 Conflict alone does not say what is wrong"},
		{"no body", 404, "", "there is no known code or message, and HTTP status 404 Not Found alone does not say what is wrong"},
		{"nothing", 0, "", "there is no known code or message, and an unknown HTTP status alone does not say what is wrong"},
		{"an odd status", 999, "", "there is no known code or message, and HTTP status 999 alone does not say what is wrong"},
		{"an operation that failed", 200, `{"status": "Failed"}`, "the operation is Failed and does not say why: read the resource"},
		{"an operation that failed, with nothing", 200, `{"status": "Failed", "error": {}}`, "the operation is Failed and does not say why: read the resource"},
		{"an operation that was canceled", 200, `{"status": "Canceled"}`, "the operation is Canceled and does not say why: read the resource"},
		{"an operation that succeeded", 200, `{"status": "Succeeded"}`, "no error: the operation is Succeeded"},
		{"an operation under way", 200, `{"status": "InProgress"}`, "no error: the operation is InProgress"},
		{"a circuit", 200, `{"type": "Microsoft.Network/expressRouteCircuits", "properties": {"provisioningState": "Failed"}}`, "no error in the body"},
		{"a list", 200, "[]", "no error in the body"},
		{"nothing, with 200", 200, "", "no error: HTTP status 200 OK"},
		{"truncated", 400, `{"error": {"code": "NotF`, "the body cannot be read: line 1, byte 24: not sound JSON: unexpected end of JSON input"},
		{"two codes", 400, `{"error": {"code": "Conflict", "code": "NotFound"}}`, "the body cannot be read: error.code: not sound JSON: the key occurs twice"},
		{"a code of another kind", 400, `{"error": {"code": 5, "message": ["x"]}}`, "no error in the body"},
		{"too deep", 400, strings.Repeat(`{"error":`, 20) + `{"code": "Conflict"}` + strings.Repeat("}", 20), "no error in the body"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := Classify(c.status, []byte(c.body))
			assert.Equal(t, Unclassified, v.Disposition)
			assert.Equal(t, machine.Nobody, v.Actor)
			assert.Empty(t, v.Source)
			assert.Equal(t, c.says, v.Why)
		})
	}
}

// Of several errors the one with the highest disposition decides.
func TestClassify_highest(t *testing.T) {
	v := Classify(409, []byte(`{"error": {"code": "DeploymentFailed", "details": [
		{"code": "AnotherOperationInProgress"}, {"code": "UnheardOf"}, {"code": "LocationRequired"}, {"code": "Conflict"}]}}`))
	assert.Equal(t, FixRequest, v.Disposition)
	assert.Equal(t, "LocationRequired", v.Code)

	v = Classify(429, []byte(`{"error": {"code": "Wrapped", "details": [{"code": "UnheardOf"}]}}`))
	assert.Equal(t, RetryLater, v.Disposition)
}

// What a verdict quotes of an answer is bounded, and has no key.
func TestClassify_quotes(t *testing.T) {
	v := ClassifyError(400, azuretest.ServiceKey, strings.Repeat("x", 500)+azuretest.ServiceKey+strings.Repeat(azuretest.ServiceKey, 1000))
	assert.LessOrEqual(t, len(v.Message), 256)
	assert.Equal(t, machine.Redacted, v.Code)
	azuretest.AssertSilent(t, azuretest.Dumps(t, v)+v.String())

	v = Classify(200, []byte(`{"status": "`+azuretest.ServiceKey+`"}`))
	azuretest.AssertSilent(t, azuretest.Dumps(t, v)+v.String())
	v = Classify(400, []byte(`{"`+azuretest.ServiceKey+`": 1, "`+azuretest.ServiceKey+`": 2}`))
	azuretest.AssertSilent(t, azuretest.Dumps(t, v)+v.String())

	many := Classify(400, []byte(`{"error": {"code": "X", "details": [`+strings.Repeat(`{"code": "Y"},`, 10_000)+`{"code": "LocationRequired"}]}}`))
	assert.Equal(t, Unclassified, many.Disposition, "the error is the 10,001st of the body")
}

func TestVerdict_String(t *testing.T) {
	v := ClassifyError(429, "TooManyRequests", "")
	assert.Equal(t, "RetryLater by Microsoft: too many requests: wait as many seconds as the Retry-After header says (Documented: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/request-limits-and-throttling)", v.String())
	assert.Equal(t, "not classified: no error: HTTP status 200 OK", ClassifyError(200, "", "").String())
	marshaled, err := json.Marshal(v)
	require.NoError(t, err)
	assert.Contains(t, string(marshaled), `"disposition":"RetryLater","actor":"Microsoft","code":"TooManyRequests"`)
}

func TestDisposition_text(t *testing.T) {
	for d := range Dispositions() {
		text, err := d.MarshalText()
		require.NoError(t, err)
		var back Disposition
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, d, back)
		parsed, err := ParseDisposition(d.String())
		require.NoError(t, err)
		assert.Equal(t, d, parsed)
	}
	assert.Equal(t, "not classified", Unclassified.String())
}

// Every disposition has an answer in the table of the test.
func TestClassify_allDispositions(t *testing.T) {
	seen := map[Disposition]bool{}
	for _, c := range answers {
		seen[c.means] = true
	}
	for d := range Dispositions() {
		assert.True(t, seen[d], d)
	}
}

// Every recorded error is classified.
func TestClassify_corpus(t *testing.T) {
	seen := azuretest.Count{}
	for _, i := range azuretest.Recorded(t) {
		var body struct{ Error json.RawMessage }
		if json.Unmarshal(i.Response, &body) != nil || body.Error == nil {
			continue
		}
		v := Classify(i.Status, i.Response)
		seen[v.Code+": "+v.Disposition.String()]++
		assert.NotEqual(t, Unclassified, v.Disposition, "%d %s", i.Status, i.Response)
	}
	t.Logf("\n%s", seen)
}

// No body makes Classify panic. The verdict is bounded, and has no key.
func FuzzClassify(f *testing.F) {
	for _, c := range answers {
		f.Add(c.status, []byte(`{"error": {"code": "`+c.code+`", "message": "x"}}`))
		f.Add(c.status, []byte(c.code+": "+c.message))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		v := Classify(status, body)
		assert.NotEmpty(t, v.Why)
		assert.Equal(t, v.Disposition == Unclassified, v.Source == "")
		assert.NotRegexp(t, azuretest.GUID, v.String())
		assert.NotRegexp(t, azuretest.GUID, v.Code+" "+v.Message)
		assert.LessOrEqual(t, len(v.Code), 256)
		assert.LessOrEqual(t, len(v.Message), 256)
	})
}
