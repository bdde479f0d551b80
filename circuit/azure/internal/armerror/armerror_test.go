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
		{"an error", `{"error": {"code": "NotFound", "message": "No."}}`, []Failure{{"NotFound", "No."}}},
		{"without error around it", `{"Code": "NotFound", "Message": "No."}`, []Failure{{"NotFound", "No."}}},
		{"details and inner error", `{"error": {"code": "A", "message": "a", "details": [{"code": "B", "message": "b"}], "innererror": {"code": "C"}}}`, []Failure{{"A", "a"}, {"B", "b"}, {"C", ""}}},
		{"JSON in the message", `{"code": "A", "message": "{\"error\": {\"code\": \"B\"}}"}`, []Failure{{"A", ""}, {"B", ""}}},
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
