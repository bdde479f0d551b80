package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// exchange is one request of a recorded session and its answer.
type exchange struct {
	line     int
	Method   string          `json:"method"`
	URL      string          `json:"url"`
	Request  json.RawMessage `json:"request"`
	Status   int             `json:"status"`
	Response json.RawMessage `json:"response"`
	Headers  struct {
		Operation string `json:"azure-asyncoperation"` // URL of the status of the write
		Location  string `json:"location"`             // URL of the result of the write
	} `json:"headers"`
}

// exchanges reads a recorded session. It leaves out lines without a method.
func exchanges(name string) ([]exchange, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	scanner := bufio.NewScanner(f)
	scanner.Buffer(nil, maxLine)
	var all []exchange
	for n := 1; scanner.Scan(); n++ {
		if len(bytes.TrimSpace(scanner.Bytes())) == 0 {
			continue
		}
		x := exchange{line: n}
		if err := json.Unmarshal(scanner.Bytes(), &x); err != nil {
			return nil, fmt.Errorf("%s:%d: not a line of a recorded session: %w", filepath.Base(name), n, err)
		}
		if x.Method != "" {
			all = append(all, x)
		}
	}
	return all, scanner.Err()
}

// failures returns the places of the operations whose last status was failed.
func failures(all []exchange) map[string]bool {
	failed := map[string]bool{}
	for _, x := range all {
		at := place(x.URL)
		if x.Method != "GET" || !strings.Contains(at, "/operations/") && !strings.Contains(at, "/operationresults/") {
			continue
		}
		status := strings.ToLower(textAt(decoded(x.Response), "status"))
		failed[at] = x.Status >= 400 || status == "failed" || strings.HasPrefix(status, "cancel")
	}
	return failed
}

// write reports whether Azure accepted the write, and whether it failed afterwards.
func (x *exchange) write(failures map[string]bool) (taken, failed bool) {
	switch x.Method {
	case "PUT", "PATCH", "DELETE":
		taken = x.Status >= 200 && x.Status < 300
	}
	return taken, failures[place(x.Headers.Operation)] || failures[place(x.Headers.Location)]
}

// written returns the body of a write, or the answer if the request was not recorded:
// it repeats the body.
func (x *exchange) written() map[string]any {
	if body := decoded(unquotedBytes(x.Request)); body != nil {
		return body
	}
	return decoded(x.Response)
}

// unquotedBytes returns the JSON in a body that a Python program recorded as the text
// b'{"a": 1}' in a JSON string.
func unquotedBytes(raw json.RawMessage) json.RawMessage {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return raw
	}
	if inner, ok := strings.CutPrefix(text, "b'"); ok {
		text = strings.NewReplacer(`\\`, `\`, `\'`, `'`).Replace(strings.TrimSuffix(inner, "'"))
	}
	return json.RawMessage(text)
}

// decoded returns a JSON object, nil if the text is none.
func decoded(raw json.RawMessage) map[string]any {
	var object map[string]any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&object) != nil {
		return nil
	}
	return object
}

// at returns the value at a path of names: "properties.vlanId".
func at(object map[string]any, path string) any {
	name, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		return object[name]
	}
	inner, _ := object[name].(map[string]any)
	return at(inner, rest)
}

// textAt returns a value as text in lower case, because Azure does not keep the case
// of IDs and words. It is empty if there is no value, and "yes" for an object.
func textAt(object map[string]any, path string) string { return plain(at(object, path)) }

func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case map[string]any:
		return "yes"
	case []any:
		words := make([]string, len(v))
		for i, one := range v {
			words[i] = plain(one)
		}
		return strings.Join(words, " ")
	}
	return strings.ToLower(fmt.Sprint(v))
}
