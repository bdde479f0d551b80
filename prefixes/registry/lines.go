package registry

import (
	"bytes"
	"io"
)

// lines splits a text into lines, in a buffer of fixed size. Of a line that is
// too long it returns the beginning and skips the rest. Only '\n' ends a line;
// '\r' on either side of it is removed.
type lines struct {
	in     io.Reader
	window []byte
	start  int // window[start:end] was not returned yet
	end    int
	most   int   // how many bytes of a line are returned
	number int64 // of the last line returned, from 1
	cut    int64 // the number of lines that were too long
	long   bool  // the last line returned was too long
	err    error // the error of in; io.EOF at the end of the text
}

func newLines(in io.Reader, most int) *lines {
	return &lines{in: in, most: most, window: make([]byte, max(4*most, 64<<10))}
}

// next returns the next line without its end, valid until the next call. It
// returns false at the end of the text and after an error. A last line without
// an end is returned at the end of the text; after an error it is left in rest.
func (l *lines) next() (line []byte, ok bool) {
	unread := l.window[l.start:l.end]
	i := bytes.IndexByte(unread, '\n')
	if i < 0 || i > l.most {
		return l.slow()
	}
	l.start += i + 1
	l.number++
	l.long = false
	if i > 0 && (unread[i-1] == '\r' || unread[0] == '\r') {
		return trimCR(unread[:i]), true
	}
	return unread[:i], true
}

// slow returns the next line if it is not complete in the window, or too long.
func (l *lines) slow() ([]byte, bool) {
	seen := 0 // how many bytes have no line end in them
	for {
		unread := l.window[l.start:l.end]
		if i := bytes.IndexByte(unread[seen:], '\n'); i >= 0 {
			i += seen
			l.start += i + 1
			return l.finish(unread[:i]), true
		}
		if len(unread) > l.most+1 { // one more, for a '\r'
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

// tooLong returns the beginning of a line that is too long, and skips the rest.
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

// fill moves the unread part to the start of the window and reads more.
func (l *lines) fill() {
	if l.start > 0 {
		l.end = copy(l.window, l.window[l.start:l.end])
		l.start = 0
	}
	l.end += l.read(l.window[l.end:])
}

// read reads until it gets a byte or an error. It gives up a reader that
// returned neither a hundred times.
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

// rest returns the beginning of the line that could not be read to its end.
func (l *lines) rest() []byte { return l.window[l.start:l.end] }

func trimCR(line []byte) []byte {
	for len(line) > 0 && line[0] == '\r' {
		line = line[1:]
	}
	for len(line) > 0 && line[len(line)-1] == '\r' {
		line = line[:len(line)-1]
	}
	return line
}
