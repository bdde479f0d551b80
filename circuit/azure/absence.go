package azure

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/armerror"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// absences are the forms of Azure's answer that something is not there: the front
// end's, the resource provider's, and those about what the resource would be in.
//
// Sources: recorded: github.com/Azure/azure-cli and others, 2015-2025, all but
// ParentResourceNotFound, which is in
// https://learn.microsoft.com/en-us/azure/azure-resource-manager/troubleshooting/error-parent-resource
var absences = []struct {
	code string
	says *regexp.Regexp                            // the message
	gone func(asked target, found []string) string // the ID of what is not there, empty if that cannot be told
}{
	{"ResourceNotFound", regexp.MustCompile(`(?i)^The Resource '([^']+)' under resource group '([^']+)' was not found`), goneFromGroup},
	{"NotFound", regexp.MustCompile(`(?i)^Resource (/\S+) not found`), goneByID},
	{"ResourceNotFound", regexp.MustCompile(`(?i)^Resource (/\S+) not found`), goneByID},
	{"ParentResourceNotFound", regexp.MustCompile(`(?i)Parent resource '([^']+)' not found`), goneParent},
	{"ResourceGroupNotFound", regexp.MustCompile(`(?i)^Resource group '([^']+)' could not be found`), goneGroup},
}

// errNotSaid: most forms leave the subscription out, or more.
var errNotSaid = fmt.Errorf("%w: an answer that something is not there, of which Options do not say what was asked for", ErrShape)

// absence reads Azure's answer that there is no such circuit, or no such part of
// one. Where the message does not name it in full, Options say what was asked for.
// Any other refusal is not read.
func (p *Page) absence(v jsondoc.Value, o Options, failures *failures) {
	r := newReader(v, ARMError, o, failures)
	gone, err := p.gone(v)
	if scope, ok := p.of.ofCircuits(); ok && err == nil && strings.EqualFold(gone+"/", scope) {
		p.names.begin(p.of, ARMError, o) // the resource group is not there, and no circuit in it
		return
	}
	if err == nil && !r.notThere(gone, o) {
		err = ErrShape
	}
	if err != nil {
		r.fail(v, err)
	}
	p.take(r)
}

// gone returns the ID of what Azure says is not there.
func (p *Page) gone(v jsondoc.Value) (string, error) {
	err := ErrShape
	for _, f := range armerror.Read(v) {
		code, message := strings.TrimSpace(f.Code), strings.TrimSpace(f.Message)
		for _, form := range absences {
			if !strings.EqualFold(code, form.code) {
				continue
			}
			if found := form.says.FindStringSubmatch(message); found != nil {
				if id := form.gone(p.of, found[1:]); id != "" {
					return id, nil
				}
				err = errNotSaid
			}
		}
	}
	return "", err
}

// goneByID: the message has the whole ID.
func goneByID(_ target, found []string) string { return found[0] }

// goneFromGroup: "Microsoft.Network/expressRouteCircuits/north" in a resource
// group, of a subscription that the message leaves out.
func goneFromGroup(asked target, found []string) string {
	return asked.holder("/resourceGroups/" + found[1] + "/providers/" + found[0])
}

// goneGroup: the resource group that the circuit, or the list of circuits, would
// be in.
func goneGroup(asked target, found []string) string {
	group := asked.holder("/resourceGroups/" + found[0])
	if group != "" && asked.parent != "" {
		return asked.parent
	}
	return group
}

// goneParent: the names of what the part would be in, "north" or
// "north/AzurePrivatePeering".
func goneParent(asked target, found []string) string {
	names := strings.Split(found[0], "/")
	segments := asked.segments()
	if 2*len(names) >= len(segments) {
		return ""
	}
	for i, name := range names {
		if !strings.EqualFold(segments[2*i+1], name) {
			return ""
		}
	}
	more := strings.Join(segments[2*len(names):], "/")
	return strings.TrimSuffix(asked.id, "/"+more)
}

// holder returns the ID of what was asked for, or of what that is in, if its path
// within the subscription is the given one; empty if not.
func (t target) holder(path string) string {
	const subscriptions = "/subscriptions/"
	if len(t.id) < len(subscriptions) || !strings.EqualFold(t.id[:len(subscriptions)], subscriptions) {
		return ""
	}
	within := strings.Index(t.id[len(subscriptions):], "/") + len(subscriptions)
	if within < len(subscriptions) || len(t.id) < within+len(path) {
		return ""
	}
	end := within + len(path)
	if strings.EqualFold(t.id[within:end], path) && (end == len(t.id) || t.id[end] == '/') {
		return t.id[:end]
	}
	return ""
}

// notThere notes that what has this ID is not there.
func (r *reader) notThere(id string, o Options) bool {
	parent, under := cutID(id)
	if parent == "" {
		return false
	}
	r.ofCircuit(id, o)
	l := circuit.LinkState{Link: circuit.Link{Network: id}, Linked: machine.No, Authorized: machine.No}
	switch under {
	case underCircuit:
		r.seen.NotFound = true
	case underPeerings, underCross + "/peerings":
		return r.noPeering(id[strings.LastIndex(id, "/")+1:])
	case underAuthorizations:
		l.OtherSubscription, l.Authorization = true, id
		r.link(l)
	case underConnections, underReached:
		l.Kind, l.Through = circuit.GlobalReachLink, id
		r.link(l)
	case underGatewayConnections, underHubConnections:
		l.Through, l.Authorized = id, machine.Unknown
		if under == underHubConnections {
			l.Kind = circuit.VirtualWANLink
		}
		r.link(l)
		return r.seen.Have.ID != "" // a connection does not say of which circuit it was
	default:
		return false
	}
	return true
}

// noPeering notes that the peering of that name is not there, if there are
// peerings of such a name.
func (r *reader) noPeering(name string) bool {
	for t := range peering.Types() {
		if strings.EqualFold(name, t.String()) {
			*r.seen.State.OfPeering(t) = peering.NotThere()
			return true
		}
	}
	return false
}
