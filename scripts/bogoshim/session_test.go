package main

import (
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// Section 2, State kept: the session-ID cache of a server, and the session of a
// client that has no ticket.
func TestResumptionByID(t *testing.T) {
	s := serves(t, newRunner(t), "-no-ticket", "-resume-count", "2", "-expect-session-id")
	var kept *session.ClientSession
	for i := range 3 {
		c := ourPeer(t, s.accept(), handshake.Client, party{session: kept})
		c.wantEcho(t)
		if got := c.agreements[0].By == handshake.ByID; got != (i > 0) {
			t.Errorf("connection %d: resumed by %v", i, got)
		}
		if kept == nil {
			kept = c.established()
		}
		c.goodbye(t)
	}
	s.passes()

	s = newRunner(t).start("-resume-count", "1", "-expect-extended-master-secret")
	cache := session.NewCache(1, handshake.Day)
	for i := range 2 {
		c := ourPeer(t, s.accept(), handshake.Server, party{cache: cache})
		c.wantEcho(t)
		if got := c.agreements[0].By == handshake.ByID; got != (i > 0) {
			t.Errorf("connection %d: resumed by %v", i, got)
		}
		c.goodbye(t)
	}
	s.passes()
}

// Section 2: what was not offered before cannot be now, and what a resumption
// brings nothing new of is used up.
func TestResumptionWithoutATicketEstablishesNone(t *testing.T) {
	s := newRunner(t).start("-resume-count", "2")
	cache := session.NewCache(1, handshake.Day)
	for range 2 {
		c := ourPeer(t, s.accept(), handshake.Server, party{cache: cache})
		c.wantEcho(t)
		c.goodbye(t)
	}
	s.fails("connection 2: no session to offer")
}

// Section 2.5: an alert arrives, although the peer goes on talking.
func TestAlertArrives(t *testing.T) {
	s := newRunner(t).start("-curves", "24")
	c := ourPeer(t, s.accept(), handshake.Server, party{policy: func(p *handshake.Policy) { p.Groups = p.Groups[:1] }})
	if err := c.shake(); err == nil {
		t.Fatal("no group suits both, and they shake hands")
	}
	c.close()
	s.fails("peer_alert=handshake_failure")

	s = newRunner(t).start()
	raw := s.accept()
	raw.Write(append([]byte{22, 3, 3, 0x48, 1}, make([]byte, 1<<20)...))
	alert := make([]byte, 1<<12)
	n := 0
	for err := error(nil); err == nil; {
		var m int
		m, err = raw.Read(alert[n:])
		n += m
	}
	if n < 7 || string(alert[n-7:n]) != "\x15\x03\x01\x00\x02\x02\x16" && string(alert[n-7:n]) != "\x15\x03\x03\x00\x02\x02\x16" {
		t.Errorf("got % x, want record_overflow at its end", alert[:n])
	}
	raw.Close()
	s.fails("local_alert=record_overflow")
}

// Section 5, Callbacks: -async brings the bytes one by one.
func TestAsync(t *testing.T) {
	s := serves(t, newRunner(t), "-async", "-expect-version", "771")
	c := ourPeer(t, s.accept(), handshake.Client, party{})
	c.wantEcho(t)
	c.goodbye(t)
	s.passes()
}
