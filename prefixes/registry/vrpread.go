package registry

import (
	"bufio"
	"bytes"
	"context"
	"io"
)

// ReadVRPs reads validated ROA payloads as rpki-client and Routinator write
// them, plain or gzip: JSON (json, jsonext), and CSV (csv, csvcompat, csvext).
// It finds out which. AS numbers may be numbers or strings, with or without AS;
// without a maximum length, the length of the prefix is the maximum. CSV is
// several times as fast. The name is for accounts and errors, usually that of
// the file.
//
// It streams: its memory does not depend on the size of the input, except for
// what is kept. The error is a [*ReadError]; what was read before it is kept.
// In JSON that is more easily lost: behind a syntax error there is nothing to
// hold on to.
func (b *Builder) ReadVRPs(ctx context.Context, in io.Reader, name string) (Stats, error) {
	r, text, err := b.begin(ctx, in, name)
	if err == nil {
		switch r.stats.Format = sniff(text); r.stats.Format {
		case JSON:
			err = r.readJSON(text)
		default:
			err = r.readCSV(text)
		}
	}
	return r.end(err)
}

// sniff tells the format from the first byte that is not white space.
func sniff(text *bufio.Reader) Format {
	head, err := text.Peek(512)
	head = bytes.TrimSpace(head)
	switch {
	case len(head) == 0 && err != nil: // that is all
		return 0
	case len(head) == 0:
		return CSV
	case head[0] == '{' || head[0] == '[':
		return JSON
	}
	return CSV
}
