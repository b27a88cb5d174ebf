package endpoint_test

import (
	"fmt"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// failures are ways in which a connection fails.
var failures = map[string]func(p *pair, client, server *endpoint.Endpoint){
	"alert behind the handshake": func(p *pair, client, server *endpoint.Endpoint) {
		p.talk(client, server, nil)
		garbage := server.Receive([]byte{23, 3, 3, 0, 32, 36: 0}, p.now) // bad_record_mac
		p.perform(garbage)
		p.perform(client.Receive(wireOf(garbage), p.now))
	},
	"alert in the handshake": func(p *pair, client, server *endpoint.Endpoint) {
		p.talk(client, server, func(from handshake.Side, b []byte) []byte {
			if b[0] == 22 && from == handshake.Server {
				b[len(b)-1] ^= 1 // of Finished, or of ServerHelloDone
			}
			return b
		})
	},
	"broken off in the handshake": func(p *pair, client, server *endpoint.Endpoint) {
		hello := wireOf(client.Do(endpoint.Start{}, p.now))
		flight := split(wireOf(server.Receive(hello, p.now)))
		for _, r := range flight[:len(flight)-1] { // all but Finished
			p.perform(client.Receive(r, p.now))
		}
		p.perform(client.Do(endpoint.Lost{}, p.now))
		p.perform(server.Do(endpoint.Lost{}, p.now))
	},
	"broken off behind the handshake": func(p *pair, client, server *endpoint.Endpoint) {
		p.talk(client, server, nil)
		p.perform(client.Do(endpoint.Lost{}, p.now))
		p.perform(server.Do(endpoint.Lost{}, p.now))
	},
}

// The readings of RFC 5246 7.2.2, of the mail of 2009-10-31 and of draft 5.1, for
// both ends, both ways to name a session, and each failure.
func TestWhichFailuresEndASession(t *testing.T) {
	type place struct {
		policy, failure string
		resumed         bool
	}
	type ends struct{ client, server bool } // who forgets
	both, neither, client := ends{true, true}, ends{}, ends{client: true}
	// For a session by its ID. Where nothing stands, nobody forgets.
	byID := map[place]ends{
		{"any-alert", "alert behind the handshake", false}: both,
		{"any-alert", "alert behind the handshake", true}:  both,
		{"any-alert", "alert in the handshake", true}:      both,

		{"failed-resumption", "alert in the handshake", true}: both,

		{"ids-alone", "alert behind the handshake", false}: both,
		{"ids-alone", "alert behind the handshake", true}:  both,
		{"ids-alone", "alert in the handshake", true}:      both,
	}
	for at, who := range byID { // in TLS 1.2 the same
		if at.policy == "any-alert" {
			at.policy = "any-alert-or-truncation"
			byID[at] = who
		}
	}
	byTicket := map[place]ends{
		{"ids-alone", "alert behind the handshake", false}: neither,
		{"ids-alone", "alert behind the handshake", true}:  neither,
		{"ids-alone", "alert in the handshake", true}:      client, // draft 3.2
	}
	for policy := range handshake.Invalidations {
		if policy != "never" { // draft 3.2; what has an ID is not lost so (RFC 4346 1.1)
			byTicket[place{policy, "broken off in the handshake", true}] = client
		}
	}
	for policy, ends := range handshake.Invalidations {
		for failure, fail := range failures {
			for _, resumed := range []bool{false, true} {
				for _, tickets := range []bool{false, true} {
					at := place{policy, failure, resumed}
					want := byID[at]
					if other, ok := byTicket[at]; ok && tickets {
						want = other
					}
					p := newPair(t)
					p.client.Policy.Tickets = tickets
					p.client.Policy.Invalidation, p.server.Policy.Invalidation = ends, ends
					p.server.Sealer = session.NewRevocations(p.server.Sealer, 10)
					what := fmt.Sprintf("%v, tickets %t", at, tickets)
					gotClient, gotServer := p.forgets(what, resumed, fail)
					if gotClient != want.client || gotServer != want.server {
						t.Errorf("%s: client forgets %t, server %t, want %v", what, gotClient, gotServer, want)
					}
				}
			}
		}
	}
}

// RFC 2246 7.2.1 is of TLS 1.0 alone, and of connections that nobody closed.
func TestTruncationEndsASessionOfTLS10(t *testing.T) {
	closed := func(p *pair, client, server *endpoint.Endpoint) {
		p.talk(client, server, nil)
		bye := client.Do(endpoint.Close{}, p.now)
		p.perform(client.Receive(wireOf(server.Receive(wireOf(bye), p.now)), p.now))
		p.perform(client.Do(endpoint.Lost{}, p.now))
		p.perform(server.Do(endpoint.Lost{}, p.now))
	}
	for policy, ends := range handshake.Invalidations {
		for _, v := range wire.Versions {
			for _, resumed := range []bool{false, true} {
				p := newPair(t)
				p.client.Policy.Tickets = false
				p.client.Policy.Versions, p.server.Policy.Versions = wire.Versions, []wire.Version{v}
				p.client.Policy.Invalidation, p.server.Policy.Invalidation = ends, ends
				want := policy == "any-alert-or-truncation" && v == wire.TLS10
				what := fmt.Sprintf("%s in %s, resumed %t", policy, v, resumed)
				c, s := p.forgets(what, resumed, failures["broken off behind the handshake"])
				if c != want || s != want {
					t.Errorf("%s: client forgets %t, server %t, want %t", what, c, s, want)
				}
				p.kept = nil
				if c, s := p.forgets(what, resumed, closed); c || s {
					t.Errorf("%s, closed: client forgets %t, server %t", what, c, s)
				}
			}
		}
	}
}

// "The session becomes unresumable if any connection is terminated without proper
// close_notify messages" (RFC 2246 7.2.1): also the one that the connection began with,
// and also while another handshake runs on it.
func TestTruncationEndsTheSessionsBeforeARenegotiation(t *testing.T) {
	for policy, ends := range handshake.Invalidations {
		for _, half := range []bool{false, true} {
			l := open(t, func(p *pair) {
				blockCiphers(p)
				for _, c := range []*handshake.Policy{&p.client.Policy, &p.server.Policy} {
					c.Versions, c.Tickets, c.Invalidation, c.Within.Keep = []wire.Version{wire.TLS10}, false, ends, true
				}
			})
			if l.renegotiates(handshake.Client); l.cache.Len() != 2 {
				t.Fatalf("got %d sessions, want 2", l.cache.Len())
			}
			if half {
				l.perform(l.ends[handshake.Server].Receive(wireOf(l.ends[handshake.Client].Do(endpoint.Renegotiate{}, l.now)), l.now))
			}
			for _, end := range l.ends {
				l.perform(end.Do(endpoint.Lost{}, l.now))
			}
			want := policy == "any-alert-or-truncation"
			if client, server := l.kept == nil, l.cache.Len() == 0; client != want || server != want {
				t.Errorf("%s, half a handshake %t: client forgets %t, server keeps %d of 2, want forgotten %t", policy, half, client, l.cache.Len(), want)
			}
		}
	}
}

// Draft 3.2: "If the ticket is accepted by the server but the handshake fails, the
// client SHOULD delete the ticket", also where it is the ServerHello that the client
// cannot take. It would be stuck with it otherwise.
func TestRefusedResumptionEndsTheClientsSession(t *testing.T) {
	for name, edit := range map[string]func(*wire.ServerHello){
		"a version that is not offered":    func(m *wire.ServerHello) { m.Version = wire.TLS11 },
		"a suite that is not offered":      func(m *wire.ServerHello) { m.Suite = 0x1301 },
		"a compression":                    func(m *wire.ServerHello) { m.Compression = 1 },
		"an extension that is not offered": func(m *wire.ServerHello) { m.Protocol = "h2" },
		"a binding":                        func(m *wire.ServerHello) { m.RenegotiationInfo = make([]byte, 24) },
		"another suite":                    func(m *wire.ServerHello) { m.Suite = 0xc02c },
		"no extended master secret":        func(m *wire.ServerHello) { m.EMS = false },
	} {
		for _, first := range []func(*pair){marked, byID} {
			for _, resumes := range []bool{true, false} {
				p := newPair(t)
				first(p)
				p.connect()
				client, server := p.ends()
				spoil := answer(func(m *wire.ServerHello) {
					if edit(m); !resumes {
						m.SessionID = []byte("another")
					}
				})
				c, _ := p.talk(client, server, func(from handshake.Side, b []byte) []byte { return spoil(t, from, b) })
				if forgot := p.kept == nil; forgot != resumes || resumes && abort(c) == nil {
					t.Errorf("%s, tickets %t, resumed %t: forgotten %t, aborted with %v", name, p.client.Policy.Tickets, resumes, forgot, abort(c))
				}
			}
		}
	}
}

// forgets lets a connection fail, and asks both ends for its session.
func (p *pair) forgets(what string, resumed bool, fail func(p *pair, client, server *endpoint.Endpoint)) (client, server bool) {
	p.t.Helper()
	if resumed {
		p.connect()
	}
	c, s := p.ends()
	fail(p, c, s)
	if p.made == nil {
		return false, false // there never was a session
	}
	client = p.kept == nil
	p.kept = p.made
	return client, p.connect().By == handshake.ByNothing
}
