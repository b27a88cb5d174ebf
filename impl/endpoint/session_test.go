package endpoint_test

import (
	"slices"
	"testing"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// aborts makes a connection that must fail at a client or a server, and says why.
func (p *pair) aborts(side handshake.Side, mend func(from handshake.Side, b []byte) []byte) handshake.Reason {
	p.t.Helper()
	client, server := p.ends()
	c, s := p.talk(client, server, mend)
	effects := [...][]endpoint.Effect{handshake.Client: c, handshake.Server: s}[side]
	if abort(effects) == nil {
		p.t.Fatalf("the %s did not abort", side)
	}
	return abort(effects).Reason
}

// RFC 5077 3.4: "If the client receives a session ticket from the server, then it
// discards any Session ID that was sent in the ServerHello."
func TestTicketDisplacesTheSessionID(t *testing.T) {
	p := newPair(t)
	p.server.Policy.Beside = true
	p.connect()
	if p.cache.Len() != 1 {
		t.Fatalf("the server keeps %d sessions, want one by its ID beside the ticket", p.cache.Len())
	}
	if len(p.kept.Ticket) == 0 || len(p.kept.ID) != 0 {
		t.Errorf("got a ticket of %d bytes and an ID of %d, want the ticket alone", len(p.kept.Ticket), len(p.kept.ID))
	}
	if a := p.connect(); a.By != handshake.ByTicket {
		t.Errorf("resumed by %v, want the ticket", a.By)
	}
}

// RFC 5077 3.3: a ticket of no bytes says that there is none. So the session ID
// beside it is what the client has.
func TestEmptyTicketLeavesTheSessionID(t *testing.T) {
	p := newPair(t)
	p.server.Policy.Beside = true
	p.server.Sealer = session.NewRing() // no key: the promise is kept by a ticket of no bytes
	p.connect()
	if p.kept == nil || len(p.kept.ID) == 0 || p.kept.Ticket != nil {
		t.Fatalf("got %v, want a session by its ID", p.kept)
	}
	if a := p.connect(); a.By != handshake.ByID {
		t.Errorf("resumed by %v, want the ID", a.By)
	}
}

// RFC 5246 7.4.1.3: a session is resumed with its suite. A server that has it no
// more makes a new session with another.
func TestSessionOfASuiteThatIsGoneIsNotResumed(t *testing.T) {
	for _, tickets := range []bool{true, false} {
		p := newPair(t)
		p.client.Policy.Tickets = tickets
		lost := p.connect().Suite
		p.server.Policy.Suites = slices.DeleteFunc(slices.Clone(p.server.Policy.Suites), func(s *wire.Suite) bool { return s == lost })
		if a := p.connect(); a.By != handshake.ByNothing || a.Suite == lost {
			t.Errorf("tickets %t: resumed by %v with %s", tickets, a.By, a.Suite.Name)
		}
	}
}

// A session that was made later than now outlives its time if it is honoured: the
// timestamp "allows the TLS server to expire tickets" (RFC 5077 4). A minute is
// forgiven to servers whose clocks differ.
func TestSessionFromTheFutureIsNotResumed(t *testing.T) {
	for _, tickets := range []bool{true, false} {
		for back, want := range map[time.Duration]bool{0: true, session.Skew: true, session.Skew + time.Second: false, time.Hour: false} {
			p := newPair(t)
			p.client.Policy.Tickets = tickets
			p.server.Lookup = func(id []byte, _ time.Time) (*session.State, bool) {
				return p.cache.Get(id, p.now.Add(back)) // the handshake judges, not the cache
			}
			p.connect()
			p.now = p.now.Add(-back)
			if a := p.connect(); (a.By != handshake.ByNothing) != want {
				t.Errorf("tickets %t, clock back by %v: resumed by %v", tickets, back, a.By)
			}
		}
	}
}

// Who has the ticket key may seal what no handshake here has made. A server declines it,
// where it would fail to resume it, and a client that was handed such a session has
// nothing to offer: RFC 5246 7.4.1.2, the hello "MUST include" its compression.
func TestSessionWhosePartsDoNotGoTogetherIsNotResumed(t *testing.T) {
	for what, spoil := range map[string]func(*pair){
		"compression": func(p *pair) { p.kept.State.Compression = 1 },
		"a suite of a later version": func(p *pair) {
			p.kept.State.Version, p.server.Policy.Versions = wire.TLS11, []wire.Version{wire.TLS11}
		},
		"a PSK identity with a certificate's suite": func(p *pair) {
			p.kept.State.Client = session.Identity{Auth: session.PSK, PSKIdentity: alice.Identity}
			p.client.PSKs, p.server.KeyOf = []handshake.PSK{alice}, handshake.PSKs([]handshake.PSK{alice})
		},
		"encrypt-then-MAC with an AEAD": func(p *pair) { p.kept.State.EncryptThenMAC = true },
	} {
		for _, offered := range []bool{true, false} {
			p := newPair(t)
			everyVersion(p)
			p.client.Policy.Native = false // so that the hello has all suites
			if offered {
				offerEverything(p)
			}
			p.connect()
			spoil(p)
			var err error
			if p.kept.Ticket, err = p.server.Sealer.Seal(nil, &p.kept.State, p.server.Rand); err != nil {
				t.Fatal(err)
			}
			client, server := p.ends()
			hello := client.Do(endpoint.Start{}, p.now)
			if got := len(hello[0].(endpoint.Transmit).Body.(*wire.ClientHello).Ticket) > 0; got != offered {
				t.Errorf("%s: offered %t, want %t", what, got, offered)
			}
			c, s := p.carry(client, server, handshake.Client, hello, nil)
			if a := agreement(c); a == nil || a.By != handshake.ByNothing {
				t.Errorf("%s: got %v, client %v, server %v, want a full handshake", what, a, abort(c), abort(s))
			}
		}
	}
}

// RFC 5077 3.3: NewSessionTicket "MUST NOT be sent if the server did not include a
// SessionTicket extension in the ServerHello".
func TestTicketThatWasNotPromisedIsRefused(t *testing.T) {
	forced := func(plan handshake.Plan) handshake.Plan {
		edited := slices.Clone(plan)
		for i := range edited {
			if edited[i].Kind == wire.KindNewSessionTicket {
				edited[i].Need = func(*handshake.Handshake) handshake.Need { return handshake.Must }
			}
		}
		return edited
	}
	for _, resume := range []bool{false, true} {
		p := newPair(t)
		if resume {
			p.connect()
		}
		p.server.Policy.Promise = func(*handshake.Policy, *wire.ClientHello, handshake.By) bool { return false }
		p.server.Policy.Full, p.server.Policy.Abbreviated = forced(handshake.Full), forced(handshake.Abbreviated)
		if got := p.aborts(handshake.Client, nil); got != handshake.OutOfOrder {
			t.Errorf("resuming %t: got %v, want it out of order", resume, got)
		}
	}
}

// RFC 5077 3.3: "the server MUST verify the client's Finished message before
// sending the ticket"; no more is a session in the cache before that.
func TestNothingIsKeptBeforeTheClientsFinished(t *testing.T) {
	for _, tickets := range []bool{true, false} {
		p := newPair(t)
		p.client.Policy.Tickets, p.client.Policy.EMS = tickets, false // or the keys would differ, too
		client, server := p.ends()
		hello := wireOf(client.Do(endpoint.Start{}, p.now))
		hello = rewrite(t, hello, &wire.ClientHello{}, func(m *wire.ClientHello) { m.Suites = append(m.Suites, 0x0a0a) })
		flight := wireOf(client.Receive(wireOf(server.Receive(hello, p.now)), p.now))
		s := server.Receive(flight, p.now)
		if abort(s) == nil || abort(s).Reason != handshake.FinishedWrong {
			t.Fatalf("tickets %t: got %v, want a wrong Finished", tickets, abort(s))
		}
		for _, f := range s {
			switch f := f.(type) {
			case endpoint.Save:
				t.Errorf("tickets %t: the server keeps a session whose client is not verified", tickets)
			case endpoint.Transmit:
				t.Errorf("tickets %t: the server sent %v", tickets, f.Kind)
			}
		}
	}
}

// RFC 5246 7.3: application data is taken by nobody "prior to the completion of
// the first handshake", wherever in the handshake it comes.
func TestApplicationDataBeforeFinishedIsRefused(t *testing.T) {
	early := []byte{23, 3, 3, 0, 4, 'd', 'a', 't', 'a'}
	for _, resume := range []bool{false, true} {
		for _, victim := range []handshake.Side{handshake.Client, handshake.Server} {
			for n, more := 0, true; more; n++ { // before the n-th record that the victim hears
				p := newPair(t)
				if resume {
					p.connect()
				}
				client, server := p.ends()
				heard, protected := 0, false
				more = false
				c, s := p.talk(client, server, func(from handshake.Side, b []byte) []byte {
					if from == victim {
						return b
					}
					var out []byte
					for _, r := range split(b) {
						if heard == n {
							out, more = append(out, early...), true
						}
						protected = protected || heard < n && r[0] == 20
						out, heard = append(out, r...), heard+1
					}
					return out
				})
				if !more {
					continue
				}
				effects := [...][]endpoint.Effect{handshake.Client: c, handshake.Server: s}[victim]
				want := wire.UnexpectedMessage
				if protected {
					want = wire.BadRecordMAC // it is not even of the connection
				}
				if a := abort(effects); a == nil || a.Reason.Alert() != want || agreement(effects) != nil || tookData(effects) {
					t.Errorf("%v, resuming %t, record %d: got %v, want %v", victim, resume, n, a, want)
				}
			}
		}
	}
}

// The same under the right keys, by an end that leaves its Finished out.
func TestApplicationDataInsteadOfFinishedIsRefused(t *testing.T) {
	for resume, liar := range map[bool]handshake.Side{false: handshake.Server, true: handshake.Client} {
		p := newPair(t)
		if resume {
			p.connect()
		}
		cfg := [...]*handshake.Config{handshake.Client: &p.client, handshake.Server: &p.server}[liar]
		cfg.Policy.Full = cfg.Policy.Full.Silencing(liar, wire.KindFinished)
		cfg.Policy.Abbreviated = cfg.Policy.Abbreviated.Silencing(liar, wire.KindFinished)
		client, server := p.ends()
		p.talk(client, server, nil)
		ends := [...]*endpoint.Endpoint{handshake.Client: client, handshake.Server: server}
		data := wireOf(ends[liar].Do(endpoint.Write{Data: []byte("data")}, p.now))
		if len(data) == 0 {
			t.Fatalf("%v: wrote nothing", liar)
		}
		got := ends[liar.Peer()].Receive(data, p.now)
		if a := abort(got); a == nil || a.Reason != handshake.OutOfOrder || tookData(got) {
			t.Errorf("%v without Finished: got %v, want it out of order", liar, a)
		}
	}
}

func tookData(effects []endpoint.Effect) bool {
	return slices.ContainsFunc(effects, func(f endpoint.Effect) bool {
		m, ok := f.(endpoint.Took)
		return ok && m.Kind == wire.KindApplicationData
	})
}

// split cuts what is on the wire into records.
func split(b []byte) (records [][]byte) {
	for len(b) > 0 {
		size := recordHeader + int(b[3])<<8 + int(b[4])
		records, b = append(records, b[:size]), b[size:]
	}
	return records
}

// Mail of 2009-10-28: what is resumed is "always the SAME session, which is indicated
// by the use of the SAME session id (and internally, by the use of the same underlying
// master secret)". "A new TLS session is created when one of the client does not
// propose TLS session resume at all; the server does not agree [...]; the client
// performs a renegotiate [and] the server goes through a full ssl handshake."
func TestWhenASessionIsNew(t *testing.T) {
	type identity struct{ id, master string }
	now := func(p *pair) identity { return identity{string(p.kept.ID), string(p.kept.Master[:])} }
	for name, v := range map[string]struct {
		again func(p *pair)
		same  bool
	}{
		"resumed":                {func(p *pair) { p.connect() }, true},
		"resumed twice":          {func(p *pair) { p.connect(); p.connect() }, true},
		"not proposed":           {func(p *pair) { p.kept = nil; p.connect() }, false},
		"not agreed":             {func(p *pair) { p.cache.Clear(); p.connect() }, false},
		"renegotiated, resuming": {func(p *pair) { p.renegotiate(handshake.Within{Resume: true, Keep: true}) }, true},
		"renegotiated, in full":  {func(p *pair) { p.renegotiate(handshake.Within{Keep: true}) }, false},
	} {
		p := newPair(t)
		p.client.Policy.Tickets = false
		p.connect()
		before := now(p)
		v.again(p)
		after := now(p)
		if (after.id == before.id) != v.same || (after.master == before.master) != v.same {
			t.Errorf("%s: same ID %t, same master secret %t, want %t", name, after.id == before.id, after.master == before.master, v.same)
		}
	}
}

// renegotiate resumes the session in a connection, and shakes hands once more there.
func (p *pair) renegotiate(within handshake.Within) {
	p.t.Helper()
	for _, policy := range []*handshake.Policy{&p.client.Policy, &p.server.Policy} {
		policy.Renegotiation, policy.Within = handshake.Freely, within
	}
	l := p.open()
	c, s := p.carry(l.ends[0], l.ends[1], handshake.Client, l.ends[0].Do(endpoint.Renegotiate{}, p.now), nil)
	if agreement(c) == nil || agreement(s) == nil {
		p.t.Fatalf("the renegotiation did not complete: client %v, server %v", abort(c), abort(s))
	}
}

// The same mail: "A resumed TLS session will also NOT exchange (and therefore not
// verify) any certificates", nor anything else of a key exchange; and "the session keys
// are newly re-derived for each connection".
func TestResumptionExchangesNoCertificates(t *testing.T) {
	for _, tickets := range []bool{true, false} {
		p := newPair(t)
		p.client.Policy.Tickets = tickets
		p.connect()
		protected := map[string]bool{}
		for range 5 {
			client, server := p.ends()
			c, s := p.talk(client, server, nil)
			for _, f := range slices.Concat(c, s) {
				switch m, _ := f.(endpoint.Took); m.Kind {
				case wire.KindCertificate, wire.KindServerKeyExchange, wire.KindServerHelloDone, wire.KindClientKeyExchange, wire.KindCertificateRequest:
					t.Errorf("tickets %t: a resumption has a %v", tickets, m.Kind)
				}
			}
			if a := agreement(c); a == nil || a.By == handshake.ByNothing || a.Peer != "a.example" || len(a.Chain) == 0 {
				t.Fatalf("tickets %t: got %v, want what the server proved in the full handshake", tickets, a)
			}
			protected[string(wireOf(client.Do(endpoint.Write{Data: make([]byte, 32)}, p.now))[recordHeader+8:])] = true
		}
		if len(protected) != 5 {
			t.Errorf("tickets %t: the same data under 5 connections makes %d ciphertexts", tickets, len(protected))
		}
	}
}

// RFC 6066 3 binds a session to its name, RFC 4366 does not.
func TestNameOfASession(t *testing.T) {
	for _, v := range []struct {
		rule func(session, hello string) bool
		name string
		want bool
	}{
		{nil, "a.example", true}, {nil, "A.eXample", true}, {nil, "b.example", false}, {nil, "", false},
		{handshake.RFC6066Name, "b.example", false},
		{handshake.RFC4366Name, "b.example", true}, {handshake.RFC4366Name, "", true},
	} {
		p := newPair(t)
		p.client.Policy.Tickets = false
		p.connect()
		p.server.Policy.SameName = v.rule
		got := p.answer(t, func(m *wire.ClientHello) { m.ServerName = v.name })
		if resumed := string(got.SessionID) == string(p.kept.ID); resumed != v.want {
			t.Errorf("under %q: resumed %t, want %t", v.name, resumed, v.want)
		}
	}
}
