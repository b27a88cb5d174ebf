package codec

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A pair is two ends of crypto/tls, of which the server keeps its sessions in tickets of
// ours.
type pair struct {
	client, server *tls.Config
	sealer         session.Sealer
	random         io.Reader

	ticket []byte         // the last that was made
	state  *session.State // that it holds
	opened int            // how many were
	master []byte         // of the last full handshake, by the client's key log
}

// pair draws what both ends can do.
func (d dice) pair() (p *pair, err error) {
	p = &pair{sealer: keyOf(pick(d, session.Formats...), byte(d.from(1, 255))), random: d.random()}
	certificate := stdlibCertificate()
	root, err := x509.ParseCertificate(certificate.Certificate[0])
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AddCert(root)
	version := pick(d, uint16(wire.TLS12), uint16(wire.TLS11), uint16(wire.TLS10))
	now := func() time.Time { return clockZero }
	p.client = &tls.Config{
		Time: now, Rand: d.random(), RootCAs: roots, ServerName: pick(d, "a.example", "b.example"),
		MinVersion: version, MaxVersion: version, NextProtos: d.protocols(), SessionTicketsDisabled: d(4) == 1,
		Certificates: []tls.Certificate{certificate}, ClientSessionCache: tls.NewLRUClientSessionCache(1), KeyLogWriter: p,
	}
	p.server = &tls.Config{
		Time: now, Rand: d.random(), MinVersion: version, MaxVersion: version, NextProtos: p.client.NextProtos,
		SessionTicketsDisabled: d(4) == 1, Certificates: []tls.Certificate{certificate},
		ClientAuth: pick(d, tls.NoClientCert, tls.RequestClientCert), WrapSession: p.wrap, UnwrapSession: p.unwrap,
	}
	if d.maybe() {
		p.server.NextProtos = nil
	}
	return p, nil
}

func (d dice) protocols() []string {
	return list(d, 0, 2, func() string { return pick(d, "h2", "x", strings.Repeat("y", 255)) })
}

// Write takes a line of the key log: CLIENT_RANDOM, random, master secret.
func (p *pair) Write(line []byte) (int, error) {
	fields := strings.Fields(string(line))
	var err error
	p.master, err = hex.DecodeString(fields[len(fields)-1])
	return len(line), err
}

func (p *pair) wrap(_ tls.ConnectionState, s *tls.SessionState) ([]byte, error) {
	b, err := s.Bytes()
	if err != nil {
		return nil, err
	}
	if p.state, err = fromStdlib(b); err != nil {
		return nil, err
	}
	p.ticket, err = p.sealer.Seal(nil, p.state, p.random)
	return p.ticket, err
}

func (p *pair) unwrap(ticket []byte, _ tls.ConnectionState) (*tls.SessionState, error) {
	s, err := p.sealer.Open(ticket)
	if err != nil {
		return nil, nil // a full handshake follows
	}
	p.opened++
	return tls.ParseSessionState(toStdlib(s))
}

// fromStdlib is what crypto/tls keeps of a session, in ours (SessionState.Bytes).
func fromStdlib(b []byte) (*session.State, error) {
	var s session.State
	var kind, ems, early uint8
	var created uint64
	var secret, extra, list, certificate, extensions cryptobyte.String
	in := cryptobyte.String(b)
	if !in.ReadUint16((*uint16)(&s.Version)) || !in.ReadUint8(&kind) || !in.ReadUint16(&s.Suite) ||
		!in.ReadUint64(&created) || !in.ReadUint8LengthPrefixed(&secret) || !secret.CopyBytes(s.Master[:]) ||
		!in.ReadUint24LengthPrefixed(&extra) || !in.ReadUint8(&ems) || !in.ReadUint8(&early) || !in.ReadUint24LengthPrefixed(&list) {
		return nil, fmt.Errorf("got a state of crypto/tls that is other than it says: %x", b)
	}
	for len(list) > 0 {
		if !list.ReadUint24LengthPrefixed(&certificate) || !list.ReadUint16LengthPrefixed(&extensions) {
			return nil, fmt.Errorf("got certificates of crypto/tls that are other than it says: %x", b)
		}
		s.Client.Auth = session.CertificateBased
		s.Client.Certificates = append(s.Client.Certificates, bytes.Clone(certificate))
	}
	s.EMS, s.Created = ems == 1, time.Unix(int64(created), 0).UTC()
	return &s, nil
}

// toStdlib is the same the other way.
func toStdlib(s *session.State) []byte {
	var b cryptobyte.Builder
	b.AddUint16(uint16(s.Version))
	b.AddUint8(1) // a server's
	b.AddUint16(s.Suite)
	b.AddUint64(uint64(s.Created.Unix()))
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(s.Master[:]) })
	b.AddUint24(0) // no extra
	if s.EMS {
		b.AddUint8(1)
	} else {
		b.AddUint8(0)
	}
	b.AddUint8(0) // no early data
	b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, c := range s.Client.Certificates {
			b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(c) })
			b.AddUint16(0) // no extensions
		}
	})
	b.AddUint24(0) // no verified chains
	b.AddUint16(0) // a group that is not known
	return b.BytesOrPanic()
}

// What crypto/tls says decodes, to what crypto/tls says that it has agreed.
var _ = property("stdlib/handshake", "RFC 5246 7.4, as crypto/tls writes it", func(d dice) error {
	p, err := d.pair()
	if err != nil {
		return err
	}
	s, err := shakes(p.client, p.server)
	if err != nil {
		return err
	}
	return errors.Join(p.heard(s), readable(s))
})

// heard compares the hellos and the ticket with what both ends know.
func (p *pair) heard(s shake) error {
	var hello wire.ClientHello
	var answer wire.ServerHello
	var ticket wire.NewSessionTicket
	tickets := !p.client.SessionTicketsDisabled && !p.server.SessionTicketsDisabled
	nst := find(s.said[1], wire.KindNewSessionTicket)
	if err := errors.Join(hello.Decode(find(s.said[0], wire.KindClientHello).Body()), answer.Decode(find(s.said[1], wire.KindServerHello).Body())); err != nil {
		return err
	}
	switch {
	case hello.ServerName != p.client.ServerName, uint16(hello.Version) != p.client.MaxVersion,
		!slices.Equal(hello.Protocols, p.client.NextProtos), (hello.Ticket != nil) == p.client.SessionTicketsDisabled:
		return fmt.Errorf("got %s of a client that has %s, %#x, %v, tickets disabled %t", show(&hello),
			p.client.ServerName, p.client.MaxVersion, p.client.NextProtos, p.client.SessionTicketsDisabled)
	case uint16(answer.Version) != s.client.Version, answer.Suite != s.client.CipherSuite, answer.Protocol != s.client.NegotiatedProtocol,
		answer.Ticket != tickets, (nst != nil) != tickets:
		return fmt.Errorf("got %s, a ticket %t, of a server: want %#x, %#x, %s, tickets %t", show(&answer), nst != nil,
			s.client.Version, s.client.CipherSuite, s.client.NegotiatedProtocol, tickets)
	}
	if nst == nil {
		return nil
	}
	if err := ticket.Decode(nst.Body()); err != nil || !bytes.Equal(ticket.Ticket, p.ticket) {
		return fmt.Errorf("got the ticket %x, %w, want %x", ticket.Ticket, err, p.ticket)
	}
	if got := p.state; uint16(got.Version) != s.client.Version || got.Suite != s.client.CipherSuite ||
		got.EMS != (hello.EMS && answer.EMS) || !bytes.Equal(got.Master[:], p.master) {
		return fmt.Errorf("got %s of what crypto/tls keeps, want what was agreed", show(got))
	}
	return nil
}

// readable fails unless every message decodes, and encodes to the same bytes again.
func readable(s shake) error {
	old := s.client.Version < uint16(wire.TLS12)
	for _, m := range slices.Concat(s.said[0], s.said[1]) {
		var body decoder
		switch m.Kind {
		case wire.KindClientHello:
			continue // it has extensions of TLS 1.3, too, which ours passes over
		case wire.KindServerHello:
			body = new(wire.ServerHello)
		case wire.KindCertificate:
			body = new(wire.Certificate)
		case wire.KindServerKeyExchange:
			body = &wire.ServerKeyExchange{KX: wire.ECDHE, Old: old}
		case wire.KindCertificateRequest:
			body = &wire.CertificateRequest{Old: old}
		case wire.KindClientKeyExchange:
			body = &wire.ClientKeyExchange{KX: wire.ECDHE}
		case wire.KindCertificateVerify:
			body = &wire.CertificateVerify{Old: old}
		case wire.KindNewSessionTicket:
			body = new(wire.NewSessionTicket)
		default:
			body = &wire.Empty{Of: m.Kind}
		}
		if err := body.Decode(m.Body()); err != nil {
			return fmt.Errorf("got %w of what crypto/tls says, %s", err, hexed(m.Raw))
		}
		again, err := wire.Encode(body)
		if hello, ok := body.(*wire.ServerHello); ok && err == nil {
			err = sorted(hello, m.Body(), again.Body())
		} else if err == nil && !bytes.Equal(again.Raw, m.Raw) {
			err = errors.New("got other bytes")
		}
		if err != nil {
			return fmt.Errorf("%v of crypto/tls: %w: %s, want %s", m.Kind, err, hexed(again.Raw), hexed(m.Raw))
		}
	}
	return nil
}

// sorted fails unless two ServerHellos are the same but for the order of their extensions.
func sorted(m *wire.ServerHello, theirs, ours []byte) error {
	at := 2 + 32 + 1 + len(m.SessionID) + 2 + 1
	a, errA := blockOf(theirs, min(at, len(theirs)))
	b, errB := blockOf(ours, min(at, len(ours)))
	slices.SortFunc(a, func(x, y data) int { return int(x.id) - int(y.id) })
	slices.SortFunc(b, func(x, y data) int { return int(x.id) - int(y.id) })
	if err := errors.Join(errA, errB); err != nil {
		return err
	}
	if !bytes.Equal(theirs[:min(at, len(theirs))], ours[:min(at, len(ours))]) || !bytes.Equal(a.bytes(), b.bytes()) {
		return errors.New("got other bytes")
	}
	return nil
}

// A ticket of ours carries all that crypto/tls needs to resume, and one that is damaged
// makes it do a full handshake.
var _ = property("stdlib/session-state", "RFC 5077 4, what tls.SessionState holds too", func(d dice) error {
	p, err := d.pair()
	if err != nil {
		return err
	}
	p.client.SessionTicketsDisabled, p.server.SessionTicketsDisabled = false, false
	if _, err := shakes(p.client, p.server); err != nil {
		return err
	}
	first := bytes.Clone(p.master)
	good := d.maybe()
	if !good { // the client keeps the slice that the wire gave: damage what the server opens
		unwrap := p.server.UnwrapSession
		p.server.UnwrapSession = func(ticket []byte, c tls.ConnectionState) (*tls.SessionState, error) {
			ticket = bytes.Clone(ticket)
			ticket[d(len(ticket))] ^= 1 << d(8)
			return unwrap(ticket, c)
		}
	}
	s, err := shakes(p.client, p.server)
	if err != nil {
		return err
	}
	if s.client.DidResume != good || s.server.DidResume != good || (p.opened == 1) != good || bytes.Equal(first, p.master) != good {
		return fmt.Errorf("got resumed %t and %t, opened %d, by a ticket that is good %t", s.client.DidResume, s.server.DidResume, p.opened, good)
	}
	if want := len(p.state.Client.Certificates); good && want != len(s.server.PeerCertificates) {
		return fmt.Errorf("got %d certificates of the client in the resumption, want %d", len(s.server.PeerCertificates), want)
	}
	return nil
})
