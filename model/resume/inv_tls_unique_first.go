package resume

// RFC 5929 3.1: tls-unique is "the first TLS Finished message sent [...] in the
// most recent TLS handshake": the client's in a full handshake, the server's in
// an abbreviated one. It binds what is spoken above TLS only if both ends have
// the same.
var _ = invariant("tls-unique-first",
	"RFC 5929 3.1, the tls-unique of an end is the first Finished of its latest handshake, and that of its peer",
	func(s *State) *Witness {
		for i := range s.Conns {
			client, okC := s.unique(Place{i, Client})
			server, okS := s.unique(Place{i, Server})
			if okC && okS && client != server && !s.readsUniqueOtherwise(i) {
				return &Witness{Place{i, Client}, "has another tls-unique than the server"}
			}
			if okC && client.From != s.end(Place{i, Client}).finishesFirst() && !s.readsUniqueOtherwise(i) {
				return &Witness{Place{i, Client}, "has a tls-unique that is not the first Finished"}
			}
		}
		return nil
	})

// finishesFirst is the side whose Finished is the first of the handshake.
func (e *End) finishesFirst() Side {
	if e.By == Nothing {
		return Client
	}
	return Server
}

// readsUniqueOtherwise says whether an end of the connection lives by the
// reading that was quoted to the TLS list on 2009-10-28.
func (s *State) readsUniqueOtherwise(conn int) bool {
	return s.options(Place{conn, Client}).Readings.has(UniqueClientFinished) ||
		s.options(Place{conn, Server}).Readings.has(UniqueClientFinished)
}
