package refusal

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

const fuzzedText = "╷\n│ Error: polling failed: the Azure API returned the following error:\n│\n│ Status: \"Failed\"\n│ Code: \"ScopeLocked\"\n│ Message: \"x\"\n╵"

// No text makes readPrinted panic. Errors inside of others follow them, and what is
// read is bounded.
func FuzzReadPrinted(f *testing.F) {
	f.Add(fuzzedText)
	f.Add(`{'changed': False, 'msg': "Azure Error: ScopeLocked\nMessage: x"}`)
	f.Add("ERROR: (A) x\nCode: Abcd\nMessage: x\nException Details:\t(Bcde) y\n\tCode: Bcde")
	f.Add("  conditions:\n  - message: 'with error: Abc: x'\n    reason: ReconcileError\n")
	f.Add(`StatusCode=0 -- Original Error: Code="A" Message="x" Details=[{"code":"B","message":"{\"code\": \"C\"`)
	f.Add("<Code>A</Code><Message>x</Message> (Code:B)\n - y (Code:C) ErrorCode: D ErrorMessage: z")
	f.Fuzz(func(t *testing.T, text string) {
		a := readPrinted([]byte(text))
		assert.NotEmpty(t, a.failures)
		assert.LessOrEqual(t, len(a.failures), 1+maxMarks*(len(forms)+1))
		for i, failure := range a.failures {
			assert.Equal(t, i == 0, failure.depth == 0)
			assert.False(t, isNothing(failure.code), failure.code)
			if i > 0 {
				assert.LessOrEqual(t, len(failure.message), maxMessage)
			}
		}
		assert.True(t, a.status == 0 || a.status >= 400 && a.status < 600)
	})
}

// undress keeps no more than the limit, and text stays text. Its readings have the
// same characters.
func FuzzUndress(f *testing.F) {
	f.Add(fuzzedText)
	f.Add(`\"a\": \\\"b\\\"\r\n\u2502 \u001b[31m`)
	f.Add(strings.Repeat("word ", 12) + "\n" + strings.Repeat("word ", 12) + "\nReasonPhrase: x")
	f.Fuzz(func(t *testing.T, text string) {
		plain := undress([]byte(text))
		assert.True(t, utf8.ValidString(plain))
		for _, reading := range readings(plain) {
			assert.Equal(t, unspaced(plain), unspaced(reading))
			assert.Equal(t, unspaced(plain), unspaced(mend(reading)))
		}
	})
}

func unspaced(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// holders returns no key, and no more than the limit.
func FuzzHolders(f *testing.F) {
	key := regexp.MustCompile(`(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	subscription := regexp.MustCompile(`(?i)^/subscriptions/[^/]*`)
	f.Add("/subscriptions/x/a is in use by /subscriptions/x/b, '/subscriptions/x/c' and cannot be deleted. /subscriptions/x/d")
	f.Add("/subscriptions/x used by resource /subscriptions/5ec2e7a1-ca0a-4000-8000-5e2b1ce0ca0a/5ec2e7a1-ca0a-4000-8000-5e2b1ce0ca0a")
	f.Fuzz(func(t *testing.T, message string) {
		resource, by := holders(message)
		assert.LessOrEqual(t, len(by), maxHolders)
		for _, id := range append(by, resource) {
			assert.NotRegexp(t, key, subscription.ReplaceAllString(id, ""))
			assert.Less(t, len(id), 4<<10)
		}
	})
}
