package endpoint_test

import (
	"slices"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// addExtension appends an extension to the hello that a flight begins with: id,
// length, data. The hello has extensions already.
func addExtension(t *testing.T, flight []byte, ext ...byte) []byte {
	t.Helper()
	size := recordHeader + int(flight[3])<<8 + int(flight[4])
	hello := slices.Concat(flight[:size], ext)
	grow := func(at, bytes int) {
		n := len(ext)
		for i := at + bytes - 1; i >= at; i-- {
			n += int(hello[i])
			hello[i] = byte(n)
			n >>= 8
		}
	}
	grow(3, 2)              // the record
	grow(recordHeader+1, 3) // the message
	grow(blockAt(hello), 2)
	return append(hello, flight[size:]...)
}

// blockAt is where the length of the extensions stands in a hello's record.
func blockAt(hello []byte) int {
	at := recordHeader + wire.HeaderSize + 2 + 32
	at += 1 + int(hello[at]) // session_id
	if wire.Kind(hello[recordHeader]) == wire.KindServerHello {
		return at + 2 + 1
	}
	at += 2 + int(hello[at])<<8 + int(hello[at+1]) // cipher_suites
	return at + 1 + int(hello[at])                 // compression_methods
}

// RFC 5246 7.4.1.4: a server passes over what it does not know, and a client takes
// nothing that it did not ask for. "There MUST NOT be more than one extension of the
// same type", known or not.
func TestUnknownAndRepeatedExtensions(t *testing.T) {
	for _, v := range []struct {
		name           string
		ext            []byte
		server, client handshake.Reason
	}{
		{"unknown, empty", []byte{0x12, 0x34, 0, 0}, handshake.None, handshake.ExtensionNotOffered},
		{"unknown, with data", []byte{0x12, 0x34, 0, 3, 1, 2, 3}, handshake.None, handshake.ExtensionNotOffered},
		{"GREASE (RFC 8701)", []byte{0x1a, 0x1a, 0, 1, 0}, handshake.None, handshake.ExtensionNotOffered},
		{"unknown, twice", []byte{0x12, 0x34, 0, 0, 0x12, 0x34, 0, 0}, handshake.MalformedMessage, handshake.MalformedMessage},
		{"EMS twice", []byte{0, 23, 0, 0}, handshake.MalformedMessage, handshake.MalformedMessage},
		{"status_request of a server", []byte{0, 5, 0, 0}, handshake.None, handshake.ExtensionNotOffered},
		{"half an extension", []byte{0x12, 0x34, 0}, handshake.MalformedMessage, handshake.MalformedMessage},
		{"a length that lies", []byte{0x12, 0x34, 0, 2, 0}, handshake.MalformedMessage, handshake.MalformedMessage},
	} {
		p := newPair(t)
		client, server := p.ends()
		hello := wireOf(client.Do(endpoint.Start{}, p.now))
		_, strict := p.ends()
		expect(t, v.name+", at the server", strict.Receive(addExtension(t, hello, v.ext...), p.now), v.server)
		flight := wireOf(server.Receive(hello, p.now))
		expect(t, v.name+", at the client", client.Receive(addExtension(t, flight, v.ext...), p.now), v.client)
	}
}

func expect(t *testing.T, name string, effects []endpoint.Effect, want handshake.Reason) {
	t.Helper()
	got := handshake.None
	if a := abort(effects); a != nil {
		got = a.Reason
	}
	if got != want {
		t.Errorf("%s: got %v, want %v", name, abort(effects), want)
	}
}

// RFC 5246 7.4.1.4.1: "Servers MUST NOT send this extension." supported_groups, which
// some servers send although nothing says what that means, is passed over.
func TestExtensionsOfClientsFromAServer(t *testing.T) {
	for _, v := range []struct {
		ext  []byte
		want handshake.Reason
	}{
		{[]byte{0, 13, 0, 4, 0, 2, 4, 3}, handshake.ExtensionOfClients},
		{[]byte{0, 10, 0, 4, 0, 2, 0, 23}, handshake.None},
	} {
		p := newPair(t)
		client, server := p.ends()
		flight := wireOf(server.Receive(wireOf(client.Do(endpoint.Start{}, p.now)), p.now))
		expect(t, "ServerHello", client.Receive(addExtension(t, flight, v.ext...), p.now), v.want)
	}
}

// RFC 8701: values that are reserved to be ignored are, wherever a client puts them.
func TestGREASEIsIgnored(t *testing.T) {
	p := newPair(t)
	p.server.Policy.Protocols = []string{"a"}
	got := p.answer(t, func(m *wire.ClientHello) {
		m.Suites = slices.Insert(m.Suites, 0, 0x2a2a)
		m.Groups = slices.Insert(m.Groups, 0, 0x3a3a)
		m.SignatureAlgorithms = slices.Insert(m.SignatureAlgorithms, 0, 0x4a4a)
		m.Protocols = []string{"\x5a\x5a", "a"}
	})
	if got.Suite != p.client.Policy.Suites[0].ID || got.Protocol != "a" {
		t.Errorf("got suite %04x and protocol %q", got.Suite, got.Protocol)
	}
}

// RFC 6066 3 and 1.1, RFC 8422 4, RFC 5246 7.4.1.4.1: what was settled with the
// session is not answered again; what belongs to the connection is.
func TestExtensionsOfAResumedServerHello(t *testing.T) {
	p := newBlockPair(t)
	p.client.Policy.Tickets, p.client.Policy.MaxFragment = false, 1
	p.client.Policy.Protocols, p.server.Policy.Protocols = []string{"a"}, []string{"a"}
	for _, want := range [][]uint16{
		{
			wire.ExtServerName, wire.ExtMaxFragmentLength, wire.ExtECPointFormats, wire.ExtALPN,
			wire.ExtEncryptThenMAC, wire.ExtExtendedMasterSecret, wire.ExtRenegotiationInfo,
		},
		{wire.ExtALPN, wire.ExtEncryptThenMAC, wire.ExtExtendedMasterSecret, wire.ExtRenegotiationInfo},
	} {
		client, server := p.ends()
		c, _ := p.talk(client, server, nil)
		for _, f := range c {
			if m, ok := f.(endpoint.Took); ok && m.Kind == wire.KindServerHello {
				if got := m.Body.(*wire.ServerHello).Extensions; !slices.Equal(got, want) {
					t.Errorf("got extensions %v, want %v", got, want)
				}
			}
		}
	}
}
