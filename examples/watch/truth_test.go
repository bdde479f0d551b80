package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFollow follows a session in which every kind of act is written and shown by a read.
func TestFollow(t *testing.T) {
	session, err := exchanges("testdata/truth/oslo.jsonl")
	require.NoError(t, err)
	truth := follow(session)
	var got []string
	covered := map[kind]bool{}
	for _, a := range truth.acts {
		text := fmt.Sprintf("%d %s: %s", a.line, a.kind, a)
		switch {
		case a.visible():
			text += fmt.Sprintf(", shown by %d", a.shown)
			covered[a.kind] = true
		case a.shown != 0:
			text += fmt.Sprintf(", first seen by %d", a.shown)
		}
		if a.failed {
			text += ", failed"
		}
		got = append(got, text)
	}
	golden(t, "truth.txt", strings.Join(got, "\n")+"\n")
	assert.Equal(t, 1, truth.unknown, "writes to what no answer before had shown")
	for _, k := range kinds {
		assert.Equal(t, k != noChange, covered[k], "%s is visible", k)
	}
}

// TestFollow_cases checks single cases, each with a session of a few lines.
func TestFollow_cases(t *testing.T) {
	const circuit = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/er"
	get := func(mbps int) string {
		return fmt.Sprintf(`{"method":"GET","url":"%s","status":200,"response":{"id":"%[1]s","properties":{"serviceProviderProperties":{"bandwidthInMbps":%d}}}}`, circuit, mbps)
	}
	put := func(mbps, status int, more string) string {
		return fmt.Sprintf(`{"method":"PUT","url":"%s","status":%d,"request":{"properties":{"serviceProviderProperties":{"bandwidthInMbps":%d}}}%s}`, circuit, status, mbps, more)
	}
	for _, test := range []struct {
		name    string
		session []string
		want    string // the last act
	}{
		{"shown", []string{get(50), put(100, 200, ""), get(100)}, "bandwidth 2 visible at 3"},
		{"shown later", []string{get(50), put(100, 200, ""), get(50), get(100)}, "bandwidth 2 visible at 4"},
		{"never shown", []string{get(50), put(100, 200, ""), get(50)}, "bandwidth 2 not shown"},
		{"refused", []string{get(50), put(100, 429, ""), get(100)}, ""},
		{"nothing new", []string{get(50), put(50, 200, ""), get(50)}, "no visible change 2 not shown"},
		{"to and fro", []string{get(50), put(100, 200, ""), put(50, 200, ""), get(50)}, "bandwidth 3 not shown"},
		{"not known before", []string{put(100, 200, ""), get(100)}, ""},
		{"created, not read before", []string{put(100, 201, ""), get(100)}, "circuit created 1 first seen at 2"},
		{"failed by its location", []string{
			get(50), put(100, 200, `,"headers":{"location":"https://x/subscriptions/s/operationResults/1"}`),
			`{"method":"GET","url":"https://x/subscriptions/s/operationResults/1?v=1","status":500}`, get(100),
		}, "bandwidth 2 failed, visible at 4"},
		{"no such circuit to delete", []string{get(50), strings.Replace(put(0, 204, ""), "PUT", "DELETE", 1)}, ""},
		{"a list that goes on elsewhere", []string{
			get(50), strings.Replace(put(0, 202, ""), "PUT", "DELETE", 1),
			`{"method":"GET","url":"/subscriptions/s/providers/Microsoft.Network/expressRouteCircuits","status":200,"response":{"value":[],"nextLink":"x"}}`,
		}, "circuit deleted 2 not shown"},
		{"a list of another group", []string{
			get(50), strings.Replace(put(0, 202, ""), "PUT", "DELETE", 1),
			`{"method":"GET","url":"/subscriptions/s/resourceGroups/h/providers/Microsoft.Network/expressRouteCircuits","status":200,"response":{"value":[]}}`,
		}, "circuit deleted 2 not shown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got string
			for _, a := range follow(recordedSession(t, test.session...)).acts {
				got = fmt.Sprintf("%s %d ", a.kind, a.line)
				if a.failed {
					got += "failed, "
				}
				switch {
				case a.visible():
					got += fmt.Sprintf("visible at %d", a.shown)
				case a.shown != 0:
					got += fmt.Sprintf("first seen at %d", a.shown)
				default:
					got += "not shown"
				}
			}
			assert.Equal(t, test.want, got)
		})
	}
}

// recordedSession reads lines as a recorded session.
func recordedSession(t *testing.T, lines ...string) []exchange {
	t.Helper()
	name := filepath.Join(t.TempDir(), "session.jsonl")
	require.NoError(t, os.WriteFile(name, []byte(strings.Join(lines, "\n")), 0o644))
	all, err := exchanges(name)
	require.NoError(t, err)
	return all
}

func TestExchanges_bad(t *testing.T) {
	name := filepath.Join(t.TempDir(), "session.jsonl")
	require.NoError(t, os.WriteFile(name, []byte("\n{\"at\": \"2026-03-02T09:00:00Z\"}\nnonsense\n"), 0o644))
	_, err := exchanges(name)
	assert.ErrorContains(t, err, "session.jsonl:3: not a line")
}
