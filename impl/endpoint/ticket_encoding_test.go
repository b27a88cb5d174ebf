package endpoint_test

import (
	"bytes"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// The vectors of RFC 5077 Appendix A, as they stand in a ClientHello.
func TestTicketEncodingVectors(t *testing.T) {
	ticket := append([]byte{0xff, 0xff}, make([]byte, 254)...)
	for _, v := range []struct {
		encoding handshake.TicketEncoding
		ticket   []byte
		want     []byte
	}{
		{handshake.PrefixedTicket, ticket, []byte{0x00, 0x23, 0x01, 0x02, 0x01, 0x00, 0xff, 0xff, 0x00}},
		{handshake.BareTicket, ticket, []byte{0x00, 0x23, 0x01, 0x00, 0xff, 0xff, 0x00}},
		{handshake.EitherTicket, ticket, []byte{0x00, 0x23, 0x01, 0x00, 0xff, 0xff, 0x00}},
		{handshake.PrefixedTicket, nil, []byte{0x00, 0x23, 0x00, 0x02, 0x00, 0x00}},
		{handshake.BareTicket, nil, []byte{0x00, 0x23, 0x00, 0x00}},
	} {
		p := newPair(t)
		p.connect()
		if p.kept.Ticket = v.ticket; v.ticket == nil {
			p.kept = nil
		}
		p.client.Policy.TicketEncoding = v.encoding
		client, _ := p.ends()
		if hello := wireOf(client.Do(endpoint.Start{}, p.now)); !bytes.Contains(hello, v.want) {
			t.Errorf("encoding %d: got %x, want %x in it", v.encoding, hello, v.want)
		}
	}
}

// RFC 5077 Appendix A, whom a server of each encoding serves, and how it answers.
func TestTicketEncodings(t *testing.T) {
	const bare, either, old = handshake.BareTicket, handshake.EitherTicket, handshake.PrefixedTicket
	for _, v := range []struct {
		server, client handshake.TicketEncoding
		full, resumed  string // the server's extension when the client has no ticket, and when it has one
		by             handshake.By
	}{
		{bare, bare, "\x00\x23\x00\x00", "\x00\x23\x00\x00", handshake.ByTicket},
		// "respond to an empty SessionTicket extension encoded the same way as it
		// received it"
		{either, bare, "\x00\x23\x00\x00", "\x00\x23\x00\x00", handshake.ByTicket},
		{either, old, "\x00\x23\x00\x02\x00\x00", "\x00\x23\x00\x02\x00\x00", handshake.ByTicket},
		{old, old, "\x00\x23\x00\x02\x00\x00", "\x00\x23\x00\x02\x00\x00", handshake.ByTicket},
		// "resulting in the ticket being rejected based on a malformed ticket, incorrect
		// key version, or failed decryption"
		{bare, old, "\x00\x23\x00\x00", "\x00\x23\x00\x00", handshake.ByNothing},
		// An empty extension may be of either.
		{old, bare, "\x00\x23\x00\x00", "", handshake.ByNothing},
	} {
		p := newPair(t)
		p.server.Policy.Renew = true
		p.server.Policy.TicketEncoding, p.client.Policy.TicketEncoding = v.server, v.client
		for n, want := range []string{v.full, v.resumed} {
			client, server := p.ends()
			var flight []byte // of the server, the first
			c, _ := p.talk(client, server, func(from handshake.Side, b []byte) []byte {
				if from == handshake.Server && flight == nil {
					flight = bytes.Clone(b)
				}
				return b
			})
			a := agreement(c)
			if want == "" { // "should reject the request based on a malformed length"
				if n, ok := lastAlert(c); !ok || n.Alert != handshake.TicketLengthWrong.Alert() {
					t.Errorf("server %d, client %d: got %v, want the request rejected", v.server, v.client, n)
				}
				continue
			}
			if a == nil || n == 0 && a.By != handshake.ByNothing || n == 1 && a.By != v.by {
				t.Fatalf("server %d, client %d: got %v, %v, want resumed by %v", v.server, v.client, a, abort(c), v.by)
			}
			hello := split(flight)[0]
			if !bytes.Contains(hello, []byte(want)) || want == "\x00\x23\x00\x00" == bytes.Contains(hello, []byte("\x00\x23\x00\x02\x00\x00")) {
				t.Errorf("server %d, client %d: got %x, want %x in it", v.server, v.client, hello, want)
			}
		}
	}
}

// A server of RFC 4507 takes "a ticket missing the first two bytes" where they happen
// to be its length, and rejects it; one that serves both resumes it.
func TestBareTicketThatLooksPrefixed(t *testing.T) {
	for encoding, want := range map[handshake.TicketEncoding]handshake.By{
		handshake.BareTicket: handshake.ByTicket, handshake.EitherTicket: handshake.ByTicket, handshake.PrefixedTicket: handshake.ByNothing,
	} {
		p := newPair(t)
		probe, err := session.NewTicketKey(session.Draft, p.server.Rand)
		if err != nil {
			t.Fatal(err)
		}
		p.server.Sealer = probe
		p.connect()
		size := len(p.kept.Ticket) - 2
		probe.Name[0], probe.Name[1] = byte(size>>8), byte(size)
		p.server.Sealer, p.kept = probe, nil
		p.connect()
		p.server.Policy.TicketEncoding = encoding
		p.server.Policy.Promise = func(*handshake.Policy, *wire.ClientHello, handshake.By) bool { return false }
		if a := p.connect(); a.By != want {
			t.Errorf("encoding %d: resumed by %v, want %v", encoding, a.By, want)
		}
	}
}
