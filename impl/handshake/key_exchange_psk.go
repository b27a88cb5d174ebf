package handshake

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A PSK is a key that a client shares with a server (RFC 4279). Printing one shows no
// secret.
type PSK struct {
	Identity []byte // by which the server knows it (RFC 4279 5.1), of no more than 65535 bytes
	Key      []byte // secret, of 1 to 65535 bytes
	// Hint is the psk_identity_hint of the servers that it is for; nil: of any, or
	// none. RFC 4279 5.2: without a profile of the application "clients MUST ignore
	// the identity hint field".
	Hint []byte
}

// Format prints the identity alone, whatever the verb.
func (k PSK) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "pre-shared key of %q", k.Identity) }

// PSKs is the KeyOf of a server that has them in a list.
func PSKs(all []PSK) func(identity []byte) (key []byte, ok bool) {
	return func(identity []byte) ([]byte, bool) {
		for _, k := range all {
			if bytes.Equal(k.Identity, identity) {
				return k.Key, true
			}
		}
		return nil, false
	}
}

func (k *PSK) check() error {
	switch {
	case len(k.Key) == 0 || len(k.Key) > math.MaxUint16:
		return fmt.Errorf("got a pre-shared key of %d bytes, want 1 to %d", len(k.Key), math.MaxUint16)
	case len(k.Identity) > math.MaxUint16:
		return fmt.Errorf("got a PSK identity of %d bytes, want at most %d", len(k.Identity), math.MaxUint16)
	}
	return nil
}

// An UnknownPSK says what becomes of a client whose PSK identity the server does not
// know. RFC 4279 2: "it MAY respond with an "unknown_psk_identity" alert message.
// Alternatively, if the server wishes to hide the fact that the PSK identity was not
// known, it MAY continue the protocol as if the PSK identity existed but the key was
// incorrect: that is, respond with a "decrypt_error" alert."
type UnknownPSK uint8

// What becomes of it.
const (
	UnknownPSKTold UnknownPSK = iota
	UnknownPSKHidden
)

// UnknownPSKs are these by their names.
var UnknownPSKs = map[string]UnknownPSK{"told": UnknownPSKTold, "hidden": UnknownPSKHidden}

// suitsPSK asks for keys, and for a host that does not insist on another proof of
// who the client is.
func suitsPSK(h *Handshake, _ *Credential) bool {
	return h.cfg.KeyOf != nil && h.demand() != Required
}

// ifHinted: RFC 4279 2, "If no hint is provided, the ServerKeyExchange message is
// omitted."
func ifHinted(h *Handshake) Need {
	if h.side == Client {
		return May
	}
	return must(h.cfg.Hint != nil)
}

func (h *Handshake) makeHint() (wire.Body, error) {
	return &wire.ServerKeyExchange{KX: wire.PSK, Hint: h.cfg.Hint}, nil
}

func (h *Handshake) takeHint(body []byte) (wire.Body, error) {
	m := &wire.ServerKeyExchange{KX: wire.PSK}
	err := m.Decode(body)
	h.hinted = bytes.Clone(m.Hint)
	return m, err
}

// choosePSK is the first of the client's keys that is for such a server.
func (h *Handshake) choosePSK() (*PSK, bool) {
	i := slices.IndexFunc(h.cfg.PSKs, func(k PSK) bool { return k.Hint == nil || bytes.Equal(k.Hint, h.hinted) })
	if i < 0 {
		return nil, false
	}
	return &h.cfg.PSKs[i], true
}

func hasPSK(h *Handshake) bool {
	_, ok := h.choosePSK()
	return ok
}

func (h *Handshake) makeIdentity() ([]byte, error) {
	k, ok := h.choosePSK()
	if !ok {
		return nil, because(PSKMissing, nil)
	}
	h.identity = bytes.Clone(k.Identity)
	h.premaster = plainPSK(k.Key)
	return k.Identity, nil
}

func (h *Handshake) takeIdentity(identity []byte) ([]byte, error) {
	h.identity = identity
	if err := h.continues(); err != nil {
		return nil, err
	}
	key, ok := h.cfg.KeyOf(identity)
	switch {
	case ok && (len(key) == 0 || len(key) > math.MaxUint16):
		return nil, because(InternalFailure, errors.New("got a pre-shared key that is empty or too long"))
	case ok:
		return plainPSK(key), nil
	case h.policy.UnknownPSK != UnknownPSKHidden:
		return nil, because(PSKUnknown, nil)
	}
	nobodys := make([]byte, 32)
	if _, err := io.ReadFull(h.cfg.Rand, nobodys); err != nil {
		return nil, because(InternalFailure, err)
	}
	return plainPSK(nobodys), nil
}

// plainPSK is the premaster secret. RFC 4279 2: "if the PSK is N octets long,
// concatenate a uint16 with the value N, N zero octets, a second uint16 with the
// value N, and the PSK itself."
func plainPSK(key []byte) []byte {
	n := uint16(len(key))
	b := binary.BigEndian.AppendUint16(make([]byte, 0, 2*(2+len(key))), n)
	b = append(b, make([]byte, n)...)
	return append(binary.BigEndian.AppendUint16(b, n), key...)
}

// NotOpened is why a record of the peer's does not open. Where the keys come from
// pre-shared ones, and the client has proved nothing yet, it is these that are not
// the same: RFC 4279 2 has that answered by decrypt_error, and a key that is wrong
// looks like an identity that is not known.
func (h *Handshake) NotOpened() Reason {
	if h.side == Server && h.unproved && !h.over && h.resuming == nil && h.negotiated.suite.KX == wire.PSK {
		return PSKWrong
	}
	return RecordNotOpened
}

// knows reports whether the server still has the key of the client of a session, as
// far as the client was known by one.
func (o *Offer) knows(s *session.State) bool {
	if s.Client.Auth != session.PSK {
		return true
	}
	if o.KeyOf == nil {
		return false
	}
	_, ok := o.KeyOf(s.Client.PSKIdentity)
	return ok
}

// has reports whether a client still has the key that a session was made with.
func (c *Config) has(s *session.State) bool {
	return s.Client.Auth != session.PSK || slices.ContainsFunc(c.PSKs, func(k PSK) bool {
		return bytes.Equal(k.Identity, s.Client.PSKIdentity)
	})
}
