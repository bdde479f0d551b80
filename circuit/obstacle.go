package circuit

import "github.com/expressroute-go/expressroute/machine"

// Obstacle is a sub-goal of a plan that cannot be reached, or of which nobody can
// tell whether it is reached, because a value was not read.
type Obstacle struct {
	Leg   string          `json:"leg"`   // the sub-goal
	Unmet []machine.Unmet `json:"unmet"` // the conditions in the way of each event that could lead to it, or the values that were not read
}

// Turn returns who can meet the first of the conditions that anybody can meet. If
// nobody can meet any, it returns Customer, who can change the spec.
func (o Obstacle) Turn() machine.Actor {
	for _, u := range o.Unmet {
		if u.Actor != machine.Nobody {
			return u.Actor
		}
	}
	return machine.Customer
}
