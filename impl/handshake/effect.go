package handshake

import (
	"fmt"

	"tlsresume/impl/prf"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// An Effect is something that the driver must do. The effects of a step are
// done in their order: that NewKeys stands behind the ChangeCipherSpec and
// before the Finished is what makes them right. Those that every handshake has are
// pointers to memory that the next step uses again.
type Effect interface{ effect() }

// Took says that the peer's message was accepted. Body is the decoded message;
// it is nil for a ChangeCipherSpec.
type Took struct {
	Kind wire.Kind
	Body wire.Body
}

// Send is a message for the peer. Body is what it was encoded from; it is nil
// for a ChangeCipherSpec.
type Send struct {
	Message wire.Message
	Body    wire.Body
}

// NewKeys changes the keys of one direction, from the next record on.
type NewKeys struct {
	Write          bool // or else the keys for reading
	Version        wire.Version
	Cipher         wire.Cipher
	EncryptThenMAC bool // RFC 7366
	Keys           prf.Keys
}

// Limit bounds the payload of every further record of both directions, in bytes;
// 0 is what it is without max_fragment_length (RFC 6066 4).
type Limit struct{ Bytes int }

// Save keeps a session: a server's under its ID, a client's for its server.
type Save struct {
	ID      []byte                 // server
	State   *session.State         // server
	Session *session.ClientSession // client
}

// Forget drops a session. A server has either of its two.
type Forget struct {
	ID      []byte                 // server
	State   *session.State         // server: no ticket of it is to be honoured any more
	Session *session.ClientSession // client
}

// Done says that the handshake is over and what this end believes now.
type Done struct{ Agreement *Agreement }

// Warn sends an alert that ends nothing.
type Warn struct{ Alert wire.Alert }

func (Warn) effect()     {}
func (*Took) effect()    {}
func (*Send) effect()    {}
func (*NewKeys) effect() {}
func (Limit) effect()    {}
func (Save) effect()     {}
func (Forget) effect()   {}
func (Done) effect()     {}

// By says what named the session that is resumed.
type By uint8

// The ways to name a session.
const (
	ByNothing By = iota // a full handshake
	ByID                // RFC 5246 7.4.1.2
	ByTicket            // RFC 5077
)

// String is ticket or id.
func (b By) String() string { return [...]string{"nothing", "id", "ticket"}[b] }

// An Agreement is what one end believes when the handshake is over.
type Agreement struct {
	By             By // ByNothing after a full handshake
	Version        wire.Version
	Suite          *wire.Suite
	EMS            bool // of the session
	EncryptThenMAC bool
	MaxFragment    wire.FragmentLength // of the session; 0: as without the extension
	ServerName     string              // of this connection
	VirtualHost    string              // that a server is on it; "": it has but one, or this end is a client
	Protocol       string              // of the application, for this connection (RFC 7301); "": none
	Peer           string              // what the other end proved, now or when the session was made
	Chain          [][]byte
	PSKIdentity    []byte // of the pre-shared key (RFC 4279), used now or when the session was made; nil: there was none
	Master         []byte // secret
	TLSUnique      []byte // the first Finished (RFC 5929 3.1), also where it binds nothing: see Binding

	SecureRenegotiation bool // RFC 5746: both ends signal it
	Renegotiations      int  // how many the connection has had

	server         [][]byte // the server's chain
	synchronizable bool     // the connection has resumed a session without the extended master secret
	predates       bool     // this end is from before RFC 7627
	renegotiable   bool     // a peer that asks for a renegotiation would get it
	prf            prf.PRF
	randoms        [2][32]byte // the client's, the server's
}

// Format prints what was agreed without the secret, whatever the verb.
func (a Agreement) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "%s, %s, ems %t, resumed by %s, server name %q, protocol %q, peer %q",
		a.Version, a.Suite.Name, a.EMS, a.By, a.ServerName, a.Protocol, a.Peer)
}

// MarshalText is Format: what encoding/json and log/slog print of an Agreement.
func (a Agreement) MarshalText() ([]byte, error) { return fmt.Append(nil, a), nil }

func (h *Handshake) agreement() *Agreement {
	return &Agreement{
		By: h.by, Version: h.negotiated.version, Suite: h.negotiated.suite, EMS: h.extended(),
		EncryptThenMAC: h.negotiated.etm, MaxFragment: h.negotiated.maxFragment,
		ServerName: h.hello.ServerName, VirtualHost: h.hostID(), Protocol: h.spoken(), Peer: h.peer, Chain: h.chain, PSKIdentity: h.identity, Master: h.master, TLSUnique: h.first,
		SecureRenegotiation: h.secure(), Renegotiations: h.handshakes() - 1,
		server: h.serverChain(), synchronizable: h.legacyResumption(), predates: h.policy.EMSBuild.Blind, renegotiable: h.renegotiable(),
		prf: h.negotiated.prf, randoms: [2][32]byte{h.hello.Random, h.answer.Random},
	}
}
