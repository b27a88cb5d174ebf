package handshake

import (
	"slices"

	"tlsresume/impl/wire"
)

// Encrypt-then-MAC, RFC 7366: an answer to a client that offers it, where the suite
// is of a block cipher. It belongs to the session: 3.1, "if the mechanism for the
// current session is X, then the renegotiated session should also use X".

// blocks reports whether a suite encrypts blocks with a MAC beside them: RFC 7366 3,
// "this only applies to standard block ciphers that have distinct encrypt and MAC
// operations".
func blocks(s *wire.Suite) bool { return s.Cipher.MAC() != 0 }

// offerETM says that a client offers it: one that has no suite for it has no use.
func (h *Handshake) offerETM() bool {
	return h.policy.EncryptThenMAC && slices.ContainsFunc(h.policy.Suites, blocks)
}

// answerETM is the server's word. RFC 7366 3: with another kind of suite "it MUST NOT
// send an encrypt-then-MAC response extension back to the client". A session that is
// resumed stays what it is.
func (h *Handshake) answerETM() bool {
	if h.resuming != nil {
		return h.resuming.EncryptThenMAC
	}
	return h.policy.EncryptThenMAC && h.hello.EncryptThenMAC && blocks(h.suite)
}

// settledETM judges the server's word to a client that has its suite.
func (h *Handshake) settledETM(suite *wire.Suite) error {
	if h.answer.EncryptThenMAC && !blocks(suite) {
		return because(ETMWithoutBlocks, nil)
	}
	return nil
}

// dropsETM reports a renegotiation that takes it back. RFC 7366 3.1: "implementations
// MUST NOT renegotiate a downgrade from encrypt-then-MAC to MAC-then-encrypt", not
// even "via the AEAD ciphersuite".
func (h *Handshake) dropsETM() bool {
	return h.prior.etm && blocks(h.negotiated.suite) && !h.negotiated.etm
}

// serverETM is what a server says to a session, a ClientHello and its own build.
// RFC 7366 3.1: no session goes "from encrypt-then-MAC to MAC-then-encrypt", and RFC
// 7366 2: it is not used "unless both sides have successfully exchanged
// encrypt_then_mac extensions". So such a session is not resumed.
func serverETM(session, hello, on bool) Reason {
	if session && !(hello && on) {
		return SessionUsesETM
	}
	return None
}

// clientETM is what a client says before it offers a session.
func clientETM(session, on bool) Reason { return serverETM(session, true, on) }

// answeredETM is what a client says to a ServerHello that resumes. One that takes
// the mechanism up is followed: RFC 7366 3.1, table 1, "Upgrade to Encrypt-then-MAC";
// servers that negotiate it for each connection do that.
func answeredETM(session, answer bool) Reason {
	if session && !answer {
		return ETMSessionPlainAnswer
	}
	return None
}
