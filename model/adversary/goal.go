package adversary

// connected says whether all ends of a list have a connection.
func connected(ends ...*end) bool {
	for _, e := range ends {
		if e.Conn.Keys == 0 {
			return false
		}
	}
	return true
}

// pair finds a client's end and a server's that are so.
func (s *state) pair(is func(c, e *end) bool) bool {
	for i := range s.Clients {
		for j := range s.Servers {
			if is(&s.Clients[i], &s.Servers[j]) {
				return true
			}
		}
	}
	return false
}

// endToEnd says whether a connection of the honest client is one of the honest server,
// whom it means.
func endToEnd(c, e *end) bool {
	return c.Conn.Keys != 0 && c.Conn.Keys == e.Conn.Keys && c.Meant == honestServer
}

// The situations of every world: none of them is an attack.
var (
	_ = goal("both-roles", "RFC 7627 1, the adversary is server of the client and client of the server",
		func(s *state) bool {
			return s.pair(func(c, e *end) bool {
				return connected(c, e) && c.Meant == adversary && e.Conn.KeysKnown && c.Conn.Before != 0 && e.Conn.Before != 0
			})
		}, "exporter-apart", "client-means-server")
	_ = goal("four-connections", "RFC 5246 1, all ends of the world have a connection",
		func(s *state) bool {
			return connected(&s.Clients[0], &s.Clients[1], &s.Servers[0], &s.Servers[1])
		}, "exporter-apart", "sessions-apart", "tls-unique-apart")
	_ = goal("both-resumed", "RFC 5246 7.3, a session of the adversary's is resumed with the client, another with the server",
		func(s *state) bool {
			return s.pair(func(c, e *end) bool {
				return c.Conn.Resumed && e.Conn.Resumed && c.Meant == adversary && e.Conn.KeysKnown
			})
		}, "tls-unique-apart")
	_ = goal("end-to-end", "RFC 5246 1, the adversary passes on what it cannot read",
		func(s *state) bool { return s.pair(endToEnd) }, "keys-secret", "peer-agrees")
	_ = goal("resumed-end-to-end", "RFC 5246 7.3, the same, of a resumed session",
		func(s *state) bool {
			return s.pair(func(c, e *end) bool { return endToEnd(c, e) && c.Conn.Resumed })
		}, "keys-secret", "peer-agrees", "ticket-seals-session")
	_ = goal("client-authenticated", "RFC 5246 7.4.8, the server takes a client's certificate",
		func(s *state) bool {
			return s.pair(func(c, e *end) bool { return endToEnd(c, e) && e.Conn.Peer == honestClient })
		}, "client-means-server", "peer-agrees")
	_ = goal("renegotiated-end-to-end", "RFC 5746 3.1, both ends do another handshake on their connection",
		func(s *state) bool {
			return s.pair(func(c, e *end) bool { return endToEnd(c, e) && c.Conn.Before != 0 && e.Conn.Before != 0 })
		}, "handshakes-bound")
	_ = goal("renegotiated-by-resumption", "RFC 5746 3.4, the same, of a session",
		func(s *state) bool {
			return s.pair(func(c, e *end) bool { return endToEnd(c, e) && c.Conn.Before != 0 && c.Conn.Resumed })
		}, "handshakes-bound")
)
