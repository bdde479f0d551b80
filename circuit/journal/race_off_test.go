//go:build !race

package journal_test

// raced reports whether the race detector is on.
const raced = false
