package registry

import (
	"cmp"
	"encoding/binary"
	"net/netip"
)

// key is a prefix as integers, which is smaller than a netip.Prefix and fast to
// sort.
type key[K any] interface {
	comparable
	compare(K) int
	top() uint32 // the first topBits bits of the address
	prefix() netip.Prefix
}

const topBits = 18

type key4 struct {
	addr uint32
	bits uint8
}

func newKey4(p netip.Prefix) key4 {
	addr := p.Addr().As4()
	return key4{binary.BigEndian.Uint32(addr[:]), uint8(p.Bits())}
}

func (k key4) compare(o key4) int {
	if k.addr != o.addr {
		return cmp.Compare(k.addr, o.addr)
	}
	return cmp.Compare(k.bits, o.bits)
}

func (k key4) top() uint32 { return k.addr >> (32 - topBits) }

func (k key4) prefix() netip.Prefix {
	var addr [4]byte
	binary.BigEndian.PutUint32(addr[:], k.addr)
	return netip.PrefixFrom(netip.AddrFrom4(addr), int(k.bits))
}

type key6 struct {
	high, low uint64
	bits      uint8
}

func newKey6(p netip.Prefix) key6 {
	addr := p.Addr().As16()
	return key6{binary.BigEndian.Uint64(addr[:8]), binary.BigEndian.Uint64(addr[8:]), uint8(p.Bits())}
}

func (k key6) compare(o key6) int {
	if k.high != o.high {
		return cmp.Compare(k.high, o.high)
	}
	if k.low != o.low {
		return cmp.Compare(k.low, o.low)
	}
	return cmp.Compare(k.bits, o.bits)
}

func (k key6) top() uint32 { return uint32(k.high >> (64 - topBits)) }

func (k key6) prefix() netip.Prefix {
	var addr [16]byte
	binary.BigEndian.PutUint64(addr[:8], k.high)
	binary.BigEndian.PutUint64(addr[8:], k.low)
	return netip.PrefixFrom(netip.AddrFrom16(addr), int(k.bits))
}
