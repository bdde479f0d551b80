package machine

// Truth is a guard's answer. The zero value is Unknown: the document at hand
// does not say.
type Truth uint8

const (
	Unknown Truth = iota // not known; permits nothing
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

// And is Kleene's conjunction: No if either is No, Yes if both are Yes.
func (t Truth) And(u Truth) Truth {
	switch {
	case t == No || u == No:
		return No
	case t == Yes && u == Yes:
		return Yes
	}
	return Unknown
}

// Or is Kleene's disjunction: Yes if either is Yes, No if both are No.
func (t Truth) Or(u Truth) Truth { return t.Not().And(u.Not()).Not() }

// Not turns Yes into No and No into Yes, and leaves Unknown.
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
