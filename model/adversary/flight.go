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
	abandon                  // a client's handshake gets no answer, and ends

	noSlot    = 2 // copied from nobody: the adversary's own
	noTarget  = 3
	ownTarget = 2
)

// A flight is a transition: what the adversary has an honest end do or get.
type flight struct {
	Verb   verb
	Slot   uint8 // the honest end, among those of its role
	Offer  uint8 // the slot whose session a hello offers, or noSlot; of greetClient, whether it resumes
	Copy   uint8 // the slot of the other role that hello or key exchange are copied from, or noSlot
	Target uint8 // with a group of the adversary's choice, whose premaster secret it sets; else noTarget
	Ticket uint8 // the slot of the server whose ticket a client gets, or noSlot
	To     party // whom a client dials, whose certificate it gets, or the client's certificate that a server gets
	Kex    kex
	Asks   bool
	Shared bool // the share is the honest server's, under whatever certificate
	EMS    bool // the hello has the extension
	Early  bool // ChangeCipherSpec comes along, before there is a master secret
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

// unless is that a flight is taken, or what becomes of it if something is amiss.
func unless(amiss bool, a answer) answer {
	if amiss {
		return a
	}
	return taken
}

// answer is what becomes of a flight, and the state after one that is taken.
func (w *world) answer(s *state, f flight) (n state, a answer) {
	n = *s
	switch f.Verb {
	case dial, renegotiate:
		a = w.hello(&n, f)
	case greetServer:
		a = w.greetServer(&n, f)
	case greetClient:
		a = w.greetClient(&n, f)
	case finishServer:
		a = w.finishServer(&n, f)
	case finishClient:
		a = w.finishClient(&n, f)
	case abandon:
		n.Clients[f.Slot].Now = handshake{}
	}
	return n, a
}

// atom is a fresh value of an end's handshake.
func (e *end) atom(kind Term, slot uint8) Term { return of(kind, Term(slot)+1, Term(e.Handshakes)) }

// fresh begins a handshake.
func (e *end) fresh() {
	e.Handshakes++
	e.Now = handshake{Phase: hello}
}

// finish ends the handshake of an end of a role, whose Finished messages are given.
func (w *world) finish(e *end, role int, fromClient, fromServer Term) {
	n := &e.Now
	// RFC 7627 5.4, of an abbreviated handshake without the extension: "MUST disable
	// renegotiation and any use of the "tls-unique" channel binding".
	unbound := n.Abbreviated && !w.binds(role, n.EMS)
	first := fromClient // RFC 5929 3.1: "the first TLS Finished message"
	switch {
	case unbound:
		first = 0
	case n.Abbreviated:
		first = fromServer
	}
	e.Conn = connection{
		KeysKnown: n.keysKnown(), EMS: n.EMS, Resumed: n.Abbreviated, Peer: n.Peer, Keys: n.keys(), Before: e.Conn.Keys,
		ClientData: fromClient, ServerData: fromServer, Unique: first, Signed: n.Signed, Said: n.Said, Unbound: unbound,
		ForeignTicket: e.Conn.ForeignTicket,
	}
	if w.NoRenegotiateInfo {
		e.Conn.ClientData, e.Conn.ServerData = 0, 0
	}
	e.Session = session{ID: n.SID, Master: n.Master, Peer: n.Peer, Kex: n.Kex, MasterKnown: n.MasterKnown, EMS: n.EMS}
	if w.SessionUnique {
		if n.Abbreviated {
			e.Conn.Unique = n.Unique
		}
		e.Session.Unique = e.Conn.Unique
	}
	e.Now = handshake{}
}

// relays says whether what reaches e under the keys of its connection is what peer
// said: with keys that it does not know the adversary can do no more. A peer whose
// handshake is over has said its last flight under the keys before.
func (e *end) relays(peer *end) bool {
	c := &e.Conn
	return c.KeysKnown || c.Keys == 0 || peer != nil && (peer.Conn.Keys == c.Keys || peer.Conn.Before == c.Keys)
}

// bound says whether the adversary has no choice but to relay.
func (e *end) bound() bool { return e.Conn.Keys != 0 && !e.Conn.KeysKnown }

// helloTranscript is the transcript of ClientHello.
func helloTranscript(cr, id, verifyData Term, ems bool) Term {
	return of(clientHello, cr, id, verifyData, bit(ems))
}

// abbreviatedHello is the transcript up to the server's Finished.
func (e *end) abbreviatedHello() Term {
	n := &e.Now
	return of(serverHello, n.Transcript, n.SR, n.SID, e.Conn.ClientData, e.Conn.ServerData, bit(n.EMS), Term(n.Kex))
}

// fullHello is the transcript after the server's first flight.
func (e *end) fullHello(cert party, share Term) Term {
	n := &e.Now
	return of(serverHello, n.Transcript, n.SR, n.SID, e.Conn.ClientData, e.Conn.ServerData, bit(n.EMS),
		Term(cert), Term(n.Kex), share, bit(n.Asked))
}

// finishedBy is Finished of a role.
func finishedBy(role party, master, transcript Term) Term {
	return of(finished, master, Term(role), transcript)
}
