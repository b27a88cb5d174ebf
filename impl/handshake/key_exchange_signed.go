package handshake

import (
	"slices"

	"tlsresume/impl/wire"
)

func hasEphemeral(h *Handshake) bool { return h.ephemeral != nil }

func (h *Handshake) makeShare() ([]byte, error) { return h.ephemeral.Share(), nil }

func (h *Handshake) takeShare(share []byte) ([]byte, error) { return h.ephemeral.Agree(share) }

// signed is what a ServerKeyExchange signs (RFC 5246 7.4.3, RFC 8422 5.4).
func (h *Handshake) signed(m *wire.ServerKeyExchange) []byte {
	return slices.Concat(h.hello.Random[:], h.answer.Random[:], m.Params())
}

// signedExchange is m with its signature.
func (h *Handshake) signedExchange(m *wire.ServerKeyExchange) (wire.Body, error) {
	scheme, ok := h.chooseServerScheme(h.credential)
	if !ok { // only at an end that was made to say it behind a resumption
		return nil, because(NoSharedSuite, nil)
	}
	var err error
	m.Scheme, m.Old = scheme, h.version < wire.TLS12
	if m.Signature, err = h.credential.sign(scheme, h.signed(m)); err != nil {
		return nil, because(InternalFailure, err)
	}
	return m, nil
}

// checkSigned refuses a signature that is not the server's.
func (h *Handshake) checkSigned(m *wire.ServerKeyExchange) error {
	key, err := h.leafKey()
	switch {
	case err != nil:
		return because(CertificateRefused, err)
	case !h.policy.takesScheme(h.negotiated.version, m.Scheme, h.negotiated.suite.Auth):
		return because(SchemeNotOffered, nil)
	case !h.verifies(key, m.Scheme, h.signed(m), m.Signature):
		return because(SignatureWrong, nil)
	}
	return nil
}
