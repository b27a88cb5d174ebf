package endpoint_test

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// The rules of RFC 5077 3.4 for every length of a session ID that the client sends
// beside a ticket: whatever it holds, it decides nothing, an accepted ticket echoes
// it, and a full handshake has an ID that the server made, or none.
func TestSessionIDBesideATicket(t *testing.T) {
	for size := range 33 {
		for _, v := range []struct {
			name   string
			edit   func(*wire.ClientHello)
			server func(*handshake.Policy)
			echo   bool
			fresh  bool
		}{
			{name: "accepted", echo: true},
			{name: "accepted, renewed", server: func(p *handshake.Policy) { p.Renew = true }, echo: true},
			{name: "rejected, reissued", edit: func(m *wire.ClientHello) { m.Ticket[0] ^= 1 }},
			{name: "rejected, with an ID beside", edit: func(m *wire.ClientHello) { m.Ticket[0] ^= 1 }, server: func(p *handshake.Policy) { p.Beside = true }, fresh: true},
			{name: "rejected, no tickets", edit: func(m *wire.ClientHello) { m.Ticket[0] ^= 1 }, server: func(p *handshake.Policy) { p.Promise = never }, fresh: true},
			{name: "rejected, no cache", edit: func(m *wire.ClientHello) { m.Ticket[0] ^= 1 }, server: func(p *handshake.Policy) { p.Promise, p.Cache = never, false }},
		} {
			p := newPair(t)
			p.connect()
			id := bytes.Repeat([]byte{byte(size)}, size)
			p.cache.Put(id, &p.kept.State) // a session of that ID changes nothing
			if v.server != nil {
				v.server(&p.server.Policy)
			}
			got := p.answer(t, func(m *wire.ClientHello) {
				m.SessionID, m.Ticket = id, bytes.Clone(m.Ticket)
				if v.edit != nil {
					v.edit(m)
				}
			}).SessionID
			switch {
			case v.echo && !bytes.Equal(got, id):
				t.Errorf("%s: got %x, want the ID %x of the hello", v.name, got, id)
			case v.fresh && (len(got) != 32 || bytes.Equal(got, id)):
				t.Errorf("%s, ID %x: got %x, want a fresh one", v.name, id, got)
			case !v.echo && !v.fresh && len(got) > 0:
				t.Errorf("%s, ID %x: got %x, want none", v.name, id, got)
			}
		}
	}
}

func never(*handshake.Policy, *wire.ClientHello, handshake.By) bool { return false }

// A session is resumed by its ID, whatever length the server has given it, and
// another of the same length is not.
func TestSessionIDOfEveryLength(t *testing.T) {
	for size := range 33 {
		p := newPair(t)
		p.client.Policy.Tickets = false
		p.connect()
		p.kept.ID = bytes.Repeat([]byte{0xa5}, size)
		p.cache.Put(p.kept.ID, &p.kept.State)
		kept := p.kept.Clone()
		want := handshake.ByID
		if size == 0 {
			want = handshake.ByNothing // RFC 5246 7.4.1.2: no session is meant
		}
		if a := p.connect(); a.By != want {
			t.Errorf("%d bytes: resumed by %v, want %v", size, a.By, want)
		}
		if p.kept = kept; size > 0 {
			p.kept.ID[size-1]++
			if a := p.connect(); a.By != handshake.ByNothing {
				t.Errorf("%d bytes, another: resumed by %v", size, a.By)
			}
		}
	}
}

// RFC 5077 3.4: a client that sends an empty session ID beside its ticket "ignores the
// Session ID sent in the ServerHello and determines if the server is resuming a
// session by the subsequent handshake messages"; one that sends an ID is told by its
// echo alone, and nothing else of any length is one.
func TestClientTellsResumption(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newPair(t)
		p.client.Policy.Marker = rapid.Bool().Draw(t, "marker")
		p.server.Policy.Renew = rapid.Bool().Draw(t, "renew")
		p.connect()
		accepted := rapid.Bool().Draw(t, "accepted")
		if !accepted {
			p.kept.Ticket[0] ^= 1
		}
		id := rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, "session id")
		client, server := p.ends()
		c, _ := p.talk(client, server, func(from handshake.Side, b []byte) []byte {
			if from == handshake.Server && b[0] == 22 && wire.Kind(b[recordHeader]) == wire.KindServerHello {
				b = rewrite(t, b, &wire.ServerHello{}, func(m *wire.ServerHello) { m.SessionID = id })
			}
			return b
		})
		if agreement(c) != nil && len(id) == 0 {
			return // the server has said so itself
		}
		// The transcripts differ, so no handshake ends; where it does tells what the
		// client took the server for.
		switch n, told := lastAlert(c); {
		case accepted && p.client.Policy.Marker: // no echo: it waits for a certificate
			if a := abort(c); a == nil || a.Reason != handshake.OutOfOrder {
				t.Fatalf("marker, accepted, ID %x: got %v", id, a)
			}
		case accepted:
			if a := abort(c); a == nil || a.Reason != handshake.FinishedWrong {
				t.Fatalf("accepted, ID %x: got %v", id, a)
			}
		case abort(c) != nil || !told || n.Alert != wire.BadRecordMAC: // its keys are of another session_hash
			t.Fatalf("rejected, ID %x: got %v and %v, want it to come to Finished", id, abort(c), n)
		}
	})
}

// A client's marker is as long as can be, and another for each connection.
func TestMarkerIsFresh(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Marker = true
	p.connect()
	seen := map[string]bool{}
	for range 20 {
		client, _ := p.ends()
		hello := client.Do(endpoint.Start{}, p.now)[0].(endpoint.Transmit).Body.(*wire.ClientHello)
		if len(hello.SessionID) != 32 || len(hello.Ticket) == 0 {
			t.Fatalf("got an ID of %d bytes beside a ticket of %d, want 32 beside one", len(hello.SessionID), len(hello.Ticket))
		}
		seen[string(hello.SessionID)] = true
	}
	if len(seen) != 20 {
		t.Errorf("20 connections have %d markers", len(seen))
	}
}

// Draft 3.2: a client that is not ready for tickets "MUST NOT include a SessionTicket
// extension unless it is sending a non-empty ticket it received through some other
// means". What is issued in return it takes, and does not keep.
func TestTicketThatCameByOtherMeans(t *testing.T) {
	p := newPair(t)
	p.server.Policy.Renew = true
	p.connect()
	handed := p.kept
	p.client.Policy.Tickets = false
	p.kept = nil
	client, _ := p.ends()
	if hello := client.Do(endpoint.Start{}, p.now)[0].(endpoint.Transmit).Body.(*wire.ClientHello); hello.Ticket != nil {
		t.Error("a client that is not ready sent the extension")
	}
	p.kept = handed
	if a := p.connect(); a.By != handshake.ByNothing {
		t.Errorf("resumed by %v with a ticket of its own, though it has them off", a.By)
	}
	p.kept = handed.Clone()
	p.kept.Elsewhere = true
	if a := p.connect(); a.By != handshake.ByTicket {
		t.Errorf("resumed by %v, want the ticket", a.By)
	}
	if !bytes.Equal(p.kept.Ticket, handed.Ticket) {
		t.Error("kept a ticket that it was not ready for")
	}
}

// A server that gives its session no ID neither keeps it under none nor forgets it there.
func TestNothingIsKeptUnderNoID(t *testing.T) {
	p := newPair(t)
	client, server := p.ends()
	_, did := p.talk(client, server, nil)
	fatal := client.Do(endpoint.SendAlert{Notice: endpoint.Notice{Level: wire.Fatal, Alert: wire.DecodeError}}, p.now)
	did = append(did, server.Receive(wireOf(fatal), p.now)...)
	if !server.Dead() {
		t.Error("the server took no fatal alert")
	}
	for _, f := range did {
		switch f := f.(type) {
		case endpoint.Save:
			t.Errorf("saves a session under %x", f.ID)
		case endpoint.Forget:
			if f.State == nil {
				t.Errorf("forgets a session under %x", f.ID)
			}
		}
	}
}
