package adversary

import (
	"fmt"
	"slices"

	"tlsresume/impl/wire"
)

// A forger makes one flight for the honest end of a line.
type forger struct {
	*line
	lines map[string]*line
	parts Parts
}

// forgeries make the flights, by their first message.
var forgeries = map[wire.Kind]func(forger) error{
	wire.KindClientHello:       forger.clientHello,
	wire.KindServerHello:       forger.serverHello,
	wire.KindClientKeyExchange: forger.clientKeyExchange,
	wire.KindNewSessionTicket:  forger.newSessionTicket,
	wire.KindFinished:          forger.finish,
}

// from is the handshake of the connection that a part names.
func (f forger) from(part string) (*line, *shake, error) {
	l := f.lines[f.parts[part]]
	if l == nil || l.shake == nil {
		return nil, nil, fmt.Errorf("%s=%s: a hello: %w", part, f.parts[part], ErrUnsaid)
	}
	return l, l.shake, nil
}

// random is that of a hello: the adversary's own, or that of the client's or server's
// last on another connection.
func (f forger) random(of side) ([32]byte, error) {
	if !f.parts.has("random") {
		return f.know.random()
	}
	_, s, err := f.from("random")
	switch {
	case err != nil:
		return [32]byte{}, err
	case of == client:
		return s.hello.Random, nil
	case s.answer == nil:
		return [32]byte{}, fmt.Errorf("random=%s: a ServerHello: %w", f.parts["random"], ErrUnsaid)
	}
	return s.answer.Random, nil
}

// suites are what the adversary offers.
var suites = []string{
	"TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
	"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
}

func (f forger) clientHello() (err error) {
	hello := &wire.ClientHello{
		Version: wire.TLS12, Compressions: []byte{0},
		Groups: []wire.Group{wire.X25519, wire.P256, wire.FFDHE2048}, PointFormats: []byte{wire.Uncompressed},
		SignatureAlgorithms: []wire.SignatureScheme{wire.RSASHA256, wire.ECDSASHA256},
		EMS:                 f.parts.has("ems"), Ticket: []byte{},
	}
	for _, name := range suites {
		hello.Suites = append(hello.Suites, wire.SuiteByName(name).ID)
	}
	if hello.Random, err = f.random(client); err != nil {
		return err
	}
	if err := f.ask(hello); err != nil {
		return err
	}
	// RFC 5746 3.4 and 3.5: the adversary is an honest client to who asks for that.
	switch {
	case f.shake == nil || !f.shake.over():
		hello.Suites = append(hello.Suites, wire.EmptyRenegotiationInfoSCSV)
	case f.shake.answer.RenegotiationInfo != nil:
		hello.RenegotiationInfo = f.shake.verify[client]
	}
	if err := f.say(hello); err != nil || !f.parts.has("early") {
		return err
	}
	return f.changeCipherSpec()
}

// ask has a hello ask for the session of another connection.
func (f forger) ask(hello *wire.ClientHello) error {
	if !f.parts.has("session") {
		return nil
	}
	l, _, err := f.from("session")
	if err != nil {
		return err
	}
	name, ticket := l.named()
	switch {
	case len(name) == 0:
		return fmt.Errorf("session=%s: a session ID or a ticket: %w", l.name, ErrUnsaid)
	case ticket:
		hello.Ticket = name
	default:
		hello.SessionID = name
	}
	return nil
}

func (f forger) serverHello() error {
	s := f.shake
	if s == nil {
		return fmt.Errorf("a ClientHello: %w", ErrUnsaid)
	}
	answer := &wire.ServerHello{Version: wire.TLS12, EMS: f.parts.has("ems"), RenegotiationInfo: f.signal()}
	var err error
	if answer.Random, err = f.random(server); err != nil {
		return err
	}
	if !f.parts.has("cert") {
		return f.resume(answer)
	}
	suite := wire.SuiteByName(f.parts["suite"])
	if suite == nil {
		return fmt.Errorf("a full handshake without a suite: %w", ErrImpossible)
	}
	answer.Suite, answer.Ticket = suite.ID, s.hello.Ticket != nil
	if err := f.identify(answer); err != nil {
		return err
	}
	return f.introduce(answer, suite)
}

// signal is the renegotiation_info of a ServerHello (RFC 5746 3.6 and 3.7).
func (f forger) signal() []byte {
	hello := f.shake.hello
	switch {
	case len(hello.RenegotiationInfo) > 0 && f.before != nil:
		return slices.Concat(f.before.verify[client], f.before.verify[server])
	case hello.RenegotiationInfo != nil || slices.Contains(hello.Suites, wire.EmptyRenegotiationInfoSCSV):
		return []byte{}
	}
	return nil
}

// identify gives a session ID to a full handshake: another server's, or one of the
// adversary's own unless a ticket is promised (RFC 5077 3.4).
func (f forger) identify(answer *wire.ServerHello) error {
	if !f.parts.has("session") {
		if answer.Ticket {
			return nil
		}
		id, err := f.know.draw(32)
		answer.SessionID = id
		return err
	}
	l, s, err := f.from("session")
	if err != nil {
		return err
	}
	if s.answer == nil || l.with.Client {
		return fmt.Errorf("session=%s: a server's session ID: %w", l.name, ErrUnsaid)
	}
	answer.SessionID = s.answer.SessionID
	answer.Ticket = answer.Ticket && s.answer.Ticket
	return nil
}

// introduce says the flight of a full handshake.
func (f forger) introduce(answer *wire.ServerHello, suite *wire.Suite) error {
	chain, err := f.chainOf(f.parts["cert"], suite.Auth)
	if err != nil {
		return err
	}
	// The handshake as it will be when this is said: what is signed has both randoms.
	s := *f.shake
	s.answer, s.suite = answer, suite
	exchange, err := f.keyExchange(&s)
	if err != nil {
		return err
	}
	flight := []wire.Body{answer, &wire.Certificate{Chain: chain}}
	if exchange != nil {
		flight = append(flight, exchange)
	}
	if f.parts.has("ask") {
		flight = append(flight, &wire.CertificateRequest{
			Types:   []byte{wire.RSASign, wire.ECDSASign},
			Schemes: []wire.SignatureScheme{wire.RSASHA256, wire.ECDSASHA256},
		})
	}
	for _, body := range flight {
		if err := f.say(body); err != nil {
			return err
		}
	}
	if f.parts.has("early") { // before the client answers, which it does to ServerHelloDone
		if err := f.changeCipherSpec(); err != nil {
			return err
		}
	}
	return f.say(&wire.Empty{Of: wire.KindServerHelloDone})
}

// chainOf is a certificate: the adversary's own, or one that is public.
func (f forger) chainOf(name string, key wire.KeyType) ([][]byte, error) {
	if name != f.know.Name {
		return f.know.chain(name)
	}
	own, ok := f.know.Certificates[key]
	if !ok {
		return nil, fmt.Errorf("%w a key of its own for such a suite", ErrUnknown)
	}
	return own.Chain, nil
}

// keyExchange is the ServerKeyExchange, if the suite has one. The adversary signs under
// its own key alone.
func (f forger) keyExchange(s *shake) (wire.Body, error) {
	m, err := f.params(s)
	if err != nil || m == nil || len(m.Signature) > 0 {
		return body(m), err
	}
	return m, f.know.sign(m, s.suite.Auth, s)
}

// body keeps a message that is nil from being a Body that is not.
func body(m *wire.ServerKeyExchange) wire.Body {
	if m == nil {
		return nil
	}
	return m
}

// params are the group and the share, with a signature where that is another's.
func (f forger) params(s *shake) (*wire.ServerKeyExchange, error) {
	kx := s.suite.KX
	switch {
	case kx == wire.RSA && (f.parts.has("share") || f.parts.has("group")):
		return nil, fmt.Errorf("the RSA key exchange with a group: %w", ErrImpossible)
	case kx == wire.RSA:
		return nil, nil
	case f.parts.has("share") && f.parts.has("group"):
		return nil, fmt.Errorf("a share with another group than its own: %w", ErrImpossible)
	case f.parts.has("share"):
		return f.borrow(kx)
	case f.parts.has("group"):
		return f.group(kx)
	}
	return f.ephemeral(kx)
}

func (f forger) ephemeral(kx wire.KeyExchange) (*wire.ServerKeyExchange, error) {
	if kx == wire.DHE {
		own, err := f.know.newPrivate(nil, f.know.Field)
		if err != nil {
			return nil, err
		}
		return &wire.ServerKeyExchange{KX: kx, Prime: f.know.Field.P.Bytes(), Generator: f.know.Field.G.Bytes(), Public: own.share()}, nil
	}
	own, err := f.know.newPrivate(curves[wire.X25519], Field{})
	if err != nil {
		return nil, err
	}
	return &wire.ServerKeyExchange{KX: kx, Group: wire.X25519, Public: own.share()}, nil
}

// borrow is the share of a server on another connection: with its signature under its
// certificate, as it is.
func (f forger) borrow(kx wire.KeyExchange) (*wire.ServerKeyExchange, error) {
	l, s, err := f.from("share")
	switch {
	case err != nil:
		return nil, err
	case s.exchange == nil || s.exchange.KX != kx:
		return nil, fmt.Errorf("share=%s: a share for such a suite: %w", l.name, ErrUnsaid)
	}
	m := *s.exchange
	if f.parts["cert"] != l.with.Name {
		m.Signature = nil
	}
	return &m, nil
}

// group is a group of the adversary's making, with its share.
func (f forger) group(kx wire.KeyExchange) (*wire.ServerKeyExchange, error) {
	if kx != wire.DHE {
		// RFC 7627 1: those of ECDHE are vulnerable "if they allow arbitrary explicit curves
		// or use curves with small subgroups". RFC 8422 has no explicit curves any more (5.4),
		// and of points of a small order no secret is taken (5.11).
		return nil, fmt.Errorf("a group of its own for a suite that is not DHE: %w", ErrImpossible)
	}
	if f.parts["group"] == "own" {
		return f.know.degenerate(f.know.premaster), nil
	}
	l, s, err := f.from("group")
	if err != nil {
		return nil, err
	}
	if l.with.Client {
		return nil, fmt.Errorf("group=%s: a server's handshake: %w", l.name, ErrUnsaid)
	}
	z, err := f.know.with(s)
	if err != nil {
		return nil, fmt.Errorf("group=%s: %w", l.name, err)
	}
	return f.know.degenerate(z), nil
}

// resume says the flight of an abbreviated handshake, with the session that the client
// offers. Where it offers none, it is what somebody says who has nothing to go by.
func (f forger) resume(answer *wire.ServerHello) error {
	hello := f.shake.hello
	name := offered(hello)
	answer.SessionID = hello.SessionID
	if len(name) == 0 {
		answer.Suite = hello.Suites[0]
		if err := f.say(answer); err != nil {
			return err
		}
		return f.unfounded()
	}
	session := f.know.session(f.with, name)
	if session == nil || session.master == nil {
		return fmt.Errorf("%w the session that is offered", ErrUnknown)
	}
	answer.Suite = session.suite
	if err := f.say(answer); err != nil {
		return err
	}
	return f.finish()
}

func (f forger) clientKeyExchange() error {
	s := f.shake
	if s == nil || s.suite == nil {
		return fmt.Errorf("a ServerHello: %w", ErrUnsaid)
	}
	shown, proof, err := f.authenticate()
	if err != nil {
		return err
	}
	exchange, err := f.exchange()
	if err != nil {
		return err
	}
	m, err := wire.Encode(&wire.ClientKeyExchange{KX: s.suite.KX, Exchange: exchange})
	if err != nil {
		return err
	}
	for _, m := range []*wire.Message{shown, &m, proof} {
		if m == nil {
			continue
		}
		if err := f.repeat(*m); err != nil {
			return err
		}
	}
	return f.finish()
}

// authenticate is the certificate that the server sees, if any, and its proof.
func (f forger) authenticate() (shown, proof *wire.Message, err error) {
	switch {
	case f.parts.has("verify"):
		l, s, err := f.from("verify")
		if err == nil && (s.shown == nil || s.proof == nil) {
			err = fmt.Errorf("verify=%s: CertificateVerify: %w in the clear", l.name, ErrUnsaid)
		}
		if err != nil {
			return nil, nil, err
		}
		return s.shown, s.proof, nil
	case f.parts.has("cert"):
		chain, err := f.know.chain(f.parts["cert"])
		if err != nil {
			return nil, nil, err
		}
		m, err := wire.Encode(&wire.Certificate{Chain: chain})
		return &m, nil, err
	case f.shake.asked: // RFC 5246 7.4.6: a client that has none says so
		m, err := wire.Encode(&wire.Certificate{})
		return &m, nil, err
	}
	return nil, nil, nil
}

// exchange is what the ClientKeyExchange carries.
func (f forger) exchange() ([]byte, error) {
	s := f.shake
	switch {
	case f.parts.has("secret"):
		return f.reencrypt()
	case s.suite.KX == wire.RSA:
		return f.know.encrypt(f.know.premaster, s.chain)
	case s.exchange == nil:
		return nil, fmt.Errorf("the server's share: %w", ErrUnsaid)
	}
	own, err := f.know.answering(s)
	if err != nil {
		return nil, err
	}
	return own.share(), nil
}

// reencrypt passes the secret on that a client has encrypted to the adversary.
func (f forger) reencrypt() ([]byte, error) {
	l, s, err := f.from("secret")
	switch {
	case err != nil:
		return nil, err
	case f.shake.suite.KX != wire.RSA:
		return nil, fmt.Errorf("a share for a secret that is there already: %w", ErrImpossible)
	case s.premaster == nil || s.suite.KX != wire.RSA:
		return nil, fmt.Errorf("%w a secret that was encrypted to it on %s", ErrUnknown, l.name)
	}
	return f.know.encrypt(s.premaster, f.shake.chain)
}

func (f forger) newSessionTicket() error {
	ticket, err := f.ticket()
	if err != nil {
		return err
	}
	other, err := f.lastWord()
	if err != nil {
		return err
	}
	if other == nil && f.shake.due() && !f.knows() {
		return fmt.Errorf("%w the master secret", ErrUnknown)
	}
	if err := f.say(&wire.NewSessionTicket{LifetimeHint: hint, Ticket: ticket}); err != nil {
		return err
	}
	if other == nil {
		return f.finish()
	}
	if err := f.changeCipherSpec(); err != nil {
		return err
	}
	f.pass(*other)
	return nil
}

const hint = 24 * 60 * 60 // in seconds

// ticket is that of a server, or bytes of the adversary's own.
func (f forger) ticket() ([]byte, error) {
	if !f.parts.has("ticket") {
		return f.know.draw(ownTicket)
	}
	l, s, err := f.from("ticket")
	if err == nil && (len(s.ticket) == 0 || l.with.Client) {
		err = fmt.Errorf("ticket=%s: a ticket: %w in the clear", f.parts["ticket"], ErrUnsaid)
	}
	if err != nil {
		return nil, err
	}
	return s.ticket, nil
}

const ownTicket = 64 // bytes

// lastWord is the Finished of a server on another connection, as it is; nil: the
// adversary is to make its own.
func (f forger) lastWord() (*piece, error) {
	if !f.parts.has("finished") {
		return nil, nil
	}
	l := f.lines[f.parts["finished"]]
	if l == nil || l.with.Client || l.last == nil {
		return nil, fmt.Errorf("finished=%s: a server's Finished: %w", f.parts["finished"], ErrUnsaid)
	}
	return l.last, nil
}

// finish says ChangeCipherSpec and Finished. Where they are not due it does not matter
// what is in them.
func (f forger) finish() error {
	switch {
	case !f.shake.due():
		return f.unfounded()
	case !f.knows():
		return fmt.Errorf("%w the master secret", ErrUnknown)
	}
	if err := f.changeCipherSpec(); err != nil {
		return err
	}
	return f.say(&wire.Finished{VerifyData: f.shake.verifyData(f.own())})
}

// unfounded is ChangeCipherSpec and Finished of somebody who has nothing to make them
// from.
func (f forger) unfounded() error {
	garbage, err := f.know.draw(wire.VerifyDataSize)
	if err != nil {
		return err
	}
	if err := f.changeCipherSpec(); err != nil {
		return err
	}
	return f.say(&wire.Finished{VerifyData: garbage})
}
