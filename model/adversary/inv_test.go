package adversary

import "testing"

// Each clause of an invariant has a state that it alone is broken in, and a state beside
// it in which all is well.
func TestEveryClauseHasItsState(t *testing.T) {
	const a, b = firstName, firstName + 1
	keys := func(ends *[2]end) {
		for i := range ends {
			ends[i].Conn.Keys, ends[i].Conn.EMS = a, true
		}
	}
	meets := func(meant party) func(*state) {
		return func(s *state) {
			s.Clients[1].Meant = meant
			s.Clients[1].Conn = connection{Keys: a, EMS: true, Unique: b}
			s.Servers[0].Conn = s.Clients[1].Conn
		}
	}
	master := func(resumed bool) func(*state) {
		return func(s *state) {
			for i := range s.Servers {
				s.Servers[i].Conn = connection{EMS: true, Resumed: resumed}
				s.Servers[i].Session.Master = a
			}
		}
	}
	dialled := func(c connection) func(*state) {
		return func(s *state) { s.Clients[0].Meant, s.Clients[0].Conn = honestServer, c }
	}
	authenticated := func(c connection) func(*state) {
		return func(s *state) {
			c.Peer = honestClient
			s.Servers[1].Conn = c
		}
	}
	signed := func(meant party, now bool) func(*state) {
		return func(s *state) {
			s.Clients[1].Meant, s.Servers[0].Conn.Signed = meant, a
			if now {
				s.Clients[1].Now.Signed = a
			} else {
				s.Clients[1].Conn.Signed = a
			}
		}
	}
	with := func(all ...func(*state)) func(*state) {
		return func(s *state) {
			for _, do := range all {
				do(s)
			}
		}
	}
	before := func(of func(*state) *end) func(*state) { return func(s *state) { of(s).Conn.Before = a } }
	for _, c := range []struct {
		invariant string
		holds     bool
		is        func(*state)
	}{
		{"exporter-apart", false, meets(adversary)},
		{"exporter-apart", true, meets(honestServer)},
		{"exporter-apart", false, func(s *state) { keys(&s.Clients) }},
		{"exporter-apart", false, func(s *state) { keys(&s.Servers) }},
		{"tls-unique-apart", false, meets(adversary)},
		{"tls-unique-apart", true, meets(honestServer)},
		{"sessions-apart", false, master(false)},
		{"sessions-apart", true, master(true)},
		{"client-means-server", false, signed(adversary, false)},
		{"client-means-server", false, signed(adversary, true)},
		{"client-means-server", true, signed(honestServer, true)},
		{"keys-secret", false, dialled(connection{KeysKnown: true})},
		{"keys-secret", false, authenticated(connection{KeysKnown: true})},
		{"keys-secret", true, with(dialled(connection{Keys: a}), authenticated(connection{Keys: a}))},
		{"peer-agrees", false, dialled(connection{Keys: a})},
		{"peer-agrees", false, authenticated(connection{Keys: a})},
		{"peer-agrees", true, with(dialled(connection{Keys: a}), authenticated(connection{Keys: a}))},
		{"peer-agrees", true, with(dialled(connection{Keys: a}), before(func(s *state) *end { return &s.Servers[1] }))},
		{"handshakes-bound", false, with(meets(honestServer), before(func(s *state) *end { return &s.Servers[0] }))},
		{"handshakes-bound", false, with(meets(honestServer), before(func(s *state) *end { return &s.Clients[1] }))},
		{"handshakes-bound", true, meets(honestServer)},
		{"ticket-seals-session", false, dialled(connection{ForeignTicket: true})},
		{"ticket-seals-session", true, dialled(connection{})},
	} {
		s := state{}
		c.is(&s)
		for _, i := range Invariants() {
			if i.Name != c.invariant {
				continue
			}
			if witness, ok := i.holds(&modern, &s); ok != c.holds {
				t.Errorf("%s in %+v: got %q, %v, want it to hold: %v", c.invariant, s, witness, ok, c.holds)
			}
		}
	}
}
