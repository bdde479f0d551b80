package circuittest

import (
	"crypto/x509"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
)

// Options are the options of a [Server]. The zero value is an Azure that has no
// circuit and finds no prefix in any routing registry.
type Options struct {
	Seed          uint64          // of service keys, GUIDs and ETags: the same seed and requests give the same answers
	Start         time.Time       // of the virtual clock; zero is 2026-01-01 00:00 UTC
	Polls         int             // how many polls find an operation in progress before it ends; zero is one; if negative, only the clock ends operations
	RetryAfter    time.Duration   // what clients are told to wait between polls; zero is one second, which is the shortest that ARM can say
	Edition       circuit.Edition // the rules of circuits; zero is today's Azure
	Strict        bool            // refuse what breaks a rule of package circuit, also if Azure was never seen to refuse it
	RequireGroups bool            // refuse to create a resource in a resource group that does not exist; else the group is created with it

	// Providers are the connectivity providers that there are: an order from another
	// one, or at another peering location, is refused. Nil takes any.
	Providers []azure.Offer

	// Registered says whether the AS number may advertise the prefix, as a routing
	// registry would. It decides if Microsoft accepts the prefixes of a Microsoft
	// peering when the peering is written. Nil finds none: the prefixes are then
	// ValidationNeeded until the test calls [Circuit.Validate].
	Registered func(bgp.ASN, netip.Prefix) bool
}

// Server is an Azure with circuits, for tests. It is an [http.Handler] and safe for
// concurrent use.
type Server struct {
	URL string // "https://127.0.0.1:41234", without a slash at the end; empty if the server is not started

	options Options
	http    *httptest.Server

	mu          sync.Mutex // guards all below
	now         time.Time
	random      *rand.Rand
	groups      map[string]*group           // by canonical ID
	circuits    map[string]*circuitResource // by canonical ID
	deleted     map[string]*circuitResource // the last deleted circuit of each ID
	connections map[string]*connection      // by canonical ID
	plain       map[string]plainResource    // by canonical ID
	operations  map[string]*operation       // by ID
	answered    map[string]json.RawMessage  // the last answer to each GET, by its URL
	faults      []Fault                     // ordered, oldest first
	running     []*operation                // not ended yet, oldest first
}

// NewServer returns a started server on the loopback interface, with TLS. The caller
// calls [Server.Close].
func NewServer(o Options) *Server {
	s := NewHandler(o)
	s.http = httptest.NewTLSServer(s)
	s.URL = s.http.URL
	return s
}

// NewHandler returns a server that is not started, to be used as an [http.Handler].
func NewHandler(o Options) *Server {
	if o.Start.IsZero() {
		o.Start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if o.Polls == 0 {
		o.Polls = 1
	}
	return &Server{
		options:     o,
		now:         o.Start,
		random:      rand.New(rand.NewPCG(o.Seed, 0x45585052)),
		groups:      make(map[string]*group),
		circuits:    make(map[string]*circuitResource),
		deleted:     make(map[string]*circuitResource),
		answered:    make(map[string]json.RawMessage),
		connections: make(map[string]*connection),
		plain:       make(map[string]plainResource),
		operations:  make(map[string]*operation),
	}
}

// Client returns an HTTP client that trusts the server's certificate. It is
// [http.DefaultClient] if the server is not started.
func (s *Server) Client() *http.Client {
	if s.http == nil {
		return http.DefaultClient
	}
	return s.http.Client()
}

// Certificate returns the certificate of a started server, for clients in other
// programs, and nil if the server is not started. It is valid for 127.0.0.1.
func (s *Server) Certificate() *x509.Certificate {
	if s.http == nil {
		return nil
	}
	return s.http.Certificate()
}

// Close stops the server, and waits until all requests are answered.
func (s *Server) Close() {
	if s.http != nil {
		s.http.Close()
	}
}

// maxBody is the size of the largest request that ARM takes, in bytes.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/request-limits-and-throttling
const maxBody = 4 << 20

// ServeHTTP answers a request as Azure Resource Manager does.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return // the client is gone
	}
	q := &request{Request: r, version: r.URL.Query().Get("api-version"), body: body, base: baseURL(r)}
	a, text, err := s.answer(q)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if a.lost {
		panic(http.ErrAbortHandler) // net/http breaks the connection
	}
	header := w.Header()
	for name, value := range a.header {
		header.Set(name, value)
	}
	if len(text) > 0 {
		header.Set("Content-Type", "application/json; charset=utf-8")
	}
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(text) // the client may be gone
	}
}

// answer answers a request. The text is made under the lock, because documents share
// memory with the server's resources.
func (s *Server) answer(q *request) (answer, []byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kind, begun := s.meet(q), len(s.running)
	a := s.broken(q, kind)
	if a == nil {
		a = s.handle(q)
	}
	if kind == NeverEnding {
		for _, o := range s.running[min(begun, len(s.running)):] {
			o.hangs = true
		}
	}
	a.lost = kind == LostAnswer
	text, err := a.text()
	if q.Method == http.MethodGet && a.status == http.StatusOK && kind != StaleRead && q.at["operation"] == "" {
		s.answered[q.URL.RequestURI()] = text
	}
	return *a, text, err
}

func (s *Server) handle(q *request) *answer {
	s.finishDue()
	handle, err := q.route()
	var a answer
	if err == nil {
		a, err = handle(s, q)
	}
	if err != nil {
		a = errorAnswer(err)
	}
	return &a
}

// request is a request to the server, with what the route's pattern found in its path.
type request struct {
	*http.Request
	version string // api-version
	body    []byte
	base    string            // scheme and host, for the URLs in answers
	at      map[string]string // the names in the path, by the names in the pattern
}

func baseURL(r *http.Request) string {
	if r.TLS == nil {
		return "http://" + r.Host
	}
	return "https://" + r.Host
}

// decode reads the body of the request.
func (q *request) decode(into any) error {
	if len(q.body) > maxBody {
		return tooLarge()
	}
	if err := json.Unmarshal(q.body, into); err != nil {
		return badContent(err)
	}
	return nil
}

// answer is the answer to a request. A nil body has no text.
type answer struct {
	status int
	header map[string]string
	body   any
	lost   bool // the client does not get it
}

func (a answer) text() ([]byte, error) {
	if a.body == nil {
		return nil, nil
	}
	return json.Marshal(a.body)
}

func ok(body any) answer { return answer{status: http.StatusOK, body: body} }

// list is the document of a list.
type list[T any] struct {
	Value []T `json:"value"`
}

// guid returns a random GUID.
func (s *Server) guid() string {
	const digits = "0123456789abcdef"
	id := []byte("xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx")
	for i, c := range id {
		if c == 'x' {
			id[i] = digits[s.random.IntN(len(digits))]
		}
	}
	return string(id)
}

func (s *Server) etag() string { return `W/"` + s.guid() + `"` }

// retryAfter is the value of the header Retry-After: whole seconds, at least one.
func (s *Server) retryAfter() string {
	return strconv.Itoa(max(int(s.options.RetryAfter/time.Second), 1))
}

// canonical returns a form of a resource ID, or of a name, that is the same for equal
// ones. Azure does not keep their case.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/resource-name-rules
func canonical(id string) string { return strings.ToLower(id) }

// normalLocation returns the location as Azure's answers spell it: "East US 2" is
// "eastus2".
func normalLocation(location string) string {
	return strings.ToLower(strings.ReplaceAll(location, " ", ""))
}
