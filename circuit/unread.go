package circuit

import (
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// unread are the sub-goals of which nobody can say whether they are reached,
// because what they are measured by was not read. A plan goes on without it: a
// document may never show it. But nothing is done before it is known.
func (c *Circuit) unread() []Obstacle {
	var list []Obstacle
	usable := c.legUsable().goal
	if c.state.usable() == machine.Unknown {
		list = append(list, Obstacle{usable, guards(provisioned, enabled).Unmet(c.view())})
	}
	if c.state.Operation == 0 {
		list = append(list, unreadObstacle(usable, "the last operation on the circuit"))
	}
	if missing := c.unreadOrder(); missing != "" {
		list = append(list, unreadObstacle(c.legOrder().goal, missing))
	}
	for t, want := range c.known().Want.Peerings() {
		if want.Mode == peering.WantPresent && c.state.OfPeering(t).Operation == 0 {
			list = append(list, unreadObstacle(c.legsPresent(t)[0].goal, "the last operation on "+t.String()))
		}
	}
	return list
}

// unreadOrder names the parts of the order that are wanted and were not read.
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
	return strings.Join(missing, ", ")
}

func unreadObstacle(leg, what string) Obstacle {
	u := observedState.Unmet("not observed")
	u.Want, u.Unknown = what+" must be known", true
	return Obstacle{leg, []machine.Unmet{u}}
}
