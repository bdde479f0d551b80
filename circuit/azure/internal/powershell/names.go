package powershell

import (
	"bytes"
	"regexp"
)

// areNames reports whether a value is a list of objects' names. Format-List prints
// the names of the first four objects and then dots, and a table cuts the list off
// where the next column begins.
//
// Source: https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_preference_variables#formatenumerationlimit
func areNames(value []byte) bool {
	return listOfNames.Match(value) && !bytes.Contains(value, []byte("Microsoft.")) // the name of a class
}

var (
	listOfNames = regexp.MustCompile(`^\{\s*[\w.-]*\w(?:\s*,\s*[\w.-]*\w)*` + `\s*(?:,?\s*(?:\.{2,3}|…)\s*)?\}?$`)
	nameIn      = regexp.MustCompile(`[\w.-]*\w`)
)

// named returns a list of objects that have nothing but the names. An object
// without even that stands for those that are cut off.
func named(value traced) traced {
	list := traced{}
	list.add([]byte("["), value.origin(0))
	names := nameIn.FindAllIndex(value.text, -1)
	closed := bytes.HasSuffix(value.text, []byte("}"))
	if !closed {
		names = names[:len(names)-1] // it may be the beginning of a name
	}
	for i, at := range names {
		if i > 0 {
			list.add([]byte(","), value.origin(at[0]))
		}
		list.add([]byte(`{"Name":"`), value.origin(at[0]))
		list.addPart(value, at[0], at[1])
		list.add([]byte(`"}`), value.origin(at[0]))
	}
	if !closed || bytes.Contains(value.text, []byte("..")) || bytes.Contains(value.text, []byte("…")) {
		if len(names) > 0 {
			list.add([]byte(","), value.origin(0))
		}
		list.add([]byte("{}"), value.origin(0))
	}
	list.add([]byte("]"), value.origin(0))
	return list
}
