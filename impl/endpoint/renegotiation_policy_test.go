package endpoint_test

import (
	"bytes"
	"fmt"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// What of the life of sessions happens in a renegotiation: draft 5.8 for tickets.
func TestSessionsInRenegotiations(t *testing.T) {
	for _, tickets := range []bool{true, false} {
		for bits := range 8 {
			within := handshake.Within{Resume: bits&1 != 0, Keep: bits&2 != 0, Ticket: bits&4 != 0}
			t.Run(fmt.Sprintf("%+v, tickets %t", within, tickets), func(t *testing.T) {
				l := open(t, func(p *pair) {
					p.client.Policy.Tickets = tickets
					p.client.Policy.Within, p.server.Policy.Within = within, within
				})
				before, cached := l.kept, l.cache.Len()
				by := map[bool]handshake.By{true: handshake.ByTicket, false: handshake.ByID}[tickets]
				a := l.renegotiates(handshake.Server)
				if (a.By == by) != within.Resume {
					t.Errorf("resumed by %v", a.By)
				}
				makes := !within.Resume // a resumption here makes no session
				if kept := l.kept != before; kept != (makes && within.Keep) {
					t.Errorf("the client kept the new session: %t", kept)
				}
				if got := l.cache.Len() - cached; got != count(makes && within.Keep && (!tickets || !within.Ticket)) {
					t.Errorf("the server keeps %d more sessions", got)
				}
				if l.kept != before && (len(l.kept.Ticket) > 0) != (tickets && within.Ticket) {
					t.Errorf("got a ticket of %d bytes", len(l.kept.Ticket))
				}
				if next := l.open(); (agreement(next.last[0]).By == handshake.ByNothing) || !bytes.Equal(agreement(next.last[0]).Master, l.kept.Master[:]) {
					t.Errorf("the next connection: %v", agreement(next.last[0]))
				}
			})
		}
	}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// RFC 7301 3.2: the protocol is "definitive for the connection, until renegotiated".
func TestProtocolInRenegotiations(t *testing.T) {
	for _, again := range []bool{false, true} {
		l := open(t, func(p *pair) {
			p.client.Policy.Protocols, p.server.Policy.Protocols = []string{"a", "b"}, []string{"a", "b"}
			p.client.Policy.Within.Protocols = again
		})
		if a := agreement(l.last[0]); a.Protocol != "a" {
			t.Fatalf("got %q", a.Protocol)
		}
		l.server.Policy.Protocols = []string{"b"}
		want := map[bool]string{false: "a", true: "b"}[again]
		for range 2 {
			l.do(handshake.Client, endpoint.Renegotiate{})
			c, s := agreement(l.last[0]), agreement(l.last[1])
			if c == nil || c.Protocol != want || s.Protocol != want {
				t.Fatalf("asked again %t: got %v and %v, want %q", again, c, s, want)
			}
			if offered := sent[*wire.ClientHello](l.last[0]).Protocols != nil; offered != again {
				t.Errorf("offered %t, want %t", offered, again)
			}
		}
	}
}

// What the client sees change of its server, and the server of its client.
func TestWhatARenegotiationMayChange(t *testing.T) {
	for _, v := range []struct {
		name   string
		change func(*pair)
		who    handshake.Side
		want   handshake.Reason
	}{
		{"the client goes without EMS", func(p *pair) { p.client.Policy.EMS = false }, handshake.Server, handshake.EMSChanged},
		{"the server goes without EMS", func(p *pair) {
			p.server.Policy.EMS, p.server.Policy.MayChange = false, handshake.MayChangeAll
		}, handshake.Client, handshake.EMSChanged},
		{"the server's certificate", recertified, handshake.Client, handshake.CertificateChanged},
		{"the client's name for the server", func(p *pair) { p.client.ServerName = "b.example" }, handshake.Server, handshake.ServerNameChanged},
		{"the case of the name", func(p *pair) { p.client.ServerName = "A.EXAMPLE" }, handshake.Server, handshake.None},
		{"the suite", func(p *pair) { p.client.Policy.Suites = []*wire.Suite{wire.SuiteByID(0xc00a)} }, handshake.Client, handshake.None},
	} {
		for _, anything := range []bool{false, true} {
			l := open(t, func(p *pair) {
				p.client.Verify = func([][]byte, string) (string, error) { return "somebody", nil }
				if anything {
					p.client.Policy.MayChange, p.server.Policy.MayChange = handshake.MayChangeAll, handshake.MayChangeAll
				}
			})
			v.change(l.pair)
			l.do(handshake.Client, endpoint.Renegotiate{})
			got, want := handshake.None, v.want
			if a := abort(l.last[v.who]); a != nil {
				got = a.Reason
			}
			if anything {
				want = handshake.None
			}
			if got != want || (want == handshake.None) != (agreement(l.last[0]) != nil) {
				t.Errorf("%s, anything may change %t: got %q, want %q", v.name, anything, got, want)
			}
			if want == handshake.None {
				l.works()
			}
		}
	}
}

// RFC 5246 6.2.1: "Recipients MUST receive and process interleaved application layer
// traffic during handshakes subsequent to the first one", until the peer's
// ChangeCipherSpec, which its Finished follows.
func TestDataInRenegotiations(t *testing.T) {
	for n := range 3 { // how much of the server's answer stands before the data
		l := open(t, nil)
		hello := wireOf(l.ends[0].Do(endpoint.Renegotiate{}, l.now))
		if did := l.ends[0].Do(endpoint.Write{Data: []byte("mine")}, l.now); did != nil {
			t.Errorf("data was sent within a renegotiation: %v", did)
		}
		words := wireOf(l.ends[1].Do(endpoint.Write{Data: []byte("words")}, l.now))
		flight := split(wireOf(l.ends[1].Receive(hello, l.now)))
		var c []endpoint.Effect
		if n > 0 { // sealed before the flight, so that it comes first
			words, flight = append(words, flight[0]...), flight[1:]
		}
		c = append(c, l.ends[0].Receive(words, l.now)...)
		for _, r := range flight {
			c = append(c, l.ends[0].Receive(r, l.now)...)
		}
		if got := data(c); string(got) != "words" {
			t.Errorf("got %q", got)
		}
		l.carry(handshake.Client, c)
		if agreement(l.last[0]) == nil || agreement(l.last[1]) == nil {
			t.Fatalf("client %v, server %v", abort(l.last[0]), abort(l.last[1]))
		}
		l.works()
	}
}

func TestDataBeforeTheFinishedOfARenegotiation(t *testing.T) {
	l := open(t, nil)
	hello := l.ends[0].Do(endpoint.Renegotiate{}, l.now)
	flight := l.ends[1].Receive(wireOf(hello), l.now)
	l.ends[1].Do(endpoint.Deviate{Edit: handshake.Edit{wire.KindFinished}}, l.now)
	last := l.ends[1].Receive(wireOf(l.ends[0].Receive(wireOf(flight), l.now)), l.now)
	if agreement(last) == nil {
		t.Fatalf("got %v", abort(last))
	}
	words := append(wireOf(last), wireOf(l.ends[1].Do(endpoint.Write{Data: []byte("words")}, l.now))...)
	c := l.ends[0].Receive(words, l.now)
	if a := abort(c); a == nil || a.Reason != handshake.OutOfOrder || a.Got != wire.KindApplicationData || len(data(c)) > 0 {
		t.Errorf("got %v, data %q", a, data(c))
	}
}

// A refusal at the wrong moment means nothing (GNUTLS-SA-2020-09-04).
func TestRefusalAtTheWrongMoment(t *testing.T) {
	p := newPair(t)
	client, server := p.ends()
	hail := wireOf(client.Do(endpoint.Start{}, p.now))
	early := client.Receive([]byte{21, 3, 3, 0, 2, 1, 100}, p.now) // in the first handshake
	if abort(early) != nil || client.Dead() {
		t.Fatalf("got %v", abort(early))
	}
	first, _ := p.carry(client, server, handshake.Client, []endpoint.Effect{endpoint.Transmit{Wire: hail}}, nil)
	if agreement(first) == nil {
		t.Fatalf("got %v", abort(first))
	}
	refusal := endpoint.SendAlert{Notice: endpoint.Notice{Level: wire.Warning, Alert: wire.NoRenegotiation}}
	l := open(t, nil)
	for _, side := range []handshake.Side{handshake.Client, handshake.Server} {
		l.do(side, refusal) // of nothing
		l.works()
	}
	hello := wireOf(l.ends[0].Do(endpoint.Renegotiate{}, l.now))
	flight := split(wireOf(l.ends[1].Receive(hello, l.now)))
	for _, r := range flight[:1] {
		l.ends[0].Receive(r, l.now)
	}
	late := l.ends[1].Do(refusal, l.now) // behind the whole flight on the wire
	var c []endpoint.Effect
	for _, r := range append(flight[1:], split(wireOf(late))...) {
		c = append(c, l.ends[0].Receive(r, l.now)...)
	}
	l.carry(handshake.Client, c)
	if agreement(l.last[0]) == nil || agreement(l.last[1]) == nil {
		t.Fatalf("client %v, server %v", abort(l.last[0]), abort(l.last[1]))
	}
	l.works()
	l.renegotiates(handshake.Server)
}

// RFC 7627 5.4: what one resumption without the extended master secret has spoiled
// stays so for the connection, even if a client goes on regardless.
func TestNoTLSUniqueBehindALegacyResumption(t *testing.T) {
	l := open(t, func(p *pair) { p.client.Policy.EMS = false })
	l = l.open()
	if reason := l.ends[0].MayRenegotiate(); reason != handshake.RenegotiationBehindLegacySession {
		t.Errorf("got %q", reason)
	}
	l.carry(handshake.Client, l.ends[0].RenegotiateAnyway(l.now))
	for side, effects := range l.last {
		a := agreement(effects)
		if a == nil || a.Renegotiations != 1 {
			t.Fatalf("got %v, %v", a, abort(effects))
		}
		if got, err := a.Binding("tls-unique"); err != handshake.ErrSynchronizable {
			t.Errorf("%s: got %x, %v", handshake.Side(side), got, err)
		}
	}
}

// RFC 5246 7.2.2: a fatal alert in a renegotiation makes both ends forget the
// session of the connection, and whoever's else it was.
func TestFatalAlertInARenegotiationForgetsTheSessions(t *testing.T) {
	for _, keep := range []bool{false, true} {
		l := open(t, func(p *pair) {
			p.client.Policy.Tickets = false
			p.client.Policy.Within.Keep, p.server.Policy.Within.Keep = keep, keep
		})
		l.renegotiates(handshake.Client)
		if want := 1 + count(keep); l.cache.Len() != want || l.kept == nil {
			t.Fatalf("got %d sessions, want %d", l.cache.Len(), want)
		}
		l.client.Policy.EMS = false
		l.do(handshake.Client, endpoint.Renegotiate{})
		if a := abort(l.last[1]); a == nil || l.ends[0].Open() || l.ends[1].Open() {
			t.Fatalf("got %v", a)
		}
		if l.cache.Len() != 0 || l.kept != nil {
			t.Errorf("kept %t: the server has %d sessions, the client %v", keep, l.cache.Len(), l.kept)
		}
		for _, end := range l.ends {
			if did := end.Do(endpoint.Write{Data: []byte("x")}, l.now); did != nil {
				t.Errorf("data behind a fatal alert: %v", did)
			}
			if did := end.Do(endpoint.Renegotiate{}, l.now); did != nil || end.Renegotiating() || end.Asking() {
				t.Errorf("a renegotiation behind a fatal alert: %v", did)
			}
		}
	}
}

// RFC 5246 7.4.1.1: struct { } HelloRequest.
func TestHelloRequestIsEmpty(t *testing.T) {
	for _, running := range []bool{false, true} {
		l := open(t, nil)
		if running {
			l.ends[0].Do(endpoint.Renegotiate{}, l.now)
		}
		c := l.ends[0].Receive(wireOf(l.ends[1].SendRaw(wire.Message{Raw: []byte{0, 0, 0, 1, 0}})), l.now)
		if a := abort(c); a == nil || a.Reason != handshake.HelloRequestNotEmpty {
			t.Errorf("within a handshake %t: got %v", running, a)
		}
	}
}

// A renegotiation keeps the version, whatever the ends have learnt meanwhile.
func TestVersionStaysInRenegotiations(t *testing.T) {
	older := func(p *pair) {
		everyVersion(p)
		blockCiphers(p)
		p.client.Policy.Versions = []wire.Version{wire.TLS11}
	}
	l := open(t, older)
	hello, _ := bound(l)
	hello.Version = wire.TLS12
	m, err := wire.Encode(hello)
	if err != nil {
		t.Fatal(err)
	}
	answer := sent[*wire.ServerHello](l.ends[1].Receive(wireOf(l.ends[0].SendRaw(m)), l.now))
	if answer == nil || answer.Version != wire.TLS11 {
		t.Errorf("the server answers %v", answer)
	}
	l = open(t, older)
	everyVersion(l.pair)
	l.do(handshake.Client, endpoint.Renegotiate{})
	if said := sent[*wire.ClientHello](l.last[0]).Version; said != wire.TLS11 || agreement(l.last[0]) == nil {
		t.Errorf("the client says %v and gets %v", said, abort(l.last[1]))
	}
}

// RFC 5246 7.2.1: an end that has said close_notify says nothing more, and begins
// nothing; what else comes it takes.
func TestCloseAndRenegotiate(t *testing.T) {
	l := open(t, nil)
	bye := wireOf(l.ends[0].Do(endpoint.Close{}, l.now))
	if did := l.ends[0].Do(endpoint.Renegotiate{}, l.now); did != nil {
		t.Errorf("renegotiates behind its close_notify: %v", did)
	}
	c := l.ends[0].Receive(wireOf(l.ends[1].Do(endpoint.Renegotiate{}, l.now)), l.now)
	if wireOf(c) != nil || abort(c) != nil || l.ends[0].Renegotiating() {
		t.Errorf("a HelloRequest behind its close_notify: %v", c)
	}
	c = l.ends[0].Receive(wireOf(l.ends[1].Do(endpoint.Write{Data: []byte("words")}, l.now)), l.now)
	if string(data(c)) != "words" {
		t.Errorf("got %q, want what the peer still says", data(c))
	}
	s := l.ends[1].Receive(bye, l.now)
	if n, _ := lastAlert(l.ends[0].Receive(wireOf(s), l.now)); n.Alert != wire.CloseNotify || !l.ends[1].Dead() || !l.ends[0].Dead() {
		t.Errorf("got %v", n)
	}

	if l.ends[1].Asking() {
		t.Error("asks behind the end")
	}

	l = open(t, nil) // in the middle of a renegotiation
	hello := wireOf(l.ends[0].Do(endpoint.Renegotiate{}, l.now))
	l.carry(handshake.Server, l.ends[1].Do(endpoint.Close{}, l.now))
	if !l.ends[0].Dead() || l.ends[1].Receive(hello, l.now) != nil && !l.ends[1].Dead() || l.kept == nil {
		t.Error("the close_notify did not end the connection, or the session with it")
	}
}

// What BoringSSL refuses, and the RFCs allow.
func TestStrictness(t *testing.T) {
	ask := []byte{0, 0, 0, 0}
	for _, strict := range []bool{false, true} {
		connect := func(edit func(*handshake.Strict)) *line {
			return open(t, func(p *pair) {
				p.client.Policy.Renegotiation = handshake.Refusing
				if strict {
					edit(&p.client.Policy.Strict)
				}
			})
		}
		want := func(name string, effects []endpoint.Effect, reason handshake.Reason) {
			got := handshake.None
			if a := abort(effects); a != nil {
				got = a.Reason
			}
			if (got == reason) != strict || !strict && got != handshake.None {
				t.Errorf("%s, strict %t: got %q", name, strict, got)
			}
		}
		l := connect(func(s *handshake.Strict) { s.HelloRequest = true })
		l.ends[0].Do(endpoint.Renegotiate{}, l.now)
		want("HelloRequest in a handshake", l.ends[0].Receive(wireOf(l.ends[1].Do(endpoint.Renegotiate{}, l.now)), l.now), handshake.OutOfOrder)

		l = connect(func(s *handshake.Strict) { s.Messages = true })
		whole := l.ends[0].Receive(wireOf(l.ends[1].Do(endpoint.Write{Data: []byte("words")}, l.now)), l.now)
		if string(data(whole)) != "words" {
			t.Errorf("behind whole messages, strict %t: got %q, %v", strict, data(whole), abort(whole))
		}
		half := l.ends[0].Receive(wireOf(l.ends[1].SendRaw(wire.Message{Raw: ask[:2]})), l.now)
		half = append(half, l.ends[0].Receive(wireOf(l.ends[1].Do(endpoint.Write{Data: []byte("words")}, l.now)), l.now)...)
		want("half a HelloRequest before data", half, handshake.MessageInterrupted)
		if string(data(half)) == "words" == strict {
			t.Errorf("strict %t: got %q", strict, data(half))
		}

		behindClose := func(r handshake.Renegotiation) []endpoint.Effect {
			l := open(t, func(p *pair) {
				p.client.Policy.Renegotiation, p.client.Policy.Strict.Closing = r, strict
			})
			l.ends[0].Do(endpoint.Close{}, l.now)
			return l.ends[0].Receive(wireOf(l.ends[1].Do(endpoint.Renegotiate{}, l.now)), l.now)
		}
		want("a HelloRequest behind a close_notify", behindClose(handshake.Freely), handshake.RenegotiationRefused)
		want("likewise, for the application to see", behindClose(handshake.Explicitly), handshake.RenegotiationRefused)
		if a := abort(behindClose(handshake.Ignoring)); a != nil {
			t.Errorf("a HelloRequest that is ignored, behind a close_notify, strict %t: got %v", strict, a)
		}

		p := newPair(t)
		p.client.Policy.Strict.Flights = strict
		client, server := p.ends()
		c, _ := p.talk(client, server, func(from handshake.Side, b []byte) []byte {
			if done := []byte{22, 3, 3, 0, 4, 14, 0, 0, 0}; from == handshake.Server && bytes.HasSuffix(b, done) {
				b[len(b)-len(done)+4] += 4
				b = append(b, ask...)
			}
			return b
		})
		want("a HelloRequest behind ServerHelloDone", c, handshake.MessageBehindFlight)
		if (agreement(c) == nil) != strict {
			t.Errorf("strict %t: got %v", strict, agreement(c))
		}

		p = newPair(t)
		p.client.Policy.Strict.Flights, p.server.Policy.Packing.Coalesce = strict, true
		client, server = p.ends()
		flight := client.Receive(wireOf(server.Receive(wireOf(client.Do(endpoint.Start{}, p.now)), p.now)), p.now)
		want("a HelloRequest behind Finished", client.Receive(wireOf(server.ReceiveAndAsk(wireOf(flight), p.now)), p.now), handshake.MessageBehindFlight)
	}
}

// A server that learns what its client wants before it asks who it is. Resuming
// what was made before does not get a client by.
func TestClientIsAskedInTheRenegotiation(t *testing.T) {
	for _, v := range []struct {
		later                  handshake.Demand
		known, resume, refused bool
		peer                   string
	}{
		{later: handshake.Asked, known: true, peer: "alice"},
		{later: handshake.Required, known: true, resume: true, peer: "alice"},
		{later: handshake.Asked},
		{later: handshake.Required, refused: true},
		{later: handshake.Required, resume: true, refused: true},
	} {
		ours := authorities[0]()
		l := open(t, func(p *pair) {
			p.asking(handshake.NotAsked, ours).Later = v.later
			if v.known {
				p.known(ours, "P-256")
			}
			p.client.Policy.Within.Resume, p.server.Policy.Within.Resume = v.resume, v.resume
		})
		if a := agreement(l.last[1]); a.Peer != "" {
			t.Fatalf("%+v: got %q before anybody was asked", v, a.Peer)
		}
		l.do(handshake.Server, endpoint.Renegotiate{})
		switch a := agreement(l.last[1]); {
		case v.refused:
			if got := abort(l.last[1]); got == nil || got.Reason != handshake.CertificateMissing {
				t.Errorf("%+v: got %v, %v", v, a, got)
			}
			continue
		case a == nil || a.By != handshake.ByNothing || a.Peer != v.peer:
			t.Errorf("%+v: got %v, %v", v, a, abort(l.last[1]))
			continue
		}
		l.works()
		if v.known { // RFC 5746 5: one that was shown stays
			l.client.Credentials = []*handshake.Credential{ours.issue(t, "mallory", clientKeys["P-256"](), nil)}
			l.do(handshake.Server, endpoint.Renegotiate{})
			if got := abort(l.last[1]); got == nil || got.Reason != handshake.CertificateChanged {
				t.Errorf("%+v: got %v", v, got)
			}
		}
	}
}

// A peer that renegotiates without end fills no memory with what is to be forgotten.
func TestWhatIsToBeForgottenIsBounded(t *testing.T) {
	l := open(t, func(p *pair) {
		p.client.Policy.Tickets = false
		p.client.Policy.Within.Keep, p.server.Policy.Within.Keep = true, true
	})
	for range 20 {
		l.do(handshake.Client, endpoint.Renegotiate{})
	}
	newest := l.kept
	l.client.Policy.EMS = false
	l.do(handshake.Client, endpoint.Renegotiate{})
	forgotten := 0
	for _, f := range l.last[1] {
		if f, ok := f.(endpoint.Forget); ok {
			if forgotten++; forgotten == 1 && !bytes.Equal(f.ID, newest.ID) {
				t.Error("the newest is not the first to be forgotten")
			}
		}
	}
	if forgotten != 16 {
		t.Errorf("%d sessions are forgotten, want 16", forgotten)
	}
}

// A server does not resume inside a renegotiation only because its client asks.
func TestServerOfItsOwnMindResumesNotInARenegotiation(t *testing.T) {
	for _, both := range []bool{true, false} {
		l := open(t, func(p *pair) {
			p.client.Policy.Within.Resume, p.server.Policy.Within.Resume = true, both
		})
		if a := l.renegotiates(handshake.Client); (a.By != handshake.ByNothing) != both {
			t.Errorf("the server resumes inside renegotiations %t: resumed by %v", both, a.By)
		}
	}
}
