package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// APIVersion is the version of Azure's network API that requests are made for. A
// PUT in an older version wipes out the fields that the older version does not
// know, such as the signatures of advertised prefixes before 2024-10-01.
//
// Source: armnetwork v9.0.0, github.com/Azure/azure-sdk-for-go,
// sdk/resourcemanager/network/armnetwork
const APIVersion = "2025-05-01"

// Request is a request to Azure Resource Manager. Any HTTP client can send it:
// see [Request.URL] and [Request.Body]. It is printed and marshalled without the
// secrets in its body and its path.
type Request struct {
	Method     string // "PUT", "DELETE" or, from Read, "GET"
	Path       string // "/subscriptions/…"; "{serviceKey}" stands for the service key, see URL
	APIVersion string // the caller may change it

	// Header has Content-Type if there is a body, and If-Match if the body was
	// made from a document that has an ETag: Azure then refuses the PUT with 412
	// if the resource has changed since. Microsoft's network API is known to check
	// If-Match on load balancers; whether it does on circuits and peerings is
	// inferred from that. An API that does not check the header ignores it.
	//
	// Source: RFC 9110 section 13.1.1, and
	// github.com/kubernetes-sigs/cloud-provider-azure,
	// pkg/azureclients/loadbalancerclient
	Header http.Header

	// Follow names the headers of the response that have the URL at which the
	// operation is followed. The first one that is there is the one to poll.
	//
	// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/async-operations
	Follow []string

	Typical time.Duration // how long the operation typically takes; zero if no source tells
	Ask     string        // what must be said to another party besides, and to whom; empty if nothing

	// Wipes lists what the resource loses by the request: what the step is there
	// to remove, and the keys that Azure does not return and that nobody supplied.
	Wipes machine.Problems

	read       string         // path of the resource that shows whether it has worked
	serviceKey machine.Secret // for the path
	document   machine.Secret // the body without the keys; zero if there is none
	keys       []keyAt        // the keys that the body lacks
}

// keyAt is a place in a body that needs a key.
type keyAt struct {
	at  []any // names of members and indices of elements
	ref peering.KeyRef
	md5 bool // an MD5 key, and not an authorization key
}

// serviceKeyName stands for the service key in a path.
const serviceKeyName = "{serviceKey}"

// URL returns the URL of the request, with the service key if the path has one.
// base is the address of Azure Resource Manager: "https://management.azure.com".
func (r Request) URL(base string) string {
	path := strings.ReplaceAll(r.Path, serviceKeyName, url.PathEscape(r.serviceKey.Reveal()))
	return strings.TrimSuffix(base, "/") + path + r.query()
}

func (r Request) query() string { return "?api-version=" + url.QueryEscape(r.APIVersion) }

// Read returns the request that shows whether this one has worked: the answer to
// it is to be observed once the operation has succeeded. After a DELETE it is a
// list from which the resource is missing, or a 404.
func (r Request) Read() Request {
	path := r.read
	if path == "" {
		path = r.Path
	}
	return Request{Method: http.MethodGet, Path: path, APIVersion: r.APIVersion, Header: http.Header{}, serviceKey: r.serviceKey}
}

// Body returns the body to send, nil if the request has none. It calls secret for
// each key that is to be put in: with the [peering.KeyRef] of the spec for an MD5
// key, with that of [Names] for an authorization key. secret may be nil if the
// body needs no key. The body may have keys of the current document even then: do
// not log it.
func (r Request) Body(secret func(peering.KeyRef) (machine.Secret, error)) ([]byte, error) {
	if r.document.IsZero() {
		return nil, nil
	}
	text := []byte(r.document.Reveal())
	if len(r.keys) == 0 {
		return text, nil
	}
	var root any
	if err := decode(text, &root); err != nil {
		return nil, err
	}
	for _, k := range r.keys {
		key, err := k.resolve(secret)
		if err != nil {
			return nil, fmt.Errorf("request: the key of %s: %w", k.ref, err)
		}
		put(root, k.at, key.Reveal())
	}
	return encode(root)
}

var errNoKey = errors.New("the caller supplied none")

func (k keyAt) resolve(secret func(peering.KeyRef) (machine.Secret, error)) (machine.Secret, error) {
	if secret == nil {
		return machine.Secret{}, errNoKey
	}
	key, err := secret(k.ref)
	switch {
	case err != nil:
		return machine.Secret{}, err
	case key.IsZero():
		return machine.Secret{}, errNoKey
	case k.md5:
		return key, peering.CheckKey(key).Err()
	}
	return key, nil
}

// put sets the value at a place of a tree, which must be there.
func put(root any, at []any, value string) {
	for _, step := range at[:len(at)-1] {
		switch step := step.(type) {
		case string:
			root = root.(map[string]any)[step]
		case int:
			root = root.([]any)[step]
		}
	}
	root.(map[string]any)[at[len(at)-1].(string)] = value
}

// decode reads JSON. Numbers keep their spelling.
func decode(text []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return d.Decode(to)
}

// encode writes JSON without escapes that only a web page needs.
func encode(v any) ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), err
}

// String returns method, path and body. Every key, and every text that could be
// one, is replaced with [machine.Redacted].
func (r Request) String() string {
	text := r.Method + " " + r.Path + r.query()
	if shown := r.shown(); shown != nil {
		text += " " + string(shown)
	}
	return text
}

// Format writes what String returns, for every verb.
func (r Request) Format(f fmt.State, _ rune) { io.WriteString(f, r.String()) }

// MarshalJSON writes the request as String shows it, with all its fields.
func (r Request) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Method     string           `json:"method"`
		Path       string           `json:"path"`
		APIVersion string           `json:"apiVersion"`
		Header     http.Header      `json:"header,omitempty"`
		Body       json.RawMessage  `json:"body,omitempty"`
		Read       string           `json:"read"`
		Follow     []string         `json:"follow,omitempty"`
		Typical    time.Duration    `json:"typicalNanoseconds,omitempty"`
		Ask        string           `json:"ask,omitempty"`
		Wipes      machine.Problems `json:"wipes,omitempty"`
	}{r.Method, r.Path, r.APIVersion, r.Header, r.shown(), r.Read().Path, r.Follow, r.Typical, r.Ask, r.Wipes})
}

// shown returns the body with nothing in it that could be a key.
func (r Request) shown() json.RawMessage {
	var root map[string]any
	if r.document.IsZero() || decode([]byte(r.document.Reveal()), &root) != nil {
		return nil
	}
	text, err := encode(show(root))
	if err != nil {
		return nil
	}
	return text
}
