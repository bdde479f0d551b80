package circuittest

import "github.com/expressroute-go/expressroute/machine"

// statsDoc counts the bytes of a circuit or of a peering. No traffic flows here.
type statsDoc struct {
	PrimaryIn    uint64 `json:"primaryBytesIn"`
	PrimaryOut   uint64 `json:"primaryBytesOut"`
	SecondaryIn  uint64 `json:"secondaryBytesIn"`
	SecondaryOut uint64 `json:"secondaryBytesOut"`
}

func (s *Server) getStats(q *request) (answer, error) {
	c, err := s.find(q)
	if err != nil {
		return answer{}, err
	}
	if t := q.peeringInPath(); q.at["peering"] != "" && (t == 0 || c.now().State().Peering(t).Exists() != machine.Yes) {
		return answer{}, noPart(c.id + "/peerings/" + q.at["peering"])
	}
	return ok(statsDoc{}), nil
}
