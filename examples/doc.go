// Package examples has one folder for each example program. The tests run every
// program, and the README shows their real output.
package examples
