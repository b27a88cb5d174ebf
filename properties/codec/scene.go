package codec

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// The ends below know a pre-shared key and nothing else, so that a handshake needs no
// certificate: what is judged is what becomes of a session.

// identity is that of the key.
var identity = []byte("client")

// pskSuite is the suite of their sessions.
var pskSuite = wire.Suites[slices.IndexFunc(wire.Suites, func(s *wire.Suite) bool {
	return s.KX == wire.PSK && s.Cipher.Since() == wire.TLS12
})]

// resumable is a session that such a server has made.
func resumable(d dice, created time.Time) *session.State {
	return &session.State{
		Version: wire.TLS12, Suite: pskSuite.ID, Master: [48]byte(d.fill(48)), Created: created, EMS: true,
		Client: session.Identity{Auth: session.PSK, PSKIdentity: identity},
	}
}

// serverOf is a server with these ticket keys.
func serverOf(d dice, sealer session.Sealer, edit func(*handshake.Policy)) *handshake.Config {
	p := handshake.DefaultPolicy()
	p.Suites, p.Cache = []*wire.Suite{pskSuite}, false
	if edit != nil {
		edit(&p)
	}
	return &handshake.Config{
		Policy: p, Rand: d.random(), Hosts: handshake.OneHost(), Sealer: sealer,
		KeyOf: handshake.PSKs([]handshake.PSK{{Identity: identity, Key: []byte("key")}}),
	}
}

// helloOf is what a client says that offers this extension_data.
func helloOf(ticket []byte) *wire.ClientHello {
	return &wire.ClientHello{
		Version: wire.TLS12, Suites: []uint16{pskSuite.ID, wire.EmptyRenegotiationInfoSCSV}, Compressions: []byte{0}, EMS: true, Ticket: ticket,
	}
}

// An outcome is what a server makes of a ClientHello.
type outcome struct {
	resumed bool
	answer  wire.ServerHello
	abort   handshake.Reason // None: it goes on
}

// hears gives a server a ClientHello at a time.
func hears(cfg *handshake.Config, hello *wire.ClientHello, now time.Time) (o outcome, err error) {
	defer caught(&err)
	if err := cfg.Check(handshake.Server); err != nil {
		return o, err
	}
	m, err := wire.Encode(hello)
	if err != nil {
		return o, err
	}
	return heardBy(cfg, m, now)
}

// heardBy gives a server that was checked a ClientHello as it stands on the wire.
func heardBy(cfg *handshake.Config, m wire.Message, now time.Time) (o outcome, err error) {
	defer caught(&err)
	effects, err := handshake.New(handshake.Server, cfg).Step(&m, now)
	var abort *handshake.Abort
	if errors.As(err, &abort) {
		o.abort = abort.Reason
		return o, nil
	}
	var sent []wire.Kind
	for _, e := range effects {
		if s, ok := e.(*handshake.Send); ok {
			sent = append(sent, s.Message.Kind)
			if s.Message.Kind == wire.KindServerHello {
				err = o.answer.Decode(s.Message.Body())
			}
		}
	}
	o.resumed = slices.Contains(sent, wire.KindFinished)
	if err == nil && o.resumed == slices.Contains(sent, wire.KindServerHelloDone) {
		err = fmt.Errorf("got %v of a server, want a full flight or an abbreviated one", sent)
	}
	return o, err
}

// says is the ClientHello of a client that has this session.
func says(cfg *handshake.Config, now time.Time) (m wire.ClientHello, err error) {
	defer caught(&err)
	if err := cfg.Check(handshake.Client); err != nil {
		return m, err
	}
	effects, err := handshake.New(handshake.Client, cfg).Step(nil, now)
	if err != nil {
		return m, err
	}
	for _, e := range effects {
		if s, ok := e.(*handshake.Send); ok && s.Message.Kind == wire.KindClientHello {
			return m, m.Decode(s.Message.Body())
		}
	}
	return m, errors.New("got no ClientHello")
}

// clientOf is a client that has this session to offer.
func clientOf(random io.Reader, s *session.ClientSession, edit func(*handshake.Policy)) *handshake.Config {
	p := handshake.DefaultPolicy()
	p.Suites = []*wire.Suite{pskSuite}
	if edit != nil {
		edit(&p)
	}
	return &handshake.Config{
		Policy: p, Rand: random, Session: s, PSKs: []handshake.PSK{{Identity: identity, Key: []byte("key")}},
		Verify: func([][]byte, string) (string, error) { return "", errors.New("there are no certificates here") },
	}
}
