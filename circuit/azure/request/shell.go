package request

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// command returns one command line. It returns an empty one if a word is empty,
// which means that az would not take the word as it is meant.
func command(name string, args ...[]string) []string {
	words := slices.Concat(args...)
	if slices.Contains(words, "") {
		return []string{""}
	}
	return []string{name + " " + strings.Join(words, " ")}
}

// quoted returns the text as one word for az, empty if az would not take the text
// as it is: az takes a word that begins with "-" as an option, and one that begins
// with "@" as the name of a file to read. A text with a control character is not
// given to az either.
//
// Source: https://learn.microsoft.com/en-us/cli/azure/use-azure-cli-successfully-tips
func quoted(text string) string {
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "@") || strings.ContainsFunc(text, unicode.IsControl) {
		return ""
	}
	return quote(text)
}

// contentsOf returns a word that az replaces with the contents of the file,
// without the line end after the last line.
//
// Source: github.com/Azure/azure-cli,
// src/azure-cli-core/azure/cli/core/commands/__init__.py, _expand_file_prefixed_files
func contentsOf(file string) string {
	if strings.ContainsFunc(file, unicode.IsControl) {
		return ""
	}
	return quote("@" + file)
}

// plain matches a text in which no character has a special meaning to a shell. "="
// has one to some shells at the beginning of a word.
var plain = regexp.MustCompile(`^[A-Za-z0-9_./:@,+-][A-Za-z0-9_./:@,+=-]*$`)

// quote returns a text as one word of a POSIX shell. Within single quotes only
// the single quote has a special meaning.
//
// Source: IEEE Std 1003.1-2024, Shell Command Language, section 2.2.2
func quote(text string) string {
	if plain.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// variableName matches the names that a shell accepts for a variable.
//
// Source: IEEE Std 1003.1-2024, Base Definitions, section 3.216, Name
var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// variable returns a word that the shell replaces with the value of an
// environment variable.
func variable(name string) string { return `"$` + name + `"` }

// knownOr returns the text as a word, or the variable otherwise if the text is
// empty.
func knownOr(text, otherwise string) string {
	if text == "" {
		return variable(otherwise)
	}
	return quoted(text)
}
