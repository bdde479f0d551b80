//go:build race

package journal_test

// raced reports whether the race detector is on, which makes everything about
// ten times as slow: the exhaustive tests then look at a tenth of the states.
const raced = true
