package resume

// What the mail of 2021-10-25 to the TLS list asks for: "legacy implementations
// do not recognize sessions using extended master secret".
var (
	_ = goal("fenced-ticket", "TLS list 2021-10-25, an older build cannot open the ticket of a session with the extension, and does a full handshake",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.Seen.Fenced && e.Seen.Declined == TicketDoesNotOpen })
		}, "rollout-safe")
	_ = goal("fenced-id", "TLS list 2021-10-25, an older build does not find a session with the extension in the cache, and does a full handshake",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.Seen.Fenced && e.Seen.Declined == 0 })
		}, "rollout-safe")
	_ = goal("fenced-from-client", "TLS list 2021-10-25, an older build of the client does not offer a session with the extension",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.Done && e.Seen.Fenced && e.Offered == Nothing })
		}, "rollout-safe")
)
