// Package journal follows one circuit in a program that runs for a long time.
//
// A [Tracker] is the live handle of a circuit and is safe for concurrent use. It
// makes every move on looplab, and appends a [Record] of it to a journal. Programs
// write the journal as JSON lines ([Write]), read it back ([Read]) and replay it
// ([Replay]). Package circuit has the rules.
package journal
