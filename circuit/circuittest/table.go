package circuittest

import (
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// The tables of Microsoft's routers: the ARP table, the route table and its summary of
// one path of a peering. A POST asks for one, and the result of its operation is the
// table.
//
// Source: recorded: github.com/Azure/azure-powershell,
// TestExpressRouteCircuitPrivatePublicPeeringCRUD, 2018-06-12

type arpRow struct {
	Age        int    `json:"age"`
	Interface  string `json:"interface"`
	IPAddress  string `json:"ipAddress"`
	MACAddress string `json:"macAddress"`
}

type summaryRow struct {
	Neighbor    string `json:"neighbor"`
	V           int    `json:"v"`
	AS          uint32 `json:"as"`
	UpDown      string `json:"upDown"`
	StatePfxRcd string `json:"statePfxRcd"`
}

type routeRow struct {
	Network string `json:"network"`
	NextHop string `json:"nextHop"`
	LocPrf  string `json:"locPrf"`
	Weight  int    `json:"weight"`
	Path    string `json:"path"`
}

// path is one path of a peering, of which a table is asked for.
type path struct {
	circuit *circuitResource
	peering peering.Type
	device  bgp.DevicePath
	now     time.Time
}

// pathInRequest returns the path in the path of the request.
func (s *Server) pathInRequest(q *request) (path, error) {
	c, err := s.find(q)
	if err != nil {
		return path{}, err
	}
	p := path{circuit: c, peering: q.peeringInPath(), now: s.now}
	switch strings.ToLower(q.at["path"]) {
	case "primary":
		p.device = bgp.Primary
	case "secondary":
		p.device = bgp.Secondary
	default:
		return path{}, badRequest("%q is no device path; they are primary and secondary.", q.at["path"])
	}
	if p.peering == 0 || c.now().State().Peering(p.peering).Exists() != machine.Yes {
		return path{}, noPart(c.id + "/peerings/" + q.at["peering"])
	}
	return p, nil
}

func (s *Server) postARPTable(q *request) (answer, error) { return postTable(s, q, path.arp) }

func (s *Server) postRouteTable(q *request) (answer, error) { return postTable(s, q, path.routes) }

func (s *Server) postSummary(q *request) (answer, error) { return postTable(s, q, path.summary) }

func postTable[Row any](s *Server, q *request, rows func(path) []Row) (answer, error) {
	p, err := s.pathInRequest(q)
	if err != nil {
		return answer{}, err
	}
	o := &operation{id: s.guid(), location: p.circuit.location, due: s.now.Add(peered)}
	o.end = func(*Failure) bool {
		p.now = s.now
		o.result = list[Row]{Value: append([]Row{}, rows(p)...)}
		return true
	}
	s.run(o)
	a := s.pollable(q, o, true)
	delete(a.header, "Azure-AsyncOperation") // recorded without
	a.status = http.StatusAccepted
	return a, nil
}

// ends returns the addresses of the customer's and of Microsoft's router in one family
// of the path.
func (p path) ends(f peering.Family) (customer, microsoft netip.Addr, ok bool) {
	have := p.circuit.now().Have()
	half := have.Peering(p.peering).Half(f)
	subnet := half.Primary
	if p.device == bgp.Secondary {
		subnet = half.Secondary
	}
	customer, microsoft, err := peering.Addresses(subnet.Masked())
	return customer, microsoft, err == nil
}

// arp: the customer's router is seen if the provider has built the circuit.
func (p path) arp() []arpRow {
	customer, microsoft, ok := p.ends(peering.IPv4)
	if !ok || !p.circuit.peerings.Peering(p.peering).applied {
		return nil
	}
	rows := []arpRow{{Interface: "Microsoft", IPAddress: microsoft.String(), MACAddress: "0a00.5e00.5302"}}
	if p.circuit.now().State().Usable() == machine.Yes {
		rows = append([]arpRow{{Age: 10, Interface: "On-Prem", IPAddress: customer.String(), MACAddress: "0a00.5e00.5301"}}, rows...)
	}
	return rows
}

func (p path) summary() []summaryRow {
	var rows []summaryRow
	for _, f := range families {
		customer, _, ok := p.ends(f)
		if !ok || !p.circuit.peerings.Peering(p.peering).applied {
			continue
		}
		row := summaryRow{
			Neighbor: customer.String(), V: 4, AS: p.circuit.peerings.Peering(p.peering).doc.PeerASN,
			UpDown: "never", StatePfxRcd: bgp.Active.String(),
		}
		if up, since := p.session(f); up {
			row.UpDown, row.StatePfxRcd = upDown(p.now.Sub(since)), strconv.Itoa(len(p.received(f)))
		}
		rows = append(rows, row)
	}
	return rows
}

// routes: Microsoft's router has received what the customer advertises. On a private
// peering nobody has said what that is.
func (p path) routes() []routeRow {
	var rows []routeRow
	for _, f := range families {
		customer, _, ok := p.ends(f)
		if up, _ := p.session(f); !ok || !up {
			continue
		}
		for _, network := range p.received(f) {
			rows = append(rows, routeRow{
				Network: network, NextHop: customer.String(), Path: strconv.FormatUint(uint64(p.circuit.peerings.Peering(p.peering).doc.PeerASN), 10),
			})
		}
	}
	return rows
}

func (p path) received(f peering.Family) []string {
	have := p.circuit.now().Have()
	var networks []string
	for _, a := range have.Peering(p.peering).Half(f).Advertised {
		networks = append(networks, a.Prefix().Masked().String())
	}
	return networks
}

// session says whether the BGP session of one family is up, and since when. It comes up
// when Microsoft's edge enables BGP, and stays down after [circuit.SessionLost] until
// [circuit.SessionEstablished].
func (p path) session(f peering.Family) (up bool, since time.Time) {
	lost := false
	for _, r := range p.circuit.journal() {
		if e := r.Event; e.Peering == p.peering && e.Family == f && e.Path == p.device {
			lost = e.Verb == circuit.SessionLost
		}
		now := r.To.State.Peering(p.peering).Family(f).BGP == bgp.Enabled && !lost
		if now && !up {
			since = r.At
		}
		up = now
	}
	return up, since
}

// upDown returns a time as a router shows it: 00:03:12, 3d04h, 1w2d.
func upDown(d time.Duration) string {
	hours := int(d / time.Hour)
	switch days := hours / 24; {
	case days >= 7:
		return fmt.Sprintf("%dw%dd", days/7, days%7)
	case days > 0:
		return fmt.Sprintf("%dd%02dh", days, hours%24)
	}
	return fmt.Sprintf("%02d:%02d:%02d", hours, int(d/time.Minute)%60, int(d/time.Second)%60)
}
