package jsondoc

import (
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
)

// Locate returns err with the place of the value in its document.
func (v Value) Locate(err error) *Error {
	e := v.doc.error(v.Start(), err)
	e.Path = v.Path(v.Root())
	return e
}

// Path returns the place of the value in from, which must contain it:
// "properties.peerings[0].properties.vlanId". It is empty for from itself.
func (v Value) Path(from Value) string {
	if v.i == from.i {
		return ""
	}
	in := v.Parent()
	if v.node().member {
		return JoinPath(in.Path(from), string(v.Key()))
	}
	n := 0
	for e := range in.Children() {
		if e.i == v.i {
			break
		}
		n++
	}
	return in.Path(from) + "[" + strconv.Itoa(n) + "]"
}

// JoinPath returns the path of a member of the object at path. A key that is not
// a plain word is quoted, and scrubbed: tags["cost centre"].
func JoinPath(path, key string) string {
	quoted := scrub.Text(key)
	switch {
	case quoted != key || key == "" || strings.ContainsFunc(key, notPlain):
		return path + "[" + strconv.Quote(quoted) + "]"
	case path == "":
		return key
	}
	return path + "." + key
}

// notPlain reports whether a character needs quotes in a path: everything but
// ASCII letters, digits and underscores.
func notPlain(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r != '_'
}
