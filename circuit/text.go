package circuit

import "strconv"

// constant returns a Found function that always returns the same text.
func constant(text string) func(view) string { return func(view) string { return text } }

// count returns a number with its noun: "1 link", "3 links".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func index(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// quoted quotes text, cut after 128 bytes.
func quoted(text string) string {
	if len(text) > 128 {
		text = text[:128] + "..."
	}
	return strconv.Quote(text)
}
