package resume

// What can happen while a connection is negotiated once more.
var (
	_ = goal("renegotiate-full",
		"RFC 5746 3.5 and 3.7, a full handshake that is bound to the one before",
		func(s *State) bool { return s.bothAgain(func(e *End) bool { return e.By == Nothing }) },
		"ri-chain", "tls-unique-first", "binding-apart", "ccs-keys", "finished-needs-ccs")
	_ = goal("renegotiate-abbreviated",
		"RFC 5746 3.4, its rules \"apply to both full handshakes and session resumption handshakes\"",
		func(s *State) bool { return s.bothAgain(func(e *End) bool { return e.By != Nothing }) },
		"ri-chain", "tls-unique-first", "binding-apart", "ccs-keys", "finished-needs-ccs")
	_ = goal("renegotiate-behind-resumption",
		"RFC 5746 3.1, client_verify_data is that of the \"immediately previous handshake\": an abbreviated one",
		func(s *State) bool { return s.bothAgain(func(e *End) bool { return e.Seen.BehindResumed }) },
		"ri-chain")
	_ = goal("hello-request-ignored",
		"RFC 5246 7.4.1.1, HelloRequest is ignored by a client that is negotiating, and not hashed",
		func(s *State) bool { return s.bothAgain(func(e *End) bool { return e.Seen.RequestIgnored }) },
		"rollout-safe")
	_ = goal("data-amid-renegotiation",
		"RFC 5246 6.2.1, application data comes in the middle of a handshake behind another, under the former keys",
		func(s *State) bool { return s.bothAgain(func(e *End) bool { return e.Seen.DataAmid }) },
		"data-after-finished", "sent-under-own-keys")
	_ = goal("unbound-hello-rejected",
		"RFC 5746 3.7, a hello behind the first that is not bound to the handshake before makes the server abort",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Again && e.Seen.Aborted == HandshakeFailure })
		}, "ri-chain", "alert-before-end")
	_ = goal("refused-by-client",
		"RFC 5746 4.2, the client refuses by no_renegotiation, and the server goes on",
		func(s *State) bool { return s.some(Server, func(e *End) bool { return e.Done && e.Seen.Refused }) },
		"refusal-is-a-warning", "hello-request-once")
	_ = goal("refused-by-server",
		"RFC 5246 7.2.2, the server refuses by no_renegotiation, and the client goes on",
		func(s *State) bool { return s.some(Client, func(e *End) bool { return e.Done && e.Seen.Refused }) },
		"refusal-is-a-warning")
	_ = goal("legacy-client-refused",
		"RFC 5746 4.4, a server does not negotiate again with a client that predates RFC 5746, and goes on",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.Done && e.Seen.Refused && e.Offer.Info == NoInfo })
		}, "ri-chain", "ri-signalled")
	_ = goal("renegotiate-unbound",
		"RFC 5746 1, ends that predate it negotiate again, and nothing binds the one handshake to the other",
		func(s *State) bool { return s.bothAgain(func(e *End) bool { return e.Offer.Info == NoInfo }) },
		"ri-chain")
	_ = goal("certificate-changes",
		"RFC 5746 5, a client that lets it sees another certificate in a renegotiation",
		func(s *State) bool { return s.some(Client, func(e *End) bool { return e.Done && e.Seen.PeerChanged }) },
		"server-stays", "session-keeps-its-peer")
	_ = goal("legacy-resumption-stays",
		"RFC 7627 5.4, a client that would renegotiate refuses to behind a session without the extended master secret",
		func(s *State) bool {
			for i, c := range s.agreedConns {
				if e := &c.Ends[Client]; e.fenced() && e.Secure && c.Ends[Server].Seen.Refused && s.options(Place{i, Client}).Reneg {
					return true
				}
			}
			return false
		}, "legacy-resumption-fenced", "exporter-fenced")
)

// bothAgain says whether both ends of a connection are done with another
// handshake, which at one of them is so.
func (s *State) bothAgain(is func(*End) bool) bool {
	for _, c := range s.agreedConns {
		if c.Ends[Client].Again && c.Ends[Server].Again && (is(&c.Ends[Client]) || is(&c.Ends[Server])) {
			return true
		}
	}
	return false
}
