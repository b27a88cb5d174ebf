package bench

import (
	"crypto/tls"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// messages are hellos and a ticket of a full handshake, and the hello that offers
// the ticket, as they stand on the wire.
func messages(t testing.TB) map[string]wire.Message {
	t.Helper()
	o := newOurs(t, newPKI(t))
	seen := map[string]wire.Message{}
	o.sent = func(m endpoint.Transmit) {
		if m.Body == nil {
			return
		}
		raw, err := wire.Encode(m.Body)
		if err != nil {
			t.Fatal(err)
		}
		seen[m.Kind.String()] = raw
	}
	o.connect()
	o.sent = func(m endpoint.Transmit) {
		if hello, ok := m.Body.(*wire.ClientHello); ok {
			raw, err := wire.Encode(hello)
			if err != nil {
				t.Fatal(err)
			}
			seen["ClientHello"] = raw
		}
	}
	o.resume = true
	o.connect()
	return seen
}

// state is what a ticket of ours holds.
func state(t testing.TB) []byte {
	t.Helper()
	o := newOurs(t, newPKI(t))
	o.connect()
	s, err := o.server.Sealer.Open(o.kept.Ticket)
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// stdlibState is what a ticket of crypto/tls's holds.
func stdlibState(t testing.TB) (b []byte) {
	t.Helper()
	s := newStdlib(t, newPKI(t))
	defer s.stop()
	s.server.WrapSession = func(_ tls.ConnectionState, state *tls.SessionState) ([]byte, error) {
		var err error
		b, err = state.Bytes()
		return b, err
	}
	s.connect()
	if b == nil {
		t.Fatal("got no ticket")
	}
	return b
}

// A parsing is the same bytes, or the same thing in each one's own, as both parse
// them.
type parsing struct {
	name         string
	ours, theirs func() error
}

// unmarshal is of our messages.
type unmarshal interface{ Decode(body []byte) error }

// reused are the messages that ours decodes into, over and over.
func reused() map[string]unmarshal {
	return map[string]unmarshal{
		"ClientHello": &wire.ClientHello{}, "ServerHello": &wire.ServerHello{}, "NewSessionTicket": &wire.NewSessionTicket{},
	}
}

// tickets parses what is inside a ticket: ours and theirs hold the same session,
// each in its own form.
func tickets(t testing.TB) parsing {
	t.Helper()
	ours, theirs := state(t), stdlibState(t)
	into := new(session.State)
	return parsing{
		"Ticket",
		func() error { return into.Unmarshal(ours) },
		func() error { _, err := tls.ParseSessionState(theirs); return err },
	}
}

// What the parsers are timed with is what a handshake says, the hello with a ticket.
func TestWhatIsMeasuredParses(t *testing.T) {
	seen, into := messages(t), reused()
	for name, m := range into {
		if err := m.Decode(seen[name].Body()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if hello := into["ClientHello"].(*wire.ClientHello); len(hello.Ticket) == 0 || hello.ServerName != name {
		t.Errorf("got the hello %+v, want it with a ticket and a name", hello)
	}
}
