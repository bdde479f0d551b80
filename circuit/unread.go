package circuit

import (
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// unread returns an obstacle for each sub-goal of which nobody can tell whether it
// is reached, because a state or a part of the order was not read. The plan keeps
// its other steps, because documents may never show that value. But the plan is not
// done before the value is known.
func (c *Circuit) unread() []Obstacle {
	var list []Obstacle
	have, want := &c.known().Have, &c.known().Want
	if c.state.Operation == 0 {
		list = append(list, unreadObstacle(c.legRepaired().goal, "the last operation on the circuit", have.strange("operation")))
	}
	if want.wantsUse() {
		if c.state.usable() == machine.Unknown {
			list = append(list, Obstacle{c.legUsable().goal, guards(provisioned, enabled).Unmet(c.view())})
		}
		if missing := c.unreadOrder(); missing != "" {
			list = append(list, unreadObstacle(c.legOrder().goal, "the order's "+missing, "not observed"))
		}
	}
	for t := range peering.Types() {
		if want.mode(t) == peering.WantPresent && c.state.OfPeering(t).Operation == 0 {
			list = append(list, unreadObstacle(c.legsPresent(t)[0].goal, "the last operation on "+t.String(), have.strange(t.String()+".operation")))
		}
	}
	return list
}

// unreadOrder names the parts of the order that the spec wants and that were not
// read.
func (c *Circuit) unreadOrder() string {
	var missing []string
	for _, part := range []struct {
		name     string
		asWanted machine.Truth
	}{{"bandwidth", c.state.Bandwidth}, {"tier", c.state.Tier}, {"billing model", c.state.Billing}} {
		if part.asWanted == machine.Unknown {
			missing = append(missing, part.name)
		}
	}
	return strings.Join(missing, " and ")
}

func unreadObstacle(leg, what, found string) Obstacle {
	u := observedState.Unmet(found)
	u.Want, u.Unknown = what+" must be known", true
	return Obstacle{leg, []machine.Unmet{u}}
}
