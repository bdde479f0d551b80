package azure

import (
	"math"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

var (
	// ManualValidation is no word of this list's.
	stateWords      = []prefixes.State{prefixes.NotConfigured, prefixes.Configuring, prefixes.Configured, prefixes.ValidationNeeded}
	validationWords = []prefixes.Validation{
		prefixes.PrefixNotConfigured, prefixes.PrefixConfiguring, prefixes.PrefixConfigured, prefixes.PrefixValidationNeeded,
		prefixes.PrefixValidationFailed, prefixes.PrefixManualValidationNeeded, prefixes.PrefixAsnValidationFailed,
		prefixes.PrefixCertificateMissingInRoutingRegistry, prefixes.PrefixInvalidSignatureEncoding,
		prefixes.PrefixSignatureVerificationFailed,
	}
)

// advertised reads what one family advertises, and how far its validation is,
// from microsoftPeeringConfig. Other peerings have that too, with an empty list,
// and its state means nothing there.
func (r *reader) advertised(v jsondoc.Value, t peering.Type, f peering.Family, half *peering.Half, state *peering.FamilyState) {
	c := r.object(v, microsoftFields)
	half.CustomerASN = bgp.ASN(r.whole(r.member(c, "customerASN"), math.MaxUint32))
	half.Registry = r.text(r.member(c, "routingRegistryName"))
	r.remarks(c, microsoftRemarks)
	list := r.member(c, "advertisedPublicPrefixes")
	for _, e := range r.elements(list) {
		half.Advertised = r.appendPrefix(half.Advertised, e)
	}
	infos := r.member(c, "advertisedPublicPrefixInfo")
	single, validations := r.singlePrefixes(infos, f)
	if list.Absent() {
		for _, p := range single {
			half.Advertised = append(half.Advertised, p.Prefix)
		}
	}
	if t == peering.Microsoft {
		if have := &r.seen.Have; !infos.Absent() && have.Prefixes == nil {
			have.Prefixes = []circuit.PrefixState{} // none is an answer
		}
		r.seen.Have.Prefixes = append(r.seen.Have.Prefixes, single...)
		state.Prefixes = r.validation(r.need(c, "advertisedPublicPrefixesState"), validations, len(half.Advertised))
		return
	}
	if v := r.member(c, "advertisedPublicPrefixesState"); !v.Absent() {
		r.quirk(v, "means nothing: this peering advertises no public prefixes", sourcePrefixes)
	}
	state.Prefixes = prefixes.NotConfigured
}

// singlePrefixes reads the states of single prefixes, which documents have since
// API version 2024-10-01. What the owner signs, and the signature, are not kept:
// the validation ID holds the service key. A prefix that cannot be read has a
// state all the same, which counts in that of the list.
func (r *reader) singlePrefixes(infos jsondoc.Value, f peering.Family) (list []circuit.PrefixState, validations []prefixes.Validation) {
	for _, e := range r.elements(infos) {
		info := r.object(e, prefixFields)
		v := r.need(info, "validationState")
		validation := word(r, v, validationWords)
		if validation.Failed() || validation == prefixes.PrefixManualValidationNeeded {
			r.quirk(v, scrub.Text(r.text(r.member(info, "prefix")))+" is "+validation.String(), sourceSchema)
		}
		validations = append(validations, validation)
		for _, p := range r.appendPrefix(nil, r.need(info, "prefix")) {
			signed := r.member(info, "signature").Text() != ""
			list = append(list, circuit.PrefixState{Family: f, Prefix: p, State: validation, Signed: signed})
		}
	}
	return list, validations
}

// validation is the state of the list of that many prefixes: Azure's own, which
// alone says when the list as a whole is done. Only manual validation has no
// word there, and is told by the prefixes.
func (r *reader) validation(v jsondoc.Value, list []prefixes.Validation, advertised int) prefixes.State {
	whole, parts := word(r, v, stateWords), prefixes.Aggregate(list)
	switch {
	case len(list) == 0:
		return whole
	case v.Absent():
		return parts
	case whole == prefixes.ValidationNeeded && parts == prefixes.ManualValidation:
		return parts
	case whole != 0 && parts != 0 && parts.Wire() != whole.Wire() && len(list) >= advertised:
		r.quirk(v, whole.String()+", and the states of the prefixes make "+parts.String(), sourceSchema)
	}
	return whole
}

// appendPrefix adds a prefix to the list, unless it is none.
func (r *reader) appendPrefix(list []prefixes.Prefix, v jsondoc.Value) []prefixes.Prefix {
	s := r.text(v)
	if v.Kind() != jsondoc.String {
		return list
	}
	p, err := prefixes.ParsePrefix(s)
	if err != nil {
		r.strange(v)
		return list
	}
	return append(list, p)
}
