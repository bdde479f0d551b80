package circuittest

import (
	"cmp"
	"slices"
)

// subscription is the document of a subscription. Any ID is one.
type subscription struct {
	ID             string `json:"id"`
	SubscriptionID string `json:"subscriptionId"`
	TenantID       string `json:"tenantId"`
	DisplayName    string `json:"displayName"`
	State          string `json:"state"`
}

const zeros = "00000000-0000-0000-0000-000000000000"

func newSubscription(id string) subscription {
	return subscription{ID: "/subscriptions/" + id, SubscriptionID: id, TenantID: zeros, DisplayName: id, State: "Enabled"}
}

func (s *Server) getSubscription(q *request) (answer, error) {
	return ok(newSubscription(q.at["subscription"])), nil
}

// listSubscriptions lists the subscriptions that something was created in, or one of
// zeros.
func (s *Server) listSubscriptions(*request) (answer, error) {
	ids := make(map[string]bool)
	for _, g := range s.groups {
		ids[split(g.ID)[1]] = true
	}
	if len(ids) == 0 {
		ids[zeros] = true
	}
	subscriptions := list[subscription]{}
	for id := range ids {
		subscriptions.Value = append(subscriptions.Value, newSubscription(id))
	}
	slices.SortFunc(subscriptions.Value, func(a, b subscription) int { return cmp.Compare(a.ID, b.ID) })
	return ok(subscriptions), nil
}
