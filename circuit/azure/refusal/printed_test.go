package refusal_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	. "github.com/expressroute-go/expressroute/circuit/azure/refusal"
	"github.com/expressroute-go/expressroute/machine"
)

// Of errors inside each other the innermost that says something counts, and the
// codes of the others are kept.
func TestClassify_inside(t *testing.T) {
	for _, c := range []struct {
		name, body, code string
		outer            []string
		means            Disposition
	}{
		{"a known one inside of wrappers", `{"error": {"code": "DeploymentFailed", "details": [{"code": "Conflict", "details": [{"code": "LocationRequired", "message": "x"}]}]}}`,
			"LocationRequired", []string{"DeploymentFailed", "Conflict"}, FixRequest},
		{"an unknown one inside of a wrapper that a row is about", `{"error": {"code": "Conflict", "details": [{"code": "UnheardOf"}]}}`,
			"UnheardOf", []string{"Conflict"}, Unclassified},
		{"a wrapper inside of a known one", `{"error": {"code": "ScopeLocked", "message": "x", "innererror": {"code": "BadRequest"}}}`,
			"ScopeLocked", nil, WaitForActor},
		{"an unknown one inside of a known one", `{"error": {"code": "ScopeLocked", "message": "x", "details": [{"code": "UnheardOf"}]}}`,
			"ScopeLocked", nil, WaitForActor},
		{"wrappers alone", `{"error": {"code": "DeploymentFailed", "details": [{"code": "BadRequest", "message": "x"}]}}`,
			"BadRequest", []string{"DeploymentFailed"}, Unclassified},
		{"a wrapper with a message", `{"error": {"code": "Conflict", "message": "The name is taken."}}`,
			"Conflict", nil, Unclassified},
		{"an old autorest in a message", `{"error": {"code": "OperationFailed", "message": "StatusCode=400 -- Original Error: Code=\"Outer\" Message=\"x\" Details=[{\"code\":\"LocationRequired\",\"message\":\"y\"}]"}}`,
			"LocationRequired", []string{"OperationFailed", "Outer"}, FixRequest},
		{"az", "(InvalidTemplateDeployment) See inner errors.\nCode: InvalidTemplateDeployment\nMessage: See inner errors.\nException Details:\t(ScopeLocked) x\n\tCode: ScopeLocked\n\tMessage: x\n\t(UnheardOf) y\n\tCode: UnheardOf",
			"ScopeLocked", []string{"InvalidTemplateDeployment"}, WaitForActor},
		{"a masked text", `Error: ***"status":"Failed","error":***"code":"DeploymentFailed","details":[***"code":"Conflict","message":"***\r\n \"error\": ***\r\n \"code\": \"ScopeLocked\",\r\n \"message\": \"x\"***`,
			"ScopeLocked", nil, WaitForActor},
		{"a condition and what it was made from", "message: 'create failed: unexpected status 409 (409 Conflict) with error: ScopeLocked: x'\nreason: ReconcileError\n",
			"ScopeLocked", []string{"ReconcileError"}, WaitForActor},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := Classify(0, []byte(c.body))
			assert.Equal(t, c.means, v.Disposition, v.Why)
			assert.Equal(t, c.code, v.Code)
			assert.Subset(t, v.Outer, c.outer)
		})
	}
}

// "Nothing is wrong" is not said while another error is not known.
func TestClassify_beside(t *testing.T) {
	for _, c := range []struct{ name, details, code string }{
		{"a known one", `{"code": "AnotherOperationInProgress"}, {"code": "RetryableError"}`, "AnotherOperationInProgress"},
		{"a wrapper", `{"code": "AnotherOperationInProgress"}, {"code": "BadRequest"}`, "AnotherOperationInProgress"},
		{"an unknown one", `{"code": "AnotherOperationInProgress"}, {"code": "UnheardOf"}`, "UnheardOf"},
		{"an unknown one and one to be fixed", `{"code": "LocationRequired"}, {"code": "UnheardOf"}`, "LocationRequired"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := Classify(409, []byte(`{"error": {"code": "MultipleErrorsOccurred", "details": [`+c.details+`]}}`))
			assert.Equal(t, c.code, v.Code)
			assert.Equal(t, c.code == "UnheardOf", v.Disposition == Unclassified)
		})
	}
}

// The resources that a message names are told, without keys.
func TestClassify_holders(t *testing.T) {
	const gateway = group + "virtualNetworkGateways/hub"
	cross := "/subscriptions/0d0d0d0d-0000-4000-8000-00000000d0d0/resourceGroups/CrossConnection-London/providers/Microsoft.Network/expressRouteCrossConnections/"
	for _, c := range []struct {
		name, message, resource string
		heldBy                  []string
	}{
		{"in use", "Route filter " + group + "routeFilters/f is in use by " + privateID + " and cannot be deleted. See " + group + "x.", group + "routeFilters/f", []string{privateID}},
		{"in use, of a name", "Subnet GatewaySubnet is in use by " + gateway + "/ipConfigurations/default and cannot be deleted.", "", []string{gateway + "/ipConfigurations/default"}},
		{"in use by several", circuitID + " is in use by the following resources: [" + gateway + ", '" + group + "connections/c'].", circuitID, []string{gateway, group + "connections/c"}},
		{"being used", circuitID + " cannot be deleted because it is being used by " + gateway + ".", circuitID, []string{gateway}},
		{"allocated", "Public IP address " + group + "publicIPAddresses/a can not be deleted since it is still allocated to resource " + gateway + ". In order to delete it, disassociate it.", group + "publicIPAddresses/a", []string{gateway}},
		{"used while it is written", "Cannot proceed with operation because resource " + circuitID + " used by resource " + gateway + " is not in Succeeded state.", circuitID, []string{gateway}},
		{"locked", "The scope '" + privateID + "' cannot perform delete operation because following scope(s) are locked: '" + circuitID + "'. Please remove the lock.", privateID, []string{circuitID}},
		{"a cross connection", "Resource " + cross + azuretest.ServiceKey + " is in use by " + cross + azuretest.ServiceKey + "/peerings/AzurePrivatePeering.", cross + machine.Redacted, []string{cross + machine.Redacted + "/peerings/AzurePrivatePeering"}},
		{"lines that are cut", "Subnet x is in use by\n" + gateway + "\nand cannot be deleted.", "", []string{gateway}},
		{"no IDs", "Cannot delete or modify virtual network while in use 'hub'.", "", nil},
		{"no holder", "Resource " + circuitID + " not found.", "", nil},
		{"a holder without an ID", circuitID + " is in use by somebody.", "", nil},
		{"many", "x is in use by " + strings.Repeat(gateway+", ", 100), "", slicesOf(gateway, 16)},
		{"too long to be an ID", "x is in use by /subscriptions/" + strings.Repeat("x", 2000), "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, v := range []Verdict{ClassifyError(400, "InUse", c.message), Classify(400, []byte(c.message))} {
				assert.Equal(t, c.resource, v.Resource)
				assert.Equal(t, c.heldBy, v.HeldBy)
				azuretest.AssertSilent(t, azuretest.Dumps(t, v))
			}
		})
	}
}

func slicesOf(s string, n int) []string {
	var list []string
	for range n {
		list = append(list, s)
	}
	return list
}

// A key that a console has cut in two is known as one.
func TestClassify_cutKey(t *testing.T) {
	for at := 1; at < len(azuretest.ServiceKey); at++ {
		key := azuretest.ServiceKey[:at] + "\n    " + azuretest.ServiceKey[at:]
		v := Classify(400, []byte("Set-AzExpressRouteCircuit : The circuit with the key '"+key+"' is not there.\nStatusCode: 400\nReasonPhrase: Bad Request"))
		assert.NotContains(t, v.Message, azuretest.ServiceKey[:max(at, 8)])
		assert.NotContains(t, v.Message, azuretest.ServiceKey[min(at, 28):])
	}
}

// What is no error in a known form is not classified, whatever its form and size.
func TestClassify_hostile(t *testing.T) {
	const million = 1 << 18
	for name, text := range map[string]string{
		"binary":                   "\x7fELF\x00\x01\x02" + strings.Repeat("\x00\xff", 1000),
		"UTF-16":                   "\xff\xfeE\x00R\x00R\x00",
		"a code that is cut":       `Original Error: Code="AnotherOperationInPro`,
		"a document that is cut":   `{"error": {"code": "Conflict", "details": [{"code": "Ot`,
		"a text that is cut":       `ERROR: {"error": {"code": "Conflict", "message": "`,
		"words that are no codes":  "Error: Reason: Failed\nCode: Error\nReason: Failed\nMessage: x",
		"no code":                  "(None) Operation x not found.\nCode: None\nMessage: Operation x not found.",
		"other kinds":              `{"error": {"code": {"code": 5}, "message": [1], "details": {"code": "AnotherOperationInProgress"}}}`,
		"a message that is cut":    `{"error": {"code": "DeploymentFailed", "message": "{\"error\": {\"code\": \"Conflict\", \"details\": [{\"code\": \"Ot"}}`,
		"tags":                     `{"name": "north", "tags": {"code": "ScopeLocked", "msg": "(ScopeLocked) x", "error": "x"}, "properties": {"note": {"message": "x"}}}`,
		"a condition that holds":   `{"status": {"conditions": [{"type": "Ready", "status": "True", "reason": "ScopeLocked", "message": "x"}]}}`,
		"an object being created":  `{"status": {"conditions": [{"type": "Ready", "status": "False", "reason": "Creating"}]}}`,
		"a success of Ansible":     `{"changed": true, "msg": "All done: ScopeLocked is no error here"}`,
		"brackets":                 "x " + strings.Repeat("{[", million/2),
		"brackets in a document":   strings.Repeat("[", 16*million),
		"codes":                    "x " + strings.Repeat(`{"code": "UnheardOf", `, million/20),
		"lines":                    strings.Repeat("Code: UnheardOf\nMessage: x\n", million/20),
		"parentheses":              strings.Repeat("(UnheardOf) x\n", million/14),
		"backslashes":              "x " + strings.Repeat(`\`, million),
		"escapes":                  "x " + strings.Repeat(`\\\u0000`, million/8),
		"colours":                  strings.Repeat("\x1b[31m", million/5),
		"frames":                   strings.Repeat("│ 2026-01-02T03:04:05Z ", million/20),
		"halves of keys":           strings.Repeat("deadbeef-\n", million/10),
		"messages in messages":     strings.Repeat(`{"error":{"code":"BadRequest","message":"`, million/40),
		"what holds what":          strings.Repeat("/subscriptions/x is in use by ", million/30)[:million/2] + "\n\n",
		"a document of many texts": `{"results": [` + strings.Repeat(`{"msg": "(UnheardOf) x"},`, million/30) + `{}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			v := Classify(400, []byte(text))
			if name != "what holds what" {
				assert.Equal(t, Unclassified, v.Disposition, v.Code)
			}
			assert.NotEmpty(t, v.Why)
			assert.LessOrEqual(t, len(v.Message), 256)
			assert.LessOrEqual(t, len(v.HeldBy), 16)
			ClassifyError(400, text, text)
		})
	}
}

// An error of any other form is not taken for none.
func TestClassify_otherForms(t *testing.T) {
	for _, c := range []struct {
		name, body string
		means      Disposition
		code       string
	}{
		{"a login", `{"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided.", "error_codes": [7000215]}`, FixRequest, "invalid_client"},
		{"an error that is a text", `{"error": "Something is wrong."}`, Unclassified, ""},
		{"an error that is a known text", `{"error": "Shared Key cannot be set for Connection of type expressRoute"}`, FixRequest, ""},
		{"an error that is a printed one", `{"level": "error", "error": "PUT https://x\nRESPONSE 409: 409 Conflict\nERROR CODE: ScopeLocked\n"}`, WaitForActor, "ScopeLocked"},
		{"a log", "[ERROR] Another operation on this or dependent resource is in progress.", RetryLater, ""},
		{"a log of documents", "{\"level\": \"info\"}\n{\"level\": \"error\", \"error\": {\"code\": \"ScopeLocked\", \"message\": \"x\"}}", WaitForActor, "ScopeLocked"},
		{"within a document", `[{"result": {"failed": true, "error": {"code": "ScopeLocked"}}}]`, WaitForActor, "ScopeLocked"},
		{"a bare one within a document", `{"results": [{"code": "ScopeLocked", "message": "x"}]}`, WaitForActor, "ScopeLocked"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := Classify(0, []byte(c.body))
			assert.Equal(t, c.means, v.Disposition)
			assert.Equal(t, c.code, v.Code)
			assert.NotContains(t, v.Why, "no error")
		})
	}
}

// An unknown refusal is told by the code that was found, in every form.
func TestClassify_unknownCode(t *testing.T) {
	for form, body := range bodies(t, "UnheardOf", "Nobody has seen this.") {
		v := Classify(400, []byte(body))
		assert.Equal(t, Unclassified, v.Disposition, form)
		assert.Equal(t, "UnheardOf", v.Code, form)
		assert.Contains(t, v.Why, `the code "UnheardOf" is not known here`, form)
	}
}

// The status that a text names counts where the caller has none.
func TestClassify_printedStatus(t *testing.T) {
	for _, text := range []string{
		"unexpected status 429 (429 Too Many Requests) with error: UnheardOf: x",
		"RESPONSE 429: 429 Too Many Requests\nERROR CODE: UnheardOf",
		"StatusCode=429 -- Original Error: Code=\"UnheardOf\" Message=\"x\"",
		"StatusCode: 429\nReasonPhrase: Too Many Requests\nErrorCode: UnheardOf",
		"Status: 429 (Too Many Requests)\nErrorCode: UnheardOf",
		`Status code 429, "{"error":{"code":"UnheardOf"}}"`,
		"HTTP/1.1 429 Too Many Requests\n\n{\"error\": {\"code\": \"UnheardOf\"}}",
		"{ name: 'RestError', code: 'UnheardOf', statusCode: 429 }",
	} {
		assert.Equal(t, RetryLater, Classify(0, []byte(text)).Disposition, text)
		assert.Equal(t, Unclassified, Classify(400, []byte(text)).Disposition, text)
	}
}

// The message of a known refusal is known without its code.
func TestClassify_messageAlone(t *testing.T) {
	for _, message := range []string{
		"Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: https://management.azure.com/x",
		"PUT operation on child resource " + privateID + "/connections/west is blocked because last operation (x) on parent resource failed leaving it in failed state.",
		"The Resource 'Microsoft.Network/expressRouteCircuits/north' under resource group 'rg' was not found.",
		"Resource " + privateID + " not found.",
		"Invalid SkuType Standard for creating Microsoft Peering.",
		"Storage entity has changed after the timestamp:  specified in the operation",
		"Reference Id " + group + "expressRouteGateways/hub is referencing resource of a wrong type. The Id is expected to reference resources of type virtualNetworkGateways. Path properties.virtualNetworkGateway1.",
		"The scope '" + privateID + "' cannot perform delete operation because following scope(s) are locked: '" + circuitID + "'. Please remove the lock.",
	} {
		want := Classify(0, []byte("Set-AzExpressRouteCircuit : "+message+"\nStatusCode: 400\nReasonPhrase: Bad Request\nOperationID : 'x'"))
		assert.NotEqual(t, Unclassified, want.Disposition, message)
		assert.Empty(t, want.Code)
		for _, body := range []string{message, "ERROR: " + message, "azure.core.exceptions.HttpResponseError: " + message, "ResourceExistsError: " + message, `{"error": {"code": "BadRequest", "message": ` + quoted(t, message) + `}}`} {
			v := Classify(0, []byte(body))
			assert.Equal(t, want.Why, v.Why, body)
			assert.Equal(t, want.Need, v.Need, body)
		}
	}
	v := Classify(409, []byte("with error: UnheardOf: x\n\nAnother operation on this or dependent resource is in progress."))
	assert.Equal(t, Unclassified, v.Disposition, "the message may be of another error")
}
