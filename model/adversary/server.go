package adversary

// greetServer is ClientHello at a server.
func (w *world) greetServer(s *state, f flight) answer {
	e := &s.Servers[f.Slot]
	if w.EMS[server] == always && !f.EMS {
		return refused // RFC 7627 5.2
	}
	cr := own
	var peer *end
	if f.Copy != noSlot {
		peer = &s.Clients[f.Copy]
		if peer.Now.Phase == none {
			return untimely
		}
		cr = peer.Now.CR
	}
	old, ems := session{}, f.EMS && w.EMS[server] != never
	if f.Offer != noSlot {
		old = s.Servers[f.Offer].Session
		switch {
		case old.ID == 0:
			return untimely
		case old.EMS && !ems:
			return refused // RFC 7627 5.3: "the server MUST abort the abbreviated handshake"
		}
	}
	id := old.ID
	if f.Offer == noSlot && peer != nil && !s.knows(peer.Now.SID) {
		id = peer.Now.SID // of a session that is not the server's
	}
	if !e.relays(peer) || e.bound() && (peer.Now.SID != id || f.EMS != (w.EMS[client] != never) || f.Early) {
		return untold
	}
	e.fresh()
	n := &e.Now
	n.CR, n.SR, n.SID, n.EMS, n.Early = cr, e.atom(serverRandom, f.Slot), id, ems, f.Early
	n.Transcript = helloTranscript(cr, id, e.Conn.ClientData, f.EMS)
	if w.resumes(s, f) {
		return w.resumeServer(e, old, peer)
	}
	n.Kex, n.Asked = f.Kex, f.Asks
	n.SID = e.atom(sessionID, f.Slot)
	if w.Tickets {
		n.SID = 0
	}
	if n.Kex != rsa {
		n.Share = e.atom(serverShare, f.Slot)
	}
	n.Transcript = e.fullHello(honestServer, n.Share)
	return taken
}

// resumes says whether a hello offers a session that a server resumes if it goes on. RFC
// 7627 5.3, of a session without the extension and a hello with it: the server "MUST NOT
// perform the abbreviated handshake. Instead, it SHOULD continue with a full handshake".
func (w *world) resumes(s *state, f flight) bool {
	return f.Offer != noSlot && (s.Servers[f.Offer].Session.EMS || !f.EMS || w.EMS[server] == never)
}

// knows says whether the server has a session.
func (s *state) knows(id Term) bool {
	return id == 0 || id == s.Servers[0].Session.ID || id == s.Servers[1].Session.ID
}

// resumeServer is the server's half of the abbreviated handshake.
func (w *world) resumeServer(e *end, old session, peer *end) answer {
	n := &e.Now
	// Else nobody could ever say the Finished that this server awaits.
	a := unless(!old.MasterKnown && (peer == nil || peer.Now.Transcript != n.Transcript), spared)
	n.Phase, n.Abbreviated = waiting, true
	n.Master, n.MasterKnown, n.Peer, n.Kex, n.Unique = old.Master, old.MasterKnown, old.Peer, old.Kex, old.Unique
	n.Transcript = e.abbreviatedHello()
	n.Said = finishedBy(honestServer, n.Master, n.Transcript)
	n.Want = finishedBy(honestClient, n.Master, of(finished, n.Transcript, n.Said))
	return a
}

// finishServer is the client's second flight at a server, or its last of an
// abbreviated handshake.
func (w *world) finishServer(s *state, f flight) answer {
	e := &s.Servers[f.Slot]
	n := &e.Now
	var peer *end
	if f.Copy != noSlot {
		peer = &s.Clients[f.Copy]
	}
	if !e.relays(peer) {
		return untold
	}
	if n.Abbreviated {
		return w.finishResumed(e, peer)
	}
	said, secret, known := n.keyExchange(peer)
	if secret == 0 || f.To == honestClient && !n.Asked {
		return untimely
	}
	n.Transcript = of(keyExchange, n.Transcript, Term(f.To), said)
	n.Secret, n.MasterKnown, n.Peer = secret, known, f.To
	n.Master = w.master(n, server)
	if f.To == honestClient {
		n.Signed = of(verify, n.Transcript)
		if !w.NoVerify && !s.signed(n.Signed) {
			return untold
		}
		n.Transcript = of(verify, n.Transcript, n.Signed)
	}
	fromClient := finishedBy(honestClient, n.Master, n.Transcript)
	if !known && (peer == nil || peer.Now.Said != fromClient || !sameKeys(n, peer.Now.keys(), peer.Now.keysKnown())) {
		return untold
	}
	transcript := of(finished, n.Transcript, fromClient)
	if w.Tickets {
		n.SID = e.atom(ticket, f.Slot)
		if !w.TicketUnhashed {
			transcript = of(newTicket, transcript, n.SID)
		}
	}
	n.Said = finishedBy(honestServer, n.Master, transcript)
	w.finish(e, server, fromClient, n.Said)
	return taken
}

// finishResumed is the client's Finished of an abbreviated handshake at a server.
func (w *world) finishResumed(e, peer *end) answer {
	n := &e.Now
	if !n.MasterKnown && (peer == nil || peer.Conn.Said != n.Want) {
		return untold
	}
	known := n.MasterKnown
	w.finish(e, server, n.Want, n.Said)
	return unless(known && peer != nil, spared)
}

// keyExchange is ClientKeyExchange as the adversary can make it: of its own making,
// or with the secret or share of an honest client. A secret that was encrypted to
// this server can be relayed, one that was encrypted to the adversary can be
// encrypted anew.
func (n *handshake) keyExchange(peer *end) (said, secret Term, known bool) {
	if peer != nil && (peer.Now.Phase != waiting || peer.Now.Kex != n.Kex) {
		return 0, 0, false
	}
	switch {
	case n.Kex == rsa && peer == nil:
		secret, known = own, true
	case n.Kex == rsa:
		secret, known = peer.Now.Secret, peer.Now.Peer == adversary
	case peer == nil:
		return own, premasterDH(own, n.Share), true
	default:
		return peer.Now.Share, premasterDH(peer.Now.Share, n.Share), false
	}
	return of(encrypted, Term(honestServer), secret), secret, known
}

func (s *state) signed(t Term) bool {
	return s.Clients[0].Now.Signed == t || s.Clients[1].Now.Signed == t
}
