package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/expressroute-go/expressroute/prefixes/registry"
)

// bar shows how far a reading has come, on a terminal only.
type bar struct {
	w    io.Writer // nil: shows nothing
	size int64     // of the input in bytes, 0 if it is not known
	last string    // what is shown
}

func newBar(w io.Writer) *bar {
	if !terminal(w) {
		return &bar{}
	}
	return &bar{w: w}
}

// terminal reports whether w is a terminal, or another device of characters,
// that can erase a line.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (b *bar) progress(p registry.Progress) {
	if b.w == nil {
		return
	}
	if line := render(p, b.size); line != b.last {
		fmt.Fprint(b.w, "\r"+line+eraseToEnd)
		b.last = line
	}
}

// clear takes the bar away.
func (b *bar) clear() {
	if b.w != nil && b.last != "" {
		fmt.Fprint(b.w, "\r"+eraseToEnd)
		b.last = ""
	}
}

// eraseToEnd clears from the cursor to the end of the line (ECMA-48, EL).
const eraseToEnd = "\x1b[K"

// columns is the width of the bar, one less than that of a narrow terminal, so
// that it does not wrap.
const columns = 39

// render is the bar in one line of at most 39 characters:
// "radb.db.gz [###-----]  35% 3 kept".
func render(p registry.Progress, size int64) string {
	const cells, longest = 8, 10
	name := []rune(printable(filepath.Base(p.Name)))
	if len(name) > longest {
		name = append(name[:longest-1], '~')
	}
	line := fmt.Sprintf("%s %d MiB %d kept", string(name), p.Bytes>>20, p.Kept)
	if size > 0 {
		share := min(p.Bytes, size)
		done := int(share * cells / size)
		line = fmt.Sprintf("%s [%s%s] %3d%% %d kept", string(name),
			strings.Repeat("#", done), strings.Repeat("-", cells-done), share*100/size, p.Kept)
	}
	if list := []rune(line); len(list) > columns {
		line = string(list[:columns])
	}
	return line
}
