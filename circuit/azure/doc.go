// Package azure makes observations of circuits from the documents that Azure
// shows of them.
//
// [Read] takes the JSON of one circuit, or of a list, as the REST API returns
// it, and returns a [circuit.Observation] for each circuit in it. An SDK's value
// is read from what its MarshalJSON makes of it, az's from az rest.
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
// Documents may come from anywhere: size, depth and number of what is read are
// bounded. All functions are pure and safe for concurrent use, and what they
// return shares no memory with the document.
package azure
