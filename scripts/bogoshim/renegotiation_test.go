package main

import (
	"crypto/rand"
	"net"
	"strings"
	"testing"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A party is what ourPeer brings along.
type party struct {
	cache   *session.Cache          // of a server; nil: a new one
	session *session.ClientSession  // that a client offers; nil: none
	policy  func(*handshake.Policy) // changes the stock one; nil: does not
	keep    func(*handshake.Config) // is given what may be changed between handshakes; nil: is not
}

// ourPeer is an end of the reference implementation on the runner's side:
// crypto/tls has no server that renegotiates.
func ourPeer(t *testing.T, raw net.Conn, side handshake.Side, has party) *conn {
	t.Helper()
	cache := has.cache
	if cache == nil {
		cache = session.NewCache(10, handshake.Day)
	}
	p := newPair(t, ecdsaKey())
	cfg := &handshake.Config{
		Policy: handshake.DefaultPolicy(), Rand: rand.Reader,
		Hosts: handshake.OneHost(&handshake.Credential{Chain: p.tls.Certificate, Key: ecdsaKey()}), Lookup: cache.Get,
		Verify: func([][]byte, string) (string, error) { return "", nil }, Session: has.session,
	}
	cfg.Policy.Tickets = false
	cfg.Policy.Renegotiation = handshake.Freely
	if has.policy != nil {
		has.policy(&cfg.Policy)
	}
	if has.keep != nil {
		has.keep(cfg)
	}
	ep, err := endpoint.New(side, cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := stock()
	s.server = side == handshake.Server
	s.closeAlert = true
	return &conn{raw: raw, ep: ep, s: &s, now: time.Now, store: cache, peers: map[string]known{}}
}

// exchange is the runner's message and its answer.
func (c *conn) wantEcho(t *testing.T) {
	t.Helper()
	if err := c.write(message); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 0, len(message))
	for len(got) < len(message) {
		n, err := c.read(got[len(got):cap(got)])
		if err != nil {
			t.Fatal(err)
		}
		got = got[:len(got)+n]
	}
	if string(got) != string(turned(message)) {
		t.Fatalf("got %x", got)
	}
}

func (c *conn) goodbye(t *testing.T) {
	t.Helper()
	if err := c.do(endpoint.Close{}); err != nil {
		t.Error(err)
	}
	c.close()
}

// Section 5, Renegotiation: what becomes of the server's requests.
func TestHelloRequests(t *testing.T) {
	for _, test := range []struct {
		flags string
		asks  int
		fails string // the line that tells; "": passes
	}{
		{"", 0, ""},
		{"", 1, "local_alert=no_renegotiation"},
		{"-expect-total-renegotiations 1", 0, "connection 0: renegotiations: got 0, want 1"},
		{"-renegotiate-once -expect-total-renegotiations 1", 1, ""},
		{"-renegotiate-once -expect-total-renegotiations 1", 2, "local_alert=no_renegotiation"},
		{"-renegotiate-freely -expect-total-renegotiations 3", 3, ""},
		{"-renegotiate-freely -expect-total-renegotiations 2", 3, "connection 0: renegotiations: got 3, want 2"},
		{"-renegotiate-explicit -expect-total-renegotiations 2", 2, ""},
		{"-renegotiate-ignore", 2, ""},
		{"-forbid-renegotiation-after-handshake", 1, "local_alert=no_renegotiation"},
	} {
		t.Run(test.flags, func(t *testing.T) {
			s := newRunner(t).start(strings.Fields(test.flags)...)
			c := ourPeer(t, s.accept(), handshake.Server, party{})
			for range test.asks {
				if err := c.shake(); err != nil {
					t.Fatal(err)
				}
				if err := c.do(endpoint.Renegotiate{}); err != nil {
					t.Fatal(err)
				}
				if strings.HasPrefix(test.fails, "local_alert") && c.receiveAll() {
					break
				}
				c.wantEcho(t)
			}
			if c.ended != nil {
				c.close()
				s.fails(test.fails, "connection 0: no_renegotiation")
				return
			}
			c.wantEcho(t)
			c.goodbye(t)
			if test.fails != "" {
				s.fails(test.fails)
				return
			}
			s.passes()
		})
	}
}

// receiveAll takes what comes until this end is refused, or was answered by
// another handshake.
func (c *conn) receiveAll() (ended bool) {
	for n := len(c.agreements); c.ended == nil && len(c.agreements) == n; {
		c.receive()
	}
	return c.ended != nil
}

// Sections 5 and 7: what a renegotiation may not change, and what its ClientHello does
// not offer.
func TestWhatRenegotiationsKeep(t *testing.T) {
	for name, test := range map[string]struct {
		edit  func(*handshake.Config)
		alert string // "": none
	}{
		"nothing changes": {func(*handshake.Config) {}, ""},
		"another suite":   {func(c *handshake.Config) { c.Policy.Suites = []*wire.Suite{wire.SuiteByID(0xc00a)} }, ""},
		"the certificate": {func(c *handshake.Config) {
			c.Hosts = handshake.OneHost(&handshake.Credential{Chain: newPair(t, ecdsaKey()).tls.Certificate, Key: ecdsaKey()})
		}, "illegal_parameter"},
		"the extended master secret": {func(c *handshake.Config) {
			c.Policy.EMS, c.Policy.MayChange = false, handshake.MayChangeAll
		}, "illegal_parameter"},
		"renegotiation_info": {func(c *handshake.Config) { c.Policy.Unpatched = true }, "handshake_failure"},
	} {
		t.Run(name, func(t *testing.T) {
			var cfg *handshake.Config
			s := newRunner(t).start("-renegotiate-freely", "-expect-total-renegotiations", "1", "-advertise-alpn", "\x04echo", "-expect-alpn", "echo")
			c := ourPeer(t, s.accept(), handshake.Server, party{
				policy: func(p *handshake.Policy) { p.Protocols = []string{"echo"} },
				keep:   func(c *handshake.Config) { cfg = c },
			})
			c.wantEcho(t)
			test.edit(cfg)
			if err := c.do(endpoint.Renegotiate{}); err != nil {
				t.Fatal(err)
			}
			if test.alert != "" {
				s.hasSent(t, c, test.alert)
				return
			}
			c.wantEcho(t)
			if h := c.hello; len(c.agreements) != 2 || len(h.Protocols)+len(h.SessionID)+len(h.Ticket) > 0 {
				t.Errorf("%d handshakes, of which the last one offers %v, %x and %x", len(c.agreements), h.Protocols, h.SessionID, h.Ticket)
			}
			c.goodbye(t)
			s.passes()
		})
	}
}

// Section 5: a server never renegotiates.
func TestServerDoesNotRenegotiate(t *testing.T) {
	for _, flags := range []string{"", "-renegotiate-freely", "-renegotiate-ignore"} {
		s := serves(t, newRunner(t), strings.Fields(flags)...)
		c := ourPeer(t, s.accept(), handshake.Client, party{})
		c.wantEcho(t)
		if err := c.do(endpoint.Renegotiate{}); err != nil {
			t.Fatal(err)
		}
		s.hasSent(t, c, "no_renegotiation")
	}
}

// Section 3.6: the end of the connection counts as one behind a handshake, not
// within.
func TestEndWithinARenegotiation(t *testing.T) {
	s := newRunner(t).start("-renegotiate-freely", "-expect-total-renegotiations", "0")
	c := ourPeer(t, s.accept(), handshake.Server, party{})
	c.wantEcho(t)
	if err := c.do(endpoint.Renegotiate{}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.raw.Read(make([]byte, 1<<14)); err != nil { // the ClientHello
		t.Fatal(err)
	}
	c.close()
	s.fails("error=unclean_shutdown")
}

// Section 5: only a client refuses ends from before RFC 5746.
func TestLegacyClient(t *testing.T) {
	s := serves(t, newRunner(t), "-no-legacy-server-connect", "-expect-no-secure-renegotiation")
	c := ourPeer(t, s.accept(), handshake.Client, party{policy: func(p *handshake.Policy) {
		p.Unpatched, p.Legacy = true, handshake.LegacyConnects
	}})
	c.wantEcho(t)
	c.goodbye(t)
	s.passes()
}

// Section 5: servers from before RFC 5746.
func TestLegacyServers(t *testing.T) {
	legacy := func(p *handshake.Policy) { p.Unpatched = true }
	for _, test := range []struct {
		flags string
		asks  int
		fails string
		edit  func(*handshake.Policy)
	}{
		{"-expect-secure-renegotiation", 0, "", nil},
		{"-expect-no-secure-renegotiation", 0, "connection 0: secure renegotiation: got true, want false", nil},
		{"-expect-no-secure-renegotiation", 0, "", legacy},
		{"-expect-secure-renegotiation", 0, "connection 0: secure renegotiation: got false, want true", legacy},
		{"-no-legacy-server-connect", 0, "", nil},
		{"-no-legacy-server-connect", 0, "local_alert=handshake_failure", legacy},
		{"-renegotiate-freely -expect-total-renegotiations 1", 1, "", func(p *handshake.Policy) {
			p.Unpatched, p.Legacy = true, handshake.LegacyRenegotiates
		}},
	} {
		t.Run(test.flags, func(t *testing.T) {
			s := newRunner(t).start(strings.Fields(test.flags)...)
			c := ourPeer(t, s.accept(), handshake.Server, party{policy: test.edit})
			if test.fails != "" {
				c.shake()
				c.close()
				s.fails(test.fails)
				return
			}
			c.wantEcho(t)
			for range test.asks {
				if err := c.do(endpoint.Renegotiate{}); err != nil {
					t.Fatal(err)
				}
				c.wantEcho(t)
			}
			c.goodbye(t)
			s.passes()
		})
	}
}
