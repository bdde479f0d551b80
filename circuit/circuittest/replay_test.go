package circuittest_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit/circuittest"
)

// corpus returns the folder with recorded sessions, which is not part of the
// repository: shared/corpus beside it, or the one that EXPRESSROUTE_CORPUS names.
func corpus(t *testing.T) string {
	folder := os.Getenv("EXPRESSROUTE_CORPUS")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(folder); err != nil {
		t.Skip("no corpus here")
	}
	return folder
}

// recorded is one request of a recorded session and its answer.
type recorded struct {
	N        int               `json:"n"`
	Method   string            `json:"method"`
	URL      string            `json:"url"`
	Request  json.RawMessage   `json:"request"`
	Status   int               `json:"status"`
	Response any               `json:"response"`
	Headers  map[string]string `json:"headers"`
}

// session replays one recorded session.
type session struct {
	world
	name   string
	log    []recorded
	urls   map[string]string // of operations: the server's, by the recorded one
	last   map[string]int    // the index of the last recorded poll of each operation
	put    map[string]bool   // the resources that the session has created
	scores map[string]*score
	misses map[string]int
}

// body returns the body of the request, which some sessions have as a text.
func (r *recorded) body() string {
	var text string
	if json.Unmarshal(r.Request, &text) != nil {
		return string(r.Request)
	}
	return strings.TrimSuffix(strings.TrimPrefix(text, "b'"), "'") // empty for null
}

type score struct{ same, all int }

func (s *session) count(what string, same bool, miss string) {
	c := s.scores[what]
	if c == nil {
		c = &score{}
		s.scores[what] = c
	}
	c.all++
	if same {
		c.same++
		return
	}
	s.misses[what+": "+miss]++
}

// TestReplay sends the requests of recorded sessions to the server, and says how many
// of its answers agree with the recorded ones.
func TestReplay(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus(t), "sequences", "*.jsonl"))
	require.NoError(t, err)
	scores, misses := map[string]*score{}, map[string]int{}
	for _, file := range files {
		s := session{
			world: start(t, circuittest.Options{Polls: -1}), name: filepath.Base(file), log: read(t, file), urls: map[string]string{},
			last: map[string]int{}, put: map[string]bool{}, scores: scores, misses: misses,
		}
		for i, r := range s.log {
			s.last[path(r.URL)] = i
		}
		for i := range s.log {
			s.replay(i)
		}
	}
	for _, miss := range slices.SortedFunc(maps.Keys(misses), func(a, b string) int { return misses[b] - misses[a] })[:min(len(misses), 25)] {
		t.Logf("%5d not as recorded: %s", misses[miss], miss)
	}
	for _, what := range slices.Sorted(maps.Keys(scores)) {
		c := scores[what]
		t.Logf("%-34s %5d of %5d agree, %.1f %%", what, c.same, c.all, 100*float64(c.same)/float64(c.all))
	}
	if c := scores["status code"]; assert.NotNil(t, c) {
		assert.Greater(t, float64(c.same), 0.95*float64(c.all))
	}
}

func read(t *testing.T, file string) []recorded {
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	var log []recorded
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var r recorded
		require.NoError(t, json.Unmarshal(lines.Bytes(), &r), file)
		log = append(log, r)
	}
	require.NoError(t, lines.Err())
	return log
}

var afterHost = regexp.MustCompile(`^https://[^/]+`)

// path returns a URL without its host.
func path(url string) string { return afterHost.ReplaceAllString(url, "") }

var ofCircuit = regexp.MustCompile(`(?i)^(/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.Network/expressRouteCircuits/[^/?]+)`)

func (s *session) replay(i int) {
	r := s.log[i]
	at := path(r.URL)
	if ours, polled := s.urls[at]; polled {
		s.poll(r, ours)
		return
	}
	resource := strings.ToLower(ofCircuit.FindString(at))
	switch {
	case resource == "" && regexp.MustCompile(`(?i)/resourcegroups/[^/]+\?`).MatchString(at) && r.Method == "PUT":
		s.send(r.Method, at, r.body())
		return
	case resource == "" || strings.Contains(at, "<"):
		return // not of a circuit
	case r.Method == "PUT" && r.body() == "":
		return // its body was not recorded
	case r.Method == "PUT" && regexp.MustCompile(`(?i)expressRouteCircuits/[^/]+/?\?`).MatchString(at):
		s.put[resource] = true
	case !s.put[resource]:
		return // of a circuit that was there before
	}
	if !s.inFlight(i) {
		s.srv.Clock().Advance(time.Hour)
	}
	ours := s.send(r.Method, at, r.body())
	s.compare(r, ours)
	for _, name := range []string{"azure-asyncoperation", "location"} {
		if url := r.Headers[name]; url != "" {
			s.urls[path(url)] = ours.header.Get(name)
		}
	}
}

// inFlight reports whether an operation is polled before and after the request.
func (s *session) inFlight(i int) bool {
	for url := range s.urls {
		if s.last[url] > i {
			return true
		}
	}
	return false
}

// poll polls an operation that ends when the recorded one ends, and as it ends.
func (s *session) poll(r recorded, ours string) {
	if ours == "" {
		return
	}
	status, _ := at(r.Response, "status").(string)
	failed, _ := at(r.Response, "error").(map[string]any)
	if failed != nil {
		code, _ := failed["code"].(string)
		message, _ := failed["message"].(string)
		for id := range s.put {
			_ = s.srv.Circuit(id).FailOperation(circuittest.Failure{Code: code, Message: message, Disables: true})
		}
	}
	if r.Status != 202 && status != "InProgress" {
		s.srv.Clock().Advance(time.Hour)
	}
	got := s.send("GET", ours, "")
	s.count("status code", got.status == r.Status, fmt.Sprintf("poll %d, recorded %d", got.status, r.Status))
	if status != "" {
		s.count("operation status", got.at("status") == status, fmt.Sprintf("%v, recorded %v", got.at("status"), status))
	}
}

// compare compares an answer with the recorded one.
func (s *session) compare(r recorded, ours reply) {
	kind := ofCircuit.ReplaceAllString(path(r.URL), "C")
	kind, _, _ = strings.Cut(kind, "?")
	s.count("status code", ours.status == r.Status, fmt.Sprintf("%s %s %d, recorded %d", r.Method, kind, ours.status, r.Status))
	if ours.status == r.Status {
		s.tree(r.Method, r.Response, ours.body)
	}
}

// stateFields are the fields that show a state.
var stateFields = []string{
	"provisioningState", "circuitProvisioningState", "serviceProviderProvisioningState", "state", "advertisedPublicPrefixesState",
	"azureASN", "lastModifiedBy", "authorizationUseStatus", "circuitConnectionStatus", "code",
}

// tree compares the fields of two documents.
func (s *session) tree(method string, theirs, ours any) {
	switch theirs := theirs.(type) {
	case map[string]any:
		ours, _ := ours.(map[string]any)
		for name, value := range theirs {
			mine, there := ours[name]
			switch {
			case slices.Contains(stateFields, name):
				what := "state in a " + method
				s.count(what, mine == value, fmt.Sprintf("%s %v, recorded %v", name, mine, value))
			case name != "tags" && name != "details":
				s.count("field is there", there, name)
			}
			if there && name != "tags" {
				s.tree(method, value, mine)
			}
		}
		for name := range ours {
			_, there := theirs[name]
			s.count("field was there", there, name)
		}
	case []any:
		ours, _ := ours.([]any)
		for _, value := range theirs {
			for _, mine := range ours {
				if name := at(value, "name"); name != nil && name == at(mine, "name") {
					s.tree(method, value, mine)
				}
			}
		}
	}
}
