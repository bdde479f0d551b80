package registry

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/prefixes"
)

// Evidence returns a Markdown document for a support ticket that asks for
// manual validation of the prefixes: the configuration, what the registry data
// says about each prefix, and a list of the documents that Microsoft asks for.
// It has no secrets; do not add the service key to it.
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

// markdown writes a document: paragraphs, tables and lists.
type markdown struct{ b strings.Builder }

// line writes a paragraph of one line.
func (m *markdown) line(format string, args ...any) {
	fmt.Fprintf(&m.b, format+"\n\n", args...)
}

// item writes an entry of a list. Call end after the last one.
func (m *markdown) item(format string, args ...any) { fmt.Fprintf(&m.b, "- "+format+"\n", args...) }

func (m *markdown) end() { m.b.WriteByte('\n') }

// row writes a row of a table, and after the head the line below it.
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

// described returns an AS number in both notations, if they differ, and whether
// it is private.
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
	m.line("## Expected results")
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
		m.line("No object was found, or the registries were not searched.")
		return
	}
	m.row(true, "for or against", "object", "AS", "registry or trust anchor", "where")
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

func (m *markdown) route(side string, r Route) {
	m.row(false, side, "route "+r.Prefix.String(), r.Origin.String(), cell(r.Source), fmt.Sprintf("%s line %d", cell(r.Input), r.Line))
}

// attachments lists the documents that are needed for this configuration.
func (m *markdown) attachments(r Report) {
	m.line("## What to attach")
	m.item("[ ] The resource ID of the circuit. Never the service key, an MD5 key or a private key.")
	m.item("[ ] For each prefix, the registry's record of the address block (inetnum, inet6num or NetRange) that names your organization.")
	if r.ASN.IsPublic() {
		m.item("[ ] The registry's record of AS%s (aut-num) that names your organization.", r.ASN)
	}
	m.item("[ ] If a prefix or the AS is another organization's, a letter of authorization on their letterhead: it names your organization, the prefixes, the AS, and is signed and dated.")
	if r.Request.PeerASN.IsPrivate() {
		m.item("[ ] A note that the peer ASN %s is private, with the public AS that announces the prefixes or that they are registered to, if there is one.", r.Request.PeerASN)
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
		m.item("[ ] %s: an explanation why it is registered to %s: their letter of authorization, or a note that the object is outdated.", typed(p.Prefix), inWords(owners))
	}
	if p.Origin == Valid {
		m.item("[ ] %s: the ROA listed above, if it helps. Microsoft does not ask for a ROA.", typed(p.Prefix))
	}
}

// origins returns the AS numbers of the objects, each once.
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
	m.line("## Alternative: sign the prefixes (preview)")
	m.item("Make an RSA key and a self-signed certificate that names the organization, the AS number and the range of addresses.")
	m.item("Publish the certificate in the comments of the registry's record of the address block. Keep the private key to yourself.")
	m.item("Sign the validation ID that Azure shows for each prefix, with the prefix spelt as it is listed here and nothing after it, encode the signature in base64 on one line, and save it with the prefix. The validation ID contains the service key: do not attach it.")
	m.end()
}

// limits writes what the predictions are based on, and what they cannot show.
func (m *markdown) limits(r Report) {
	m.line("## What this is based on")
	m.item("Registries searched: %s. Loaded in part: %s. Not loaded: %s.", orNone(r.Loaded), orNone(r.Partial), orNone(r.Missing))
	m.item("A route object shows which AS may originate a prefix, not who owns the prefix.")
	m.item("Microsoft asks for no ROA. The RPKI is shown because other networks drop a route that is invalid by it.")
	m.item("How Microsoft matches prefixes and registries is not documented. What is inferred is marked as Inferred.")
	m.end()
}

func orNone(names []Name) string {
	if len(names) == 0 {
		return "none"
	}
	return list(names)
}

// sentence returns a reason and what to do about it.
func sentence(r Reason) string {
	text := escaped(r.Text)
	if r.Fix != "" {
		text += "; " + escaped(r.Fix)
	}
	return fmt.Sprintf("%s (%s, `%s`)", text, r.Basis, r.ID)
}

// typed returns a prefix as it was typed. It needs no escaping: a prefix has
// only digits, letters, dots, colons and a slash.
func typed(p prefixes.Prefix) string {
	if !p.IsValid() {
		return "none"
	}
	return "`" + p.String() + "`"
}

// cell returns foreign text for a cell of a table, at most 64 bytes of it.
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

// escaped returns text without a meaning in Markdown.
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
