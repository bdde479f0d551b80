package request

import (
	"slices"
	"strings"
	"unicode"
)

// command is one command line, an empty one if a word of it cannot be given.
func command(name string, args ...[]string) []string {
	words := slices.Concat(args...)
	if slices.Contains(words, "") {
		return []string{""}
	}
	return []string{name + " " + strings.Join(words, " ")}
}

// given writes a word for az: quoted, or empty if az would not take it as it
// stands. It takes what begins with "-" for an option, and with "@" for the name
// of a file to read. A control character is of no use in one.
//
// Source: https://learn.microsoft.com/en-us/cli/azure/use-azure-cli-successfully-tips
func given(text string) string {
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "@") || strings.ContainsFunc(text, unicode.IsControl) {
		return ""
	}
	return quote(text)
}

// contents has az read a file, less the end of its last line.
//
// Source: github.com/Azure/azure-cli,
// src/azure-cli-core/azure/cli/core/commands/__init__.py, _expand_file_prefixed_files
func contents(file string) string {
	if strings.ContainsFunc(file, unicode.IsControl) {
		return ""
	}
	return quote("@" + file)
}

// quote writes a text as one word of a POSIX shell. Within single quotes nothing
// has a meaning but the quote itself.
//
// Source: IEEE Std 1003.1-2024, Shell Command Language, section 2.2.2
func quote(text string) string {
	if text != "" && !strings.ContainsFunc(text, special) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// special: all but what certainly means itself.
func special(r rune) bool { return notWord(r) && !strings.ContainsRune("-./:@,+", r) }

// variable has the shell put in the value of an environment variable.
func variable(name string) string { return `"$` + name + `"` }

// spelled reports whether a shell can spell the name of a variable.
//
// Source: IEEE Std 1003.1-2024, Base Definitions, section 3.216, Name
func spelled(name string) bool {
	return name != "" && !strings.ContainsFunc(name, notWord) && (name[0] < '0' || name[0] > '9')
}

// known is a word, or the variable for one that is not known.
func known(text, name string) string {
	if text == "" {
		return variable(name)
	}
	return given(text)
}

// resourceID is an ID of Azure's, in parts: keys and values in turns, the
// provider's namespace being a value.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/resource-name-rules
type resourceID []string

func splitID(id string) resourceID { return strings.Split(strings.Trim(id, "/"), "/") }

// after returns what follows a key, empty if nothing does. Azure does not keep
// the case of keys.
func (id resourceID) after(key string) string {
	for i := 0; i+1 < len(id); i += 2 {
		if strings.EqualFold(id[i], key) {
			return id[i+1]
		}
	}
	return ""
}

// last is the resource's own name.
func (id resourceID) last() string {
	if len(id) == 0 {
		return ""
	}
	return id[len(id)-1]
}

// name returns the resource's own name if it is of that type, such as
// "Microsoft.Network/expressRouteCircuits/peerings".
func (id resourceID) name(kind string) string {
	if strings.EqualFold(id.kind(), kind) {
		return id.last()
	}
	return ""
}

// of returns the name of the resource of that type that this one belongs to.
func (id resourceID) of(kind string) string {
	return id.after(kind[strings.LastIndex(kind, "/")+1:])
}

// kind is the type of the resource.
func (id resourceID) kind() string {
	if len(id) < 8 || !strings.EqualFold(id[4], "providers") {
		return ""
	}
	parts := []string{id[5]}
	for i := 6; i < len(id); i += 2 {
		parts = append(parts, id[i])
	}
	return strings.Join(parts, "/")
}

// group names the resource group, or the variable for it, and the subscription
// if it is known.
func (id resourceID) group(otherwise string) []string {
	args := []string{"--resource-group", known(id.after("resourceGroups"), otherwise)}
	if subscription := id.after("subscriptions"); subscription != "" {
		args = append(args, "--subscription", given(subscription))
	}
	return args
}

// notWord reports all but ASCII letters, digits and underscores.
func notWord(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r != '_'
}
