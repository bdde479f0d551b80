// Package rival measures what package azure costs beside the decoder of Azure's
// own SDK, armnetwork. It is a module of its own, so that nobody who uses the
// library gets the SDK with it.
//
//	cd circuit/azure/rival && go test -run '^$' -bench Decode -cpu 1 -count 6 .
package rival
