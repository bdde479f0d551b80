package refusal

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
)

// maxPrinted is how much of a printed text is read, in bytes: the first half of it
// from the beginning of the text, the other from the end.
const maxPrinted = 64 << 10

// Everything here takes time that is linear in the length of the text.
var (
	colours = regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]|\[\d{1,2}(?:;\d{1,3})*m`)

	// frames are what a tool prints before a line: the time and a mark of a pipeline,
	// the box of Terraform, the line numbers of PowerShell.
	frames = regexp.MustCompile(`^(?:\s*(?:>|\d{4}-\d\d-\d\d[T ][\d:.,]+Z?|##\[\w+\]|::error::|Line \||\d* *\||[│╷╵║]|â”‚))+ ?`)

	// asides are lines that are not part of an error: the place in a configuration or
	// a script, and what stands there.
	asides = regexp.MustCompile(`^\s*(?:with \S+,$|on \S+ line \d+|\d+: |\+ |At (?:line:|\S+:)\d+ char:\d+|At \S+\.ps1:\d+ char:\d+)`)
)

// undress returns the text that a tool printed, without what the tool puts around
// it: escapes of a string within a string, colours, frames, and lines that quote a
// configuration.
func undress(text []byte) string {
	if len(text) > maxPrinted {
		head, tail := text[:maxPrinted/2], text[len(text)-maxPrinted/2:]
		text = append(append(bytes.Clone(head), "\n\n"...), tail...)
	}
	plain := colours.ReplaceAllString(unescape(strings.ToValidUTF8(string(text), "\ufffd")), "")
	var b strings.Builder
	for line := range strings.SplitSeq(plain, "\n") {
		if asides.MatchString(frames.ReplaceAllString(line, "")) {
			continue
		}
		b.WriteString(strings.TrimRight(frames.ReplaceAllString(line, ""), " \t"))
		b.WriteByte('\n')
	}
	return strings.TrimSpace(b.String())
}

// brokenKey matches what may be a key that a line break has cut in two.
var brokenKey = regexp.MustCompile(`[0-9A-Fa-f-]+[ \t]*\n[ \t]*[0-9A-Fa-f-]+`)

// mend joins the keys that a line break has cut in two, so that each is known as
// one.
func mend(text string) string {
	return brokenKey.ReplaceAllStringFunc(text, func(s string) string {
		joined := strings.Join(strings.Fields(s), "")
		if len(joined) >= 32 && scrub.Text(joined) != joined {
			return joined
		}
		return s
	})
}

// unescape takes the escapes out of a text that was a string in another text, once
// or several times. What it returns is for the eye: a quote in a message cannot be
// told from the one that ends it.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		c := s[i]
		if c == '\r' {
			c = '\n'
			if strings.HasPrefix(s[i+1:], "\n") {
				i++
			}
		}
		if c != '\\' {
			b.WriteByte(c)
			i++
			continue
		}
		run := len(s[i:]) - len(strings.TrimLeft(s[i:], `\`))
		text, width := escaped(s[i+run:])
		if width == 0 {
			text = s[i : i+run]
		}
		b.WriteString(text)
		i += run + width
	}
	return b.String()
}

// escaped returns what the text after a backslash stands for, and how many bytes
// of it that takes: none if it is not an escape.
func escaped(s string) (text string, width int) {
	if s == "" {
		return "", 0
	}
	switch s[0] {
	case '"', '\'', '/':
		return s[:1], 1
	case 'n':
		return "\n", 1
	case 'r':
		return "", 1
	case 't':
		return " ", 1
	case 'u':
		if len(s) >= 5 {
			if r, err := strconv.ParseUint(s[1:5], 16, 16); err == nil {
				return string(rune(r)), 5
			}
		}
	}
	return "", 0
}

// minWrapped is the shortest width at which a console is taken to have cut lines.
const minWrapped = 60

// readings returns a text in the ways in which it can be read, the likeliest first:
// with the lines joined that a console seems to have cut, as it is, and with the
// longest line joined to the next.
func readings(text string) []string {
	cut := 2
	if strings.Contains(text, "\nReasonPhrase:") {
		cut = 1 // Az PowerShell, which leaves the lines to the console
	}
	first, last := unwrap(text, cut), unwrap(text, 1)
	if first == last {
		return slices.Compact([]string{first, text})
	}
	return []string{text, last}
}

// unwrap joins the lines that a console of fixed width has cut, even in the middle
// of a word, as Windows PowerShell does. Lines are taken to be cut if so many that
// follow each other are as long as the longest line of the text.
func unwrap(text string, following int) string {
	lines := strings.Split(text, "\n")
	width, inRow, most := 0, 0, 0
	for _, line := range lines {
		if !isRule(line) {
			width = max(width, len(line))
		}
	}
	for _, line := range lines {
		if isFull(line, width) {
			inRow++
			most = max(most, inRow)
		} else {
			inRow = 0
		}
	}
	if width < minWrapped || most < following {
		return text
	}
	var b strings.Builder
	for i, line := range lines {
		switch {
		case i == 0:
		case isFull(lines[i-1], width) && !field.MatchString(line):
			line = strings.TrimLeft(line, " ")
			if len(lines[i-1]) < width { // a space at its end was cut off
				b.WriteByte(' ')
			}
		default:
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String()
}

// field matches the beginning of a line of Az PowerShell that no console has cut.
var field = regexp.MustCompile(`^[A-Z]\w* ?:`)

// isFull reports whether a line is as wide as the console, or one space less.
func isFull(line string, width int) bool { return len(line) >= width-1 && !isRule(line) }

// isRule reports whether a line is drawn, and no text.
func isRule(line string) bool { return strings.Trim(line, "-=~_ ") == "" }
