package resume

import "slices"

// A Cached is a session in a server's cache.
type Cached struct {
	ID      Value
	Session Session
	Fenced  bool // in a form that builds which predate RFC 7627 do not find
}

// A Store is a cache outside the servers, by the name that store= has for it.
type Store struct {
	Name   Name
	Cached []Cached
}

// A Stored is a session that a client remembers, and what names it: a ticket,
// or else a session ID.
type Stored struct {
	Name    Name // of the server, as the client calls it
	Session Session
	Ticket  Ticket
	ID      Value
	Hint    Seconds // how long it is good; 0 is unspecified
	Since   Seconds // from when on
	Proven  bool    // the server's Finished was verified behind it
	Fenced  bool    // in a form that builds which predate RFC 7627 cannot read

	// Nothing but invariants and goals looks at these.
	At   Seconds // when it came
	Lost bool    // a fatal alert was to take it
}

// A Withholding is a reason of a client not to offer a session.
type Withholding struct {
	Name  string
	Cites string
	When  func(s *State, c *ClientNode, held *Stored) bool
}

// withholdings is looked through in this order.
var withholdings = []Withholding{
	{"expired", "RFC 5077 3.3", func(s *State, c *ClientNode, held *Stored) bool {
		return c.gone(s, held)
	}},
	{"suite-not-offered", "RFC 5246 7.4.1.2", func(_ *State, c *ClientNode, held *Stored) bool {
		return !c.Options.Suites.has(held.Session.Suite)
	}},
	{"legacy-session", "RFC 7627 5.3", func(_ *State, c *ClientNode, held *Stored) bool {
		return c.Options.extends() && !held.Session.EMS && !c.Options.Readings.has(EMSOfferLegacy)
	}},
	{"ems-session", "TLS list 2021-10-25", func(_ *State, c *ClientNode, held *Stored) bool {
		return !c.Options.extends() && held.Session.EMS
	}},
	{"identity-of-another", "CVE-2016-5420", func(_ *State, c *ClientNode, held *Stored) bool {
		return held.Session.Shown != 0 && held.Session.Shown != c.Options.Identity
	}},
	{"no-tickets", "RFC 5077 3.2", func(_ *State, c *ClientNode, held *Stored) bool {
		return !held.Ticket.empty() && !c.Options.Tickets
	}},
}

// called is what the client calls the server of a connection.
func (s *State) called(p Place, sni Name) Name {
	if sni != 0 && !s.end(p).Readings.has(NamesByServer) {
		return s.world.fold(sni)
	}
	return s.world.servers[s.Conns[p.Conn].Server]
}

// remembered is the session that the client holds for the server, if its build
// can read one.
func (s *State) remembered(p Place, sni Name) (Stored, bool) {
	c, name := s.client(p), s.world.policy.Called(s, p, sni)
	for _, held := range c.Store {
		if held.Name == name && s.reads(p, held.Fenced) {
			held.Session = s.perceived(p, &held.Session)
			return held, true
		}
	}
	return Stored{}, false
}

// remember stores the session of a connection, if anything names it. RFC 5077
// 3.4: a client that got a ticket "discards any Session ID that was sent in
// the ServerHello".
func (s *State) remember(p Place, proven bool) {
	e, c := s.end(p), s.client(p)
	n := Stored{
		Name: s.world.policy.Called(s, p, e.Offer.SNI), Session: e.Session, Hint: Day, Since: s.Now, Proven: proven,
		Fenced: s.world.policy.Fences(e, InStore), At: s.Now,
	}
	if s.world.policy.Naming(e, &n) {
		if !n.Ticket.empty() {
			n.Since = s.world.policy.Counted(&e.Receipt)
		}
		c.Store = append(slices.DeleteFunc(c.Store, func(o Stored) bool { return o.Name == n.Name }), n)
	}
}

// naming is the ticket that came, or else the session ID of a full handshake.
// What came before stays when there is neither: an empty ticket says that the
// server "does not want to include a ticket" (RFC 5077 3.3), and no more.
func (e *End) naming(n *Stored) bool {
	switch {
	case !e.Receipt.Ticket.empty():
		n.Ticket, n.Hint, n.Since, n.At = e.Receipt.Ticket, e.Receipt.Hint, e.Receipt.At, e.Receipt.At
	case e.By == Nothing && e.Answer.ID != 0:
		n.ID = e.Answer.ID
	default:
		return false
	}
	return true
}

// cache keeps the session of a full handshake that was given a session ID.
func (s *State) cache(p Place) {
	e := s.end(p)
	if e.By == Nothing && e.Answer.ID != 0 {
		c := s.cacheOf(s.Conns[p.Conn].Server)
		*c = append(*c, Cached{e.Answer.ID, s.world.policy.Caches(e.Session), s.world.policy.Fences(e, InCache)})
	}
}

// cacheOf is where a server keeps its sessions.
func (s *State) cacheOf(server int) *[]Cached {
	n := &s.Servers[server]
	if n.Options.Store == 0 {
		return &n.Cache
	}
	i := slices.IndexFunc(s.Stores, func(x Store) bool { return x.Name == n.Options.Store })
	if i < 0 {
		s.Stores = append(s.Stores, Store{Name: n.Options.Store})
		i = len(s.Stores) - 1
	}
	return &s.Stores[i].Cached
}
