// Package journal follows one circuit in a program that runs for long.
//
// A [Tracker] is the live handle of a circuit: safe for concurrent use, it
// commits every move on looplab, and appends a [Record] for each to a journal
// that can be written as JSON lines ([Write]), read back ([Read]) and replayed
// ([Replay]). What a circuit is, and what may be done with it, is package
// circuit's.
package journal
