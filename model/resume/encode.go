package resume

import "slices"

// A coder writes a State or reads one: the same functions do both, so that one
// is the inverse of the other. Values are numbered in the order in which they
// are met, and times become ages, so that states which differ in nothing that
// matters are one.
type coder struct {
	buf     []byte
	at      int // where to read
	reading bool
	now     Seconds
	numbers []Value // writing: the new number of each value, 0 if not met yet
	met     Value
}

// Encode appends the canonical encoding of a state.
func (s *State) Encode(dst []byte) []byte {
	var numbers [256]Value
	c := coder{buf: dst, now: s.Now, numbers: numbers[:]}
	if int(s.Last) >= len(numbers) {
		c.numbers = make([]Value, s.Last+1)
	}
	c.state(s)
	return c.buf
}

// Decode reads what Encode wrote into a state that is zero but for its world.
func (s *State) Decode(b []byte) {
	c := coder{buf: b, reading: true}
	c.state(s)
	s.Last = c.met
}

// num is a number, in seven bits a byte.
func num[T ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~int | ~int64](c *coder, x *T) {
	if !c.reading {
		v := uint64(*x)
		for ; v >= 0x80; v >>= 7 {
			c.buf = append(c.buf, byte(v)|0x80)
		}
		c.buf = append(c.buf, byte(v))
		return
	}
	var v uint64
	for shift := 0; ; shift += 7 {
		b := c.buf[c.at]
		c.at++
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			break
		}
	}
	*x = T(v)
}

// flags are truths, seven a byte.
func (c *coder) flags(all ...*bool) {
	for len(all) > 0 {
		n := min(len(all), 7)
		var bits uint8
		for i, f := range all[:n] {
			if *f && !c.reading {
				bits |= 1 << i
			}
		}
		num(c, &bits)
		for i, f := range all[:n] {
			if c.reading {
				*f = bits>>i&1 == 1
			}
		}
		all = all[n:]
	}
}

// value is a Value: 0 and noSecret as such, else its number.
func (c *coder) value(v *Value) {
	var n Value
	switch {
	case c.reading:
	case *v == noSecret:
		n = 1
	case *v != 0:
		if c.numbers[*v] == 0 {
			c.met++
			c.numbers[*v] = c.met
		}
		n = c.numbers[*v] + 1
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

// age is a time, as how long ago it was; beyond a day all are alike.
func (c *coder) age(t *Seconds) {
	ago := min(c.now-*t, Day)
	num(c, &ago)
	if c.reading {
		*t = -ago
	}
}

// there writes whether something is there, and says so.
func (c *coder) there(is bool) bool {
	c.flags(&is)
	return is
}

// list is a list whose elements each writes or reads.
func list[T any](c *coder, xs *[]T, each func(*coder, *T)) {
	n := len(*xs)
	num(c, &n)
	if c.reading && n > 0 {
		*xs = make([]T, n)
	}
	for i := range *xs {
		each(c, &(*xs)[i])
	}
}

func (c *coder) state(s *State) {
	list(c, &s.Spent, num[uint8])
	list(c, &s.Servers, (*coder).server)
	list(c, &s.Clients, (*coder).client)
	list(c, &s.Stores, func(c *coder, x *Store) {
		num(c, &x.Name)
		list(c, &x.Cached, (*coder).cached)
	})
	list(c, &s.Conns, (*coder).conn)
	// Only sessions that something else still knows can be resumed.
	for i := range s.Servers {
		c.known(&s.Servers[i].Revoked)
		c.burnt(&s.Servers[i].Burnt)
	}
	for i := range s.Clients {
		c.burnt(&s.Clients[i].Burnt)
	}
}

// known is a set of those values that were met before.
func (c *coder) known(values *[]Value) {
	var known []Value
	for _, v := range *values {
		if n := c.numbers[v]; n != 0 && !slices.Contains(known, n) {
			known = append(known, n)
		}
	}
	slices.Sort(known)
	list(c, &known, num[Value])
	if c.reading {
		*values = known
	}
}

// burnt is the same of sessions that saw a fatal alert, with the most that each
// was to lose.
func (c *coder) burnt(all *[]Burn) {
	for loss := LosesTickets; ; loss-- {
		var masters []Value
		for _, b := range *all {
			if b.Loss == loss && !burnt(*all, b.Master, loss+1) {
				masters = append(masters, b.Master)
			}
		}
		c.known(&masters)
		if c.reading {
			for _, m := range masters {
				*all = append(*all, Burn{m, loss})
			}
		}
		if loss == LosesNothing {
			return
		}
	}
}

func (c *coder) server(n *ServerNode) {
	c.options(&n.Options)
	c.value(&n.Named)
	list(c, &n.Ring, (*coder).value)
	list(c, &n.Cache, (*coder).cached)
}

func (c *coder) cached(x *Cached) {
	c.value(&x.ID)
	c.session(&x.Session, Server)
	c.flags(&x.Fenced)
}

func (c *coder) client(n *ClientNode) {
	c.options(&n.Options)
	list(c, &n.Store, func(c *coder, x *Stored) {
		num(c, &x.Name)
		c.session(&x.Session, Client)
		c.ticket(&x.Ticket)
		c.value(&x.ID)
		num(c, &x.Hint)
		c.age(&x.Since)
		c.flags(&x.Proven, &x.Fenced, &x.Lost)
	})
}

func (c *coder) options(o *Options) {
	c.flags(&o.EMS, &o.Tickets, &o.Renew, &o.Cache, &o.Marker, &o.AlwaysID, &o.Extension, &o.RSA, &o.Reneg)
	num(c, &o.SNI)
	num(c, &o.VHost)
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
		c.age(&x.Made)
	}
}

func (c *coder) ticket(t *Ticket) {
	if c.value(&t.Serial); t.Serial == 0 {
		return
	}
	c.value(&t.Key)
	c.session(&t.Seals, Server)
	c.flags(&t.Fenced)
}

func (c *coder) conn(k *Conn) {
	if c.flags(&k.Buried); k.Buried {
		return
	}
	c.flags(&k.Deviated)
	num(c, &k.Client)
	num(c, &k.Server)
	for side := Client; side <= Server; side++ {
		c.end(&k.Ends[side], side)
		list(c, &k.Wires[side], (*coder).message)
	}
}
