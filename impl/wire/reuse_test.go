package wire

import (
	"encoding/binary"
	"slices"
	"testing"
)

func TestDecodingLeavesTheListsOfTheCallerAlone(t *testing.T) {
	groups, suites, protocols := []Group{X25519, P256}, []uint16{1, 2}, []string{"h2"}
	m := ClientHello{Groups: groups, Suites: suites, Protocols: protocols}
	other := ClientHello{Groups: []Group{P521}, Suites: []uint16{3}, Compressions: []byte{0}, Protocols: []string{"x"}}
	raw, err := Encode(&other)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Decode(raw.Body()); err != nil || m.Groups[0] != P521 || m.Suites[0] != 3 || m.Protocols[0] != "x" {
		t.Fatalf("got %v, %v", m, err)
	}
	if !slices.Equal(groups, []Group{X25519, P256}) || !slices.Equal(suites, []uint16{1, 2}) || protocols[0] != "h2" {
		t.Errorf("got %v, %v and %v in the lists of the caller", groups, suites, protocols)
	}
}

// typical are hellos and a ticket with everything in them.
func typical(t testing.TB) map[string]Message {
	t.Helper()
	messages := map[string]Message{}
	for name, body := range map[string]Body{
		"ClientHello": &ClientHello{
			Version: TLS12, SessionID: make([]byte, 32), Suites: []uint16{0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0x00ff},
			Compressions: []byte{0}, ServerName: "a.example", MaxFragment: 1, Groups: Groups, PointFormats: []byte{Uncompressed},
			SignatureAlgorithms: []SignatureScheme{ECDSASHA256, RSASHA256, ECDSASHA384, RSASHA384}, Protocols: []string{"h2", "http/1.1"},
			EncryptThenMAC: true, EMS: true, Ticket: make([]byte, 192), SupportedVersions: Versions, RenegotiationInfo: []byte{},
		},
		"ServerHello": &ServerHello{
			Version: TLS12, SessionID: make([]byte, 32), Suite: 0xc02b, ServerName: true, MaxFragment: 1,
			PointFormats: []byte{Uncompressed}, Protocol: "h2", EncryptThenMAC: true, EMS: true, Ticket: true, RenegotiationInfo: []byte{},
		},
		"NewSessionTicket": &NewSessionTicket{LifetimeHint: 7200, Ticket: make([]byte, 192)},
	} {
		m, err := Encode(body)
		if err != nil {
			t.Fatal(err)
		}
		messages[name] = m
	}
	return messages
}

func TestDecodingIntoAReusedMessageAllocatesNothing(t *testing.T) {
	for name, m := range map[string]decoder{
		"ClientHello": &ClientHello{}, "ServerHello": &ServerHello{}, "NewSessionTicket": &NewSessionTicket{},
	} {
		body := typical(t)[name].Body()
		if n := testing.AllocsPerRun(100, func() {
			if err := m.Decode(body); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: got %v allocations", name, n)
		}
	}
}

// A byte behind the data of an extension is refused, whichever it is. Only a
// client's ticket has no end of its own.
func TestATrailingByteInAnExtensionIsRefused(t *testing.T) {
	for _, v := range []struct {
		fresh func() decoder
		name  string
		types int
	}{
		{func() decoder { return &ClientHello{} }, "ClientHello", len(clientExtensions)},
		{func() decoder { return &ServerHello{} }, "ServerHello", len(serverExtensions)},
	} {
		body := typical(t)[v.name].Body()
		m := v.fresh()
		if err := m.Decode(body); err != nil {
			t.Fatal(err)
		}
		short, err := Encode(withoutExtensions(m))
		if err != nil {
			t.Fatal(err)
		}
		bare := len(short.Body())
		seen := 0
		for at := bare + 2; at < len(body); seen++ {
			id, size := binary.BigEndian.Uint16(body[at:]), int(binary.BigEndian.Uint16(body[at+2:]))
			longer := slices.Insert(slices.Clone(body), at+4+size, 0)
			binary.BigEndian.PutUint16(longer[at+2:], uint16(size+1))
			binary.BigEndian.PutUint16(longer[bare:], uint16(len(longer)-bare-2))
			offersTicket := v.name == "ClientHello" && id == ExtSessionTicket
			if err := v.fresh().Decode(longer); isMalformed(err) == offersTicket {
				t.Errorf("%s, extension %d with a byte more: got %v", v.name, id, err)
			}
			at += 4 + size
		}
		if seen != v.types {
			t.Errorf("%s: got %d extensions, want %d", v.name, seen, v.types)
		}
	}
}
