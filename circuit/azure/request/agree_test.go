package request_test

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure/request"
	"github.com/expressroute-go/expressroute/machine"
)

// collections says in which collections az's commands work: the options for the
// names on the way, from the outermost to the resource itself.
var collections = map[string][][2]string{
	"az network express-route":                    {{"expressRouteCircuits", "--name"}},
	"az network express-route peering":            {{"expressRouteCircuits", "--circuit-name"}, {"peerings", "--name --peering-type"}},
	"az network express-route auth":               {{"expressRouteCircuits", "--circuit-name"}, {"authorizations", "--name"}},
	"az network express-route peering connection": {{"expressRouteCircuits", "--circuit-name"}, {"peerings", "--peering-name"}, {"connections", "--name"}},
	"az network express-route gateway connection": {{"expressRouteGateways", "--gateway-name"}, {"expressRouteConnections", "--name"}},
	"az network vpn-connection":                   {{"connections", "--name"}},
}

var azVerbs = map[string]string{"create": "PUT", "update": "PUT", "delete": "DELETE"}

// The az command for a step works on the resource that the request for the step
// writes or deletes.
func TestCommand_agreesWithFor(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell here")
	}
	both := adopted(t, wholePrivate+","+wholeMicrosoft, nil)
	compared := map[circuit.Verb]bool{}
	for v := range circuit.Verbs() {
		for _, subject := range []string{
			"", " AzurePrivatePeering", " MicrosoftPeering", " MicrosoftPeering IPv4", " MicrosoftPeering IPv6",
			" " + gatewayID, " " + spokeID, " " + hubPath, " " + hubGatewayID, " " + hubGatewayID + "/expressRouteConnections/x", " " + southID,
			" " + circuitID + "/authorizations/spoke", " " + privateID + "/connections/west",
		} {
			e, err := circuit.ParseEvent(v.String() + subject)
			if err != nil || v.Actor() != machine.Customer {
				continue
			}
			c, current := both, []byte(whole)
			if v == circuit.CreateCircuit {
				c, current = planned(t, nil), nil
			}
			command, ok := Command(c, circuit.Step{Event: e})
			names := named()
			names.Authorization = "" // Command takes the network's name
			if v == circuit.RevokeAuthorization {
				names.Authorization = "spoke-auth"
			}
			r, err := For(c, circuit.Step{Event: e}, current, names)
			if !ok || err != nil {
				continue // one of the two has no such command or request: other tests say which
			}
			compared[v] = true
			for _, line := range strings.Split(command, " && ") {
				assert.Equal(t, r.Method+" "+r.Path, resourceOf(t, shell, line), "%s: %s", e, line)
			}
		}
	}
	assert.Len(t, compared, 18, "every verb that Command knows")
}

// resourceOf returns the method and the path that a command stands for, with the
// names of named in the variables.
func resourceOf(t *testing.T, shell, line string) string {
	t.Helper()
	run := exec.Command(shell, "-c", `az() { printf '%s\n' az "$@"; }; `+line)
	run.Env = []string{"PATH=/usr/bin:/bin", "ER_RESOURCE_GROUP=net", "ER_CIRCUIT=north", "ER_CONNECTION=hub-north", "ER_CONNECTION_GROUP=hub",
		"ER_AUTHORIZATION=spoke-auth", "ER_GATEWAY=" + gatewayID, "ER_MD5_KEY=key", "ER_BODY=/tmp/body"}
	out, err := run.CombinedOutput()
	require.NoError(t, err, "%s", out)
	words := strings.Split(strings.TrimSpace(string(out)), "\n")
	options := map[string]string{"--subscription": ""}
	verb := ""
	for i, w := range words {
		if !strings.HasPrefix(w, "--") {
			continue
		}
		if verb == "" {
			verb = strings.Join(words[:i], " ")
		}
		if i+1 < len(words) {
			options[w] = words[i+1]
		}
	}
	if verb == "az rest" {
		path, _, _ := strings.Cut(options["--uri"], "?")
		return strings.ToUpper(options["--method"]) + " " + path
	}
	at := regexp.MustCompile(` (create|update|delete)$`).FindStringSubmatchIndex(verb)
	require.NotNil(t, at, verb)
	subscription := options["--subscription"]
	if subscription == "" {
		subscription = "5ub" // az takes the one that was selected last
		if strings.Contains(verb, "vpn-connection") {
			subscription = "s1"
		}
	}
	path := "/subscriptions/" + subscription + "/resourceGroups/" + options["--resource-group"] + "/providers/Microsoft.Network"
	for _, level := range collections[verb[:at[0]]] {
		name := ""
		for option := range strings.SplitSeq(level[1], " ") {
			name += options[option]
		}
		path += "/" + level[0] + "/" + name
	}
	return azVerbs[verb[at[2]:at[3]]] + " " + path
}
