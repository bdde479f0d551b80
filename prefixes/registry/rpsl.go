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
// (github.com/irrdnet/irrd irrd/utils/text.py, irrd/rpsl/parser.py): an empty line
// ends an object, a line of white space does not; lines that begin with '%' or
// '#' are ignored; an object with a malformed line is rejected as a whole. It does
// not decode the text, because dumps mix UTF-8 and latin-1. It stores what it needs
// of one object at a time.
type rpsl struct {
	*reading
	lines   *lines
	place   place
	line    int64 // the first line of the object
	class   class
	current attr            // the attribute that a continuation line belongs to
	seen    [attrCount]bool // the object has that attribute
	valued  [attrCount]bool // that attribute has a value
	prefix  netip.Prefix
	block   addressRange
	origin  bgp.ASN // of a route object, or the AS number of an aut-num object
	source  uint16
	org     string
}

// place says what the next line belongs to.
type place uint8

const (
	between  place = iota // nothing yet: the next line begins an object
	within                // an object that is read
	passing               // an object that was rejected
	ignoring              // one of another class, or something that is no object
)

// class is the class of an object that is read.
type class uint8

const (
	noClass class = iota
	routeClass
	route6Class
	inetnumClass
	inet6numClass
	autnumClass
)

// classNames are the names of the classes. That of a class is also the name of
// the attribute that identifies its objects.
var classNames = [...]string{routeClass: "route", route6Class: "route6", inetnumClass: "inetnum", inet6numClass: "inet6num", autnumClass: "aut-num"}

// isRecord reports whether the objects say who holds something.
func (c class) isRecord() bool { return c >= inetnumClass }

// classOf returns the class of that name, if its objects are read.
func (o *rpsl) classOf(name []byte) class {
	for c := routeClass; c <= autnumClass; c++ {
		if is(name, classNames[c]) && (!c.isRecord() || len(o.records.asns) > 0) {
			return c
		}
	}
	return noClass
}

// attr is an attribute that is read.
type attr uint8

const (
	otherAttr  attr = iota
	keyAttr         // the attribute that identifies the object
	originAttr      // of a route object
	sourceAttr
	orgAttr // of a record
	attrCount
)

// ReadRPSL reads the route and route6 objects of a routing registry's dump,
// plain or gzip, and if [Interest.ASNs] asks for them the records of who holds
// addresses and AS numbers: inetnum, inet6num and aut-num objects. It skips
// objects of other classes. It accepts what IRRd
// accepts: upper and lower case, CRLF, comments and continuation lines
// anywhere, AS numbers without AS or with leading zeros. The name appears in
// statistics and errors; usually it is that of the file.
//
// ReadRPSL streams: its memory does not grow with the size of the input, except
// for what is kept. The error is a [*ReadError]; what was read before is kept,
// except an object that was not read to its end.
//
// A dump has all objects of a registry. ReadRPSL refuses with [ErrNRTM] what
// mirrors exchange, because it has deleted objects in it too.
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
		case line[0] == '%':
			if bytes.HasPrefix(line, []byte("%START")) {
				return o.refuse(ErrNRTM)
			}
		case o.place == ignoring && beginsRoute(line):
			o.begin(line)
		case o.place >= passing, line[0] == '#':
		case o.place == between && isOperation(line):
			return o.refuse(ErrNRTM)
		case o.place == between:
			o.begin(line)
		default:
			o.attribute(line)
		}
	}
}

// end finishes the last object. If the text was not read to its end, the object
// is rejected.
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

// refuse gives up the input, which is not a dump. An object that it is within is
// rejected.
func (o *rpsl) refuse(err error) error {
	if o.place == within {
		o.reject(CutOff, o.title)
	}
	return err
}

// beginsRoute reports whether a line begins a route object, wherever it is: no
// object of another class has such an attribute, so that a route object is not
// lost if the line before it is not quite empty.
func beginsRoute(line []byte) bool {
	if line[0]|0x20 != 'r' {
		return false
	}
	name, _, ok := splitAttribute(line)
	return ok && (is(name, "route") || is(name, "route6"))
}

// isOperation reports whether a line says what to do with the object after it,
// as in NRTM: "ADD", "DEL 42" (github.com/irrdnet/irrd
// irrd/mirroring/parsers.py).
func isOperation(line []byte) bool {
	if len(line) < 3 || string(line[:3]) != "ADD" && string(line[:3]) != "DEL" {
		return false
	}
	serial := line[3:]
	if len(serial) > 0 && !isBlank(serial[0]) {
		return false
	}
	serial = trim(serial)
	_, ok := parseNumber(serial, 18, 1<<62)
	return ok || len(serial) == 0
}

// begin reads the first line of an object, which has its class.
func (o *rpsl) begin(line []byte) {
	line = trim(line)
	if len(line) == 0 {
		return
	}
	o.stats.Objects++
	o.line = o.lines.number
	if bytes.HasPrefix(line, []byte("*xx")) { // a class that RPSL does not have any more
		o.ignore()
		return
	}
	name, value, ok := splitAttribute(line)
	if !ok {
		o.fail(line, NotAnObject)
		o.place = ignoring
		return
	}
	if o.class = o.classOf(name); o.class == noClass {
		o.ignore()
		return
	}
	o.place = within
	o.seen, o.valued = [attrCount]bool{}, [attrCount]bool{}
	o.org = ""
	o.current = keyAttr
	o.key(line, value)
}

func (o *rpsl) ignore() {
	o.stats.Ignored++
	o.place = ignoring
}

// attribute reads any other line of an object.
func (o *rpsl) attribute(line []byte) {
	switch line[0] {
	case ' ', '\t', '+':
		if o.current != otherAttr {
			o.value(line, line[1:])
		}
		return
	}
	name, value, ok := splitAttribute(line)
	switch {
	case !ok && len(trim(line)) == 0: // nothing but control characters
		return
	case !ok:
		o.fail(line, NotAnAttribute)
		return
	}
	if o.current = o.attrOf(name); o.current != otherAttr {
		o.key(line, value)
	}
}

// attrOf returns the attribute of that name. It looks at the first letter
// first, because most attributes are not needed.
func (o *rpsl) attrOf(name []byte) attr {
	switch name[0] | 0x20 {
	case 'o':
		if !o.class.isRecord() && is(name, "origin") {
			return originAttr
		}
		if o.class.isRecord() && is(name, "org") {
			return orgAttr
		}
	case 's':
		if is(name, "source") {
			return sourceAttr
		}
	case classNames[o.class][0]:
		if is(name, classNames[o.class]) {
			return keyAttr
		}
	}
	return otherAttr
}

// key reads the first line of the current attribute.
func (o *rpsl) key(line, value []byte) {
	if o.seen[o.current] {
		o.fail(line, RepeatedKey)
		return
	}
	o.seen[o.current] = true
	o.value(line, value)
}

// value reads the value on one line of the current attribute. The value can be
// on any line of the attribute, but on one of them only.
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
	case keyAttr:
		return o.parseKey(text)
	case originAttr:
		return o.parseASN(text)
	case sourceAttr:
		o.source, fault = o.sourceID(text)
	case orgAttr:
		o.org = string(bytes.ToUpper(clip(text)))
	}
	return fault
}

// parseKey reads what identifies the object.
func (o *rpsl) parseKey(text []byte) (fault Fault) {
	var four bool
	switch o.class {
	case autnumClass:
		return o.parseASN(text)
	case inetnumClass, inet6numClass:
		o.block, fault = parseRange(text)
		four = o.block.first.Is4()
	default:
		o.prefix, fault = parsePrefix(text)
		four = o.prefix.Addr().Is4()
	}
	if fault == 0 && four != (o.class == routeClass || o.class == inetnumClass) {
		return WrongFamily
	}
	return fault
}

func (o *rpsl) parseASN(text []byte) Fault {
	var ok bool
	if o.origin, ok = parseASN(text); !ok {
		return BadASN
	}
	return 0
}

// finish ends the current object, if there is one, and keeps it if it is valid.
func (o *rpsl) finish() {
	ended := o.place
	o.place = between
	if ended != within {
		return
	}
	fault := Fault(0)
	switch {
	case !o.valued[keyAttr] && o.class == autnumClass:
		fault = MissingASN
	case !o.valued[keyAttr]:
		fault = MissingPrefix
	case !o.valued[originAttr] && !o.class.isRecord():
		fault = MissingASN
	case !o.valued[sourceAttr]:
		o.source, fault = o.defaultSource()
	}
	if fault != 0 {
		o.reject(fault, o.title)
		return
	}
	line := uint32(min(o.line, math.MaxUint32))
	owner := holder{o.org, o.source, o.input, line}
	switch o.class {
	case inetnumClass, inet6numClass:
		o.keepBlock(block{o.block, owner})
	case autnumClass:
		o.keepAS(as{o.origin, owner})
	default:
		o.keepRoute(o.prefix, route{o.origin, line, o.source, o.input})
	}
}

// fail rejects the object because of the last line read, and skips the rest of
// the object.
func (o *rpsl) fail(line []byte, fault Fault) {
	o.rejectLine(fault, o.lines.number, line)
	o.place = passing
}

// title returns the first line of the object, as it was understood.
func (o *rpsl) title() (line int64, text []byte) {
	text = []byte(classNames[o.class] + ":")
	switch {
	case !o.valued[keyAttr]:
	case o.class == autnumClass:
		text = append(text, " AS"+o.origin.String()...)
	case o.class.isRecord():
		text = append(text, " "+o.block.String()...)
	default:
		text = o.prefix.AppendTo(append(text, ' '))
	}
	return o.line, text
}

// attrByte is the set of bytes that the name of an attribute can have.
var attrByte = func() (set [256]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_" {
		set[c] = true
	}
	return set
}()

// splitAttribute splits a line at the colon after the name of the attribute.
func splitAttribute(line []byte) (name, value []byte, ok bool) {
	for i, c := range line {
		if !attrByte[c] {
			return line[:i], line[i+1:], c == ':' && i > 0
		}
	}
	return nil, nil, false
}

// significant returns a value without its comment and without the blanks around
// it.
func significant(text []byte) []byte {
	if i := bytes.IndexByte(text, '#'); i >= 0 {
		text = text[:i]
	}
	return trim(text)
}

// is reports whether the name of an attribute is that word, which is in lower
// case.
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
