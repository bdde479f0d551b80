package registry

import (
	"bytes"
	"fmt"
	"io"
)

// maxFields is the number of fields of a row that are read.
const maxFields = 16

// columns says which part of a VRP each field of a row is.
type columns [maxFields]field

// standard are the columns that rpki-client and Routinator write, for an input
// without a header.
var standard = columns{asnField, prefixField, maxLengthField, anchorField, expiresField}

// readCSV reads VRPs, one on each line: rpki-client's and FORT's csv, and
// Routinator's csv, csvcompat (every field quoted) and csvext (with the ROA's
// URI first, and its dates). It does not use encoding/csv, which reads the rest
// of the input as one field if a quotation mark is not closed.
func (r *reading) readCSV(text io.Reader) error {
	r.lines = newLines(text, r.options.MaxLine)
	where, least := standard, 2
	var (
		line   []byte
		fields [maxFields][]byte
	)
	shown := func() (int64, []byte) { return r.lines.number, line }
	for first := true; ; {
		var ok bool
		if line, ok = r.lines.next(); !ok {
			break
		}
		if text := trim(line); len(text) == 0 || text[0] == '#' {
			continue
		}
		row := splitRow(line, fields[:0])
		if isHeader(row) {
			header, err := readHeader(row)
			if first && err != nil {
				return err
			}
			if err == nil {
				where, least, first = header, header.least(), false
				continue
			}
		}
		first = false
		r.stats.Objects++
		switch {
		case r.lines.long:
			r.reject(LineTooLong, shown)
		case len(row) < least:
			r.reject(NotAVRP, shown)
		default:
			r.takeVRP(where.pick(row), shown)
		}
	}
	if r.lines.err == io.EOF {
		return nil
	}
	if rest := r.lines.rest(); len(rest) > 0 {
		r.stats.Objects++
		r.rejectLine(CutOff, r.lines.number+1, rest)
	}
	return r.lines.err
}

// isHeader reports whether a row has only names: no prefix, no AS number and no
// number. A file that was put together from several has several headers.
func isHeader(row [][]byte) bool {
	for _, text := range row {
		if len(text) > 0 && (text[0]|0x20 < 'a' || text[0]|0x20 > 'z') || bytes.IndexByte(text, '/') >= 0 {
			return false
		}
		if _, number := parseASN(text); number {
			return false
		}
	}
	return len(row) > 1
}

// readHeader finds the columns by their names. The error says which column there
// is not, because a VRP without its maximum length makes valid routes invalid.
func readHeader(row [][]byte) (columns, error) {
	var where columns
	var found [fieldCount]bool
	for i, name := range row {
		f := fieldOf(name)
		if f == lengthField || f == sourceField || found[f] {
			f = otherField
		}
		where[i], found[f] = f, true
	}
	if missing := missingNames(found); missing != "" {
		return where, fmt.Errorf("%w: no %s in %s", ErrColumns, missing, excerpt(bytes.Join(row, []byte(","))))
	}
	return where, nil
}

// least returns how many fields a row must have, so that no part that a VRP must
// have is cut off.
func (c *columns) least() int {
	least := 0
	for i, f := range c {
		if f == asnField || f == prefixField || f == maxLengthField {
			least = i + 1
		}
	}
	return least
}

// pick returns the parts of a VRP in a row.
func (c *columns) pick(row [][]byte) *vrpText {
	text := new(vrpText)
	for i, field := range row {
		text[c[i]] = field
	}
	return text
}

// splitRow appends the fields of a line to row, up to its capacity, without the
// white space and quotation marks around them. A comma within quotation marks
// does not end a field.
func splitRow(line []byte, row [][]byte) [][]byte {
	for len(row) < cap(row) {
		line = trimLeft(line)
		end := 0
		if len(line) > 0 && line[0] == '"' {
			end = 1 + max(bytes.IndexByte(line[1:], '"'), 0)
		}
		comma := bytes.IndexByte(line[end:], ',')
		if comma < 0 {
			return append(row, unquote(trim(line)))
		}
		row = append(row, unquote(trim(line[:end+comma])))
		line = line[end+comma+1:]
	}
	return row
}

// unquote returns text without the quotation marks around it, if it has both.
func unquote(text []byte) []byte {
	if len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"' {
		return text[1 : len(text)-1]
	}
	return text
}
