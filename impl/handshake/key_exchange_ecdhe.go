package handshake

import (
	"crypto/ecdh"
	"io"
	"slices"

	"tlsresume/impl/wire"
)

// curves say how long a private key is, in bytes, and which bits of the first
// byte it uses.
var curves = map[wire.Group]struct {
	ecdh.Curve
	size int
	mask byte
}{
	wire.X25519: {ecdh.X25519(), 32, 0xff},
	wire.P256:   {ecdh.P256(), 32, 0xff},
	wire.P384:   {ecdh.P384(), 48, 0xff},
	wire.P521:   {ecdh.P521(), 66, 0x01},
}

// A curveKey is a private key on a curve.
type curveKey struct{ *ecdh.PrivateKey }

// NewKey draws a key of the group. The NIST curves refuse bytes out of range, so
// it draws again.
func NewKey(group wire.Group, rand io.Reader) (Ephemeral, error) {
	curve := curves[group]
	raw := make([]byte, curve.size)
	for range maxDraws {
		if _, err := io.ReadFull(rand, raw); err != nil {
			return nil, err
		}
		raw[0] &= curve.mask
		if key, err := curve.NewPrivateKey(raw); err == nil {
			return curveKey{key}, nil
		}
	}
	return nil, errNotRandom
}

// Share implements Ephemeral.
func (k curveKey) Share() []byte { return k.PublicKey().Bytes() }

// Agree implements Ephemeral: it is the shared secret with the peer's share. The curves refuse shares that
// are no points, and an all-zero secret (RFC 8422 5.11).
func (k curveKey) Agree(share []byte) ([]byte, error) {
	public, err := k.Curve().NewPublicKey(share)
	if err != nil {
		return nil, because(KeyShareInvalid, nil)
	}
	secret, err := k.ECDH(public)
	if err != nil {
		return nil, because(KeyShareInvalid, nil)
	}
	return secret, nil
}

// chooseGroup is the first of the client's groups that the server has. A
// client that names none leaves the choice to the server (RFC 8422 4).
func (h *Handshake) chooseGroup() (wire.Group, bool) {
	if h.hello.Groups == nil {
		return wire.P256, slices.Contains(h.policy.Groups, wire.P256)
	}
	for _, g := range h.hello.Groups {
		if slices.Contains(h.policy.Groups, g) {
			return g, true
		}
	}
	return 0, false
}

// suitsECDHE asks for a group and a signature algorithm that both ends have, and
// for a certificate's key that the client can read.
func suitsECDHE(h *Handshake, c *Credential) bool {
	_, group := h.chooseGroup()
	switch {
	case !plain(h.hello.PointFormats):
		return false // RFC 8422 5.1: negotiated "only if the server can" use them
	case !group || h.hello.Groups != nil && !liesOn(c.Key.Public(), h.hello.Groups):
		return false
	}
	_, scheme := h.chooseServerScheme(c)
	return scheme
}

func (h *Handshake) makeECDHE() (wire.Body, error) {
	group, shared := h.chooseGroup()
	if !shared { // only at an end that was made to say it behind a resumption
		return nil, because(NoSharedSuite, nil)
	}
	key, err := h.cfg.Provider.newKey(group, h.cfg.Rand)
	if err != nil {
		return nil, because(InternalFailure, err)
	}
	h.ephemeral = key
	return h.signedExchange(&wire.ServerKeyExchange{KX: wire.ECDHE, Group: group, Public: key.Share()})
}

func (h *Handshake) takeECDHE(body []byte) (wire.Body, error) {
	m := &wire.ServerKeyExchange{KX: wire.ECDHE, Old: h.negotiated.version < wire.TLS12}
	if err := m.Decode(body); err != nil {
		return nil, err
	}
	if !slices.Contains(h.policy.Groups, m.Group) {
		return nil, because(GroupNotOffered, nil)
	}
	if err := h.checkSigned(m); err != nil {
		return nil, err
	}
	var err error
	if h.ephemeral, err = h.cfg.Provider.newKey(m.Group, h.cfg.Rand); err != nil {
		return nil, because(InternalFailure, err)
	}
	h.premaster, err = h.ephemeral.Agree(m.Public)
	return m, err
}
