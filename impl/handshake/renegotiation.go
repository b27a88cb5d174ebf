package handshake

import (
	"bytes"
	"crypto/hmac"
	"slices"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A Renegotiation says how an end answers a peer that asks for another handshake,
// after so many on the connection. What the application of an end begins itself,
// and what answers its own HelloRequest, it does not govern.
type Renegotiation func(handshakes int) Answer

// An Answer is what an end says to a peer that asks for another handshake: to a
// HelloRequest, or to a ClientHello behind the handshake.
type Answer uint8

// The answers.
const (
	// RefuseByWarning: RFC 5246 7.2.2, no_renegotiation "is always a warning"; the
	// connection goes on.
	RefuseByWarning Answer = iota
	// RefuseFatally ends the connection, as BoringSSL does.
	RefuseFatally
	// Ignore: RFC 5246 7.4.1.1, HelloRequest "MAY be ignored by the client".
	Ignore
	// Accept begins the handshake at once.
	Accept
	// Announce tells the application of a client, which begins the handshake when
	// it likes: "when convenient" (RFC 5246 7.4.1.1). A server refuses by a warning
	// what it has not asked for.
	Announce
)

// The renegotiations.
var (
	Refusing        = Renegotiation(func(int) Answer { return RefuseByWarning })
	RefusingFatally = Renegotiation(func(int) Answer { return RefuseFatally })
	Ignoring        = Renegotiation(func(int) Answer { return Ignore })
	Freely          = Renegotiation(func(int) Answer { return Accept })
	Explicitly      = Renegotiation(func(int) Answer { return Announce })
	Once            = UpTo(1, RefuseByWarning)
	UntilFirst      = UpTo(0, RefuseByWarning) // while the first handshake runs there is nothing to accept
)

// UpTo accepts a number of renegotiations on a connection, and then gives another
// answer.
func UpTo(n int, then Answer) Renegotiation {
	return func(handshakes int) Answer {
		if handshakes <= n {
			return Accept
		}
		return then
	}
}

// Renegotiations are the renegotiations by their names.
var Renegotiations = map[string]Renegotiation{
	"refuse": Refusing, "refuse-fatally": RefusingFatally, "ignore": Ignoring,
	"once": Once, "freely": Freely, "explicitly": Explicitly, "until-first": UntilFirst,
}

// Legacy says how an end treats a peer that does not signal RFC 5746.
type Legacy uint8

// The treatments.
const (
	// LegacyConnects: but there is no renegotiation with it. RFC 5746 4.2: "It is
	// RECOMMENDED that clients refuse this renegotiation request"; 4.4: "It is
	// RECOMMENDED that servers not permit legacy renegotiation."
	LegacyConnects Legacy = iota
	// LegacyRefused: RFC 5746 4.1, "Such clients MUST generate a fatal
	// handshake_failure alert"; 4.3 for servers.
	LegacyRefused
	// LegacyRenegotiates: RFC 5746 4.2 and 4.4, "nevertheless".
	LegacyRenegotiates
	// LegacyServed is LegacyRefused at a client, LegacyConnects at a server. RFC 9325
	// 3.5: "If the server does not acknowledge the extension, the client MUST generate a
	// fatal handshake_failure alert": what it says may be the end of what somebody else
	// has begun, and only the server could know.
	LegacyServed
)

// Legacies are the treatments by their names.
var Legacies = map[string]Legacy{
	"connect": LegacyConnects, "refuse": LegacyRefused, "renegotiate": LegacyRenegotiates, "serve": LegacyServed,
}

// Within says what happens in renegotiations, too, that need not: nothing, if it is
// zero. Draft 5.8 has a use for a ticket that is issued inside one; but the session
// that a renegotiation makes may bear another identity than the connection began
// with.
type Within struct {
	Resume    bool // offer, and honour, the session of the connection
	Newest    bool // offer the session that the Config has then instead (RFC 5246 7.4.1.2 allows either)
	Keep      bool // keep the session that it made
	Ticket    bool // issue a ticket
	Protocols bool // offer application protocols (RFC 7301 3.2); or the one that is spoken stays
}

// Withins are some of them by their names. A client has no use for a ticket that it does
// not keep.
var Withins = map[string]Within{
	"nothing": {}, "resume": {Resume: true}, "keep": {Keep: true}, "ticket": {Keep: true, Ticket: true},
	"everything": {Resume: true, Keep: true, Ticket: true, Protocols: true},
}

// MayChange lets a renegotiation change everything but whom it connects and how
// well: the extended master secret, the server's name, and a certificate or a PSK
// identity that was shown. RFC 5746 5: "the option to abort the renegotiation if the peer
// tries to authenticate with a different certificate and/or different server name".
// Where master secrets are not bound to their handshakes, a certificate that
// changes is the last step of the triple handshake attack (RFC 7627 6.1).
func MayChange(before, now *Agreement) Reason {
	switch {
	case before.EMS != now.EMS:
		return EMSChanged
	case !equalNames(before.ServerName, now.ServerName):
		return ServerNameChanged
	case CertificateStays(before, now) != None:
		return CertificateChanged
	case before.PSKIdentity != nil && now.PSKIdentity != nil && !bytes.Equal(before.PSKIdentity, now.PSKIdentity):
		return PSKIdentityChanged
	}
	return None
}

// CertificateStays lets a renegotiation change everything but a certificate that was
// shown.
func CertificateStays(before, now *Agreement) Reason {
	if len(before.Chain) > 0 && !sameLeaf(before.Chain, now.Chain) {
		return CertificateChanged
	}
	return None
}

// MayChangeAll lets a renegotiation change what it likes.
func MayChangeAll(_, _ *Agreement) Reason { return None }

func sameLeaf(a, b [][]byte) bool {
	return len(a) > 0 && len(b) > 0 && bytes.Equal(a[0], b[0])
}

// A prior is what a renegotiation knows of the connection that it runs on. RFC
// 5746 3.1: "these values are specific to connection (not a TLS session cache
// entry)".
type prior struct {
	*Agreement
	verify  [2][]byte              // client_verify_data and server_verify_data
	offered wire.Version           // by the client, which is what servers expect again
	session *session.ClientSession // that a client may resume
	etm     bool                   // one of its handshakes had encrypt-then-MAC
	names   []name                 // of its sessions, the newest first
}

// Again is the next handshake on the connection, a renegotiation. This one is
// over.
func (h *Handshake) Again() *Handshake {
	next := New(h.side, h.cfg)
	next.prior = &prior{
		Agreement: h.agreement(), verify: h.verify, offered: h.hello.Version,
		session: h.connectionSession(), names: h.allNames(),
		etm: h.negotiated.etm || h.prior != nil && h.prior.etm,
	}
	next.prior.names = next.prior.names[:min(len(next.prior.names), maxForget)]
	return next
}

// maxForget is how many sessions a connection that fails forgets, the newest first:
// a peer that renegotiates without end is not to fill the memory.
const maxForget = 16

// connectionSession is the session of a client's connection.
func (h *Handshake) connectionSession() *session.ClientSession {
	if h.side == Server {
		return nil
	}
	if s := h.clientSession(); s != nil || h.resuming == nil {
		return s
	}
	return h.offered
}

// Renegotiates reports whether this handshake is not the first of its connection.
func (h *Handshake) Renegotiates() bool { return h.prior != nil }

// Answer is what this end, whose handshake is over, says to a peer that asks for
// another: by the Config as it is now, for that is what the other would have.
func (h *Handshake) Answer() Answer {
	answer := h.cfg.Policy.answer(h.handshakes())
	if answer != Accept && answer != Announce {
		return answer
	}
	if h.MayRenegotiate() != None || answer == Announce && h.side == Server {
		return RefuseByWarning // RFC 5746 4.2: "MUST respond to such requests with a no_renegotiation alert"
	}
	return answer
}

func (p *Policy) answer(handshakes int) Answer {
	if p.Renegotiation == nil {
		return RefuseByWarning
	}
	return p.Renegotiation(handshakes)
}

// MayRenegotiate says why there cannot be another handshake on the connection,
// whoever asks for it.
func (h *Handshake) MayRenegotiate() Reason {
	switch {
	case h.side == Client && h.legacyResumption():
		return RenegotiationBehindLegacySession
	case !h.secure() && h.cfg.Policy.Legacy != LegacyRenegotiates:
		return RenegotiationInsecure
	}
	return None
}

// legacyResumption reports whether the connection has ever resumed a session
// without the extended master secret. RFC 7627 5.4: it "becomes vulnerable to a
// man-in-the-middle handshake log synchronization attack". An end from before RFC 7627
// takes no notice.
func (h *Handshake) legacyResumption() bool {
	return h.prior != nil && h.prior.synchronizable || h.resuming != nil && !h.policy.EMSBuild.Blind && !h.extended()
}

// handshakes is how many the connection has had, with this one.
func (h *Handshake) handshakes() int {
	if h.prior == nil {
		return 1
	}
	return h.prior.Renegotiations + 2
}

// secure is the secure_renegotiation flag of RFC 5746 3.1. It is that of the first
// handshake: the others keep it or abort. A server sets it by the ClientHello (3.6), a
// client by the ServerHello (3.4).
func (h *Handshake) secure() bool {
	switch {
	case h.prior != nil:
		return h.prior.SecureRenegotiation
	case h.side == Server:
		return !h.policy.Unpatched && h.signalled()
	}
	return h.answer.RenegotiationInfo != nil
}

// signalled reports whether the ClientHello of a first handshake has either signal.
func (h *Handshake) signalled() bool { return h.hello.RenegotiationInfo != nil || h.scsv() }

// signalRenegotiation adds to a ClientHello what RFC 5746 asks for.
func (h *Handshake) signalRenegotiation() {
	switch {
	case h.policy.Unpatched:
	case h.prior != nil:
		// RFC 5746 3.5: "containing the saved client_verify_data. The SCSV MUST NOT
		// be included." It is so in a legacy renegotiation, too, where a server that
		// thinks otherwise "will immediately detect the attack" (4.2).
		h.hello.RenegotiationInfo = h.prior.verify[Client]
	case h.policy.ByExtension: // RFC 5746 3.4: one of the two signals, not both
		h.hello.RenegotiationInfo = []byte{}
	default:
		h.hello.Suites = append(h.hello.Suites, wire.EmptyRenegotiationInfoSCSV)
	}
}

// takeSignal is what a server says to the signal of a ClientHello.
func (h *Handshake) takeSignal() Reason {
	info := h.hello.RenegotiationInfo
	switch {
	case h.policy.Unpatched:
		return None
	case h.prior == nil:
		return h.initialSignal(info, h.signalled())
	case h.scsv():
		return SCSVInRenegotiation
	}
	return h.laterSignal(info, h.prior.verify[Client])
}

// scsv reports whether the ClientHello has the signalling suite.
func (h *Handshake) scsv() bool {
	return slices.Contains(h.hello.Suites, wire.EmptyRenegotiationInfoSCSV)
}

// initialSignal is what either end says to the other's signal in the first
// handshake of a connection.
func (h *Handshake) initialSignal(info []byte, signalled bool) Reason {
	switch {
	case len(info) > 0:
		return RenegotiationInfoNotEmpty
	case !signalled && h.refusesLegacy():
		return LegacyPeerRefused
	}
	return None
}

// laterSignal is what either end says to the other's signal in a renegotiation,
// where a secure one has to have the verify_data of the handshake before.
func (h *Handshake) laterSignal(info, verified []byte) Reason {
	switch {
	case !h.secure() && info != nil:
		return LegacyTurnedSecure
	case !h.secure():
		return None
	case info == nil:
		return RenegotiationInfoMissing
	case !hmac.Equal(info, verified):
		return RenegotiationInfoWrong
	}
	return None
}

func (h *Handshake) refusesLegacy() bool {
	return h.policy.Legacy == LegacyRefused || h.policy.Legacy == LegacyServed && h.side == Client
}

// answerSignal is the renegotiation_info of a ServerHello (RFC 5746 3.6 and 3.7).
func (h *Handshake) answerSignal() []byte {
	switch {
	case h.policy.Unpatched:
		return nil
	case h.prior == nil && h.signalled():
		return []byte{}
	case h.prior != nil && h.secure():
		return h.prior.both()
	}
	return nil
}

func (p *prior) both() []byte { return slices.Concat(p.verify[Client], p.verify[Server]) }

// takeSignalAnswer is what a client says to the answer (RFC 5746 3.4, 3.5 and 4.2).
func (h *Handshake) takeSignalAnswer() Reason {
	info := h.answer.RenegotiationInfo
	switch {
	case h.policy.Unpatched && info == nil:
		return None
	case h.policy.Unpatched:
		return ExtensionNotOffered
	case h.prior == nil:
		return h.initialSignal(info, info != nil)
	}
	return h.laterSignal(info, h.prior.both())
}

// continues refuses what a renegotiation may not change, as far as it is known by
// now. That the version stays is no matter of policy: records have it before and
// behind the ChangeCipherSpec. Nor is encrypt-then-MAC.
func (h *Handshake) continues() error {
	if h.prior == nil {
		return nil
	}
	before, now := h.prior.Agreement, h.agreement()
	if len(now.Chain) == 0 {
		now.Chain = before.Chain
	}
	if before.Version != now.Version {
		return because(VersionChanged, nil)
	}
	if h.dropsETM() {
		return because(ETMDropped, nil)
	}
	if h.policy.MayChange == nil {
		return nil
	}
	if reason := h.policy.MayChange(before, now); reason != None {
		return because(reason, nil)
	}
	return nil
}

// within reports whether this handshake does something that renegotiations may do
// or not.
func (h *Handshake) within(allowed bool) bool { return h.prior == nil || allowed }

// renegotiable reports whether a peer that asks for a renegotiation would get it.
func (h *Handshake) renegotiable() bool {
	answer := h.policy.answer(h.handshakes())
	return (answer == Accept || answer == Announce) && h.MayRenegotiate() == None
}
