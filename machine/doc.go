// Package machine turns a table of rules into a state machine that explains
// its refusals.
//
// A [Table] is the machine: every [Rule] says from which states an event leads
// where, who makes it happen, which guards must hold, and where the rule was
// read. [Compile] builds a machine from it on
// [github.com/looplab/fsm]: the transition table is read out of a looplab
// machine by driving it through every state, and [Machine.Fire] commits each
// real move on a looplab machine and checks that it arrived where the table
// says. [Machine.Step], [Machine.Can] and [Machine.Check] walk the compiled
// table: pure functions of their arguments, without allocation on success, so
// that they may run inside a planner, a replay or a workflow engine.
//
// # Guards
//
// A [Guard] is one precondition, stated positively. It answers with a [Truth]
// of three values, because much of a circuit is not in the document at hand;
// only [Yes] lets an event pass. All guards of a rule are evaluated, in table
// order, and a refusal lists every one that does not hold: what is needed,
// what was found, who can make it hold and how, and the source. [Need] is the
// stable name that programs match; the wording is for people and may change.
//
// # States and events
//
// States and events are small integers in memory and words in text ([Words]).
// Zero means "not observed". Nothing persists the integers.
package machine
