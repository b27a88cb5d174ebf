package adversary

import "fmt"

// RFC 7627 5.4: without the extension an end "MUST NOT export any key material based
// on the new master secret for any subsequent application-level authentication".
var _ = invariant("exporter-apart", "RFC 7627 6.1, an exporter \"provides a unique key bound to the current session\"",
	func(w *world, s *state) (string, bool) {
		return s.apart("exporter", func(role int, e *end) Term {
			if !w.binds(role, e.Conn.EMS) {
				return 0
			}
			return e.Conn.Keys
		})
	})

// The mail of 2009-10-28 claims it of every Finished; RFC 7627 6.1 shows that it
// takes more.
var _ = invariant("tls-unique-apart", "RFC 5929 3.1, tls-unique is a channel binding of the type \"unique\"",
	func(_ *world, s *state) (string, bool) {
		return s.apart("tls-unique", func(_ int, e *end) Term { return e.Conn.Unique })
	})

var _ = invariant("sessions-apart",
	"RFC 7627 6.1, the extension ensures \"that different sessions necessarily end up with different master secret values\"",
	func(_ *world, s *state) (string, bool) {
		return s.apart("master secret", func(_ int, e *end) Term {
			if !e.Conn.EMS || e.Conn.Resumed {
				return 0
			}
			return e.Session.Master
		})
	})

// apart says whether a value is that of one connection alone. A client's end and a
// server's have it in common by right only if the client dialled the server: the
// adversary, as the network, makes one connection of theirs.
func (s *state) apart(what string, value func(role int, e *end) Term) (string, bool) {
	for i := range s.Clients {
		c := &s.Clients[i]
		for j := range s.Servers {
			if v := value(client, c); v != 0 && v == value(server, &s.Servers[j]) && c.Meant == adversary {
				return fmt.Sprintf("k%d, which c0 dialled to m, and k%d, which m dialled to s0, have the same %s",
					i+clientConns, j+serverConns, what), false
			}
		}
	}
	for i, ends := range []*[2]end{&s.Clients, &s.Servers} {
		if v := value(i, &ends[0]); v != 0 && v == value(i, &ends[1]) {
			return fmt.Sprintf("k%d and k%d have the same %s", 2*i+1, 2*i+2, what), false
		}
	}
	return "", true
}
