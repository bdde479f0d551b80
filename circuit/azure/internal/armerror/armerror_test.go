package armerror_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/circuit/azure/internal/armerror"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []Failure
	}{
		{"an error", `{"error": {"code": "NotFound", "message": "No."}}`, []Failure{{"NotFound", "No.", 0}}},
		{"without error around it", `{"Code": "NotFound", "Message": "No."}`, []Failure{{"NotFound", "No.", 0}}},
		{"details and inner error", `{"error": {"code": "A", "message": "a", "details": [{"code": "B", "message": "b"}], "innererror": {"code": "C"}}}`, []Failure{{"A", "a", 0}, {"B", "b", 1}, {"C", "", 1}}},
		{"JSON in the message", `{"code": "A", "message": "{\"error\": {\"code\": \"B\"}}"}`, []Failure{{"A", "", 0}, {"B", "", 1}}},
		{"JSON in the error", `{"error": "{\"code\": \"A\"}"}`, []Failure{{"A", "", 0}}},
		{"another text in the error", `{"error": "invalid_client", "code": "A"}`, []Failure{{"A", "", 0}}},
		{"three within each other", `{"error": {"code": "A", "details": [{"code": "B", "details": [{"code": "C"}]}, {"code": "D"}]}}`, []Failure{{"A", "", 0}, {"B", "", 1}, {"C", "", 2}, {"D", "", 1}}},
		{"none", `{"status": "Succeeded"}`, nil},
		{"no object", `[1]`, nil},
		{"within each other", strings.Repeat(`{"error": `, 20) + `{"code": "A"}` + strings.Repeat(`}`, 20), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := jsondoc.Index([]byte(c.body))
			require.Nil(t, err)
			assert.Equal(t, c.want, Read(doc.Root()))
		})
	}
}
