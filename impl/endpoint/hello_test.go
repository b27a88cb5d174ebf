package endpoint_test

import (
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// recordHeader is the length of a record's header in bytes.
const recordHeader = 5

// rewrite changes the hello that a flight begins with.
func rewrite[H interface {
	wire.Body
	Decode([]byte) error
}](t fataler, flight []byte, hello H, edit func(H)) []byte {
	t.Helper()
	size := recordHeader + int(flight[3])<<8 + int(flight[4])
	if err := hello.Decode(flight[recordHeader+wire.HeaderSize : size]); err != nil {
		t.Fatal(err)
	}
	edit(hello)
	m, err := wire.Encode(hello)
	if err != nil {
		t.Fatal(err)
	}
	head := []byte{flight[0], flight[1], flight[2], byte(len(m.Raw) >> 8), byte(len(m.Raw))}
	return append(append(head, m.Raw...), flight[size:]...)
}

func TestClientRefusesAServerHelloThatLies(t *testing.T) {
	for _, v := range []struct {
		name   string
		policy func(*handshake.Policy) // of the client
		resume bool
		edit   func(client *wire.ClientHello, m *wire.ServerHello)
		alert  wire.Alert
	}{
		{name: "version 1.1", edit: func(_ *wire.ClientHello, m *wire.ServerHello) { m.Version = wire.TLS11 }, alert: wire.ProtocolVersion},
		{name: "a suite that is not offered", edit: func(_ *wire.ClientHello, m *wire.ServerHello) { m.Suite = 0x002f }, alert: wire.IllegalParameter},
		{name: "the signalling suite", edit: func(_ *wire.ClientHello, m *wire.ServerHello) { m.Suite = wire.EmptyRenegotiationInfoSCSV }, alert: wire.IllegalParameter},
		{name: "a compression", edit: func(_ *wire.ClientHello, m *wire.ServerHello) { m.Compression = 1 }, alert: wire.IllegalParameter},
		{
			name: "an unsolicited ticket", policy: func(p *handshake.Policy) { p.Tickets = false },
			edit: func(_ *wire.ClientHello, m *wire.ServerHello) { m.Ticket = true }, alert: wire.UnsupportedExtension,
		},
		{
			name: "unsolicited EMS", policy: func(p *handshake.Policy) { p.EMS = false },
			edit: func(_ *wire.ClientHello, m *wire.ServerHello) { m.EMS = true }, alert: wire.UnsupportedExtension,
		},
		{
			name: "a binding in an initial handshake",
			edit: func(_ *wire.ClientHello, m *wire.ServerHello) { m.RenegotiationInfo = make([]byte, 24) }, alert: wire.HandshakeFailure,
		},
		{
			name: "the echo of an ID while nothing was offered", policy: func(p *handshake.Policy) { p.AlwaysID = true },
			edit: func(c *wire.ClientHello, m *wire.ServerHello) { m.SessionID = c.SessionID }, alert: wire.IllegalParameter,
		},
		{
			name: "a resumption without EMS", resume: true, policy: func(p *handshake.Policy) { p.Marker = true },
			edit: func(_ *wire.ClientHello, m *wire.ServerHello) { m.EMS = false }, alert: wire.HandshakeFailure,
		},
		{
			name: "a resumption with another suite", resume: true, policy: func(p *handshake.Policy) { p.Marker = true },
			edit: func(_ *wire.ClientHello, m *wire.ServerHello) { m.Suite = 0xc009 }, alert: wire.IllegalParameter,
		},
	} {
		t.Run(v.name, func(t *testing.T) {
			p := newPair(t)
			if v.policy != nil {
				v.policy(&p.client.Policy)
			}
			if v.resume {
				p.connect()
			}
			client, server := p.ends()
			hello := client.Do(endpoint.Start{}, p.now)
			mine := hello[0].(endpoint.Transmit).Body.(*wire.ClientHello)
			flight := wireOf(server.Receive(wireOf(hello), p.now))
			flight = rewrite(t, flight, &wire.ServerHello{}, func(m *wire.ServerHello) { v.edit(mine, m) })
			c := client.Receive(flight, p.now)
			if a := abort(c); a == nil || a.Reason.Alert() != v.alert {
				t.Fatalf("got %v, want %s", a, v.alert)
			}
			if n, ok := lastAlert(server.Receive(wireOf(c), p.now)); !ok || n != (endpoint.Notice{Level: wire.Fatal, Alert: v.alert}) {
				t.Errorf("the server took %v", n)
			}
			p.kept = nil
			p.connect() // a following connection works
		})
	}
}

func TestServerRefusesAClientHello(t *testing.T) {
	for _, v := range []struct {
		name  string
		edit  func(*wire.ClientHello)
		alert wire.Alert
	}{
		{"version 1.1", func(m *wire.ClientHello) { m.Version = wire.TLS11 }, wire.ProtocolVersion},
		{"no null compression", func(m *wire.ClientHello) { m.Compressions = []byte{1} }, wire.IllegalParameter},
		{"no suite that is shared", func(m *wire.ClientHello) { m.Suites = []uint16{0x1301, 0x00ff} }, wire.HandshakeFailure},
		{"only the signalling suite", func(m *wire.ClientHello) { m.Suites = []uint16{0x00ff} }, wire.HandshakeFailure},
		{"no group that is shared", func(m *wire.ClientHello) { m.Groups = []wire.Group{0x0100} }, wire.HandshakeFailure},
		{"no signature that is shared", func(m *wire.ClientHello) { m.SignatureAlgorithms = []wire.SignatureScheme{0x0201} }, wire.HandshakeFailure},
		{"a binding in an initial handshake", func(m *wire.ClientHello) { m.RenegotiationInfo = make([]byte, 12) }, wire.HandshakeFailure},
	} {
		t.Run(v.name, func(t *testing.T) {
			p := newPair(t)
			client, server := p.ends()
			hello := wireOf(client.Do(endpoint.Start{}, p.now))
			s := server.Receive(rewrite(t, hello, &wire.ClientHello{}, v.edit), p.now)
			if a := abort(s); a == nil || a.Reason.Alert() != v.alert {
				t.Fatalf("got %v, want %s", a, v.alert)
			}
			p.connect()
		})
	}
}
