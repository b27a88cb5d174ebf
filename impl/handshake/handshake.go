// Package handshake is the handshake of TLS 1.0 to 1.2 without I/O: messages and the time
// go in, effects come out in the order in which they must happen.
//
// The order of messages is a table (order.go), what is a matter of choice is a
// value (policy.go), and every way to fail is a row (reason.go).
package handshake

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"tlsresume/impl/prf"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A Side is one of the two ends.
type Side uint8

// The sides.
const (
	Client Side = iota
	Server
)

// Peer is the other side.
func (s Side) Peer() Side { return Server - s }

// String is client or server.
func (s Side) String() string {
	if s == Client {
		return "client"
	}
	return "server"
}

// A Config is what one end brings to a handshake. The handshake does not change
// it, so that many may share one.
type Config struct {
	Policy   Policy
	Rand     io.Reader // randoms, ephemeral keys, session IDs, the IVs of tickets
	Provider Provider
	// KeyLog takes the master secret of a handshake as soon as there is one, with the
	// client's random, by which key logs name it; nil: nobody asked for secrets.
	KeyLog func(clientRandom [32]byte, master []byte)

	// Of a server.
	Hosts  Hosts
	Sealer session.Sealer // of tickets
	Lookup func(id []byte, now time.Time) (*session.State, bool)

	// KeyOf is the pre-shared key of an identity, as the client sent it: see PSKs;
	// nil: there are none. Hint is the psk_identity_hint; nil: none is sent.
	KeyOf func(identity []byte) (key []byte, ok bool)
	Hint  []byte

	// Of a client.
	ServerName string                 // server_name to send; "": none
	Session    *session.ClientSession // to resume; nil: none
	// Verify judges the server's chain and names the peer that it proves.
	Verify func(chain [][]byte, serverName string) (peer string, err error)
	// Credentials are shown to servers that ask: the first that suits.
	Credentials []*Credential
	PSKs        []PSK // the first whose hint suits
}

// A Handshake is one handshake of one end. It is not safe for concurrent use.
type Handshake struct {
	side   Side
	cfg    *Config
	prior  *prior         // of a renegotiation
	policy Policy         // the Config's, as this end was made to deviate from it
	sealer session.Sealer // the Config's when the handshake began: what is said behind it is of then, too
	now    time.Time

	plan      Plan
	at        int  // the slot that comes next
	undecided bool // the next message tells whether the server resumes (draft 3.4)
	over      bool
	completed time.Time // once it is over

	transcript transcript
	hello      wire.ClientHello
	answer     wire.ServerHello

	version    wire.Version // that a server has chosen
	suite      *wire.Suite  // likewise
	protocol   string       // of the application; "": none was settled
	negotiated *negotiated
	offered    *session.ClientSession // that the client asked to resume, or nil
	resuming   *session.State         // nil in a full handshake
	by         By

	host       *Host                   // that a server is to this client
	named      bool                    // which the client's server_name has settled
	credential *Credential             // of this end; nil: it shows none
	asked      bool                    // the server asks for the client's certificate
	request    wire.CertificateRequest // with which
	chain      [][]byte                // the peer's certificates
	parsed     *x509.Certificate       // the first of the chain, once it was needed
	peer       string                  // the name that they prove
	hinted     []byte                  // that the client got which pre-shared key to use; nil: none
	identity   []byte                  // of the pre-shared key

	ephemeral Ephemeral
	premaster []byte
	master    []byte       // nil until it is derived
	derive    *prf.Keyed   // with the master secret; nil until it is needed
	keys      prf.KeyBlock // empty until it is needed

	presented []byte                 // the ticket that the client presents to a server
	prefixed  bool                   // it did so in the form of RFC 4507
	ticket    *wire.NewSessionTicket // received by the client
	received  time.Time              // when
	id        []byte                 // under which the server will keep the session
	first     []byte                 // verify_data of the first Finished
	verify    [2][]byte              // client_verify_data and server_verify_data
	unproved  bool                   // the peer has changed its keys, and its Finished has not come

	effects []Effect // of this step, and what they point to
	took    Took
	sends   []Send
	changes []NewKeys
	room    struct {
		effects [8]Effect
		sends   [5]Send
		changes [2]NewKeys
	} // of as many as most steps have
}

// negotiated is what the ServerHello settles.
type negotiated struct {
	version     wire.Version
	suite       *wire.Suite
	prf         prf.PRF
	ems         bool
	etm         bool
	maxFragment wire.FragmentLength
}

// Check reports what a side lacks of its configuration.
func (c *Config) Check(side Side) error {
	switch {
	case c.Rand == nil:
		return errors.New("got no source of random bytes")
	case c.Policy.Packing.Fragment < 0:
		return fmt.Errorf("got fragments of %d bytes, want at least 1, or 0 for no limit", c.Policy.Packing.Fragment)
	case len(c.Policy.Versions) == 0:
		return errors.New("got no protocol version")
	case slices.ContainsFunc(c.Policy.Versions, func(v wire.Version) bool { return !slices.Contains(wire.Versions, v) }):
		return fmt.Errorf("got versions %v, want some of %v", c.Policy.Versions, wire.Versions)
	case side == Client && c.Verify == nil:
		return errors.New("got no way to verify the server's certificate")
	case side == Client && c.checkClient() != nil:
		return c.checkClient()
	case side == Server && c.Hosts.check(c.KeyOf != nil) != nil:
		return c.Hosts.check(c.KeyOf != nil)
	case side == Server && len(c.Hint) > math.MaxUint16:
		return fmt.Errorf("got a PSK identity hint of %d bytes, want at most %d", len(c.Hint), math.MaxUint16)
	case side == Server && c.Policy.Tickets && c.Sealer == nil:
		return errors.New("got tickets, but nothing to seal them with")
	case side == Server && c.Policy.Cache && c.Lookup == nil:
		return errors.New("got a session cache, but no way to look a session up")
	case side == Server && len(c.Policy.Protocols) > 0 && c.Policy.ChooseProtocol == nil:
		return errors.New("got application protocols, but no way to choose one")
	case side == Client && c.Policy.MaxFragment != 0 && !c.Policy.MaxFragment.Legal():
		return fmt.Errorf("max_fragment_length: got %d, want 1 to 4, or 0 for none", c.Policy.MaxFragment)
	}
	return c.Policy.check(side)
}

// New makes a handshake; the Config has passed its Check. A client begins with Step(nil); a server waits.
func New(side Side, cfg *Config) *Handshake {
	h := &Handshake{side: side, cfg: cfg, policy: cfg.Policy, sealer: cfg.Sealer, plan: cfg.Policy.Full}
	h.effects, h.sends, h.changes = h.room.effects[:0], h.room.sends[:0], h.room.changes[:0]
	if side == Client && len(cfg.Credentials) == 0 {
		h.transcript.release()
	}
	return h
}

// Format prints whose handshake it is and whether it is over, and no secret, whatever the
// verb.
func (h *Handshake) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "handshake of a %s, over %t", h.side, h.over)
}

// Over reports whether the handshake has completed.
func (h *Handshake) Over() bool { return h.over }

// Begun reports whether any message was sent or taken.
func (h *Handshake) Begun() bool { return h.at > 0 }

// Awaits lists the kinds that the peer may send next: it owes one of them. It
// is empty when the peer owes nothing.
func (h *Handshake) Awaits() []wire.Kind {
	if !h.undecided {
		return h.awaits(h.plan)
	}
	return append(h.awaits(h.policy.Full), h.awaits(h.policy.Abbreviated)...)
}

func (h *Handshake) awaits(plan Plan) []wire.Kind {
	var want []wire.Kind
	for _, s := range plan[min(h.at, len(plan)):] {
		need := s.Need(h)
		if need == Never {
			continue
		}
		if s.From == h.side {
			break
		}
		want = append(want, s.Kind)
		if need == Must {
			break
		}
	}
	return want
}

// TakesData reports whether application data may come now. RFC 5246 6.2.1:
// "Recipients MUST receive and process interleaved application layer traffic during
// handshakes subsequent to the first one on a connection." But "a Finished message
// is always sent immediately after a change cipher spec message" (7.4.9), and who
// has the new keys is not proved before.
func (h *Handshake) TakesData() bool { return h.over || h.prior != nil && !h.unproved }
