package main

import (
	"testing"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
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

// Sections 5 and 7, EMS and the suite: whether a server resumes what it made with a
// client that comes back as another.
func TestServerResumesWhatFits(t *testing.T) {
	gcm, cbc := wire.SuiteByID(0xc02f), wire.SuiteByID(0xc013)
	suites := func(s ...*wire.Suite) func(*handshake.Policy) {
		return func(p *handshake.Policy) { p.Suites = s }
	}
	plain := func(p *handshake.Policy) { p.EMS, p.EMSBuild.Mixed = false, true }
	anyhow := func(p *handshake.Policy) {
		p.MayOffer = func(*session.ClientSession, *handshake.Policy, string, time.Time) handshake.Reason {
			return handshake.None
		}
	}
	for name, test := range map[string]struct {
		first, again func(*handshake.Policy)
		want         string // resumed, not, or an alert
	}{
		"the same":                {suites(gcm, cbc), suites(gcm, cbc), "resumed"},
		"another order of suites": {suites(gcm, cbc), suites(cbc, gcm), "not"},
		"neither with EMS":        {plain, plain, "resumed"},
		"now with EMS":            {plain, anyhow, "not"},
		"now without EMS":         {anyhow, func(p *handshake.Policy) { plain(p); anyhow(p) }, "handshake_failure"},
	} {
		t.Run(name, func(t *testing.T) {
			flags := []string{"-no-ticket", "-resume-count", "1"}
			if test.want == "not" {
				flags = append(flags, "-on-resume-expect-session-miss")
			}
			s := serves(t, newRunner(t), flags...)
			c := ourPeer(t, s.accept(), handshake.Client, party{policy: test.first})
			c.wantEcho(t)
			kept := c.established()
			c.goodbye(t)
			c = ourPeer(t, s.accept(), handshake.Client, party{policy: test.again, session: kept})
			if test.want != "resumed" && test.want != "not" {
				c.shake()
				s.hasSent(t, c, test.want)
				return
			}
			c.wantEcho(t)
			if got := c.agreements[0].By != handshake.ByNothing; got != (test.want == "resumed") {
				t.Errorf("resumed %t, want it %s", got, test.want)
			}
			c.goodbye(t)
			s.passes()
		})
	}
}

// Section 5, EMS, at a client: what a server may resume of it.
func TestClientAndTheExtendedMasterSecret(t *testing.T) {
	with, without := func(*handshake.Policy) {}, func(p *handshake.Policy) { p.EMS = false }
	resumes := func(p *handshake.Policy) {
		p.MayResume = func(*session.State, *handshake.Offer) handshake.Reason { return handshake.None }
	}
	for name, test := range map[string]struct {
		first, again func(*handshake.Policy)
		want         string // alert; "": resumed
	}{
		"always":  {with, with, ""},
		"never":   {without, func(p *handshake.Policy) { without(p); resumes(p) }, ""},
		"not now": {with, func(p *handshake.Policy) { without(p); resumes(p) }, "handshake_failure"},
		"now":     {without, resumes, "handshake_failure"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newRunner(t).start("-resume-count", "1")
			cache := session.NewCache(1, handshake.Day)
			c := ourPeer(t, s.accept(), handshake.Server, party{cache: cache, policy: test.first})
			c.wantEcho(t)
			c.goodbye(t)
			c = ourPeer(t, s.accept(), handshake.Server, party{cache: cache, policy: test.again})
			if test.want != "" {
				c.shake()
				s.hasSent(t, c, test.want)
				return
			}
			c.wantEcho(t)
			c.goodbye(t)
			s.passes()
		})
	}
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

// crypto/tls always has the extended master secret, so that only our own
// implementation can be the peer that lacks it.
func TestExpectsTheExtendedMasterSecret(t *testing.T) {
	for _, ems := range []bool{true, false} {
		s := newRunner(t).start("-expect-extended-master-secret")
		c := ourPeer(t, s.accept(), handshake.Server, party{policy: func(p *handshake.Policy) { p.EMS = ems }})
		if !ems {
			c.shake()
			c.raw.Close()
			s.fails("connection 0: extended master secret: got false, want true")
			continue
		}
		c.wantEcho(t)
		c.goodbye(t)
		s.passes()
	}
}
