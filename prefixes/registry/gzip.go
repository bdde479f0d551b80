package registry

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
)

// unpacker unpacks the members of a gzip file one after the other (RFC 1952
// section 2.2). Zero bytes after a member are padding, as for the program gzip:
// some tools fill the last block of a file.
type unpacker struct {
	packed *bufio.Reader
	member *gzip.Reader
}

func newUnpacker(packed *bufio.Reader) (*unpacker, error) {
	member, err := gzip.NewReader(packed)
	if err != nil {
		return nil, unexpected(err)
	}
	member.Multistream(false)
	return &unpacker{packed, member}, nil
}

func (m *unpacker) Read(into []byte) (int, error) {
	n, err := m.member.Read(into)
	if !errors.Is(err, io.EOF) {
		return n, err
	}
	return n, m.next()
}

// next goes on to the next member. It returns io.EOF if there is none.
func (m *unpacker) next() error {
	for {
		head, err := m.packed.Peek(1)
		switch {
		case err != nil:
			return err
		case head[0] != 0:
			if err := m.member.Reset(m.packed); err != nil {
				return unexpected(err)
			}
			m.member.Multistream(false)
			return nil
		}
		if _, err := m.packed.Discard(1); err != nil {
			return err
		}
	}
}

// unexpected returns the error of a member that was not read to its end.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
