package resume

import (
	"encoding/binary"
	"slices"
)

// A coder writes a State or reads one: the same functions do both, so that one
// is the inverse of the other. Values are numbered in the order in which they
// are met, and times become ages, so that states which differ in nothing that
// matters are one.
type coder struct {
	buf     []byte
	at      int // where to read
	reading bool
	now     Seconds
	keyAges bool // the age of ticket keys counts
	met     Value
	// Writing: the new number of each value, 0 if not met yet. The first are at hand.
	numbers [256]Value
	others  []Value
}

// Encode appends the canonical encoding of a state.
func (s *State) Encode(dst []byte) []byte {
	c := s.writer(dst)
	c.state(s)
	return c.buf
}

// writer is a coder that appends a state like s to dst.
func (s *State) writer(dst []byte) coder {
	c := coder{buf: dst, now: s.Now}
	if n := int(s.Last) + 1; n > len(c.numbers) {
		c.others = make([]Value, n-len(c.numbers))
	}
	return c
}

// Decode reads what Encode wrote, in the memory of a state of the same world.
func (s *State) Decode(b []byte) {
	s.empty()
	c := coder{buf: b, reading: true}
	c.state(s)
	s.Last = c.met
}

// num is a number, in seven bits a byte.
func num[T ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~int | ~int64](c *coder, x *T) {
	if c.reading {
		if b := c.buf[c.at]; b < 0x80 {
			c.at++
			*x = T(b)
			return
		}
		v, n := binary.Uvarint(c.buf[c.at:])
		c.at += n
		*x = T(v)
		return
	}
	if v := uint64(*x); v < 0x80 {
		c.buf = append(c.buf, byte(v))
	} else {
		c.buf = binary.AppendUvarint(c.buf, v)
	}
}

// flags are truths, eight a byte.
func (c *coder) flags(all ...*bool) {
	for ; len(all) > 0; all = all[min(8, len(all)):] {
		eight := all[:min(8, len(all))]
		if c.reading {
			bits := c.buf[c.at]
			c.at++
			for i, f := range eight {
				*f = bits>>i&1 == 1
			}
			continue
		}
		var bits byte
		for i, f := range eight {
			bits |= bit(f) << (i & 7)
		}
		c.buf = append(c.buf, bits)
	}
}

// bit is 1 for true, without a branch.
func bit(f *bool) byte {
	var b byte
	if *f {
		b = 1
	}
	return b
}

// number is the place for the new number of a value.
func (c *coder) number(v Value) *Value {
	if int(v) < len(c.numbers) {
		return &c.numbers[v]
	}
	return &c.others[int(v)-len(c.numbers)]
}

// value is a Value: 0 and noSecret as such, else its number.
func (c *coder) value(v *Value) {
	var n Value
	switch {
	case c.reading:
	case *v == noSecret:
		n = 1
	case *v != 0:
		known := c.number(*v)
		if *known == 0 {
			c.met++
			*known = c.met
		}
		n = *known + 1
	}
	num(c, &n)
	switch {
	case !c.reading:
	case n == 1:
		*v = noSecret
	case n > 1:
		*v = n - 1
		c.met = max(c.met, *v)
	}
}

// age is a time, as how long ago it was; beyond two days all are alike.
func (c *coder) age(t *Seconds) { c.ago(t, 2*Day) }

// ago is a time, as how long ago it was; beyond so much all are alike.
func (c *coder) ago(t *Seconds, most Seconds) {
	ago := min(c.now-*t, most)
	num(c, &ago)
	if c.reading {
		*t = -ago
	}
}

// there writes whether something is there, and says so.
func (c *coder) there(is bool) bool {
	if !c.reading {
		c.buf = append(c.buf, bit(&is))
		return is
	}
	c.at++
	return c.buf[c.at-1] == 1
}

// length is how many elements a list has. It makes room for those that are to be
// read, which are zero.
func length[T any](c *coder, xs *[]T) int {
	n := nested(c, xs)
	if c.reading {
		clear(*xs)
	}
	return n
}

// nested is the same for elements that have lists of their own: those to be read are
// whatever was there before, so that its memory is used again.
func nested[T any](c *coder, xs *[]T) int {
	n := len(*xs)
	if num(c, &n); c.reading {
		*xs = slices.Grow((*xs)[:0], n)[:n]
	}
	return n
}

func (c *coder) state(s *State) {
	c.keyAges = s.world.keyAges
	for i := range length(c, &s.Spent) {
		num(c, &s.Spent[i])
	}
	for i := range nested(c, &s.Servers) {
		c.server(&s.Servers[i])
	}
	for i := range nested(c, &s.Clients) {
		c.client(&s.Clients[i])
	}
	for i := range nested(c, &s.Stores) {
		c.store(&s.Stores[i])
	}
	for i := range nested(c, &s.Conns) {
		c.conn(&s.Conns[i])
	}
	// Only sessions that something else still knows can be resumed.
	for i := range s.Servers {
		c.known(&s.Servers[i].Revoked)
		c.known(&s.Servers[i].Retired)
		c.known(&s.Servers[i].Borrowed)
		c.burnt(&s.Servers[i].Burnt)
	}
	for i := range s.Clients {
		c.burnt(&s.Clients[i].Burnt)
	}
}

// known is a set of those values that were met before.
func (c *coder) known(values *[]Value) {
	if !c.reading {
		c.writeKnown(*values)
		return
	}
	for i := range length(c, values) {
		num(c, &(*values)[i])
	}
}

func (c *coder) writeKnown(values []Value) {
	var room [8]Value
	set := room[:0]
	for _, v := range values {
		if v == noSecret {
			continue // which has no number
		}
		if n := *c.number(v); n != 0 && !slices.Contains(set, n) {
			set = append(set, n)
		}
	}
	slices.Sort(set)
	n := len(set)
	num(c, &n)
	for _, v := range set {
		num(c, &v)
	}
}

// burnt is the same of sessions that saw a fatal alert, with the most that each
// was to lose.
func (c *coder) burnt(all *[]Burn) {
	for loss := LosesTickets; ; loss-- {
		if c.reading {
			var masters []Value
			c.known(&masters)
			for _, m := range masters {
				*all = append(*all, Burn{m, loss})
			}
		} else {
			var room [8]Value
			masters := room[:0]
			for _, b := range *all {
				if b.Loss == loss && !burnt(*all, b.Master, loss+1) {
					masters = append(masters, b.Master)
				}
			}
			c.writeKnown(masters)
		}
		if loss == LosesNothing {
			return
		}
	}
}

func (c *coder) server(n *ServerNode) {
	if c.reading {
		n.empty()
	}
	c.options(&n.Options)
	c.value(&n.Named)
	for i := range length(c, &n.Ring) {
		c.value(&n.Ring[i])
	}
	for i := range length(c, &n.Cache) {
		c.cached(&n.Cache[i])
	}
	if c.keyAges {
		c.ago(&n.Sealing, Week)
	}
}

func (c *coder) store(x *Store) {
	if c.reading {
		x.empty()
	}
	num(c, &x.Name)
	for i := range length(c, &x.Cached) {
		c.cached(&x.Cached[i])
	}
}

func (c *coder) cached(x *Cached) {
	c.value(&x.ID)
	c.session(&x.Session, Server)
	c.flags(&x.Fenced)
}

func (c *coder) client(n *ClientNode) {
	if c.reading {
		n.empty()
	}
	c.options(&n.Options)
	for i := range length(c, &n.Store) {
		x := &n.Store[i]
		num(c, &x.Name)
		c.session(&x.Session, Client)
		c.ticket(&x.Ticket)
		c.value(&x.ID)
		num(c, &x.Hint)
		c.age(&x.Since)
		c.age(&x.At)
		c.flags(&x.Proven, &x.Fenced, &x.Lost)
	}
}

func (c *coder) options(o *Options) {
	c.flags(&o.EMS, &o.Tickets, &o.Renew, &o.Cache, &o.Marker, &o.AlwaysID, &o.Extension, &o.RSA, &o.Reneg)
	num(c, &o.SNI)
	num(c, &o.Identity)
	for i := range o.Hosts {
		if c.host(&o.Hosts[i]); o.Hosts[i].Name == 0 {
			break
		}
	}
	num(c, &o.Key)
	num(c, &o.Store)
	c.suites(&o.Suites)
	num(c, &o.Readings)
}

func (c *coder) suites(l *Suites) {
	if !c.there(l[0] != 0) {
		return
	}
	for i := range l { // up to the 0 that ends it
		if num(c, &l[i]); l[i] == 0 {
			return
		}
	}
}

// session leaves out when a session was made where it does not count: at the
// client.
func (c *coder) session(x *Session, side Side) {
	if !c.there(*x != Session{}) {
		return
	}
	c.value(&x.Master)
	c.flags(&x.EMS)
	num(c, &x.Suite)
	num(c, &x.SNI)
	num(c, &x.Peer)
	if side == Server {
		c.host(&x.Host)
		c.age(&x.Made)
		c.age(&x.Born)
	} else {
		num(c, &x.Shown)
	}
}

func (c *coder) ticket(t *Ticket) {
	if c.value(&t.Serial); t.Serial == 0 {
		return
	}
	c.value(&t.Key)
	c.session(&t.Seals, Server)
	c.flags(&t.Fenced)
	left := max(t.Until-c.now, 0)
	num(c, &left)
	if c.reading {
		t.Until = left
	}
}

func (c *coder) conn(k *Conn) {
	if c.reading {
		k.empty()
	}
	if c.flags(&k.Buried); k.Buried {
		return
	}
	c.flags(&k.Deviated)
	num(c, &k.Client)
	num(c, &k.Server)
	for side := Client; side <= Server; side++ {
		c.end(&k.Ends[side], side)
		wire := &k.Wires[side]
		for i := range length(c, wire) {
			c.message(&(*wire)[i])
		}
	}
}
