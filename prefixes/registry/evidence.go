package registry

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/prefixes"
)

// Evidence returns, as Markdown, what to attach to a support ticket for the
// manual validation of the prefixes: what is configured, what the registry data
// says of each prefix, and a list of the documents that Microsoft asks for. It
// holds no secret; the service key belongs into none of it.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
// (documentation, such as a letter of authorization, that proves that you are
// allowed to use the resources);
// https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager
// (documents that show that the prefixes are assigned to your organization by
// their listed owner; signatures)
func (r Report) Evidence() string {
	m := &markdown{}
	m.line("# Advertised public prefixes: evidence for manual validation")
	m.configuration(r)
	m.verdicts(r)
	m.line("## Registry objects")
	for _, p := range r.Predictions {
		m.objects(p)
	}
	m.attachments(r)
	m.signing()
	m.limits(r)
	return strings.TrimSuffix(m.b.String(), "\n")
}

// markdown writes a document, one paragraph, table or list after the other.
type markdown struct{ b strings.Builder }

// line writes a paragraph of one line.
func (m *markdown) line(format string, args ...any) {
	fmt.Fprintf(&m.b, format+"\n\n", args...)
}

// item writes an entry of a list, and end what follows the last one.
func (m *markdown) item(format string, args ...any) { fmt.Fprintf(&m.b, "- "+format+"\n", args...) }

func (m *markdown) end() { m.b.WriteByte('\n') }

// row writes a row of a table, and the rule below the head if it is one.
func (m *markdown) row(head bool, cells ...string) {
	m.b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	if head {
		m.b.WriteString(strings.Repeat("| --- ", len(cells)) + "|\n")
	}
}

func (m *markdown) configuration(r Report) {
	m.line("## Configuration")
	m.row(true, "what", "value")
	m.row(false, "peering", "Microsoft peering"+ofFamily(r.Request.Family))
	m.row(false, "peer ASN", described(r.Request.PeerASN))
	m.row(false, "customer ASN", described(r.Request.CustomerASN))
	m.row(false, "routing registry", cell(r.Request.Registry))
	m.row(false, "advertised prefixes", fmt.Sprint(len(r.Request.Prefixes)))
	m.end()
}

func ofFamily(f prefixes.Family) string {
	if f == 0 {
		return ""
	}
	return ", " + f.String()
}

// described is an AS number in both notations, where they differ, and of what
// kind it is.
func described(a bgp.ASN) string {
	if a == 0 {
		return "none"
	}
	text := a.String()
	if a.Is4Byte() {
		text += " (" + a.ASDot() + ")"
	}
	if a.IsPrivate() {
		text += ", private"
	}
	return text
}

func (m *markdown) verdicts(r Report) {
	m.line("## What is expected")
	for _, reason := range r.Reasons {
		m.item("%s", sentence(reason))
	}
	if len(r.Reasons) > 0 {
		m.end()
	}
	m.row(true, "prefix", "AS", "verdict", "expected state", "basis")
	for _, p := range r.Predictions {
		basis := "-"
		if p.Basis != 0 {
			basis = p.Basis.String()
		}
		m.row(false, typed(p.Prefix), p.ASN.String(), p.Verdict.String(), p.Expected(), basis)
	}
	m.end()
}

func (m *markdown) objects(p Prediction) {
	m.line("### %s", typed(p.Prefix))
	for _, reason := range p.Reasons {
		m.item("%s", sentence(reason))
	}
	m.end()
	if len(p.For)+len(p.Against)+len(p.VRPs) == 0 {
		m.line("No object was found, or none was looked for.")
		return
	}
	m.row(true, "speaks", "object", "AS", "registry or trust anchor", "where")
	for _, route := range p.For {
		m.route("for", route)
	}
	for _, route := range p.Against {
		m.route("against", route)
	}
	for _, v := range p.VRPs {
		m.row(false, "RPKI", fmt.Sprintf("ROA %s up to /%d", v.Prefix, v.MaxLength), v.ASN.String(), cell(v.TrustAnchor), "")
	}
	m.end()
	if p.Origin != 0 {
		m.line("Origin validation (RFC 6811) of a route from AS%s: %s.", p.ASN, p.Origin)
	}
}

func (m *markdown) route(speaks string, r Route) {
	m.row(false, speaks, "route "+r.Prefix.String(), r.Origin.String(), cell(r.Source), fmt.Sprintf("%s line %d", cell(r.Input), r.Line))
}

// attachments lists the documents, those that the configuration calls for.
func (m *markdown) attachments(r Report) {
	m.line("## What to attach")
	m.item("[ ] The resource ID of the circuit. Never the service key, an MD5 key or a private key.")
	m.item("[ ] For each prefix, the registry's record of the address block (inetnum, inet6num or NetRange) that names your organization.")
	if r.ASN.IsPublic() {
		m.item("[ ] The registry's record of AS%s (aut-num) that names your organization.", r.ASN)
	}
	m.item("[ ] If a prefix or the AS is another organization's, a letter of authorization on their letterhead: it names your organization, the prefixes, the AS, and is signed and dated.")
	if r.Request.PeerASN.IsPrivate() {
		m.item("[ ] A note that the peer ASN %s is private, and by which public AS the prefixes are announced or registered, if by any.", r.Request.PeerASN)
	}
	for _, p := range r.Predictions {
		m.attachmentsOf(p)
	}
	m.end()
}

func (m *markdown) attachmentsOf(p Prediction) {
	if len(p.For) > 0 {
		m.item("[ ] %s: the %s for AS%s listed above, as the registry prints it today.", typed(p.Prefix), plural(len(p.For), "route object"), p.ASN)
	}
	if owners := origins(p.Against); len(owners) > 0 && p.Verdict > Unopposed {
		m.item("[ ] %s: why it is registered to %s: their letter of authorization, or that the object is outdated.", typed(p.Prefix), inWords(owners))
	}
	if p.Origin == Valid {
		m.item("[ ] %s: the ROA listed above.", typed(p.Prefix))
	}
}

// origins are the ASes of the objects, each once.
func origins(routes []Route) []string {
	var list []string
	for _, r := range routes {
		if as := "AS" + r.Origin.String(); !slices.Contains(list, as) {
			list = append(list, as)
		}
	}
	return list
}

func (m *markdown) signing() {
	m.line("## Or sign the prefixes (preview)")
	m.item("Make an RSA key and a self-signed certificate that names the organization, the AS number and the range of addresses.")
	m.item("Publish the certificate in the comments of the registry's record of the address block. The private key stays with you.")
	m.item("Sign the validation ID that Azure shows for each prefix, with the prefix spelt as it is listed here and nothing after it, encode the signature in base64 on one line, and save it with the prefix. The validation ID contains the service key: do not attach it.")
	m.end()
}

// limits says what the prediction does not rest on.
func (m *markdown) limits(r Report) {
	m.line("## What this rests on")
	m.item("Looked into: %s. Not loaded: %s.", orNone(r.Loaded), orNone(r.Missing))
	m.item("A route object shows which AS may originate a prefix, not whose the prefix is.")
	m.item("How Microsoft matches prefixes and registries is not documented, and what is inferred here says so.")
	m.end()
}

func orNone(names []Name) string {
	if len(names) == 0 {
		return "none"
	}
	return list(names)
}

// sentence is a reason, and what to do about it.
func sentence(r Reason) string {
	text := escaped(r.Text)
	if r.Fix != "" {
		text += "; " + escaped(r.Fix)
	}
	return fmt.Sprintf("%s (%s, `%s`)", text, r.Basis, r.ID)
}

// typed is a prefix as it was typed. Only digits, letters, dots, colons and a
// slash can be in it.
func typed(p prefixes.Prefix) string {
	if !p.IsValid() {
		return "none"
	}
	return "`" + p.String() + "`"
}

// cell is a text of somebody else's for a cell of a table, at most 64 bytes of
// it.
func cell(text string) string {
	const most = 64
	if text == "" {
		return "none"
	}
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "..."
	}
	return escaped(text)
}

// escaped is a text of which Markdown makes nothing else.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case !unicode.IsPrint(r):
			b.WriteByte(' ')
		case strings.ContainsRune("\\`*_~[]<>&|", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}
