package handshake

// The extended master secret and resumption: RFC 7627 5.3, with the mail of
// 2021-10-25 for ends that have it switched off.

// serverEMS is what a server says to a session, a ClientHello and its own
// build. Where neither session nor hello has it, RFC 7627 5.3 says that the
// server SHOULD abort; it goes on here, as servers for legacy clients do.
func serverEMS(session, hello, on bool) Reason {
	switch {
	case session && !on:
		return SessionUsesEMS
	case session && !hello:
		return EMSSessionPlainHello
	case !session && hello && on:
		return LegacySessionEMSHello
	}
	return None
}

// clientEMS is what a client says before it offers a session: RFC 7627 5.3
// "The client SHOULD NOT offer an abbreviated handshake to resume a session
// that does not use an extended master secret", and one that is switched off
// does not offer a session that does.
func clientEMS(session, on bool) Reason {
	switch {
	case session && !on:
		return SessionUsesEMS
	case !session && on:
		return LegacySessionEMSHello
	}
	return None
}

// answeredEMS is what a client says to a ServerHello that resumes: the two MUST
// agree (RFC 7627 5.3).
func answeredEMS(session, answer bool) Reason {
	switch {
	case session && !answer:
		return EMSSessionPlainAnswer
	case !session && answer:
		return LegacySessionEMSAnswer
	}
	return None
}
