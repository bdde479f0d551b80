package circuittest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/expressroute-go/expressroute/circuit/circuittest"
)

func TestConcurrentUse(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, a := range acts {
				a.do(w)
				_ = w.srv.Circuit("north").Now()
				_ = w.srv.Circuit("north").Journal()
				_ = w.srv.Clock().Now()
			}
		})
	}
	all.Wait()
	w.srv.Clock().Advance(time.Hour)
}

// FuzzRequests sends any request to a server that has a circuit with everything in it.
func FuzzRequests(f *testing.F) {
	f.Add("GET", north+version, "")
	f.Add("PUT", north+version, order)
	f.Add("PUT", north+version, `{"location":"westeurope","properties":{"peerings":[{"name":"MicrosoftPeering"},{}],"authorizations":[{},{"name":"a"}]}}`)
	f.Add("PUT", north+version, `{"location":"westeurope","properties":{"expressRoutePort":{"id":"/p"},"bandwidthInGbps":1e308}}`)
	f.Add("PUT", private+version, privateBody)
	f.Add("PUT", msPeering+version, dualStack)
	f.Add("PUT", msPeering+version, "null")
	f.Add("PATCH", north+version, `{"tags":null}`)
	f.Add("DELETE", private+version, "")
	f.Add("GET", "//"+version, "")
	f.Add("GET", circuits+"/%2f%2e"+version, "")
	f.Fuzz(func(t *testing.T, method, path, body string) {
		srv := circuittest.NewHandler(circuittest.Options{})
		send := func(method, path, body string) int {
			r, err := http.NewRequest(method, "http://127.0.0.1"+path, strings.NewReader(body))
			if err != nil {
				t.Skip("no request")
			}
			w := httptest.NewRecorder()
			srv.ServeHTTP(w, r)
			return w.Code
		}
		for _, write := range [][2]string{{north, order}, {private, privateBody}, {msPeering, dualStack}, {north + "/authorizations/a", "{}"}} {
			assert.Equal(t, http.StatusCreated, send("PUT", write[0]+version, write[1]))
			srv.Clock().Advance(time.Minute)
		}
		assert.NotEqual(t, http.StatusInternalServerError, send(method, path, body))
		srv.Clock().Advance(time.Minute)
		assert.NotEqual(t, http.StatusInternalServerError, send(method, path, body))
	})
}
