package circuit

import "github.com/expressroute-go/expressroute/machine"

// Obstacle is a sub-goal of a plan that cannot be reached, or of which it is not
// known whether it is reached.
type Obstacle struct {
	Leg   string          `json:"leg"`   // the sub-goal
	Unmet []machine.Unmet `json:"unmet"` // what stands in the way of all the acts that would lead on, or was not read
}

// Turn returns who can do something about the obstacle first: the customer, who
// can want something else, where nobody can.
func (o Obstacle) Turn() machine.Actor {
	for _, u := range o.Unmet {
		if u.Actor != machine.Nobody {
			return u.Actor
		}
	}
	return machine.Customer
}
