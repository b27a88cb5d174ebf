package adversary

import "fmt"

var _ = invariant("client-means-server",
	"RFC 5246 7.4.8, CertificateVerify covers \"all handshake messages sent or received\": "+
		"a client is authenticated at no server but the one that it means",
	func(_ *world, s *state) (string, bool) {
		for i := range s.Clients {
			c := &s.Clients[i]
			for j := range s.Servers {
				signed := s.Servers[j].Conn.Signed
				if signed != 0 && (signed == c.Conn.Signed || signed == c.Now.Signed) && c.Meant != honestServer {
					return fmt.Sprintf("s0 has authenticated c0 on k%d, by what it signed on k%d, which it dialled to m",
						j+serverConns, i+clientConns), false
				}
			}
		}
		return "", true
	})

var _ = invariant("keys-secret",
	"RFC 5246 1, \"the secret cannot be obtained, even by an attacker who can place himself in the middle of the connection\"",
	func(_ *world, s *state) (string, bool) {
		for i := range s.Clients {
			if c := &s.Clients[i]; c.Meant == honestServer && c.Conn.KeysKnown {
				return fmt.Sprintf("m knows the keys of k%d, which c0 dialled to s0", i+clientConns), false
			}
			if e := &s.Servers[i]; e.Conn.Peer == honestClient && e.Conn.KeysKnown {
				return fmt.Sprintf("m knows the keys of k%d, on which s0 has authenticated c0", i+serverConns), false
			}
		}
		return "", true
	})

var _ = invariant("peer-agrees",
	"RFC 5246 7.4.9, Finished verifies \"that the key exchange and authentication processes were successful\": "+
		"an honest end that is named as the peer has the same keys",
	func(_ *world, s *state) (string, bool) {
		for i := range s.Clients {
			c, e := &s.Clients[i], &s.Servers[i]
			if c.Conn.Keys != 0 && c.Meant == honestServer && !hasKeys(&s.Servers, c.Conn.Keys) {
				return fmt.Sprintf("c0 is connected on k%d to s0, which is not", i+clientConns), false
			}
			if e.Conn.Peer == honestClient && !hasKeys(&s.Clients, e.Conn.Keys) {
				return fmt.Sprintf("s0 has authenticated c0 on k%d, which has no such connection", i+serverConns), false
			}
		}
		return "", true
	})

// hasKeys says whether an end has these keys, had them before it renegotiated, or is
// about to have them.
func hasKeys(ends *[2]end, k Term) bool {
	for i := range ends {
		if e := &ends[i]; e.Conn.Keys == k || e.Conn.Before == k || e.keys() == k {
			return true
		}
	}
	return false
}

var _ = invariant("handshakes-bound",
	"RFC 5746, abstract, the extension is \"to cryptographically tie renegotiations to the TLS connections "+
		"they are being performed over\": what is another handshake of a connection at one end is so at the other",
	func(_ *world, s *state) (string, bool) {
		for i := range s.Clients {
			for j := range s.Servers {
				c, e := &s.Clients[i].Conn, &s.Servers[j].Conn
				if c.Keys != 0 && c.Keys == e.Keys && !c.KeysKnown && c.Before != e.Before {
					return fmt.Sprintf("k%d of c0 goes on, at s0, where k%d of m began", i+clientConns, j+serverConns), false
				}
			}
		}
		return "", true
	})

var _ = invariant("ticket-seals-session",
	"RFC 5077 3.3, NewSessionTicket \"is included in the hash used to create and verify the Finished message\": "+
		"the ticket that a client holds of a session with an honest server seals that session",
	func(_ *world, s *state) (string, bool) {
		for i := range s.Clients {
			if s.Clients[i].Conn.ForeignTicket {
				return fmt.Sprintf("c0 has a ticket from k%d that does not seal its session with s0", i+clientConns), false
			}
		}
		return "", true
	})
