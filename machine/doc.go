// Package machine turns a table of rules into a state machine that explains
// its refusals.
//
// The rules stand in a [Table]. Each [Rule] names the states that an event
// leads from, the state that it leads to, who makes it happen, the guards that
// must hold, and the source of the rule.
//
// # looplab/fsm
//
// [github.com/looplab/fsm] makes all transitions. [Compile] builds a looplab
// machine from the table, fires every event in every state, and stores the
// results. [Machine.Step], [Machine.Can] and [Machine.Check] look the results
// up, which is fast enough for a planner, a replay or a workflow engine that
// asks millions of times. [Machine.Fire] makes a move on a looplab machine, and
// [Machine.FSM] returns a looplab machine for programs that use looplab
// themselves.
//
// # Guards
//
// A [Guard] is a condition that must hold before an event can happen. Its
// answer is a [Truth]: yes, no or unknown, because a document often shows only
// a part of a circuit. Only [Yes] lets an event pass. All guards of a rule are
// evaluated, in table order, and a refusal lists every one that does not hold:
// what must hold, what was found, who can make it hold and how, and the source.
// Guards and the validation of configurations describe what must hold in the
// same way, as a [Condition]. Programs match its [Need], which is stable; the
// wording is for people and may change.
//
// # States and events
//
// States and events are small integers in memory and words in text ([Words],
// [Parse]). Zero means "not observed". Store the words, never the integers.
package machine
