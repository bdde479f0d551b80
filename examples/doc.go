// Package examples has one folder a story. Every program in it runs in the
// tests, and what the README shows of them is generated.
package examples
