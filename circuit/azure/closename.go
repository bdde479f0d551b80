package azure

import (
	"strings"
	"unicode"
)

// closeTo reports whether two names may mean the same: one is in the other, or a few
// letters differ. Only letters and digits count.
func closeTo(a, b string) bool {
	a, b = letters(a), letters(b)
	short := min(len(a), len(b))
	if short < 3 {
		return a == b
	}
	return strings.Contains(a, b) || strings.Contains(b, a) || distance(a, b) <= 1+short/4
}

// letters returns the letters and digits of the beginning of a name, in lower case.
func letters(name string) string {
	const most = 64 // bytes; the longest names of providers have half of it
	name = name[:min(len(name), most)]
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c > unicode.MaxASCII {
			return c
		}
		return -1
	}, strings.ToLower(name))
}

// distance returns how many letters have to be added, removed or replaced to make the
// one name of the other.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal, row[j+1] = row[j+1], min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
