package handshake

import (
	"bytes"
	"errors"
	"slices"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// lookUp finds what a server may resume: by the ticket, and only without one
// by the session ID. RFC 5077 3.4: "If a ticket is presented by the client, the
// server MUST NOT attempt to use the Session ID in the ClientHello for stateful
// session resumption." A server that has tickets off does not know the
// extension, and looks the ID up.
func (h *Handshake) lookUp() (*session.State, By) {
	switch {
	case h.policy.Tickets && len(h.presented) > 0:
		state, err := h.sealer.Open(h.presented)
		if err != nil {
			return nil, ByNothing // RFC 5077 3.2: "it falls back to performing a full handshake"
		}
		return state, ByTicket
	case h.policy.Cache && len(h.hello.SessionID) > 0:
		if state, ok := h.cfg.Lookup(h.hello.SessionID, h.now); ok {
			return state, ByID
		}
	}
	return nil, ByNothing
}

// consider settles, at a server that has its ClientHello, which plan runs.
func (h *Handshake) consider() error {
	// A renegotiation that asks more of the client is not got by with a session for
	// which it was not asked.
	if !h.within(h.policy.Within.Resume) || h.demand() != h.host.Clients.Demand {
		return nil
	}
	state, by := h.lookUp()
	if state == nil || !h.policy.reads(state) {
		return nil
	}
	reason := h.policy.MayResume(state, &Offer{
		By: by, Hello: &h.hello, Version: h.version, Host: h.host, Policy: &h.policy, Now: h.now, KeyOf: h.cfg.KeyOf, of: h,
	})
	if reason.Aborts() {
		return because(reason, nil)
	}
	if reason == None {
		h.resume(state, by)
		h.peer, h.chain = state.ClientName, state.Client.Certificates
	}
	return nil
}

// resume makes the abbreviated plan the one that runs.
func (h *Handshake) resume(state *session.State, by By) {
	h.resuming, h.by, h.identity = state, by, state.Client.PSKIdentity
	h.plan = h.policy.Abbreviated
	h.transcript.release()
	h.setMaster(state.Master)
	if by == ByID {
		h.id = bytes.Clone(h.hello.SessionID)
	}
}

// follow settles, at a client that has its ServerHello, which plan runs: an
// echoed session ID resumes (RFC 5246 7.4.1.3). A client that offered a ticket
// beside an empty session ID cannot tell yet (draft 3.4).
func (h *Handshake) follow() error {
	switch {
	case h.echoed() && h.offered == nil:
		return because(ResumedNothing, nil)
	case h.echoed():
		return h.resumeOffered()
	case h.offered != nil && len(h.hello.SessionID) == 0:
		h.undecided = true
	}
	return nil
}

func (h *Handshake) echoed() bool {
	return len(h.hello.SessionID) > 0 && bytes.Equal(h.hello.SessionID, h.answer.SessionID)
}

// decide ends the undecided time of a client: the message behind ServerHello
// tells which plan runs. Draft 3.4: it "determines if the server is resuming a
// session by the subsequent handshake messages".
func (h *Handshake) decide(kind wire.Kind) error {
	switch {
	case !h.undecided:
		return nil
	case slices.Contains(h.awaits(h.policy.Full), kind):
		h.undecided, h.plan = false, h.policy.Full
	case slices.Contains(h.awaits(h.policy.Abbreviated), kind):
		h.undecided = false
		return h.resumeOffered()
	}
	return nil // neither: the message is out of order, and both are wanted
}

// namedBy is how a client asks for a session: where both stand, the ticket counts.
func namedBy(s *session.ClientSession) By {
	if len(s.Ticket) > 0 {
		return ByTicket
	}
	return ByID
}

// resumeOffered makes the client resume what it offered, unless what the
// server answered does not suit the session.
func (h *Handshake) resumeOffered() error {
	s := h.offered
	h.resume(&s.State, namedBy(s))
	h.peer, h.chain = s.PeerName, s.Peer
	switch reason := h.policy.MayFollow(&h.policy, &s.State, &h.answer); {
	case reason == None:
		h.limitFragments()
		return h.continues() // now that the peer is known again
	case !reason.Aborts():
		return because(InternalFailure, errors.New("a client cannot decline what the server has accepted"))
	default:
		return because(reason, nil)
	}
}

// finish ends the handshake: the session is kept where it can be resumed.
func (h *Handshake) finish() {
	h.over, h.completed = true, h.now
	if h.side == Client {
		if s := h.clientSession(); s != nil && h.within(h.policy.Within.Keep) {
			h.effects = append(h.effects, Save{Session: s})
		}
	} else if h.resuming == nil && len(h.id) > 0 {
		h.effects = append(h.effects, Save{ID: h.id, State: h.state()})
	}
	h.effects = append(h.effects, Done{h.agreement()})
}

// state is the session of this connection, in the form in which this end keeps it. One
// that is resumed stays as it was else, the time of its full handshake included.
func (h *Handshake) state() *session.State {
	if h.resuming != nil {
		return h.policy.written(h.resuming)
	}
	made := h.now
	if h.over { // only at an end that is made to issue another ticket for it
		made = h.completed
	}
	s := &session.State{
		Version: h.negotiated.version, Suite: h.negotiated.suite.ID,
		Created: made.Round(0), EMS: h.negotiated.ems, ServerName: h.hello.ServerName,
		EncryptThenMAC: h.negotiated.etm, MaxFragment: h.negotiated.maxFragment,
	}
	h.bind(s)
	copy(s.Master[:], h.master)
	return h.policy.written(s)
}

// maxTicket is the longest ticket, in bytes, that a client keeps. A NewSessionTicket
// has room for more than a ClientHello can carry beside its other extensions.
const maxTicket = 1 << 15

// clientSession is what the client keeps, or nil: with the ticket if one came,
// and then without the session ID (RFC 5077 3.4).
func (h *Handshake) clientSession() *session.ClientSession {
	fresh := h.policy.Tickets && h.ticket != nil && len(h.ticket.Ticket) > 0 && len(h.ticket.Ticket) <= maxTicket
	if h.resuming != nil && !fresh {
		return nil // it is kept already
	}
	s := &session.ClientSession{State: *h.state(), Received: h.now, Peer: h.chain, PeerName: h.peer}
	switch {
	case fresh:
		s.Ticket, s.Hint, s.Received = h.ticket.Ticket, h.ticket.LifetimeHint, h.received
	case len(h.answer.SessionID) > 0:
		s.ID = bytes.Clone(h.answer.SessionID)
	default:
		return nil
	}
	return s
}
