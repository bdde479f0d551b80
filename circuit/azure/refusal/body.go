package refusal

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/armerror"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
)

// document matches the beginning of a text that is meant as JSON; "[ERROR] ..." is
// not.
var document = regexp.MustCompile(`^(?:\{|\[\s*(?:[{\["\]\d-]|$))`)

// readAnswer reads the errors in a body.
func readAnswer(body []byte) answer {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	switch {
	case len(trimmed) == 0:
		return answer{}
	case bytes.HasPrefix(trimmed, []byte("\xff\xfe")), bytes.HasPrefix(trimmed, []byte("\xfe\xff")):
		_, err := jsondoc.Index(trimmed)
		return answer{why: "the body cannot be read: " + err.Error()}
	case !document.Match(trimmed):
		return readPrinted(trimmed)
	}
	doc, err := jsondoc.Index(body)
	if err != nil {
		if a := readPrinted(trimmed); len(a.failures) > 1 || a.failures[0].row(0) != nil {
			return a // an object of Python or JavaScript, or a text that begins with a bracket
		}
		return answer{why: "the body cannot be read: " + err.Error()}
	}
	return readDocument(doc.Root())
}

// readDocument reads the errors in a JSON document.
func readDocument(root jsondoc.Value) answer {
	for _, f := range root.Faults() {
		return answer{why: fmt.Sprintf("the body cannot be read: %s: %v", f.Value.Path(root), f.Err)}
	}
	var a answer
	a.add(root, 0)
	if len(a.failures) == 0 {
		a.search(root, 0)
	}
	if len(a.failures) == 0 {
		a.why = noFailure(root)
	}
	return a
}

// add adds the errors of ARM in a value, and those in the texts of their messages.
func (a *answer) add(v jsondoc.Value, depth int) {
	for _, f := range armerror.Read(v) {
		a.failures = append(a.failures, failure{f.Code, f.Message, depth + f.Depth})
		if len(a.failures) < maxFailures {
			a.addInside(f.Message, depth+f.Depth+1)
		}
	}
}

// addInside adds the errors that a message quotes.
func (a *answer) addInside(message string, depth int) {
	message = strings.TrimSpace(message[:min(len(message), maxMessage)])
	if strings.HasPrefix(message, "{") {
		if doc, err := jsondoc.Index([]byte(message)); err == nil {
			of := readDocument(doc.Root())
			for _, f := range of.failures {
				f.depth += depth
				a.failures = append(a.failures, f)
			}
			return
		}
	}
	s := scan(undress([]byte(message)), forms)
	a.failures = append(a.failures, s.failures(depth)...)
	a.cut = a.cut || s.cut
}

// texts are the members of documents in which tools keep an error as text: Ansible,
// the operations of a deployment, and programs that print what another one printed.
var texts = []string{"msg", "stderr", "module_stderr", "exception", "statusMessage", "errorMessage"}

// maxTexts is how many such members of a document are read.
const maxTexts = 1000

// maxLevel is how deep in a document an error is searched. The conditions in a list
// of Kubernetes objects are at level 5.
const maxLevel = 6

// search adds the errors that stand anywhere in a document: in "error" members, in
// the texts of tools, and in the conditions of a Kubernetes object.
func (a *answer) search(v jsondoc.Value, level int) {
	if level > maxLevel || len(a.failures) >= maxFailures {
		return
	}
	if v.Kind() == jsondoc.Object {
		if a.condition(v) {
			return
		}
		n := len(a.failures)
		if looksLikeError(v) {
			a.add(v, 0)
		}
		if len(a.failures) > n || a.errorText(v) {
			return
		}
	}
	for child := range v.Children() {
		key := ""
		if v.Kind() == jsondoc.Object {
			key = string(child.Key())
		}
		switch {
		case key == "tags": // whatever somebody wrote there
		case child.Kind() == jsondoc.Object, child.Kind() == jsondoc.Array:
			a.search(child, level+1)
		case child.Kind() == jsondoc.String && slices.Contains(texts, key):
			a.addText(child.Text())
		}
	}
}

// looksLikeError reports whether a value within a document is an error of ARM. A
// code alone, or a message, may be a tag.
func looksLikeError(v jsondoc.Value) bool {
	return armerror.Member(v, "error").Kind() == jsondoc.Object ||
		armerror.Member(v, "code").Text() != "" && armerror.Member(v, "message").Text() != ""
}

// errorText adds an error that is a text, with the description that a login has, and
// reports whether there is one.
//
// Source: RFC 6749 section 5.2
func (a *answer) errorText(v jsondoc.Value) bool {
	text := v.Member("error").Text()
	if text == "" {
		return false
	}
	n := len(a.failures)
	if a.addText(text); len(a.failures) == n {
		a.failures = append(a.failures, failure{message: text})
	}
	if description := v.Member("error_description").Text(); description != "" {
		a.failures = append(a.failures, failure{code: text, message: description})
	}
	return true
}

// addText adds the errors in what a tool printed, if it is JSON or an error in a known
// form.
func (a *answer) addText(text string) {
	if a.texts++; a.texts > maxTexts {
		return
	}
	of := readAnswer([]byte(text))
	if of.text != "" && len(of.failures) < 2 {
		return
	}
	a.failures = append(a.failures, of.failures...)
	a.cut = a.cut || of.cut
	if a.status == 0 {
		a.status = of.status
	}
}

// condition adds the error in a condition of a Kubernetes object, and reports
// whether the value is one.
//
// Sources: https://azure.github.io/azure-service-operator/design/resource-states/,
// github.com/crossplane/crossplane-runtime apis/common/v1
func (a *answer) condition(v jsondoc.Value) bool {
	status, reason := v.Member("status").Text(), v.Member("reason").Text()
	if status == "" || reason == "" || v.Member("type").Text() == "" {
		return false
	}
	if !strings.EqualFold(status, "False") {
		return true
	}
	message := v.Member("message").Text()
	printed := readPrinted([]byte(message))
	if message == "" && isWrapper(reason) {
		return true // the object is being created, or deleted
	}
	a.failures = append(a.failures, failure{code: reason, message: message})
	for _, f := range printed.failures[1:] {
		f.depth++
		a.failures = append(a.failures, f)
	}
	if a.status == 0 {
		a.status = printed.status
	}
	return true
}

// noFailure says what a body without an error is. The body of an operation has a
// status.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/async-operations
func noFailure(v jsondoc.Value) string {
	switch status := armerror.Member(v, "status").Text(); {
	case strings.EqualFold(status, "Failed"), strings.EqualFold(status, "Canceled"):
		return "the operation is " + scrub.Text(status) + " and does not say why: read the resource"
	case status != "":
		return "no error: the operation is " + scrub.Text(status)
	}
	return "no error in the body"
}
