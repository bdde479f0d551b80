package registry

import (
	"bytes"
	"io"
)

// columns says in which field of a row each part of a VRP is; -1 means none.
type columns struct {
	asn, prefix, maxLength, anchor, expires int
}

// standard are the columns that rpki-client and Routinator write, for an input
// without a header.
var standard = columns{asn: 0, prefix: 1, maxLength: 2, anchor: 3, expires: 4}

// maxFields is the number of fields of a row that are read.
const maxFields = 16

// readCSV reads VRPs, one on each line: rpki-client's csv, and Routinator's
// csv, csvcompat (every field quoted) and csvext (with the ROA's URI first, and
// its dates). It does not use encoding/csv, which reads the rest of the input
// as one field if a quotation mark is not closed.
func (r *reading) readCSV(text io.Reader) error {
	r.lines = newLines(text, r.options.MaxLine)
	where := standard
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
		if len(trim(line)) == 0 {
			continue
		}
		row := splitRow(line, fields[:0])
		if first {
			first = false
			if header, ok := readHeader(row); ok {
				where = header
				continue
			}
		}
		r.stats.Objects++
		switch {
		case r.lines.long:
			r.reject(LineTooLong, shown)
		case len(row) < 2:
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

// readHeader finds the columns by their names. It returns false for a row that
// is not a header.
func readHeader(row [][]byte) (columns, bool) {
	where := columns{-1, -1, -1, -1, -1}
	for i, name := range row {
		switch string(bytes.ToLower(name)) {
		case "asn":
			where.asn = i
		case "ip prefix", "prefix":
			where.prefix = i
		case "max length", "maxlength":
			where.maxLength = i
		case "trust anchor", "ta":
			where.anchor = i
		case "expires", "not after":
			where.expires = i
		}
	}
	return where, where.asn >= 0 && where.prefix >= 0
}

func (c columns) pick(row [][]byte) vrpText {
	field := func(i int) []byte {
		if i < 0 || i >= len(row) {
			return nil
		}
		return row[i]
	}
	return vrpText{
		asn:       field(c.asn),
		prefix:    field(c.prefix),
		maxLength: field(c.maxLength),
		anchor:    field(c.anchor),
		expires:   field(c.expires),
	}
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
