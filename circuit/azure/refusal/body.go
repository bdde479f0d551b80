package refusal

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/armerror"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
)

// readAnswer reads the errors in a body.
func readAnswer(body []byte) answer {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	switch {
	case len(trimmed) == 0:
		return answer{}
	case bytes.HasPrefix(trimmed, []byte("\xff\xfe")), bytes.HasPrefix(trimmed, []byte("\xfe\xff")):
		_, err := jsondoc.Index(trimmed)
		return answer{why: "the body cannot be read: " + err.Error()}
	case trimmed[0] != '{' && trimmed[0] != '[':
		return readPrinted(trimmed)
	}
	doc, err := jsondoc.Index(body)
	if err != nil {
		if a := readPrinted(trimmed); len(a.failures) > 1 {
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
			a.failures = append(a.failures, inside(f.Message, depth+f.Depth+1)...)
		}
	}
}

// inside returns the errors that a message quotes.
func inside(message string, depth int) []failure {
	message = strings.TrimSpace(message[:min(len(message), maxMessage)])
	if strings.HasPrefix(message, "{") {
		if doc, err := jsondoc.Index([]byte(message)); err == nil {
			a := readDocument(doc.Root())
			for i := range a.failures {
				a.failures[i].depth += depth
			}
			return a.failures
		}
	}
	s := scan(undress([]byte(message)), forms)
	return s.failures(depth)
}

// texts are the members of documents in which tools keep an error as text: Ansible,
// the operations of a deployment, and programs that print what another one printed.
var texts = []string{"msg", "stderr", "module_stderr", "exception", "statusMessage", "errorMessage"}

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
		if n := len(a.failures); !armerror.Member(v, "error").Absent() {
			if a.add(v, 0); len(a.failures) > n {
				return
			}
		}
	}
	for child := range v.Children() {
		switch child.Kind() {
		case jsondoc.Object, jsondoc.Array:
			a.search(child, level+1)
		case jsondoc.String:
			if v.Kind() == jsondoc.Object && slices.Contains(texts, string(child.Key())) {
				a.addText(child.Text())
			}
		}
	}
}

// addText adds the errors in what a tool printed, if it is JSON or an error in a known
// form.
func (a *answer) addText(text string) {
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
