package refusal

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Every row says what to do, why and by which source, and no earlier row hides it.
func TestRefusals(t *testing.T) {
	for i, r := range refusals {
		name := r.code + ": " + r.says
		assert.NotEmpty(t, r.code+r.says, "a row about everything")
		assert.NotZero(t, r.means, name)
		assert.NotZero(t, r.basis, name)
		assert.NotEmpty(t, r.why, name)
		assert.NotEmpty(t, r.source, name)
		assert.Equal(t, strings.ToLower(squeeze(r.says)), r.says, "messages are compared in lower case, with single spaces")
		for _, before := range refusals[:i] {
			hides := before.matches(r.status, r.code, r.says) && !before.silent
			assert.False(t, hides, "%s is hidden by %s: %s", name, before.code, before.says)
		}
	}
}

// Every message tells a code that a row is about.
func TestMessages(t *testing.T) {
	for _, m := range messages {
		said := m.says + " x " + m.also
		assert.Equal(t, m.code, codeOf(said))
		r := lookUp(0, m.code, said+" /providers/")
		if assert.NotNil(t, r, m.code) {
			assert.Equal(t, m.code, r.code)
		}
	}
	assert.Empty(t, codeOf("the resource '"+strings.Repeat("x", 2*maxBetween)+"' was not found"))
}

func TestIsWrapper(t *testing.T) {
	for _, code := range []string{"BadRequest", "conflict", "ConflictError", "DeploymentFailed", "ResourceDeploymentFailure", "InternalServerError", "409", "azure.core.exceptions.HttpResponseError"} {
		assert.True(t, isWrapper(code), code)
	}
	for _, code := range []string{"AuthorizationFailed", "RetryableError", "AnotherOperationInProgress", "InUse", "UnheardOf"} {
		assert.False(t, isWrapper(code), code)
	}
}

func TestUndress(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", " \n", ""},
		{"plain", "one\ntwo", "one\ntwo"},
		{"escapes", `\"a\": \\\"b\\\"\r\n\tc\u0027d\x`, "\"a\": \"b\"\n c'd\\x"},
		{"escapes that are cut", `a\`, `a\`},
		{"half of an escape", `a\u00`, `a\u00`},
		{"line ends of Windows", "a\r\nb\rc", "a\nb\nc"},
		{"colours", "\x1b[31mred\x1b[0m [1;31mred[0m", "red red"},
		{"a box", "╷\n│ Error: a\n│ \n│   with x.y[\"z\"],\n│   on main.tf line 3, in resource \"x\" \"y\":\n│    3: resource \"x\" \"y\" {\n│ \n│ b\n╵", "Error: a\n\n\nb"},
		{"a pipeline", "2026-01-02T03:04:05.678Z ##[error] a\n> b", "a\nb"},
		{"PowerShell 7", "Line |\n   2 |  Get-X\n     | a", "Get-X\na"},
		{"Windows PowerShell", "Get-X : a\nAt line:1 char:1\n+ Get-X\n+ ~~~~~\n    + CategoryInfo : x", "Get-X : a"},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, undress([]byte(c.text))) })
	}
	long := undress([]byte("head" + strings.Repeat("x", 10*maxPrinted) + "tail"))
	assert.LessOrEqual(t, len(long), maxPrinted+2)
	assert.True(t, strings.HasPrefix(long, "head"))
	assert.True(t, strings.HasSuffix(long, "tail"))
}

func TestReadings(t *testing.T) {
	w := strings.Repeat("word ", 12) // 60 wide, 59 without the last space
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"one line", "a", []string{"a"}},
		{"short lines", "aa\nbb\ncc", []string{"aa\nbb\ncc"}},
		{"two full lines", w[:60] + "\n    " + w[:56] + "\nend", []string{w[:60] + w[:56] + "end", w[:60] + "\n    " + w[:56] + "\nend"}},
		{"one full line", w + "x\nend", []string{w + "x\nend", w + "xend"}},
		{"a full line of PowerShell", w + "x\nend\nReasonPhrase: y", []string{w + "xend\nReasonPhrase: y", w + "x\nend\nReasonPhrase: y"}},
		{"a full line before a field", w + "x\nStatusCode: 4\nReasonPhrase: y", []string{w + "x\nStatusCode: 4\nReasonPhrase: y"}},
		{"rules", strings.Repeat("-", 80) + "\na\n" + strings.Repeat("-", 80), []string{strings.Repeat("-", 80) + "\na\n" + strings.Repeat("-", 80)}},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, readings(c.text)) })
	}
}
