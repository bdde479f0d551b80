package machine

// Truth is the answer of a guard. The zero value is Unknown: it was not
// observed.
type Truth uint8

const (
	Unknown Truth = iota // not known; lets no event pass
	No                   // known not to hold
	Yes                  // known to hold
)

var truths = SpellAll[Truth]("machine.Truth", "Unknown", "No", "Yes")

// TruthOf returns Yes or No.
func TruthOf(holds bool) Truth {
	if holds {
		return Yes
	}
	return No
}

// And returns No if either is No, Yes if both are Yes, and Unknown otherwise
// (Kleene's logic).
func (t Truth) And(u Truth) Truth {
	switch {
	case t == No || u == No:
		return No
	case t == Yes && u == Yes:
		return Yes
	}
	return Unknown
}

// Or returns Yes if either is Yes, No if both are No, and Unknown otherwise.
func (t Truth) Or(u Truth) Truth { return t.Not().And(u.Not()).Not() }

// Not returns No for Yes, Yes for No, and Unknown for Unknown.
func (t Truth) Not() Truth {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}

func (t Truth) String() string                { return truths.String(t) }
func (t Truth) MarshalText() ([]byte, error)  { return truths.MarshalText(t) }
func (t *Truth) UnmarshalText(b []byte) error { return truths.UnmarshalText(t, b) }
