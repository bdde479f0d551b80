package machine

// Rule is one row of a table: from any of the states in From, the event On
// leads to the state To, if the guards hold.
//
// A state and an event have one target. Where outcomes differ, use different
// events: looplab can store only one target.
type Rule[S, E State, C any] struct {
	From   []S
	On     E
	To     S
	By     Actor     // who makes it happen
	Needs  Guards[C] // all of them must hold
	Basis  Basis     // how we know
	Source string    // public URL, RFC section or repository path
}

// Table describes a machine, for [Compile].
type Table[S, E State, C any] struct {
	Name     string // for errors and drawings: "service provider provisioning"
	States   []S    // every state, in the order of the life cycle
	Initial  []S    // the states in which the life cycle can begin
	Observed []S    // states that documents show, so that no rule has to reach them
	Rules    []Rule[S, E, C]
}
