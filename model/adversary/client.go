package adversary

import "slices"

// hello begins a client's handshake, on a new connection or another on the one that
// it has.
func (w *world) hello(s *state, f flight) answer {
	c := &s.Clients[f.Slot]
	old := session{}
	if f.Offer != noSlot {
		old = s.Clients[f.Offer].Session
		if old.ID == 0 || old.Peer != f.To && !w.AnyPeer {
			return untimely
		}
	}
	if c.Conn.Unbound {
		return refused // RFC 7627 5.4: "the client MUST disable renegotiation"
	}
	c.fresh()
	c.Meant = f.To
	n := &c.Now
	n.CR, n.SID = c.atom(clientRandom, f.Slot), old.ID
	n.Master, n.MasterKnown, n.EMS, n.Kex, n.Unique = old.Master, old.MasterKnown, old.EMS, old.Kex, old.Unique
	n.Transcript = helloTranscript(n.CR, n.SID, c.Conn.ClientData, w.EMS[client] != never)
	return taken
}

// greetClient is the server's first flight at a client.
func (w *world) greetClient(s *state, f flight) answer {
	c := &s.Clients[f.Slot]
	n := &c.Now
	var peer *end
	sr, id := own, own
	if f.Copy != noSlot {
		peer = &s.Servers[f.Copy]
		if sr, id = peer.answered(); sr == 0 {
			return untimely
		}
	}
	if w.Tickets {
		id = 0
	}
	if !c.relays(peer) {
		return untold
	}
	if !slices.Contains(w.EMS[client].extensions(), f.EMS) {
		return refused // RFC 5246 7.4.1.4, RFC 7627 5.2
	}
	if f.Offer != noSlot {
		return w.resumeClient(c, f, sr, peer)
	}
	if n.SID != 0 && id == n.SID { // the server resumes, which is the branch above
		return refused
	}
	if c.Conn.Keys == 0 && f.To != c.Meant || c.Conn.Keys != 0 && f.To != c.Conn.Peer && !w.CertChange {
		return refused
	}
	faithful := peer != nil && f.To == honestServer && f.Kex == peer.Now.Kex && f.Shared == (f.Kex != rsa) &&
		f.Asks == peer.Now.Asked && f.EMS == peer.Now.EMS && !f.Early
	if c.bound() && !faithful {
		return untold
	}
	n.SR, n.SID, n.Kex, n.Asked, n.Peer, n.EMS, n.Early = sr, id, f.Kex, f.Asks, f.To, f.EMS, f.Early
	share, a := w.serverShare(s, c, f, peer)
	if a != taken {
		return a
	}
	n.Transcript = c.fullHello(f.To, share)
	same := peer != nil && peer.Now.Phase == hello && peer.Now.Transcript == n.Transcript
	w.exchange(s, c, f, share)
	// Nobody but a server of the same transcript could ever say the Finished that
	// this client awaits, and what it has said is of use to no other handshake.
	return unless(!n.MasterKnown && !same, spared)
}

// answered is random and session identifier of the server's answer to a hello, of the
// adversary's own where the one that was answered has long got it.
func (e *end) answered() (random, id Term) {
	switch {
	case e.Now.SR != 0:
		return e.Now.SR, e.Now.SID
	case e.Session.ID != 0:
		return own, e.Session.ID
	}
	return 0, 0
}

// resumeClient is the abbreviated handshake at a client.
func (w *world) resumeClient(c *end, f flight, sr Term, peer *end) answer {
	n := &c.Now
	switch {
	case n.Master == 0:
		return untimely
	case f.EMS != n.EMS:
		return refused // RFC 7627 5.3: "the client MUST abort the handshake"
	}
	n.SR, n.Abbreviated = sr, true
	n.Transcript = c.abbreviatedHello()
	fromServer := finishedBy(honestServer, n.Master, n.Transcript)
	if !n.MasterKnown && (peer == nil || peer.Now.Said != fromServer) {
		return untold
	}
	n.Said = finishedBy(honestClient, n.Master, of(finished, n.Transcript, fromServer))
	n.Peer = c.Meant // it offers sessions of that peer
	w.finish(c, client, n.Said, fromServer)
	return taken
}

// serverShare is the ServerKeyExchange that a client gets. The honest server's
// signature covers both randoms (RFC 5246 7.4.3).
func (w *world) serverShare(s *state, c *end, f flight, peer *end) (share Term, a answer) {
	signs := f.To == adversary || w.ShareUnsigned
	switch {
	case f.Kex == rsa:
		return 0, unless(f.Target != noTarget || f.Shared, untimely)
	case f.Shared && (peer == nil || peer.Now.Kex != f.Kex || peer.Now.Share == 0 || f.Target != noTarget):
		return 0, untimely
	case f.Shared:
		return peer.Now.Share, unless(!signs && peer.Now.CR != c.Now.CR, refused)
	case !signs:
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

// target is a premaster secret that the adversary can set by its choice of group:
// its own, or what it shares with an honest server.
func (s *state) target(t uint8) Term {
	if t == ownTarget {
		return own
	}
	if share := s.Servers[t].Now.Share; share != 0 {
		return premasterDH(share, own)
	}
	return 0
}

// exchange is the client's second flight.
func (w *world) exchange(s *state, c *end, f flight, share Term) {
	n := &c.Now
	var said Term
	if f.Kex == rsa {
		n.Secret = c.atom(premasterRSA, f.Slot)
		n.MasterKnown = f.To == adversary
		said = of(encrypted, Term(f.To), n.Secret)
	} else {
		n.Share = c.atom(clientShare, f.Slot)
		said = n.Share
		n.Secret, n.MasterKnown = premasterDH(n.Share, share), share == own
		if f.Target != noTarget {
			n.Secret, n.MasterKnown = s.target(f.Target), true
		}
	}
	cert := nobody
	if n.Asked {
		cert = honestClient
	}
	n.Transcript = of(keyExchange, n.Transcript, Term(cert), said)
	n.Master = w.master(n, client)
	if n.Asked {
		n.Signed = of(verify, n.Transcript)
		n.Transcript = of(verify, n.Transcript, n.Signed)
	}
	n.Said = finishedBy(honestClient, n.Master, n.Transcript)
	n.Transcript = of(finished, n.Transcript, n.Said)
	n.Phase = waiting
}

// finishClient is the server's last flight at a client.
func (w *world) finishClient(s *state, f flight) answer {
	c := &s.Clients[f.Slot]
	n := &c.Now
	var peer *end
	if f.Copy != noSlot {
		peer = &s.Servers[f.Copy]
	}
	known := n.MasterKnown
	if !c.relays(peer) || peer == nil && !known {
		return untold
	}
	transcript := n.Transcript
	if w.Tickets {
		sealed := w.takeTicket(s, c, f)
		switch {
		case n.SID == 0:
			return untimely
		case c.bound() && f.Ticket != f.Copy:
			return untold
		}
		c.Conn.ForeignTicket = n.Peer == honestServer && sealed != n.Master
		if !w.TicketUnhashed { // RFC 5077 3.3: it "is included in the hash"
			transcript = of(newTicket, transcript, n.SID)
		}
	}
	want := finishedBy(honestServer, n.Master, transcript)
	switch {
	case peer != nil && peer.Conn.Said != want:
		return refused
	case peer != nil && !sameKeys(n, peer.Conn.Keys, peer.Conn.KeysKnown):
		return refused
	}
	w.finish(c, client, n.Said, want)
	// A Finished that the adversary can make is not tried as a relay too.
	return unless(known && peer != nil, spared)
}

// sameKeys says whether Finished, which comes under the new keys, can be passed on to
// an end from one that has the given keys.
func sameKeys(n *handshake, k Term, known bool) bool {
	return n.keys() == k || n.keysKnown() && known
}

// takeTicket gives a client a ticket, and says which master secret it seals.
func (w *world) takeTicket(s *state, c *end, f flight) (sealed Term) {
	if f.Ticket == noSlot {
		c.Now.SID = own
		return 0
	}
	e := &s.Servers[f.Ticket].Session
	c.Now.SID = e.ID
	return e.Master
}
