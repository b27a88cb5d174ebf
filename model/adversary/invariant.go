package adversary

import (
	"fmt"

	"tlsresume/model/check"
)

// An invariant is what must hold of every state.
type invariant struct {
	name  string
	holds func(*state) (witness string, ok bool)
}

// RFC 7627 6.1: no two sessions share a master secret; so no two connections
// export the same.
var exporterApart = invariant{"exporter-apart", func(s *state) (string, bool) {
	return s.apart("exporter", func(e *end) Term { return e.Keys })
}}

// RFC 5929 3.1: the binding belongs to one connection.
var uniqueApart = invariant{"tls-unique-apart", func(s *state) (string, bool) {
	return s.apart("tls-unique", func(e *end) Term { return e.Unique })
}}

// apart says whether a value is that of one connection alone. A client's end and a
// server's have it in common by right only if the client dialled the server: the
// adversary, as the network, makes one connection of theirs.
func (s *state) apart(what string, value func(*end) Term) (string, bool) {
	for i := range s.Clients {
		c := &s.Clients[i]
		for j := range s.Servers {
			if v := value(c); v != 0 && v == value(&s.Servers[j]) && c.Meant == adversary {
				return fmt.Sprintf("k%d, which c0 dialled to m, and k%d of m to s0 have the same %s", i+1, j+3, what), false
			}
		}
	}
	for _, ends := range []*[2]end{&s.Clients, &s.Servers} {
		if v := value(&ends[0]); v != 0 && v == value(&ends[1]) {
			return "two connections of one end have the same " + what, false
		}
	}
	return "", true
}

// RFC 7627 1: a client is authenticated at no server but the one that it means.
var clientMeansServer = invariant{"client-means-server", func(s *state) (string, bool) {
	for i := range s.Clients {
		c := &s.Clients[i]
		for j := range s.Servers {
			e := &s.Servers[j]
			if e.Phase == done && e.Signed != 0 && e.Signed == c.Signed && c.Meant != honestServer {
				return fmt.Sprintf("s0 has authenticated c0 on k%d, by what it signed on k%d, which it dialled to m", j+3, i+1), false
			}
		}
	}
	return "", true
}}

// goals are the situations without which the invariants would say nothing.
var goals = []check.Goal[state]{
	{Name: "client-authenticated", Reached: func(s *state) bool {
		return s.Servers[0].Phase == done && s.Servers[0].Peer == honestClient
	}},
	{Name: "four-connections", Reached: func(s *state) bool {
		return s.Clients[0].Phase == done && s.Clients[1].Phase == done && s.Servers[0].Phase == done && s.Servers[1].Phase == done
	}},
	{Name: "one-connection-end-to-end", Reached: func(s *state) bool {
		return s.Clients[0].Keys != 0 && s.Clients[0].Keys == s.Servers[0].Keys
	}},
	{Name: "renegotiated", Reached: func(s *state) bool {
		c, e := &s.Clients[0], &s.Servers[0]
		return c.Phase == done && e.Phase == done && c.Handshakes == 2 && e.Handshakes == 2
	}},
}

// synchronised is what the attacks rest on.
var synchronised = check.Goal[state]{Name: "synchronised-resumption", Reached: func(s *state) bool {
	c, e := &s.Clients[1], &s.Servers[1]
	return c.Phase == done && e.Phase == done && c.Session.Master == s.Clients[0].Session.Master &&
		e.Session.Master == s.Servers[0].Session.Master && c.Session.Master != 0
}}
