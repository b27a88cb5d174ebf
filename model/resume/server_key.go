package resume

// signedParams is what the server's signature covers beside its key. RFC 5246 7.4.3:
// "digitally-signed struct { opaque client_random[32]; opaque server_random[32];
// ServerDHParams params; } signed_params"; RFC 8422 5.4 has the same randoms.
func (e *End) signedParams() Verify {
	return Verify{Transcript: Transcript{Randoms: e.Transcript.Randoms}, From: Server}
}

// takeServerKey verifies the server's signature: it is over the hellos that the server
// took and said. RFC 5246 7.2.2, decrypt_error: "unable to correctly verify a signature".
func (s *State) takeServerKey(p Place, m *Message) Alert {
	if m.Verify != s.end(p).signedParams() {
		return DecryptError
	}
	return NoAlert
}
