package endpoint_test

import (
	"bytes"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// answer is the ServerHello that a server gives to a hello that was changed on
// its way, which no honest client would send.
func (p *pair) answer(t *testing.T, edit func(*wire.ClientHello)) *wire.ServerHello {
	t.Helper()
	client, server := p.ends()
	hello := rewrite(t, wireOf(client.Do(endpoint.Start{}, p.now)), &wire.ClientHello{}, edit)
	for _, f := range server.Receive(hello, p.now) {
		if m, ok := f.(endpoint.Transmit); ok && m.Kind == wire.KindServerHello {
			return m.Body.(*wire.ServerHello)
		}
	}
	t.Fatal("got no ServerHello")
	return nil
}

// RFC 5077 3.4: "If a ticket is presented by the client, the server MUST NOT
// attempt to use the Session ID in the ClientHello for stateful session
// resumption", not even when the ticket does not open.
func TestSessionIDBesideATicketIsNotLookedUp(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Tickets = false
	p.connect() // the server has it by ID
	id := p.kept.ID
	if got := p.answer(t, func(*wire.ClientHello) {}); !bytes.Equal(got.SessionID, id) {
		t.Fatalf("got session ID %x without a ticket, want %x", got.SessionID, id)
	}
	got := p.answer(t, func(m *wire.ClientHello) { m.Ticket = []byte("no ticket of this server") })
	if bytes.Equal(got.SessionID, id) {
		t.Error("resumed by the ID beside a ticket that does not open")
	}
}

// RFC 7627 5.3: a session without the extended master secret is not resumed for
// a hello that offers it: the server "SHOULD continue with a full handshake".
func TestLegacySessionIsNotResumedForAnEMSHello(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Tickets, p.client.Policy.EMS = false, false
	p.connect()
	if got := p.answer(t, func(*wire.ClientHello) {}); !bytes.Equal(got.SessionID, p.kept.ID) {
		t.Fatal("the legacy session is not resumed for a legacy hello")
	}
	got := p.answer(t, func(m *wire.ClientHello) { m.EMS = true })
	if bytes.Equal(got.SessionID, p.kept.ID) || !got.EMS {
		t.Errorf("got session ID %x, ems %t, want a full handshake with EMS", got.SessionID, got.EMS)
	}
}

// A session that is resumed is not kept again: it would come back to life when
// another connection has ended it meanwhile.
func TestServerKeepsNoResumedSessionAgain(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Tickets = false
	p.connect()
	client, server := p.ends()
	_, s := p.talk(client, server, nil)
	if a := agreement(s); a == nil || a.By != handshake.ByID {
		t.Fatalf("got %v, want a resumption by ID", a)
	}
	for _, f := range s {
		if save, ok := f.(endpoint.Save); ok {
			t.Errorf("the server keeps %v", save.State)
		}
	}
}

// RFC 5246 7.4.1.3: "For resumed sessions, this field is the value from the resumed
// session state", which a hello that would rather have another does not change.
func TestCompressionIsThatOfTheSession(t *testing.T) {
	p := newPair(t)
	p.connect()
	got := p.answer(t, func(m *wire.ClientHello) { m.Compressions, m.SessionID = []byte{1, 0}, []byte{1} })
	if !bytes.Equal(got.SessionID, []byte{1}) || got.Compression != 0 {
		t.Errorf("got session ID %x and compression %d, want the session, whose compression is 0", got.SessionID, got.Compression)
	}
}
