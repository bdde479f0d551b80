package azure

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// partSize is about how much of a long list is read at a time, in bytes.
const partSize = 1 << 20

// maxElement is the size of the largest element of a long list that is read, in
// bytes.
const maxElement = MaxDocument / 2

const byteOrderMark = "\ufeff"

// Pages yields what a document of any length shows. A long list is read in parts:
// each part is a page, and no more than one part is in memory. Any other document
// is one page, and is read whole, see [MaxDocument].
//
// Errors are as those of [ReadPage], with their places in the whole document. Next
// stands on the last page. A part does not tell what the whole list lacks:
// [Page.Missing] of it is empty, and only the last page can be Complete.
func Pages(r io.Reader, o Options) iter.Seq2[Page, error] { return pagesOf(r, o, partSize) }

func pagesOf(r io.Reader, o Options, size int) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		in := bufio.NewReaderSize(r, size)
		head, err := in.Peek(size)
		if err == nil && beginsList(head) {
			skipped, _ := in.Discard(len(head) - len(bytes.TrimPrefix(head, []byte(byteOrderMark))))
			newLongList(in, int64(skipped), o).pages(size, yield)
			return
		}
		if err != nil && !errors.Is(err, io.EOF) {
			yield(Page{}, err)
			return
		}
		text, err := io.ReadAll(io.LimitReader(in, MaxDocument+1))
		if err != nil {
			yield(Page{}, err)
			return
		}
		yield(ReadPage(text, o))
	}
}

// beginsList reports whether a list stands at the top of a document, or in the
// first of its members that is no plain value.
func beginsList(head []byte) bool {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(head, []byte(byteOrderMark))))
	_, found, err := seekList(d, func(string, json.Token) {})
	return found && err == nil
}

// seekList reads on to the first element of the list. key is the list's name,
// empty if the list is the document. The plain members before it are handed out.
func seekList(d *json.Decoder, member func(key string, value json.Token)) (key string, found bool, err error) {
	first, err := d.Token()
	if first == json.Delim('[') || err != nil {
		return "", err == nil, err
	}
	for first == json.Delim('{') && d.More() {
		name, err := d.Token()
		if err != nil {
			return "", false, err
		}
		key, _ = name.(string)
		value, err := d.Token()
		switch _, opens := value.(json.Delim); {
		case err != nil:
			return "", false, err
		case value == json.Delim('[') && (key == "value" || key == "data"):
			return key, true, nil
		case opens:
			return "", false, nil
		}
		member(key, value)
	}
	return "", false, nil
}

// longList is a list that is read in parts.
type longList struct {
	in      *lineReader
	skipped int64 // bytes of the document before what the decoder reads
	decoder *json.Decoder
	options Options
	key     string // the member that the list is in, empty if it is the document
	members []byte // the other members, as JSON: `,"nextLink":"..."`
	read    int    // elements before the part
	part    listPart
}

// listPart is the text of one part, and where its elements were in the document.
type listPart struct {
	text     []byte
	line     int64 // the last one of the text
	elements []element
}

type element struct {
	at, line     int64 // in the part
	from, onLine int64 // in the document
}

func newLongList(in io.Reader, skipped int64, o Options) *longList {
	o.resolve()
	o.Of = ""
	l := &longList{in: &lineReader{in: in, left: maxElement}, skipped: skipped, options: o}
	l.decoder = json.NewDecoder(l.in)
	return l
}

// pages yields the parts.
func (l *longList) pages(size int, yield func(Page, error) bool) {
	var err error
	if l.key, _, err = seekList(l.decoder, l.member); err != nil {
		yield(Page{}, l.broken(err))
		return
	}
	l.begin()
	for l.decoder.More() {
		if len(l.part.text) >= size || len(l.part.elements) == MaxCircuits {
			if !yield(l.page(false)) {
				return
			}
		}
		if err := l.element(); err != nil {
			yield(l.page(false))
			yield(Page{}, l.broken(err))
			return
		}
	}
	err = l.end()
	page, failed := l.page(err == nil)
	if err != nil {
		failed = errors.Join(failed, l.broken(err))
	}
	yield(page, failed)
}

// begin begins a part.
func (l *longList) begin() {
	l.read += len(l.part.elements)
	l.part = listPart{text: l.part.text[:0], line: 1, elements: l.part.elements[:0]}
	if l.key != "" {
		l.part.text = fmt.Appendf(l.part.text, `{%q:`, l.key)
	}
	l.part.text = append(l.part.text, '[')
}

// element adds the next element to the part.
func (l *longList) element() error {
	var text json.RawMessage
	if err := l.decoder.Decode(&text); err != nil {
		return err
	}
	if len(text) > maxElement {
		return jsondoc.TooMany(maxElement, "bytes")
	}
	l.in.left = maxElement
	if len(l.part.elements) > 0 {
		l.part.text = append(l.part.text, ",\n"...)
		l.part.line++
	}
	from := l.decoder.InputOffset() - int64(len(text))
	l.part.elements = append(l.part.elements, element{
		at: int64(len(l.part.text)), line: l.part.line,
		from: l.skipped + from, onLine: l.in.lineAt(from),
	})
	l.part.text = append(l.part.text, text...)
	l.part.line += int64(bytes.Count(text, []byte("\n")))
	return nil
}

// end reads what follows the list.
func (l *longList) end() error {
	if _, err := l.decoder.Token(); err != nil { // the end of the list
		return err
	}
	for l.key != "" && l.decoder.More() {
		name, err := l.decoder.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := l.decoder.Decode(&value); err != nil {
			return err
		}
		l.members = fmt.Appendf(l.members, ",%q:%s", name, value)
	}
	if l.key != "" {
		if _, err := l.decoder.Token(); err != nil {
			return err
		}
	}
	if _, err := l.decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the list")
	}
	return nil
}

// member keeps a member that stands before the list.
func (l *longList) member(key string, value json.Token) {
	if text, err := json.Marshal(value); err == nil {
		l.members = fmt.Appendf(l.members, ",%q:%s", key, text)
	}
}

// page reads the part and begins another one. The last part has the members
// beside the list, and any other one says that the list goes on.
func (l *longList) page(last bool) (Page, error) {
	text := append(l.part.text, ']')
	switch {
	case l.key != "" && last:
		text = append(append(text, l.members...), '}')
	case l.key != "":
		text = append(text, `,"nextLink":"more"}`...)
	}
	page, err := ReadPage(text, l.options)
	if !last {
		page.Next, page.incomplete = "", true
	}
	page.names = census{}
	l.place(err)
	l.begin()
	return page, err
}

// place gives errors their places in the document.
func (l *longList) place(err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			l.place(e)
		}
		return
	}
	var e *Error
	if !errors.As(err, &e) {
		return
	}
	for i := len(l.part.elements) - 1; i >= 0; i-- {
		if of := l.part.elements[i]; of.at <= e.Offset {
			e.Offset += of.from - of.at
			e.Line += int(of.onLine - of.line)
			if after, found := strings.CutPrefix(e.Path, fmt.Sprintf("%s[%d]", l.key, i)); found {
				e.Path = fmt.Sprintf("%s[%d]%s", l.key, l.read+i, after)
			}
			return
		}
	}
}

// broken is the error of a list that breaks off.
func (l *longList) broken(err error) error {
	at := l.decoder.InputOffset()
	if !errors.Is(err, ErrTooLarge) {
		err = fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return &Error{Path: fmt.Sprintf("%s[%d]", l.key, l.read+len(l.part.elements)), Line: int(l.in.lineAt(at)), Offset: l.skipped + at, Err: err}
}

// lineReader knows on which lines the text lies that was read last, and bounds
// what is read of one element.
type lineReader struct {
	in    io.Reader
	left  int     // bytes of the element that may be read
	read  int64   // bytes
	lines int64   // line ends that were asked for already
	ends  []int64 // the other ones, by their offsets
}

func (r *lineReader) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, jsondoc.TooMany(maxElement, "bytes")
	}
	n, err := r.in.Read(p[:min(len(p), r.left)])
	for i, c := range p[:n] {
		if c == '\n' {
			r.ends = append(r.ends, r.read+int64(i))
		}
	}
	r.left -= n
	r.read += int64(n)
	return n, err
}

// lineAt returns the line of an offset that is not before the one that was asked
// for last, counted from 1.
func (r *lineReader) lineAt(offset int64) int64 {
	for len(r.ends) > 0 && r.ends[0] < offset {
		r.ends = r.ends[1:]
		r.lines++
	}
	return r.lines + 1
}
