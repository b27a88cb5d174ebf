package resume

// What can happen to the identity of a client.
var (
	_ = goal("client-authenticated", "RFC 5246 7.4.8, a client proves by CertificateVerify that the certificate is its own",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.By == Nothing && e.Belief.Peer != 0 })
		}, "auth-carried")
	_ = goal("client-without-certificate", "RFC 5246 7.4.6, a client that has no certificate is let in by a host that only requests one",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool {
				return e.Done && e.By == Nothing && e.Host.Demand == Request && e.Belief.Peer == 0
			})
		}, "auth-carried")
	_ = goal("client-refused", "RFC 5246 7.4.6, a client that has no certificate is not let in by a host that requires one",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Host.Demand == Require && e.Seen.Aborted == HandshakeFailure })
		}, "auth-carried", "rollout-safe")
	_ = goal("identity-resumed", "RFC 5077 4, an abbreviated handshake has the client's identity from the session",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.By != Nothing && e.Belief.Peer != 0 })
		}, "auth-carried", "client-is-itself")
	_ = goal("demand-grew", "RFC 5246 F.1.4, a host that wants more of a client than when the session was made does a full handshake",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.Seen.Declined == DemandGrew })
		}, "auth-carried")
	_ = goal("proof-missing", "RFC 5246 7.4.8, a certificate without CertificateVerify is refused",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Session.Peer != 0 && !e.Seen.Proved && e.Seen.Aborted == UnexpectedMessage })
		}, "auth-carried")
)
