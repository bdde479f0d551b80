package machine

// Rule is one row of a table: from any of these states, this event leads to
// that state, if the guards hold.
//
// One state and event have one target. Where the outcome differs, the events
// differ: that reads better, and is what looplab can hold.
type Rule[S, E State, C any] struct {
	From   []S
	On     E
	To     S
	By     Actor     // who makes it happen
	Needs  Guards[C] // all must hold
	Basis  Basis     // how we know
	Source string    // public URL, RFC section or repository path
}

// Table is a machine as it is written down.
type Table[S, E State, C any] struct {
	Name     string // for errors and drawings: "service provider provisioning"
	States   []S    // every state, in the order of the life cycle
	Initial  []S    // where a life may begin
	Observed []S    // states that documents show and no rule need reach
	Rules    []Rule[S, E, C]
}
