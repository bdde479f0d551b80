package registry

import (
	"bufio"
	"context"
	"io"
)

// source reads an input as it was given. It counts the bytes, stops when the
// context is done, and reports progress.
type source struct {
	ctx   context.Context
	in    io.Reader
	bytes int64
	told  int64 // value of bytes when tell was last called
	tell  func()
}

func (s *source) Read(into []byte) (int, error) {
	const interval = 1 << 20 // bytes between two reports
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	if s.bytes-s.told >= interval {
		s.told = s.bytes
		s.tell()
	}
	n, err := s.in.Read(into)
	s.bytes += int64(n)
	return n, err
}

// open returns the text of an input, without a byte order mark. It unpacks an
// input that begins with the magic number of gzip (RFC 1952 section 2.3.1).
func open(in io.Reader) (text *bufio.Reader, packed bool, err error) {
	const (
		window = 64 << 10
		magic  = "\x1f\x8b"
		mark   = "\ufeff"
	)
	text = bufio.NewReaderSize(in, window)
	if head, _ := text.Peek(len(magic)); string(head) == magic {
		unpacked, err := newUnpacker(text)
		if err != nil {
			return nil, true, err
		}
		text, packed = bufio.NewReaderSize(unpacked, window), true
	}
	if head, _ := text.Peek(len(mark)); string(head) == mark {
		_, err = text.Discard(len(mark))
	}
	return text, packed, err
}

// reading is the state of reading one input into a builder.
type reading struct {
	*Builder
	stats Stats
	src   *source
	lines *lines // nil for JSON, and before the first line
	input uint16 // the number of the input
	until int64  // seconds since 1970 until which VRPs may be used that do not say it themselves; 0 not known
}

// begin opens an input.
func (b *Builder) begin(ctx context.Context, in io.Reader, name string) (*reading, *bufio.Reader, error) {
	r := &reading{Builder: b, stats: Stats{Name: name}, input: uint16(len(b.inputs))}
	r.src = &source{ctx: ctx, in: in, tell: func() { r.report(false) }}
	if len(b.inputs) > 1<<16-1 {
		return r, nil, ErrTooManyInputs
	}
	text, packed, err := open(r.src)
	r.stats.Gzip = packed
	return r, text, err
}

// end completes the statistics of an input, and returns them and the error that
// ended the reading.
func (r *reading) end(err error) (Stats, error) {
	r.report(true)
	r.stats.Bytes = r.src.bytes
	r.stats.Truncated = err != nil
	r.inputs = append(r.inputs, r.stats)
	if err != nil {
		err = &ReadError{Name: r.stats.Name, Line: r.stats.Lines, Err: err}
	}
	return r.stats.clone(), err
}

// report updates the statistics and calls the caller's Progress.
func (r *reading) report(done bool) {
	if r.lines != nil {
		r.stats.Lines, r.stats.LongLines = r.lines.number, r.lines.cut
	}
	if r.options.Progress == nil {
		return
	}
	r.options.Progress(Progress{
		Name:     r.stats.Name,
		Bytes:    r.src.bytes,
		Lines:    r.stats.Lines,
		Objects:  r.stats.Objects,
		Kept:     r.stats.Kept,
		Rejected: r.stats.Rejected,
		Done:     done,
	})
}

// reject counts a rejected object, and lists it if the list is not full. It
// calls shown for the line and the text only then, because an input can have
// very many rejects.
func (r *reading) reject(fault Fault, shown func() (line int64, text []byte)) {
	r.stats.Rejected++
	if r.stats.Faults == nil {
		r.stats.Faults = make(map[Fault]int64)
	}
	r.stats.Faults[fault]++
	if len(r.stats.Rejects) < r.options.MaxRejects {
		line, text := shown()
		r.stats.Rejects = append(r.stats.Rejects, Reject{Line: line, Text: excerpt(text), Fault: fault, Why: fault.Text()})
	}
}

// rejectLine is reject for a known line and text.
func (r *reading) rejectLine(fault Fault, line int64, text []byte) {
	r.reject(fault, func() (int64, []byte) { return line, text })
}
