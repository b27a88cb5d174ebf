package handshake

import (
	"crypto/rsa"
	"math/big"
	"slices"

	"tlsresume/impl/wire"
)

// chooseField is the group that a server exchanges keys in: of those that it has
// and the client names, the first that is at least as strong as the key of the
// certificate (RFC 7919 4: it SHOULD), or else the first. A client that names none
// does not know RFC 7919, and leaves the choice to the server.
func (h *Handshake) chooseField(c *Credential) (*FiniteField, bool) {
	if h.policy.OwnField != nil {
		return h.policy.OwnField, true
	}
	shared := h.policy.Fields
	if slices.ContainsFunc(h.hello.Groups, wire.Group.IsField) {
		shared = nil
		for _, g := range h.hello.Groups {
			if slices.Contains(h.policy.Fields, g) {
				shared = append(shared, g)
			}
		}
	}
	if len(shared) == 0 {
		return nil, false
	}
	key, ok := c.Key.Public().(*rsa.PublicKey)
	strong := func(g wire.Group) bool { return ok && NamedField(g).P.BitLen() >= key.N.BitLen() }
	return NamedField(shared[max(slices.IndexFunc(shared, strong), 0)]), true
}

// suitsDHE asks for a group and a signature algorithm that both ends have.
func suitsDHE(h *Handshake, c *Credential) bool {
	_, field := h.chooseField(c)
	_, scheme := h.chooseServerScheme(c)
	return field && scheme
}

// lacksField reports whether a client has nothing to offer beside the suites for
// which it names no group that this end has. RFC 7919 4: "the server MUST end the
// connection with a fatal TLS alert of type insufficient_security(71)".
func (h *Handshake) lacksField() bool {
	return slices.ContainsFunc(h.hello.Suites, func(id uint16) bool {
		s := h.policy.suite(id)
		return s != nil && s.KX == wire.DHE && s.Cipher.Since() <= h.version &&
			slices.ContainsFunc(h.host.Credentials, func(c *Credential) bool {
				_, field := h.chooseField(c)
				return s.Auth == c.Type() && !field
			})
	})
}

func (h *Handshake) makeDHE() (wire.Body, error) {
	field, ok := h.chooseField(h.credential)
	if !ok { // only at an end that was made to say it behind a resumption
		return nil, because(NoSharedSuite, nil)
	}
	key, err := newFieldKey(field, h.cfg.Rand)
	if err != nil {
		return nil, because(InternalFailure, err)
	}
	h.ephemeral = key
	return h.signedExchange(&wire.ServerKeyExchange{
		KX: wire.DHE, Prime: field.P.Bytes(), Generator: field.G.Bytes(), Public: key.Share(),
	})
}

// takeDHE does what RFC 7919 3 says, in its order: the signature, the group, dh_Ys.
func (h *Handshake) takeDHE(body []byte) (wire.Body, error) {
	m := &wire.ServerKeyExchange{KX: wire.DHE, Old: h.negotiated.version < wire.TLS12}
	if err := m.Decode(body); err != nil {
		return nil, err
	}
	if err := h.checkSigned(m); err != nil {
		return nil, err
	}
	field := &FiniteField{new(big.Int).SetBytes(m.Prime), new(big.Int).SetBytes(m.Generator)}
	if reason := h.policy.mayExchange(field); reason != None {
		return nil, because(reason, nil)
	}
	if !field.usable() {
		return nil, because(FieldUnusable, nil)
	}
	key, err := newFieldKey(field, h.cfg.Rand)
	if err != nil {
		return nil, because(InternalFailure, err)
	}
	h.ephemeral = key
	h.premaster, err = key.Agree(m.Public)
	return m, err
}

func (p *Policy) mayExchange(f *FiniteField) Reason {
	if p.MayExchange == nil {
		return OfferedFields(p, f)
	}
	return p.MayExchange(p, f)
}
