package registry

import (
	"bufio"
	"bytes"
	"context"
	"io"
)

// ReadVRPs reads validated ROA payloads as rpki-client, Routinator, FORT and
// OctoRPKI write them, plain or gzip: JSON (json, jsonext) or CSV (csv,
// csvcompat, csvext). It detects the format. AS numbers can be numbers or
// strings, with or without AS. CSV is several times as fast as JSON. The name
// appears in statistics and errors; usually it is that of the file.
//
// If a VRP has no maximum length, it is the length of the prefix. The names of
// columns and members are read in any spelling in use. ReadVRPs refuses a CSV
// header that names no maximum length with [ErrColumns], and rejects a JSON
// object that has one of an unknown name, because a VRP without its maximum
// length makes valid routes invalid. It refuses local exceptions (SLURM) with
// [ErrSLURM].
//
// VRPs that have expired at [Options.Now] are rejected. A VRP without a time of
// expiry expires when the metadata says that the document does.
//
// ReadVRPs streams: its memory does not grow with the size of the input, except
// for what is kept. The error is a [*ReadError]; what was read before is kept.
// After a syntax error in JSON nothing more can be read.
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

// sniff detects the format by the first byte that is not white space.
func sniff(text *bufio.Reader) Format {
	head, err := text.Peek(512)
	head = bytes.TrimSpace(head)
	switch {
	case len(head) == 0 && err != nil: // the input is empty
		return 0
	case len(head) == 0:
		return CSV
	case head[0] == '{' || head[0] == '[':
		return JSON
	}
	return CSV
}
