package azure

import (
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// dialect is how a tool writes the schema's fields down. Nil is the REST API's
// own way.
type dialect struct {
	flat   bool              // what is under "properties" stands among the resource's own fields
	upper  bool              // names begin with a capital letter
	names  map[string]string // other spellings, by the schema's
	extra  fields            // fields of the tool's own
	hidden fields            // fields of the schema that the tool never shows
}

// isFlat reports whether resources have no "properties".
func (d *dialect) isFlat() bool { return d != nil && d.flat }

// hides reports whether it says nothing that the field is not there.
func (d *dialect) hides(name string) bool { return d != nil && d.hidden[name] }

// member returns the member of an object that the schema calls so.
func (d *dialect) member(v jsondoc.Value, name string) jsondoc.Value {
	m := v.Member(name)
	if d != nil && m.Absent() {
		return v.Member(d.spelled(name))
	}
	return m
}

// properties returns those of a resource.
func (d *dialect) properties(v jsondoc.Value) jsondoc.Value {
	if d.isFlat() {
		return v
	}
	return v.Member("properties")
}

// spelled returns the name that the tool has for a field of the schema.
func (d *dialect) spelled(name string) string {
	if d.upper {
		return jsondoc.Capitalized(name)
	}
	if other, ok := d.names[name]; ok {
		return other
	}
	return name
}

// schema returns the schema's name of what the tool calls so.
func (d *dialect) schema(key string) string {
	if d.upper && key != "" {
		return strings.ToLower(key[:1]) + key[1:]
	}
	for name, other := range d.names {
		if key == other {
			return name
		}
	}
	return key
}

// schemaPath returns a path as the schema would have it.
func (d *dialect) schemaPath(path string) string {
	if d == nil || !d.upper {
		return path // no state is under a name of another spelling
	}
	parts := strings.Split(path, ".")
	for i, part := range parts {
		parts[i] = d.schema(part)
	}
	return strings.Join(parts, ".")
}

// knows reports whether one of the objects has such a field.
func (d *dialect) knows(key []byte, known []fields) bool {
	for _, f := range known {
		if f[string(key)] {
			return true
		}
	}
	if d == nil {
		return false
	}
	name := d.schema(string(key))
	for _, f := range known {
		if f[name] {
			return true
		}
	}
	return d.extra[string(key)] || d.upper && strings.HasSuffix(name, "Text")
}

// dialectOf returns the way in which a document of that shape is written. A
// resource without properties is az's: it lifts them up.
func dialectOf(v jsondoc.Value, s Shape) *dialect {
	switch {
	case s == PowerShellJSON:
		return powerShellJSON
	case s == ResourceGraph:
		return resourceGraph
	case s == CLI, (s == CrossConnection || s == ARMPart) && v.Member("properties").Absent():
		return cli
	}
	return nil
}
