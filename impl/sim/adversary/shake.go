package adversary

import (
	"bytes"

	"tlsresume/impl/prf"
	"tlsresume/impl/wire"
)

// A side says who of a line's two said something.
type side int

const (
	client side = iota
	server
)

// A shake is a handshake on a line: what both ends have said of it, and what follows
// for who has seen it.
type shake struct {
	hello     *wire.ClientHello
	answer    *wire.ServerHello
	suite     *wire.Suite
	chain     [][]byte // of the server
	exchange  *wire.ServerKeyExchange
	raw       *wire.Message // of that
	asked     bool          // for the client's certificate
	full      bool          // it makes a session
	exchanged bool          // there was a ClientKeyExchange
	shown     *wire.Message // the client's certificate
	proof     *wire.Message // its CertificateVerify
	ticket    []byte        // that was issued
	verify    [2][]byte     // verify_data

	transcript []byte
	premaster  []byte // nil: not known
	master     []byte // likewise
	keys       *prf.KeyBlock

	own private // the adversary's share, once it is drawn
}

// note adds a message of either end to the handshake of the line. What does not decode
// is nothing to the adversary: the end that it is for will say so.
func (l *line) note(by side, m wire.Message) {
	switch m.Kind {
	case wire.KindClientHello:
		l.begin(m)
		return
	case wire.KindHelloRequest: // RFC 5246 7.4.1.1: it is not hashed
		return
	}
	if l.shake == nil {
		return
	}
	s := l.shake
	if m.Kind != wire.KindNewSessionTicket || !l.with.Unhashed {
		s.transcript = append(s.transcript, m.Raw...)
	}
	switch m.Kind {
	case wire.KindServerHello:
		l.answered(m)
	case wire.KindCertificate:
		s.certified(by, m)
	case wire.KindServerKeyExchange:
		if x := (&wire.ServerKeyExchange{KX: s.kx()}); x.Decode(m.Body()) == nil {
			s.exchange, s.raw = x, &m
		}
	case wire.KindCertificateRequest:
		s.asked = true
	case wire.KindServerHelloDone:
		s.full = true
	case wire.KindClientKeyExchange:
		l.exchanged(m)
	case wire.KindCertificateVerify:
		s.proof = &m
	case wire.KindNewSessionTicket:
		if t := new(wire.NewSessionTicket); t.Decode(m.Body()) == nil {
			s.ticket = t.Ticket
		}
	case wire.KindFinished:
		s.verify[by] = m.Body()
		l.finished()
	}
}

func (l *line) begin(m wire.Message) {
	hello := new(wire.ClientHello)
	if hello.Decode(m.Body()) != nil {
		return
	}
	if l.shake != nil && l.shake.over() {
		l.before = l.shake
	}
	l.shake = &shake{hello: hello, transcript: bytes.Clone(m.Raw)}
}

func (s *shake) over() bool { return s.verify[client] != nil && s.verify[server] != nil }

// due reports whether the handshake has come to its keys, so that a Finished may follow.
func (s *shake) due() bool {
	return s != nil && s.answer != nil && !s.over() && (s.exchanged || !s.full)
}

func (s *shake) kx() wire.KeyExchange {
	if s.suite == nil {
		return wire.RSA
	}
	return s.suite.KX
}

func (l *line) answered(m wire.Message) {
	answer := new(wire.ServerHello)
	if answer.Decode(m.Body()) != nil {
		return
	}
	l.shake.answer, l.shake.suite = answer, wire.SuiteByID(answer.Suite)
	l.in.SetVersion(wire.TLS12)
	l.out.SetVersion(wire.TLS12)
}

func (s *shake) certified(by side, m wire.Message) {
	c := new(wire.Certificate)
	switch {
	case c.Decode(m.Body()) != nil:
	case by == client:
		s.shown = &m
	default:
		s.chain, s.full = c.Chain, true
	}
}

// exchanged derives the master secret of a full handshake, if the premaster secret is
// known. RFC 7627 3: the session hash goes as far as the ClientKeyExchange.
func (l *line) exchanged(m wire.Message) {
	s := l.shake
	s.exchanged = true
	x := &wire.ClientKeyExchange{KX: s.kx()}
	if s.suite == nil || x.Decode(m.Body()) != nil {
		return
	}
	if s.premaster = l.know.agreed(l, s, x.Exchange); s.premaster == nil {
		return
	}
	ms := function(s.suite).Master(s.premaster, &s.hello.Random, &s.answer.Random)
	if s.answer.EMS {
		ms = function(s.suite).ExtendedMaster(s.premaster, s.hash())
	}
	s.master = ms[:]
}

func (s *shake) hash() []byte {
	h := s.suite.Hash.New()
	h.Write(s.transcript)
	return h.Sum(nil)
}

// offered is what a hello names the session by that it asks for.
func offered(hello *wire.ClientHello) []byte {
	if len(hello.Ticket) > 0 {
		return hello.Ticket
	}
	return hello.SessionID
}

// named is what the honest end of the line names a session by: a client that which its
// last hello asks for, a server that which it holds. It is empty if there is none.
func (l *line) named() (name []byte, ticket bool) {
	s := l.shake
	if !l.with.Client && !s.over() {
		s = l.before
	}
	switch {
	case s == nil:
		return nil, false
	case !l.with.Client && len(s.ticket) > 0:
		return s.ticket, true
	case !l.with.Client && s.full:
		return s.answer.SessionID, false
	}
	return offered(s.hello), len(s.hello.Ticket) > 0 // and a server has resumed it
}

// knows reports whether the master secret is known. Where there was neither
// certificate nor key exchange the session is that which the client has asked for.
func (l *line) knows() bool {
	s := l.shake
	if s == nil || s.suite == nil {
		return false
	}
	if s.master == nil && !s.full {
		if session := l.know.session(l.with, offered(s.hello)); session != nil {
			s.master = session.master
		}
	}
	return s.master != nil
}

// derive makes the keys, if the master secret is known.
func (l *line) derive() bool {
	if !l.knows() {
		return false
	}
	if s := l.shake; s.keys == nil {
		size := s.suite.Cipher.Sizes(wire.TLS12)
		block := function(s.suite).Key(s.master).KeyBlock(&s.hello.Random, &s.answer.Random, size.MAC, size.Key, size.IV)
		s.keys = &block
	}
	return true
}

// verifyData is what the Finished of a side carries now.
func (s *shake) verifyData(of side) []byte {
	label := prf.ClientFinished
	if of == server {
		label = prf.ServerFinished
	}
	return function(s.suite).Key(s.master).VerifyData(label, s.hash())
}

// finished notes what the honest end keeps of the session. Both names of it are noted:
// which it keeps is its own affair.
func (l *line) finished() {
	s := l.shake
	if s.suite == nil || !s.over() {
		return
	}
	for _, name := range [][]byte{s.answer.SessionID, s.ticket} {
		l.know.keep(held{l.with, name, s.suite.ID, s.master})
	}
}
