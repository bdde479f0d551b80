package registry

import (
	"bytes"
	"io"
)

// lines cuts a text into lines, in a window of fixed size. A line that is too
// long is cut, and the rest of it passed over. Only '\n' ends a line; '\r'
// before it belongs to the end.
type lines struct {
	in     io.Reader
	window []byte
	start  int // the unread part of the window
	end    int
	most   int   // bytes of a line that are kept
	number int64 // of the line last returned, from 1
	cut    int64 // lines that were cut
	long   bool  // the line last returned was
	err    error // from in, sticky; io.EOF at the end of the text
}

func newLines(in io.Reader, most int) *lines {
	return &lines{in: in, most: most, window: make([]byte, max(4*most, 64<<10))}
}

// next returns the next line without its end, valid until the next call. At the
// end of the text, or when it cannot be read on, ok is false; a last line
// without an end is one if the text is whole, and left in rest if it is not.
func (l *lines) next() (line []byte, ok bool) {
	unread := l.window[l.start:l.end]
	i := bytes.IndexByte(unread, '\n')
	if i < 0 || i > l.most {
		return l.slow()
	}
	l.start += i + 1
	l.number++
	l.long = false
	if i > 0 && unread[i-1] == '\r' {
		return trimCR(unread[:i]), true
	}
	return unread[:i], true
}

// slow returns the next line when it is not whole in the window, or too long.
func (l *lines) slow() ([]byte, bool) {
	seen := 0 // bytes of the line without an end
	for {
		unread := l.window[l.start:l.end]
		if i := bytes.IndexByte(unread[seen:], '\n'); i >= 0 {
			i += seen
			l.start += i + 1
			return l.finish(unread[:i]), true
		}
		if len(unread) > l.most+1 { // one more for a '\r'
			return l.tooLong(), true
		}
		if l.err != nil {
			if l.err != io.EOF || len(unread) == 0 {
				return nil, false
			}
			l.start = l.end
			return l.finish(unread), true
		}
		seen = len(unread)
		l.fill()
	}
}

// tooLong returns the beginning of a line that is longer than the window may
// hold, and passes over the rest.
func (l *lines) tooLong() []byte {
	kept := copy(l.window, l.window[l.start:l.start+l.most])
	l.start, l.end = kept, kept
	for l.err == nil {
		l.end += l.read(l.window[kept:])
		i := bytes.IndexByte(l.window[kept:l.end], '\n')
		if i >= 0 {
			l.start = kept + i + 1
			break
		}
		l.end = kept
	}
	l.number++
	l.cut++
	l.long = true
	return l.window[:kept]
}

func (l *lines) finish(line []byte) []byte {
	l.number++
	line = trimCR(line)
	if l.long = len(line) > l.most; l.long {
		l.cut++
		line = line[:l.most]
	}
	return line
}

// fill makes room in the window and reads into it.
func (l *lines) fill() {
	if l.start > 0 {
		l.end = copy(l.window, l.window[l.start:l.end])
		l.start = 0
	}
	l.end += l.read(l.window[l.end:])
}

// read reads until there is a byte or an error. A reader that gives neither
// for a hundred times is broken.
func (l *lines) read(into []byte) int {
	for range 100 {
		n, err := l.in.Read(into)
		l.err = err
		if n > 0 || err != nil {
			return n
		}
	}
	l.err = io.ErrNoProgress
	return 0
}

// rest returns what was read of the line on which reading broke off.
func (l *lines) rest() []byte { return l.window[l.start:l.end] }

func trimCR(line []byte) []byte {
	for len(line) > 0 && line[len(line)-1] == '\r' {
		line = line[:len(line)-1]
	}
	return line
}
