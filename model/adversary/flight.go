package adversary

// A verb is what happens to an honest end.
type verb uint8

const (
	dial         verb = iota // a client says hello on a new connection
	renegotiate              // a client says hello on a connection that it has
	greetServer              // a server gets ClientHello and answers
	greetClient              // a client gets the server's first flight and answers
	finishServer             // a server gets the client's second flight and answers
	finishClient             // a client gets the server's last flight
	noSlot       = 2         // copied from nobody: the adversary's own
	noTarget     = 3
	ownTarget    = 2
)

// A flight is a transition: what the adversary has an honest end do or get.
type flight struct {
	Verb   verb
	Slot   uint8 // the honest end, among those of its role
	Offer  uint8 // the slot whose session a hello offers, or noSlot
	Copy   uint8 // the slot of the other role that hello or key exchange are copied from, or noSlot
	Target uint8 // with a group of the adversary's choice, whose premaster secret it sets; else noTarget
	To     party // whom a client dials, whose certificate it gets, or the client's certificate that a server gets
	Kex    kex
	Asks   bool
	Shared bool // the share is the honest server's, under whatever certificate
}

// An answer is what becomes of a flight.
type answer uint8

const (
	taken    answer = iota
	spared          // the end takes it, and the search does without it
	untimely        // the end awaits another, or what it is to be made of is not there
	untold          // the adversary cannot say it
	refused         // the end aborts
)

// A world is what the honest ends do by policy.
type world struct {
	EMS         bool
	Kex         []kex
	ChosenGroup bool // the client accepts an explicit group (RFC 5246 7.4.3), whatever it is
	CertChange  bool // the client lets the server's certificate change on renegotiation (RFC 5746 5)

	// Defects, by which the tests see that what they take away is what holds.
	EmptyHash         bool // the extended master secret covers nothing
	NoRenegotiateInfo bool // no hello carries the verify_data of the handshake before
}

func (w world) master(secret, cr, sr, transcript Term) Term {
	if !w.EMS {
		return of(master, secret, cr, sr) // RFC 5246 8.1
	}
	if w.EmptyHash {
		transcript = 0
	}
	return of(extended, secret, transcript) // RFC 7627 4
}

// fresh begins a handshake: the keys and verify_data of the one before stay.
func (e *end) fresh() {
	*e = end{
		Handshakes: e.Handshakes + 1, Meant: e.Meant, KeysKnown: e.KeysKnown, Keys: e.Keys,
		ClientData: e.ClientData, ServerData: e.ServerData, Session: e.Session,
	}
}

func (e *end) atom(kind Term, slot uint8) Term { return of(kind, Term(slot)+1, Term(e.Handshakes)) }

// finish ends a handshake, whose Finished messages are given.
func (e *end) finish(client, server Term, peer party) {
	first := client
	if e.Abbreviated {
		first = server
	}
	*e = end{
		Phase: done, Handshakes: e.Handshakes, Meant: e.Meant, Peer: peer,
		KeysKnown: e.MasterKnown, Keys: of(keys, e.Master, e.CR, e.SR),
		ClientData: client, ServerData: server, Unique: first, Signed: e.Signed, Said: e.Said,
		Session: session{e.SID, e.Master, peer, e.MasterKnown},
	}
}

func (s *state) offered(ends *[2]end, slot uint8) session {
	if slot == noSlot {
		return session{}
	}
	return ends[slot].Session
}

// next is the state after a flight, for a search.
func (w world) next(s *state, f flight) (state, bool) {
	n, a := w.answer(s, f)
	if a != taken {
		return n, false
	}
	n.settle()
	return n, true
}

// answer is what becomes of a flight, and the state after one that is taken.
func (w world) answer(s *state, f flight) (n state, a answer) {
	n = *s
	switch f.Verb {
	case dial, renegotiate:
		a = n.hello(f)
	case greetServer:
		a = n.greetServer(f)
	case greetClient:
		a = w.greetClient(&n, f)
	case finishServer:
		a = w.finishServer(&n, f)
	case finishClient:
		a = n.finishClient(f)
	}
	if w.NoRenegotiateInfo {
		for _, ends := range []*[2]end{&n.Clients, &n.Servers} {
			for i := range ends {
				ends[i].ClientData, ends[i].ServerData = 0, 0
			}
		}
	}
	return n, a
}

func (s *state) hello(f flight) answer {
	c := &s.Clients[f.Slot]
	old := s.offered(&s.Clients, f.Offer)
	if f.Offer != noSlot && (old.ID == 0 || old.Peer != f.To) {
		return untimely
	}
	c.fresh()
	c.Phase, c.Meant = hello, f.To
	c.CR = c.atom(clientRandom, f.Slot)
	c.SID = old.ID
	c.Master, c.MasterKnown = old.Master, old.MasterKnown
	c.Transcript = of(clientHello, c.CR, c.SID, c.ClientData)
	return taken
}

// relays reports whether what reaches e under its keys is what peer said: with
// keys that it does not know the adversary can do no more.
func (e *end) relays(peer *end) bool {
	return e.KeysKnown || e.Keys == 0 || peer != nil && peer.Keys == e.Keys
}

func (s *state) greetServer(f flight) answer {
	e := &s.Servers[f.Slot]
	a, cr, old := taken, own, s.offered(&s.Servers, f.Offer)
	var peer *end
	if f.Copy != noSlot {
		peer = &s.Clients[f.Copy]
		if peer.CR == 0 || peer.Phase == done {
			return untimely
		}
		cr = peer.CR
	}
	switch {
	case f.Offer != noSlot && old.ID == 0:
		return untimely
	case !e.relays(peer) || e.Keys != 0 && !e.KeysKnown && peer.SID != old.ID:
		return untold
	}
	e.fresh()
	e.CR, e.SR, e.SID = cr, e.atom(serverRandom, f.Slot), old.ID
	e.Transcript = of(clientHello, cr, old.ID, e.ClientData)
	if old.ID != 0 {
		if !old.MasterKnown && (peer == nil || peer.Transcript != e.Transcript) {
			a = spared // nobody could ever say the Finished that this server awaits
		}
		e.Phase, e.Abbreviated = waiting, true
		e.Master, e.MasterKnown, e.Peer = old.Master, old.MasterKnown, old.Peer
		e.Transcript = of(serverHello, e.Transcript, e.SR, e.SID, e.ClientData, e.ServerData)
		e.Said = of(finished, e.Master, Term(honestServer), e.Transcript)
		e.Want = of(finished, e.Master, Term(honestClient), of(finished, e.Transcript, e.Said))
		return a
	}
	e.Phase, e.Kex, e.Asked = hello, f.Kex, f.Asks
	e.SID = e.atom(sessionID, f.Slot)
	if e.Kex != rsa {
		e.Share = e.atom(serverShare, f.Slot)
	}
	e.Transcript = e.fullHello(honestServer, e.Share)
	return a
}

// fullHello is the transcript after the server's first flight.
func (e *end) fullHello(cert party, share Term) Term {
	asked := Term(0)
	if e.Asked {
		asked = 1
	}
	return of(serverHello, e.Transcript, e.SR, e.SID, e.ClientData, e.ServerData,
		Term(cert), Term(e.Kex), share, asked)
}

func (w world) greetClient(s *state, f flight) answer {
	c := &s.Clients[f.Slot]
	var peer *end
	sr, id := own, own
	if f.Copy != noSlot {
		if peer = &s.Servers[f.Copy]; peer.SR == 0 {
			return untimely
		}
		sr, id = peer.SR, peer.SID
	}
	if !c.relays(peer) {
		return untold
	}
	if f.Offer != noSlot {
		return c.resume(sr, peer)
	}
	if c.SID != 0 && id == c.SID { // the server resumes, which is the branch above
		return refused
	}
	if c.Keys == 0 && f.To != c.Meant || c.Keys != 0 && f.To != c.Session.Peer && !w.CertChange {
		return refused
	}
	faithful := peer != nil && f.To == honestServer && f.Kex == peer.Kex && f.Shared && f.Asks == peer.Asked
	if c.Keys != 0 && !c.KeysKnown && !faithful {
		return untold
	}
	c.SR, c.SID, c.Kex, c.Asked, c.Peer = sr, id, f.Kex, f.Asks, f.To
	share, a := w.serverShare(s, c, f, peer)
	if a != taken {
		return a
	}
	c.Transcript = c.fullHello(f.To, share)
	same := peer != nil && peer.Phase == hello && peer.Transcript == c.Transcript
	w.exchange(s, c, f, share)
	// Nobody but a server of the same transcript could ever say the Finished that
	// this client awaits, and what it has said is of use to no other handshake.
	if !c.MasterKnown && !same {
		return spared
	}
	return taken
}

// resume is the abbreviated handshake at a client.
func (c *end) resume(sr Term, peer *end) answer {
	if c.Master == 0 {
		return untimely
	}
	c.SR, c.Abbreviated = sr, true
	c.Transcript = of(serverHello, c.Transcript, c.SR, c.SID, c.ClientData, c.ServerData)
	server := of(finished, c.Master, Term(honestServer), c.Transcript)
	if !c.MasterKnown && (peer == nil || peer.Said != server) {
		return untold
	}
	c.Said = of(finished, c.Master, Term(honestClient), of(finished, c.Transcript, server))
	c.finish(c.Said, server, c.resumedPeer())
	return taken
}

// resumedPeer is whom a client resumes with: a hello offers sessions of that peer.
func (c *end) resumedPeer() party { return c.Meant }

// serverShare is the ServerKeyExchange that a client gets. The honest server's
// signature covers both randoms (RFC 5246 7.4.3).
func (w world) serverShare(s *state, c *end, f flight, peer *end) (share Term, a answer) {
	switch {
	case f.Kex == rsa:
		return 0, unless(f.Target != noTarget || f.Shared, untimely)
	case f.Shared && (peer == nil || peer.Kex != f.Kex || peer.Share == 0 || f.Target != noTarget):
		return 0, untimely
	case f.Shared:
		return peer.Share, unless(f.To != adversary && peer.CR != c.CR, refused)
	case f.To != adversary:
		return 0, untold
	case f.Target == noTarget:
		return own, taken
	case f.Kex != dhe:
		return 0, untimely
	case !w.ChosenGroup:
		return 0, refused
	}
	secret := s.target(f.Target)
	return of(chosenGroup, secret), unless(secret == 0, untimely)
}

// unless is that a flight is taken, or what becomes of it if something is amiss.
func unless(amiss bool, a answer) answer {
	if amiss {
		return a
	}
	return taken
}

// target is a premaster secret that the adversary can set by its choice of group:
// its own, or what it shares with an honest server.
func (s *state) target(t uint8) Term {
	if t == ownTarget {
		return own
	}
	if share := s.Servers[t].Share; share != 0 {
		return premasterDH(share, own)
	}
	return 0
}

// exchange is the client's second flight.
func (w world) exchange(s *state, c *end, f flight, share Term) {
	var said Term
	if f.Kex == rsa {
		c.Secret = c.atom(premasterRSA, f.Slot)
		c.MasterKnown = f.To == adversary
		said = of(encrypted, Term(f.To), c.Secret)
	} else {
		c.Share = c.atom(clientShare, f.Slot)
		said = c.Share
		c.Secret, c.MasterKnown = premasterDH(c.Share, share), share == own
		if f.Target != noTarget {
			c.Secret, c.MasterKnown = s.target(f.Target), true
		}
	}
	cert := nobody
	if c.Asked {
		cert = honestClient
	}
	c.Transcript = of(keyExchange, c.Transcript, Term(cert), said)
	c.Master = w.master(c.Secret, c.CR, c.SR, c.Transcript)
	if c.Asked {
		c.Signed = of(verify, c.Transcript)
		c.Transcript = of(verify, c.Transcript, c.Signed)
	}
	c.Said = of(finished, c.Master, Term(honestClient), c.Transcript)
	c.Want = of(finished, c.Master, Term(honestServer), of(finished, c.Transcript, c.Said))
	c.Phase = waiting
}

func (w world) finishServer(s *state, f flight) answer {
	e := &s.Servers[f.Slot]
	var peer *end
	if f.Copy != noSlot {
		peer = &s.Clients[f.Copy]
	}
	if !e.relays(peer) {
		return untold
	}
	if e.Abbreviated {
		if !e.MasterKnown && (peer == nil || peer.Said != e.Want) {
			return untold
		}
		e.finish(e.Want, e.Said, e.Peer)
		return taken
	}
	said, secret, known := e.keyExchange(f, peer)
	if secret == 0 || f.To == honestClient && !e.Asked {
		return untimely
	}
	e.Transcript = of(keyExchange, e.Transcript, Term(f.To), said)
	e.Secret, e.MasterKnown = secret, known
	e.Master = w.master(secret, e.CR, e.SR, e.Transcript)
	if f.To == honestClient {
		signed := of(verify, e.Transcript)
		if !s.signed(signed) {
			return untold
		}
		e.Signed = signed
		e.Transcript = of(verify, e.Transcript, signed)
	}
	client := of(finished, e.Master, Term(honestClient), e.Transcript)
	if !known && (peer == nil || peer.Said != client) {
		return untold
	}
	server := of(finished, e.Master, Term(honestServer), of(finished, e.Transcript, client))
	e.Said = server
	e.finish(client, server, f.To)
	return taken
}

// keyExchange is the ClientKeyExchange that a server gets: of the adversary's own
// making, or with the secret or share of an honest client. A secret that was
// encrypted to this server can be relayed, one that was encrypted to the adversary
// can be encrypted anew.
func (e *end) keyExchange(f flight, peer *end) (said, secret Term, known bool) {
	if e.Kex == rsa {
		secret, known = own, true
		if peer != nil {
			secret, known = peer.Secret, peer.Peer == adversary
			if peer.Kex != rsa {
				secret = 0
			}
		}
		return of(encrypted, Term(honestServer), secret), secret, known
	}
	if peer == nil {
		return own, premasterDH(own, e.Share), true
	}
	if peer.Share == 0 || peer.Kex != e.Kex {
		return 0, 0, false
	}
	return peer.Share, premasterDH(peer.Share, e.Share), false
}

func (s *state) signed(t Term) bool {
	return s.Clients[0].Signed == t || s.Clients[1].Signed == t
}

func (s *state) finishClient(f flight) answer {
	c := &s.Clients[f.Slot]
	var peer *end
	if f.Copy != noSlot {
		peer = &s.Servers[f.Copy]
	}
	known := c.MasterKnown
	if !c.relays(peer) || peer == nil && !known {
		return untold
	}
	if peer != nil && peer.Said != c.Want {
		return refused
	}
	c.finish(c.Said, c.Want, c.Peer)
	// A Finished that the adversary can make is not tried as a relay too.
	return unless(known && peer != nil, spared)
}
