package resume

// RFC 6066 3: a client "SHOULD include the same server_name extension in the session
// resumption request as it did in the full handshake that established the session".
var _ = invariant("offer-under-own-name",
	"RFC 6066 3, a client offers a session only under the server name that it was made for",
	func(s *State) *Witness {
		return s.firstEnd(Client, "offered a session under another server name", func(e *End) bool {
			return e.Seen.OtherName && !e.Readings.has(NamesByServer)
		})
	})
