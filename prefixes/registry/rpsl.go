package registry

import (
	"bytes"
	"context"
	"io"
	"math"
	"net/netip"

	"github.com/expressroute-go/expressroute/bgp"
)

// rpsl reads the objects of a registry's dump line by line, as IRRd does
// (github.com/irrdnet/irrd irrd/utils/text.py, irrd/rpsl/parser.py): a line of
// no bytes ends an object, a line of white space does not; lines that begin
// with '%' or '#' are nowhere; an object with a malformed line is lost as a
// whole. Bytes are never decoded, since dumps mix UTF-8 and latin-1. Beside the
// window of lines it keeps one object's prefix, origin and source.
type rpsl struct {
	*reading
	lines   *lines
	place   place
	line    int64   // where the object begins
	class   string  // of the object: "route", "route6"
	current attr    // what a continuation line continues
	seen    [4]bool // the object has that attribute
	valued  [4]bool // that attribute has a value
	prefix  netip.Prefix
	origin  bgp.ASN
	source  uint16
}

// place says where in the text the next line stands.
type place uint8

const (
	between place = iota // before an object
	within               // in a route or route6 object
	passing              // in an object of another class, or one that was rejected
)

// attr is an attribute that matters.
type attr uint8

const (
	otherAttr attr = iota
	prefixAttr
	originAttr
	sourceAttr
)

// ReadRPSL reads the route and route6 objects of a routing registry's dump,
// plain or gzip; objects of other classes are passed over. It takes what IRRd
// takes: any case, CRLF, comments and continuation lines anywhere, AS numbers
// without AS or with leading zeros. The name is for accounts and errors,
// usually that of the file.
//
// It streams: its memory does not depend on the size of the input, except for
// what is kept. The error is a [*ReadError]; what was read before it is kept,
// but for the object in which the input broke off.
//
// A dump is a whole registry. The differences that mirrors exchange (NRTM) have
// the same objects in them, deleted ones as well, and are not dumps.
func (b *Builder) ReadRPSL(ctx context.Context, in io.Reader, name string) (Stats, error) {
	r, text, err := b.begin(ctx, in, name)
	r.stats.Format = RPSL
	if err == nil {
		r.lines = newLines(text, b.options.MaxLine)
		err = (&rpsl{reading: r, lines: r.lines}).read()
	}
	return r.end(err)
}

// read reads to the end of the text.
func (o *rpsl) read() error {
	for {
		line, ok := o.lines.next()
		switch {
		case !ok:
			return o.end()
		case len(line) == 0:
			o.finish()
		case o.place == passing, line[0] == '%', line[0] == '#':
		case o.place == between:
			o.begin(line)
		default:
			o.attribute(line)
		}
	}
}

// end closes the last object: it is whole if the text is.
func (o *rpsl) end() error {
	if o.lines.err == io.EOF {
		o.finish()
		return nil
	}
	switch rest := o.lines.rest(); {
	case o.place == within:
		o.reject(CutOff, o.title)
	case o.place == between && len(rest) > 0:
		o.stats.Objects++
		o.rejectLine(CutOff, o.lines.number+1, rest)
	}
	return o.lines.err
}

// begin takes the first line of an object, which has its class.
func (o *rpsl) begin(line []byte) {
	line = trimLeft(line)
	if len(line) == 0 {
		return
	}
	o.stats.Objects++
	o.line = o.lines.number
	if bytes.HasPrefix(line, []byte("*xx")) { // a class that RPSL no longer has
		o.ignore()
		return
	}
	name, value, ok := splitAttribute(line)
	switch {
	case !ok:
		o.fail(line, NotAnObject)
		return
	case is(name, "route"):
		o.class = "route"
	case is(name, "route6"):
		o.class = "route6"
	default:
		o.ignore()
		return
	}
	o.place = within
	o.seen, o.valued = [4]bool{}, [4]bool{}
	o.current = prefixAttr
	o.key(line, value)
}

func (o *rpsl) ignore() {
	o.stats.Ignored++
	o.place = passing
}

// attribute takes any other line of a route object.
func (o *rpsl) attribute(line []byte) {
	switch line[0] {
	case ' ', '\t', '+':
		if o.current != otherAttr {
			o.value(line, line[1:])
		}
		return
	}
	name, value, ok := splitAttribute(line)
	if !ok {
		o.fail(line, NotAnAttribute)
		return
	}
	if o.current = o.attrOf(name); o.current != otherAttr {
		o.key(line, value)
	}
}

// attrOf tells the attributes that matter from their first letter, and the many
// that do not, too.
func (o *rpsl) attrOf(name []byte) attr {
	switch name[0] | 0x20 {
	case 'o':
		if is(name, "origin") {
			return originAttr
		}
	case 's':
		if is(name, "source") {
			return sourceAttr
		}
	case 'r':
		if is(name, o.class) {
			return prefixAttr
		}
	}
	return otherAttr
}

// key takes the first line of an attribute that matters, the current one.
func (o *rpsl) key(line, value []byte) {
	if o.seen[o.current] {
		o.fail(line, RepeatedKey)
		return
	}
	o.seen[o.current] = true
	o.value(line, value)
}

// value takes the value on one line of an attribute that matters. It may stand
// on any of the attribute's lines, but on one of them only.
func (o *rpsl) value(line, text []byte) {
	if o.lines.long {
		o.fail(line, LineTooLong)
		return
	}
	text = significant(text)
	if len(text) == 0 {
		return
	}
	if o.valued[o.current] {
		o.fail(line, RepeatedKey)
		return
	}
	o.valued[o.current] = true
	if fault := o.parse(text); fault != 0 {
		o.fail(line, fault)
	}
}

// parse reads the value of the current attribute.
func (o *rpsl) parse(text []byte) (fault Fault) {
	switch o.current {
	case prefixAttr:
		o.prefix, fault = parsePrefix(text)
		if fault == 0 && o.prefix.Addr().Is4() != (o.class == "route") {
			fault = WrongFamily
		}
	case originAttr:
		var ok bool
		if o.origin, ok = parseASN(text); !ok {
			fault = BadASN
		}
	case sourceAttr:
		o.source, fault = o.sourceID(text)
	}
	return fault
}

// finish ends the object, if there is one, and keeps it if it is sound.
func (o *rpsl) finish() {
	ended := o.place
	o.place = between
	if ended != within {
		return
	}
	fault := Fault(0)
	switch {
	case !o.valued[prefixAttr]:
		fault = MissingPrefix
	case !o.valued[originAttr]:
		fault = MissingASN
	case !o.valued[sourceAttr]:
		o.source, fault = o.defaultSource()
	}
	if fault != 0 {
		o.reject(fault, o.title)
		return
	}
	o.keepRoute(o.prefix, route{
		origin: o.origin,
		line:   uint32(min(o.line, math.MaxUint32)),
		source: o.source,
		input:  o.input,
	})
}

// fail rejects the object for the line that was read last, and passes over the
// rest of it.
func (o *rpsl) fail(line []byte, fault Fault) {
	o.rejectLine(fault, o.lines.number, line)
	o.place = passing
}

// title is the first line of the object as it was understood.
func (o *rpsl) title() (line int64, text []byte) {
	text = []byte(o.class + ":")
	if o.valued[prefixAttr] {
		text = o.prefix.AppendTo(append(text, ' '))
	}
	return o.line, text
}

// attrByte has the bytes of which the name of an attribute is made.
var attrByte = func() (set [256]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_" {
		set[c] = true
	}
	return set
}()

// splitAttribute cuts a line at the colon behind the name of its attribute.
func splitAttribute(line []byte) (name, value []byte, ok bool) {
	for i, c := range line {
		if !attrByte[c] {
			return line[:i], line[i+1:], c == ':' && i > 0
		}
	}
	return nil, nil, false
}

// significant returns a value without the comment behind it and the blanks
// around it.
func significant(text []byte) []byte {
	if i := bytes.IndexByte(text, '#'); i >= 0 {
		text = text[:i]
	}
	return trim(text)
}

// is compares the name of an attribute with a word in lower case.
func is(name []byte, word string) bool {
	if len(name) != len(word) {
		return false
	}
	for i, c := range name {
		if c|0x20 != word[i] {
			return false
		}
	}
	return true
}
