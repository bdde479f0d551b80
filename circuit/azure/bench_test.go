package azure_test

import (
	"testing"

	. "github.com/expressroute-go/expressroute/circuit/azure"
)

// BenchmarkRead reads one circuit with two peerings, as a GET returns it.
//
//	go test ./circuit/azure -run '^$' -bench Read -cpu 1 -count 10
func BenchmarkRead(b *testing.B) {
	document := fixture(b, "partner")
	b.SetBytes(int64(len(document)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(document); err != nil {
			b.Fatal(err)
		}
	}
}
