package fuzz

import (
	"bytes"
	"slices"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// A promise is what an agreement owes to the hellos that it was made by.
type promise struct {
	name string
	kept func(offer *wire.ClientHello, answer *wire.ServerHello, a *handshake.Agreement) bool
}

// promises are of RFC 5246 7.4.1.3 and 7.4.1.4: the server chooses from what was offered,
// and both do what was chosen.
var promises = []promise{
	{"version", func(o *wire.ClientHello, s *wire.ServerHello, a *handshake.Agreement) bool {
		return a.Version == s.Version && s.Version <= o.Version
	}},
	{"suite", func(o *wire.ClientHello, s *wire.ServerHello, a *handshake.Agreement) bool {
		return a.Suite.ID == s.Suite && slices.Contains(o.Suites, s.Suite) && a.Suite.Cipher.Since() <= a.Version
	}},
	{"compression", func(_ *wire.ClientHello, s *wire.ServerHello, _ *handshake.Agreement) bool { return s.Compression == 0 }},
	{"session-id", func(o *wire.ClientHello, s *wire.ServerHello, a *handshake.Agreement) bool {
		return a.By != handshake.ByID || len(o.SessionID) > 0 && bytes.Equal(o.SessionID, s.SessionID)
	}},
	{"server-name", func(o *wire.ClientHello, s *wire.ServerHello, a *handshake.Agreement) bool {
		return a.ServerName == o.ServerName && !(s.ServerName && o.ServerName == "")
	}},
	{"max-fragment-length", func(o *wire.ClientHello, s *wire.ServerHello, _ *handshake.Agreement) bool {
		return s.MaxFragment == 0 || s.MaxFragment == o.MaxFragment
	}},
	{"protocol", func(o *wire.ClientHello, s *wire.ServerHello, _ *handshake.Agreement) bool {
		return s.Protocol == "" || slices.Contains(o.Protocols, s.Protocol)
	}},
	{"encrypt-then-mac", func(o *wire.ClientHello, s *wire.ServerHello, a *handshake.Agreement) bool {
		return a.EncryptThenMAC == s.EncryptThenMAC && (!s.EncryptThenMAC || o.EncryptThenMAC && a.Suite.Cipher.MAC() != 0)
	}},
	{"extended-master-secret", func(o *wire.ClientHello, s *wire.ServerHello, a *handshake.Agreement) bool {
		return (!s.EMS || o.EMS) && (a.By != handshake.ByNothing || a.EMS == s.EMS)
	}},
	{"ticket", func(o *wire.ClientHello, s *wire.ServerHello, _ *handshake.Agreement) bool {
		return !s.Ticket || o.Ticket != nil
	}},
	{"renegotiation-info", func(_ *wire.ClientHello, s *wire.ServerHello, a *handshake.Agreement) bool {
		return a.Renegotiations > 0 || len(s.RenegotiationInfo) == 0 && a.SecureRenegotiation == (s.RenegotiationInfo != nil)
	}},
}

// fits judges an agreement by the hellos.
func (e *end) fits(a *handshake.Agreement) *Violation {
	for _, p := range promises {
		if !p.kept(e.offer, e.hello, a) {
			return violation("promise/"+p.name+"/"+e.side.String(), "agreed on %v by %+v and %+v", a, *e.offer, *e.hello)
		}
	}
	return nil
}
