// Package azure makes observations of circuits from the documents that Azure
// shows of them.
//
// [Read] takes a document in any form in which Azure and its tools show circuits,
// or parts of them, and returns a [circuit.Observation] for each circuit in it.
// [ReadPage] says which [Shape] it was, and is told what the document does not
// say. [Pages] reads lists of any length. [Join] makes one observation of several
// documents about one circuit.
//
// # Shapes
//
//   - What the REST API returns, and az rest and an SDK's MarshalJSON with it: a
//     circuit, a peering, an authorization or a Global Reach connection on its
//     own, or a list; the provider's cross connection; the examples of the schema.
//   - What links networks to circuits: the connections of virtual network gateways,
//     and the gateways of Virtual WAN hubs and their connections.
//   - What a Direct circuit is on: a port pair, or a link aggregation group.
//   - What az network prints of all these, and rows of Azure Resource Graph.
//   - What the Az, AzureRm and classic cmdlets print as text, and the Az cmdlets'
//     objects through ConvertTo-Json.
//   - Terraform's state, as a file or from terraform show -json: resources of azurerm,
//     and circuits of azapi.
//   - A route table, its summary, and the ARP table. They do not say which
//     circuit, peering and path they are of: [Options] must.
//   - The answer that there is no such circuit, or no such part of one.
//
// [ReadProviders] reads the list of connectivity providers, against which an order
// can be checked.
//
// # What is not there
//
// An empty list is an answer, and so is a 404. Say in Options.Of what was asked
// for: an empty list of a circuit's peerings then says that there are none, one of
// its authorizations likewise, and a list of a subscription's or of a resource
// group's circuits which of the known ones are no more, see [Page.Missing].
//
// A circuit does not show the networks that are linked to it: the gateways' own
// connections do. What they do not show is not known to be unlinked, unless you say
// so, see [Page.Complete].
//
// How far to trust a document is in the observation's quirks: a row of an index,
// a state file and an example are no reads of the circuit.
//
// # What is read
//
//   - Absent is not empty. What a document does not hold is zero in the
//     observation, which means not observed, and the fields that such a document
//     otherwise has are listed in its Absent. null counts as absent.
//   - Words are taken exactly as Azure spells them. Any other word, a known one
//     in another case included, leaves its state not observed and is listed in
//     Have.Strange. circuitProvisioningState is a free string in Azure's schema.
//   - Values that cannot be read at all are errors: a string in the place of a
//     number, a VLAN of -1 or 1e999. The circuit that holds one is not returned;
//     the other circuits of the list are.
//   - What is odd is a quirk and no error, and so is a field that this package
//     does not know. Azure adds fields with every version of its API.
//   - A peering's state is the switch of its IPv4 half alone. That of the IPv6
//     half is in ipv6PeeringConfig, and neither is BGP's, which no document of a
//     circuit shows.
//
// # The answer to a write
//
// The body of the answer to a PUT shows a live circuit as Disabled and
// NotProvisioned. Say in [Options] what the document is. Where that is not
// said, a single circuit that shows just this is taken for such an answer.
//
// # Secrets
//
// The service key is sealed into a [machine.Secret]. Authorization keys, MD5
// keys, activation keys and validation IDs, which hold the service key, are not
// kept at all. Nothing that is quoted in an error, a quirk or a strange value
// holds a GUID.
//
// # Writes and refusals
//
// Package request has the az command that takes a step of a plan, and says what a
// PUT of a whole body would wipe out. Package refusal says what to do about a
// request that Azure refused.
//
// Documents may come from anywhere: size, depth and number of what is read are
// bounded. All functions are pure and safe for concurrent use, and what they
// return shares no memory with the document.
package azure
