package wire

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// A decoder is a message that can be decoded.
type decoder interface {
	Body
	Decode([]byte) error
}

func isMalformed(err error) bool {
	var m *Malformed
	return errors.As(err, &m)
}

func withoutExtensions(m decoder) decoder {
	switch h := m.(type) {
	case *ClientHello:
		return &ClientHello{SessionID: h.SessionID, Suites: h.Suites, Compressions: h.Compressions}
	case *ServerHello:
		return &ServerHello{SessionID: h.SessionID}
	}
	return m
}

// hello makes a ClientHello around a block of extensions.
func hello(t *testing.T, extensions string) []byte {
	t.Helper()
	return withBlock(t, &ClientHello{Version: TLS12, Suites: []uint16{0xc02b}, Compressions: []byte{0}}, extensions)
}

// answerWith makes a ServerHello around a block of extensions.
func answerWith(t *testing.T, extensions string) []byte {
	t.Helper()
	return withBlock(t, &ServerHello{Version: TLS12, Suite: 0xc02b}, extensions)
}

func withBlock(t *testing.T, m Body, extensions string) []byte {
	t.Helper()
	block, err := hex.DecodeString(strings.ReplaceAll(extensions, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	message, err := Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	return append(append(message.Body(), byte(len(block)>>8), byte(len(block))), block...)
}

// RFC 5246 7.4.1.2: opaque SessionID<0..32>. What is longer is no session ID, whatever
// its length says.
func TestSessionIDsAreBounded(t *testing.T) {
	for size := range 256 {
		id := make([]byte, size)
		for _, m := range []decoder{
			&ClientHello{SessionID: id, Suites: []uint16{1}, Compressions: []byte{0}}, &ServerHello{SessionID: id},
		} {
			encoded, err := Encode(m)
			if err != nil {
				t.Fatal(err)
			}
			err = m.Decode(encoded.Body())
			if malformed := isMalformed(err) && strings.Contains(err.Error(), "session_id"); malformed != (size > 32) {
				t.Errorf("%v with a session ID of %d bytes: got %v", m.Kind(), size, err)
			}
		}
	}
}

// The SessionTicket extension carries a ticket of any length that a ClientHello
// has room for (RFC 5077 3.2); in a ServerHello it is empty.
func TestSessionTicketExtension(t *testing.T) {
	const most = 1<<16 - 1 - 4 // what the block of extensions leaves
	for size, fits := range map[int]bool{most: true, most + 1: false} {
		m := ClientHello{Suites: []uint16{1}, Compressions: []byte{0}, Ticket: make([]byte, size)}
		if _, err := Encode(&m); (err == nil) != fits {
			t.Errorf("a ticket of %d bytes: got %v", size, err)
		}
	}
	answer := ServerHello{Ticket: true}
	m, err := Encode(&answer)
	if err != nil {
		t.Fatal(err)
	}
	body := m.Body()
	body = append(body[:len(body)-2:len(body)-2], 0, 1, 0xff) // a ticket of one byte
	body[len(body)-6]++                                       // the block is one longer
	if err := new(ServerHello).Decode(body); !isMalformed(err) || !strings.Contains(err.Error(), "session_ticket") {
		t.Errorf("a ServerHello with a ticket: got %v", err)
	}
}

func TestServerNameIsBounded(t *testing.T) {
	for _, v := range []string{
		"0000 0107 0105 00 0102" + strings.Repeat("61", 258), // RFC 1035 3.1: 255 bytes
		"0000 0006 0004 00 0001 00",                          // a NUL
		"0000 0007 0005 00 0002 612e",                        // a trailing dot
		"0000 0005 0003 00 0000",                             // no name
		"0000 000a 0008 00 0001 61 00 0001 62",               // two host names
	} {
		if err := new(ClientHello).Decode(hello(t, v)); !isMalformed(err) || !strings.Contains(err.Error(), "server_name") {
			t.Errorf("%s: got %v", v, err)
		}
	}
}

func TestUnknownNameTypesArePassedOver(t *testing.T) {
	var m ClientHello
	if err := m.Decode(hello(t, "0000 000b 0009 07 0002 ffff 00 0001 61")); err != nil || m.ServerName != "a" {
		t.Errorf("got %q, %v", m.ServerName, err)
	}
}

func TestExtensionsAreBounded(t *testing.T) {
	var block strings.Builder
	for id := range 300 {
		fmt.Fprintf(&block, "%04x0000", 0x4000+id)
	}
	if err := new(ClientHello).Decode(hello(t, block.String())); !isMalformed(err) {
		t.Errorf("300 extensions: got %v", err)
	}
}

func TestMalformedExtensionsAreNamed(t *testing.T) {
	for _, v := range []struct{ extensions, names string }{
		{"0017 0001 00", "extended_master_secret"}, // RFC 7627 5.1: empty
		{"0016 0001 00", "encrypt_then_mac"},       // RFC 7366 2: empty
		{"0001 0000", "max_fragment_length"},       // RFC 6066 4: one byte
		{"0001 0002 0101", "max_fragment_length"},
		{"002b 0001 00", "supported_versions"}, // RFC 8446 4.2.1: one at least
		{"002b 0004 03030303", "supported_versions"},
		{"0023 0000 0023 0000", "an extension twice"},           // RFC 5246 7.4.1.4
		{"ff01 0002 0200", "renegotiation_info"},                // a length that lies
		{"0000 0000", "server_name"},                            // RFC 6066 3: not empty in a ClientHello
		{"0000 000a 0008 00 0001 61 00 0001 62", "server_name"}, // RFC 6066 3: one name of a type
		{"000a 0003 0001 1d", "supported_groups"},               // half a group
		{"0023 0005 00", "extensions"},                          // cut short
	} {
		err := new(ClientHello).Decode(hello(t, v.extensions))
		if !isMalformed(err) || !strings.Contains(err.Error(), v.names) {
			t.Errorf("%s: got %v, want malformed %s", v.extensions, err, v.names)
		}
	}
}

// RFC 7301 3.1: names are not empty, nor is their list; a server gives one.
func TestProtocolNames(t *testing.T) {
	for _, v := range []struct{ extension, offer, answer string }{
		{"0010 0004 0002 01 61", "61", "61"},
		{"0010 0006 0004 01 61 01 62", "61 62", "malformed"},
		{"0010 0002 0000", "malformed", "malformed"},
		{"0010 0003 0001 00", "malformed", "malformed"},
		{"0010 0005 0003 01 61 00", "malformed", "malformed"},
		{"0010 0004 0002 02 61", "malformed", "malformed"},
		{"0010 0005 0002 01 61 00", "malformed", "malformed"},
		{"0010 0000", "malformed", "malformed"},
	} {
		offer, answer := new(ClientHello), new(ServerHello)
		got := "malformed"
		if offer.Decode(hello(t, v.extension)) == nil {
			got = fmt.Sprintf("% x", strings.Join(offer.Protocols, ""))
		}
		if got != v.offer {
			t.Errorf("%s, offered: got %s, want %s", v.extension, got, v.offer)
		}
		got = "malformed"
		if answer.Decode(answerWith(t, v.extension)) == nil {
			got = fmt.Sprintf("% x", answer.Protocol)
		}
		if got != v.answer {
			t.Errorf("%s, answered: got %s, want %s", v.extension, got, v.answer)
		}
	}
}

// A field that is longer than its length can say, by one.
func TestWhatIsTooLongDoesNotEncode(t *testing.T) {
	body := func(n int) []byte { return make([]byte, n) }
	hello := ClientHello{Suites: []uint16{1}, Compressions: []byte{0}}
	longID, longSuites := hello, hello
	longID.SessionID, longSuites.Suites = body(1<<8), make([]uint16, 1<<15)
	for name, m := range map[string][2]Body{
		"session_id":       {&longID, &hello},
		"cipher_suites":    {&longSuites, &ClientHello{Suites: make([]uint16, 1<<15-1)}},
		"ticket":           {&NewSessionTicket{Ticket: body(1 << 16)}, &NewSessionTicket{Ticket: body(1<<16 - 1)}},
		"the body":         {&Certificate{Chain: [][]byte{body(1<<24 - 6)}}, &Certificate{Chain: [][]byte{body(1<<24 - 7)}}},
		"certificate_list": {&Certificate{Chain: [][]byte{body(1<<24 - 3)}}, &Certificate{}},
	} {
		if got, err := Encode(m[0]); err == nil {
			t.Errorf("%s: %d bytes encode", name, len(got.Raw))
		}
		if _, err := Encode(m[1]); err != nil {
			t.Errorf("%s: got %v for what fits", name, err)
		}
	}
}
