package request

import (
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// sharedKeys puts in the MD5 keys of the peerings that the body writes.
func (m *maker) sharedKeys(kind merge, b *body) {
	switch {
	case kind >= peeringDocument:
		m.sharedKey(b)
	case kind > created:
		m.embeddedKeys(b)
	}
}

// sharedKey puts in the MD5 key of the peering of the event.
func (m *maker) sharedKey(b *body) {
	if ref := m.Want().Peering(m.event.Peering).Config.SharedKey; !ref.IsZero() {
		b.secret("properties.sharedKey", ref, true)
	}
}

// embeddedKeys puts in the MD5 keys of the peerings of a circuit.
func (m *maker) embeddedKeys(b *body) {
	properties, _ := b.root["properties"].(map[string]any)
	list, _ := properties["peerings"].([]any)
	wants := m.Want()
	for i, p := range walk(b.now, "properties.peerings").Elements() {
		for t := range peering.Types() {
			ref := wants.Peering(t).Config.SharedKey
			element, _ := list[i].(map[string]any)
			fields, _ := element["properties"].(map[string]any)
			if equalNames(nameOf(p), t) && !ref.IsZero() && fields != nil {
				fields["sharedKey"] = machine.Redacted
				b.keys = append(b.keys, keyAt{[]any{"properties", "peerings", i, "properties", "sharedKey"}, ref, true})
			}
		}
	}
}

// secret marks the place of a key.
func (b *body) secret(path string, ref peering.KeyRef, md5 bool) {
	b.set(path, machine.Redacted)
	if b.err != nil {
		return
	}
	var at []any
	for name := range strings.SplitSeq(path, ".") {
		at = append(at, name)
	}
	b.keys = append(b.keys, keyAt{at, ref, md5})
}
