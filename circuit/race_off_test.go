//go:build !race

package circuit

// raced reports whether the race detector is on.
const raced = false
