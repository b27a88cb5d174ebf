package resume

// RFC 6066 3: "When resuming a session, the server MUST NOT include a server_name
// extension in the server hello."
var _ = invariant("resumed-hello-bare",
	"RFC 6066 3, the ServerHello of an abbreviated handshake has no server_name",
	func(s *State) *Witness {
		return s.firstEnd(Server, "acknowledged the server name of a session that it resumes", func(e *End) bool {
			return e.By != Nothing && e.Answer.Ack
		})
	})
