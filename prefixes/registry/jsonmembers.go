package registry

import (
	"encoding/json"
	"iter"
)

// members yields the names and values of an object, as they are written: names
// with their quotation marks, values with theirs. The object must be valid
// JSON, as [json.Decoder] returns it.
func members(object json.RawMessage) iter.Seq2[json.RawMessage, json.RawMessage] {
	return func(yield func(name, value json.RawMessage) bool) {
		rest := skipBlanks(object[1:])
		for len(rest) > 0 && rest[0] == '"' {
			end := valueEnd(rest)
			name := rest[:end]
			rest = skipBlanks(rest[end:])
			rest = skipBlanks(rest[1:]) // the colon
			end = valueEnd(rest)
			if !yield(name, rest[:end]) {
				return
			}
			if rest = skipBlanks(rest[end:]); rest[0] == ',' {
				rest = skipBlanks(rest[1:])
			}
		}
	}
}

func skipBlanks(text []byte) []byte {
	for len(text) > 0 && (text[0] == ' ' || text[0] == '\t' || text[0] == '\n' || text[0] == '\r') {
		text = text[1:]
	}
	return text
}

// valueEnd returns the length of the value at the beginning of a text.
func valueEnd(text []byte) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i += stringEnd(text[i:]) - 1
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth == 0 { // of the object around a number or a word
				return i
			}
			depth--
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return i
			}
			continue
		case ':':
			continue
		default: // within a number or a word
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(text)
}

// stringEnd returns the length of the string at the beginning of a text, with
// its quotation marks.
func stringEnd(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}
