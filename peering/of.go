package peering

import (
	"iter"
	"time"
)

// Of holds one T for each type of peering: what is wanted of it, its state, its
// configuration, the time when it was read.
type Of[T any] struct {
	Private   T `json:"AzurePrivatePeering,omitzero"`
	Public    T `json:"AzurePublicPeering,omitzero"`
	Microsoft T `json:"MicrosoftPeering,omitzero"`
}

// Wants, States, Configs and Times are one of each type of peering.
type (
	Wants   = Of[Want]
	States  = Of[State]
	Configs = Of[Config]
	Times   = Of[time.Time]
)

// Peering returns what is held for that type, the zero T for no type.
func (o Of[T]) Peering(t Type) T {
	if p := o.OfPeering(t); p != nil {
		return *p
	}
	var none T
	return none
}

// OfPeering points to what is held for that type, nil for no type.
func (o *Of[T]) OfPeering(t Type) *T {
	switch t {
	case Private:
		return &o.Private
	case Public:
		return &o.Public
	case Microsoft:
		return &o.Microsoft
	}
	return nil
}

// Peerings yields every type with what is held for it, in the order of [Types].
func (o *Of[T]) Peerings() iter.Seq2[Type, *T] {
	return func(yield func(Type, *T) bool) {
		for t := Private; t <= Microsoft; t++ {
			if !yield(t, o.OfPeering(t)) {
				return
			}
		}
	}
}
