package handshake

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"tlsresume/impl/wire"
)

func (h *Handshake) makeClientHello() (wire.Body, error) {
	h.hello = wire.ClientHello{
		Compressions: []byte{0},
		ServerName:   h.cfg.ServerName, EMS: h.policy.EMS,
		MaxFragment: h.policy.MaxFragment, EncryptThenMAC: h.offerETM(),
	}
	if h.policy.Tickets {
		h.hello.Ticket = h.policy.TicketEncoding.write(nil) // RFC 5077 3.2: ready for one
	}
	h.offer()
	h.hello.Version = h.offeredVersion()
	// RFC 5246 7.4.1.4.1: clients MUST NOT offer it "if they are offering versions of
	// TLS prior to 1.2".
	if h.hello.Version >= wire.TLS12 {
		h.hello.SignatureAlgorithms = h.policy.Schemes
	}
	suites := h.policy.suitesOf(h.hello.Version)
	if len(h.cfg.PSKs) == 0 {
		suites = slices.DeleteFunc(suites, func(s *wire.Suite) bool { return s.KX == wire.PSK })
	}
	for _, s := range suites {
		h.hello.Suites = append(h.hello.Suites, s.ID)
	}
	// RFC 8422 4: not "if it does not propose any ECC cipher suites".
	if exchanged(suites, wire.ECDHE) {
		h.hello.Groups, h.hello.PointFormats = h.policy.Groups, []byte{wire.Uncompressed}
	}
	// RFC 7919 3: clients that offer a finite field "SHOULD also include at least one
	// FFDHE cipher suite", in "a single Supported Groups extension".
	if exchanged(suites, wire.DHE) {
		h.hello.Groups = slices.Concat(h.hello.Groups, h.policy.Fields)
	}
	if h.within(h.policy.Within.Protocols) {
		h.hello.Protocols = h.policy.Protocols
	}
	h.signalRenegotiation()
	// RFC 7507 4: "after all cipher suites that it actually intends to negotiate".
	if h.fallsBack() {
		h.hello.Suites = append(h.hello.Suites, wire.FallbackSCSV)
	}
	if _, err := io.ReadFull(h.cfg.Rand, h.hello.Random[:]); err != nil {
		return nil, because(InternalFailure, err)
	}
	if len(h.hello.SessionID) == 0 && (h.policy.AlwaysID || h.policy.Marker && h.offered != nil) {
		h.hello.SessionID = make([]byte, 32)
		if _, err := io.ReadFull(h.cfg.Rand, h.hello.SessionID); err != nil {
			return nil, because(InternalFailure, err)
		}
	}
	return &h.hello, nil
}

func exchanged(suites []*wire.Suite, kx wire.KeyExchange) bool {
	return slices.ContainsFunc(suites, func(s *wire.Suite) bool { return s.KX == kx })
}

// offer adds the session to the hello, if the policy consents.
func (h *Handshake) offer() {
	s := h.cfg.Session
	if h.prior != nil && !h.policy.Within.Newest {
		s = h.prior.session
	}
	switch {
	case s == nil || !h.policy.reads(&s.State) || !h.cfg.authenticates(s) || !h.within(h.policy.Within.Resume) || h.policy.MayOffer(s, &h.policy, h.cfg.ServerName, h.now) != None:
	case len(s.Ticket) == 0:
		h.hello.SessionID, h.offered = bytes.Clone(s.ID), s
	case h.policy.Tickets || s.Elsewhere:
		h.hello.Ticket, h.offered = h.policy.TicketEncoding.write(s.Ticket), s
	}
}

func (h *Handshake) takeClientHello(body []byte) (wire.Body, error) {
	m := &h.hello
	if err := m.Decode(body); err != nil {
		return nil, err
	}
	if err := h.chooseVersion(); err != nil {
		return nil, err
	}
	if !slices.Contains(m.Compressions, 0) {
		return nil, because(NoNullCompression, nil)
	}
	if reason := h.takeSignal(); reason != None {
		return nil, because(reason, nil)
	}
	if err := legalFragment(m); err != nil {
		return nil, err
	}
	if err := h.chooseHost(); err != nil {
		return nil, err
	}
	if reason := h.policy.requireEMS(m.EMS && h.policy.EMS); reason != None {
		return nil, because(reason, nil)
	}
	if reason := h.readTicket(); reason != None {
		return nil, because(reason, nil)
	}
	if err := h.consider(); err != nil {
		return nil, err
	}
	// RFC 8422 5.1.2: "the server MUST abort the handshake and return an
	// illegal_parameter alert", whichever suite is chosen. RFC 8422 4: "In the case of
	// session resumption, the server simply ignores" it.
	if h.resuming == nil && !plain(m.PointFormats) && slices.ContainsFunc(m.Groups, wire.Group.IsCurve) {
		return nil, because(NoPlainPoints, nil)
	}
	var err error
	if h.suite, h.credential, err = h.chooseSuite(); err != nil {
		return nil, err
	}
	if h.asked = h.resuming == nil && h.demand() != NotAsked && h.suite.Auth != wire.KeyNone; !h.asked {
		h.transcript.release()
	}
	if err := h.chooseProtocol(); err != nil {
		return nil, err
	}
	return m, h.compose()
}

// plain reports whether uncompressed points are among the formats. Without the
// extension they are (RFC 8422 5.1.2).
func plain(formats []byte) bool { return formats == nil || slices.Contains(formats, wire.Uncompressed) }

// makeServerHello says what was settled when the ClientHello came, whenever an end that
// misbehaves comes to say it.
func (h *Handshake) makeServerHello() (wire.Body, error) { return &h.answer, nil }

// compose settles the ServerHello.
func (h *Handshake) compose() error {
	h.answer = wire.ServerHello{
		Version: h.version, Suite: h.suite.ID,
		EMS:    h.policy.EMS && h.hello.EMS, // RFC 7627 5.2 and 5.3
		Ticket: h.within(h.policy.Within.Ticket) && h.policy.Promise(&h.policy, &h.hello, h.by),
		// RFC 6066 3: acknowledged in a full handshake, never in a resumed one, and where
		// the server has used it, not where it goes on without.
		ServerName: h.resuming == nil && h.named && h.policy.AcknowledgeName,
		Protocol:   h.protocol, MaxFragment: h.answerFragment(), EncryptThenMAC: h.answerETM(),

		PrefixedTicket: h.prefixed, RenegotiationInfo: h.answerSignal(),
	}
	if h.resuming != nil && h.policy.Bare {
		// RFC 4366 3: "if [...] the older session is resumed, then the server MUST [...]
		// send a server hello containing no extensions".
		h.answer = wire.ServerHello{Version: h.version, Suite: h.suite.ID}
	}
	if h.resuming == nil && h.suite.KX == wire.ECDHE && h.hello.PointFormats != nil {
		h.answer.PointFormats = []byte{wire.Uncompressed} // RFC 8422 5.2
	}
	if _, err := io.ReadFull(h.cfg.Rand, h.answer.Random[:]); err != nil {
		return because(InternalFailure, err)
	}
	h.setSentinel()
	if err := h.nameSession(); err != nil {
		return because(InternalFailure, err)
	}
	h.settle(h.suite)
	return h.continues()
}

// chooseSuite settles the suite, and which of the host's credentials goes with it.
func (h *Handshake) chooseSuite() (*wire.Suite, *Credential, error) {
	if h.resuming != nil {
		if s := wire.SuiteByID(h.resuming.Suite); s != nil { // RFC 5246 7.4.1.3
			return s, h.credentialOf(s), nil
		}
	}
	if s, c := h.sharedSuite(); s != nil {
		return s, c, nil
	}
	if h.lacksField() {
		return nil, nil, because(NoSharedField, nil)
	}
	return nil, nil, because(NoSharedSuite, nil)
}

// credentialOf is the one that a session with the suite was most likely made with, or
// nil.
func (h *Handshake) credentialOf(s *wire.Suite) *Credential {
	if c, ok := h.credentialFor(s); ok || s.Auth == wire.KeyNone || len(h.host.Credentials) == 0 {
		return c
	}
	return h.host.Credentials[0]
}

// sharedSuite is the first one that suits both and the credential that goes with
// it, or nil: by the client's preference, unless the server has its own.
func (h *Handshake) sharedSuite() (*wire.Suite, *Credential) {
	if h.policy.OwnOrder {
		for _, s := range h.policy.Suites {
			if !slices.Contains(h.hello.Suites, s.ID) {
				continue
			}
			if c, ok := h.credentialFor(s); ok {
				return s, c
			}
		}
		return nil, nil
	}
	for _, id := range h.hello.Suites {
		s := h.policy.suite(id)
		if s == nil {
			continue
		}
		if c, ok := h.credentialFor(s); ok {
			return s, c
		}
	}
	return nil, nil
}

// credentialFor is the first of the host's that can do the suite, and whether the
// suite can be done: one without certificates takes none.
func (h *Handshake) credentialFor(s *wire.Suite) (*Credential, bool) {
	suits := exchanges[s.KX].suits
	if s.Cipher.Since() > h.version {
		return nil, false
	}
	if s.Auth == wire.KeyNone {
		return nil, suits(h, nil)
	}
	for _, c := range h.host.Credentials {
		if s.Auth == c.Type() && suits(h, c) {
			return c, true
		}
	}
	return nil, false
}

// nameSession chooses the session ID of the ServerHello. A ticket that is
// accepted: what the client sent (RFC 5077 3.4). A session ID that is known:
// itself. A promised ticket: empty (RFC 5077 3.4), unless the policy has both.
// Otherwise a new ID, if there is a cache.
func (h *Handshake) nameSession() error {
	switch {
	case h.resuming != nil:
		h.answer.SessionID = h.hello.SessionID
	case h.policy.Cache && (h.policy.Beside || !h.answer.Ticket) && h.within(h.policy.Within.Keep):
		h.id = make([]byte, 32)
		if _, err := io.ReadFull(h.cfg.Rand, h.id); err != nil {
			return err
		}
		h.answer.SessionID = h.id
	}
	return nil
}

// settle fixes what both hellos have agreed on.
func (h *Handshake) settle(suite *wire.Suite) {
	v := h.answer.Version
	function, hash := derivation(v, suite)
	h.negotiated = &negotiated{version: v, suite: suite, prf: function, ems: h.answer.EMS, etm: h.answer.EncryptThenMAC}
	if h.transcript.hash == nil {
		h.transcript.use(hash)
	}
	h.limitFragments()
}

func (h *Handshake) takeServerHello(body []byte) (wire.Body, error) {
	m := &h.answer
	if err := m.Decode(body); err != nil {
		return nil, err
	}
	if err := h.checkVersion(); err != nil {
		return nil, err
	}
	suite := h.policy.suite(m.Suite)
	switch {
	case suite == nil || suite.KX == wire.PSK && len(h.cfg.PSKs) == 0:
		return nil, because(SuiteNotOffered, fmt.Errorf("0x%04x", m.Suite))
	case suite.Cipher.Since() > m.Version:
		return nil, because(SuiteOfLaterVersion, nil)
	case m.Compression != 0:
		return nil, because(CompressionNotOffered, nil)
	case !plain(m.PointFormats):
		return nil, because(NoPlainPoints, nil)
	}
	if err := h.checkExtensions(); err != nil {
		return nil, err
	}
	if err := h.settledETM(suite); err != nil {
		return nil, err
	}
	if reason := h.policy.requireEMS(m.EMS); reason != None {
		return nil, because(reason, nil)
	}
	h.settle(suite)
	if err := h.continues(); err != nil {
		return nil, err
	}
	return m, h.follow()
}

// checkExtensions refuses what was not offered (RFC 5246 7.4.1.4).
// renegotiation_info may answer the signalling suite (RFC 5746 3.4).
func (h *Handshake) checkExtensions() error {
	for _, id := range h.answer.Extensions {
		if !h.hello.Offers(id) && id != wire.ExtRenegotiationInfo {
			return because(ExtensionNotOffered, fmt.Errorf("extension %d", id))
		}
		if id == wire.ExtSignatureAlgorithms {
			return because(ExtensionOfClients, fmt.Errorf("extension %d", id))
		}
	}
	if reason := h.answeredTicket(); reason != None {
		return because(reason, nil)
	}
	if reason := h.takeSignalAnswer(); reason != None {
		return because(reason, nil)
	}
	if err := h.answeredFragment(); err != nil {
		return err
	}
	return h.answeredProtocol()
}

func (h *Handshake) takeServerHelloDone(body []byte) (wire.Body, error) {
	if !h.asked {
		h.transcript.release()
	}
	m := &wire.Empty{Of: wire.KindServerHelloDone}
	return m, m.Decode(body)
}

func makeServerHelloDone(*Handshake) (wire.Body, error) {
	return &wire.Empty{Of: wire.KindServerHelloDone}, nil
}
