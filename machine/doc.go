// Package machine turns a table of rules into a state machine that explains
// its refusals.
//
// A [Table] is the machine: every [Rule] says from which states an event leads
// where, who makes it happen, which guards must hold, and where the rule was
// read.
//
// # looplab/fsm
//
// [github.com/looplab/fsm] is the one engine. [Compile] builds a looplab machine
// from the table, asks it where every event leads from every state, and keeps
// the answers; [Machine.Step], [Machine.Can] and [Machine.Check] look them up,
// so that a planner, a replay or a workflow engine may ask a million times.
// [Machine.Fire] makes a real move on a looplab machine, and [Machine.FSM] gives
// one to programs that are built on looplab.
//
// # Guards
//
// A [Guard] is one precondition, stated positively. It answers with a [Truth]
// of three values, because much of a circuit is not in the document at hand;
// only [Yes] lets an event pass. All guards of a rule are evaluated, in table
// order, and a refusal lists every one that does not hold: what is needed,
// what was found, who can make it hold and how, and the source. What a guard
// demands is a [Condition], and so is what the validation of a configuration
// demands. [Need] is the stable name that programs match; the wording is for
// people and may change.
//
// # States and events
//
// States and events are small integers in memory and words in text ([Words],
// [Parse]). Zero means "not observed". Nothing persists the integers.
package machine
