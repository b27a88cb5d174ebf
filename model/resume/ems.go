package resume

// The extended master secret on resumption: RFC 7627 5.3, and what the mail of
// 2021-10-25 to the TLS list adds for nodes that do not have it.

// legacySession: RFC 7627 5.3, "If the original session did not use the
// extension but the new ClientHello contains the extension, then the server
// MUST NOT perform the abbreviated handshake".
func legacySession(q *Question) bool {
	return q.Server.Options.EMS && !q.Session.EMS && q.Offer.EMS
}

// legacyServer: a server without the extension ignores sessions that use it,
// else the client would abort.
func legacyServer(q *Question) bool { return !q.Server.Options.EMS && q.Session.EMS }

// plainHello: RFC 7627 5.3, "If the original session used the extension but
// the new ClientHello does not contain it, the server MUST abort the
// abbreviated handshake".
func plainHello(q *Question) bool {
	return q.Server.Options.EMS && q.Session.EMS && !q.Offer.EMS
}

// emsDiffers: RFC 7627 5.3, a client aborts when the ServerHello of an
// abbreviated handshake and the session do not both have the extension, or
// both not.
func emsDiffers(session *Session, a *Answer) bool { return session.EMS != a.EMS }

// A Secret is what ClientKeyExchange carries, as the model sees it: the master
// secret that comes of it, if both ends derive it alike.
type Secret struct {
	Master Value
	EMS    bool
	Hash   Transcript // RFC 7627 3: up to and including ClientKeyExchange
}

// propose makes the client's secret, once for a session.
func (s *State) propose(p Place) Secret {
	e := s.end(p)
	if e.Session.Master == 0 {
		e.Session.Master = s.fresh()
	}
	return Secret{e.Session.Master, e.Answer.EMS, e.Transcript.plus(Client, ClientKeyExchange)}
}

// takeSecret derives the server's master secret. RFC 7627 4: with the
// extension it depends on the transcript, so that ends that saw different ones
// do not share it.
func (s *State) takeSecret(p Place, m *Message) Alert {
	e := s.end(p)
	same := m.Secret.EMS == e.Answer.EMS
	if same && e.Answer.EMS {
		same = m.Secret.Hash == e.Transcript.plus(Client, ClientKeyExchange)
	}
	e.Session.Master = m.Secret.Master
	if !same {
		e.Session.Master = s.fresh()
	}
	return NoAlert
}
