package wire

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// A decoder is a message that can be decoded.
type decoder interface {
	Body
	Decode([]byte) error
}

// A codec is a message with what draws one and what decodes one.
type codec struct {
	name  string
	draw  func(*rapid.T) decoder
	fresh func() decoder
	hello bool // keeps only the extensions that it knows
}

func raw(t *rapid.T, name string, least, most int) []byte {
	return rapid.SliceOfN(rapid.Byte(), least, most).Draw(t, name)
}

// maybe draws nil or bytes, which may be empty: absent, or present.
func maybe(t *rapid.T, name string, most int) []byte {
	if !rapid.Bool().Draw(t, "has "+name) {
		return nil
	}
	return append([]byte{}, raw(t, name, 0, most)...)
}

func chain(t *rapid.T) [][]byte {
	return rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 1, 300), 0, 3).Draw(t, "chain")
}

func random32(t *rapid.T) (r [32]byte) {
	copy(r[:], raw(t, "random", 32, 32))
	return r
}

// protocol draws names of at least so many bytes, of any value.
func protocol(least int) *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(rapid.Byte(), least, 255), func(b []byte) string { return string(b) })
}

func drawClientHello(t *rapid.T) decoder {
	return &ClientHello{
		Version: Version(rapid.Uint16().Draw(t, "version")), Random: random32(t),
		SessionID:           raw(t, "session_id", 0, 32),
		Suites:              rapid.SliceOfN(rapid.Uint16(), 1, 20).Draw(t, "suites"),
		Compressions:        raw(t, "compressions", 1, 3),
		ServerName:          rapid.StringMatching(`([a-z0-9.-]{0,39}[a-z0-9-])?`).Draw(t, "server_name"),
		MaxFragment:         FragmentLength(rapid.Uint8().Draw(t, "max_fragment_length")),
		EncryptThenMAC:      rapid.Bool().Draw(t, "encrypt_then_mac"),
		Groups:              rapid.SliceOfN(rapid.Map(rapid.Uint16(), func(v uint16) Group { return Group(v) }), 0, 4).Draw(t, "groups"),
		PointFormats:        raw(t, "point_formats", 0, 3),
		SignatureAlgorithms: rapid.SliceOfN(rapid.Map(rapid.Uint16(), func(v uint16) SignatureScheme { return SignatureScheme(v) }), 0, 4).Draw(t, "schemes"),
		Protocols:           rapid.SliceOfN(protocol(1), 0, 3).Draw(t, "protocols"),
		EMS:                 rapid.Bool().Draw(t, "ems"),
		Ticket:              maybe(t, "ticket", 500),
		SupportedVersions:   rapid.SliceOfN(rapid.Map(rapid.Uint16(), func(v uint16) Version { return Version(v) }), 0, 4).Draw(t, "versions"),
		RenegotiationInfo:   maybe(t, "renegotiation_info", 24),
	}
}

func drawServerHello(t *rapid.T) decoder {
	return &ServerHello{
		Version: Version(rapid.Uint16().Draw(t, "version")), Random: random32(t),
		SessionID: raw(t, "session_id", 0, 32),
		Suite:     rapid.Uint16().Draw(t, "suite"), Compression: rapid.Uint8().Draw(t, "compression"),
		ServerName: rapid.Bool().Draw(t, "server_name"), PointFormats: raw(t, "point_formats", 0, 3),
		MaxFragment:    FragmentLength(rapid.Uint8().Draw(t, "max_fragment_length")),
		EncryptThenMAC: rapid.Bool().Draw(t, "encrypt_then_mac"),
		Protocol:       protocol(0).Draw(t, "protocol"),
		EMS:            rapid.Bool().Draw(t, "ems"), Ticket: rapid.Bool().Draw(t, "ticket"),
		RenegotiationInfo: maybe(t, "renegotiation_info", 24),
	}
}

var codecs = []codec{
	{"ClientHello", drawClientHello, func() decoder { return &ClientHello{} }, true},
	{"ServerHello", drawServerHello, func() decoder { return &ServerHello{} }, true},
	{"Certificate", func(t *rapid.T) decoder { return &Certificate{Chain: chain(t)} }, func() decoder { return &Certificate{} }, false},
	{"ServerKeyExchange/ECDHE", func(t *rapid.T) decoder {
		return &ServerKeyExchange{
			KX: ECDHE, Group: Group(rapid.Uint16().Draw(t, "group")), Public: raw(t, "point", 1, 255),
			Scheme: SignatureScheme(rapid.Uint16().Draw(t, "scheme")), Signature: raw(t, "signature", 0, 300),
		}
	}, func() decoder { return &ServerKeyExchange{KX: ECDHE} }, false},
	{"ServerKeyExchange/ECDHE/1.1", func(t *rapid.T) decoder {
		return &ServerKeyExchange{
			KX: ECDHE, Group: Group(rapid.Uint16().Draw(t, "group")), Public: raw(t, "point", 1, 255),
			Signature: raw(t, "signature", 0, 300), Old: true,
		}
	}, func() decoder { return &ServerKeyExchange{KX: ECDHE, Old: true} }, false},
	{"ServerKeyExchange/DHE", func(t *rapid.T) decoder {
		return &ServerKeyExchange{
			KX: DHE, Prime: raw(t, "p", 1, 300), Generator: raw(t, "g", 1, 300), Public: raw(t, "Ys", 1, 300),
			Scheme: SignatureScheme(rapid.Uint16().Draw(t, "scheme")), Signature: raw(t, "signature", 0, 300),
		}
	}, func() decoder { return &ServerKeyExchange{KX: DHE} }, false},
	{"CertificateRequest", func(t *rapid.T) decoder {
		return &CertificateRequest{
			Types: raw(t, "types", 1, 4), Schemes: []SignatureScheme{SignatureScheme(rapid.Uint16().Draw(t, "scheme"))},
			Authorities: chain(t),
		}
	}, func() decoder { return &CertificateRequest{} }, false},
	{"CertificateRequest/1.1", func(t *rapid.T) decoder {
		return &CertificateRequest{Types: raw(t, "types", 1, 4), Authorities: chain(t), Old: true}
	}, func() decoder { return &CertificateRequest{Old: true} }, false},
	{"CertificateVerify", func(t *rapid.T) decoder {
		return &CertificateVerify{
			Scheme: SignatureScheme(rapid.Uint16().Draw(t, "scheme")), Signature: raw(t, "signature", 0, 600),
		}
	}, func() decoder { return &CertificateVerify{} }, false},
	{"CertificateVerify/1.1", func(t *rapid.T) decoder {
		return &CertificateVerify{Signature: raw(t, "signature", 0, 600), Old: true}
	}, func() decoder { return &CertificateVerify{Old: true} }, false},
	{"ClientKeyExchange/RSA", func(t *rapid.T) decoder {
		return &ClientKeyExchange{KX: RSA, Exchange: raw(t, "exchange", 0, 600)}
	}, func() decoder { return &ClientKeyExchange{KX: RSA} }, false},
	{"ClientKeyExchange/ECDHE", func(t *rapid.T) decoder {
		return &ClientKeyExchange{KX: ECDHE, Exchange: raw(t, "exchange", 1, 255)}
	}, func() decoder { return &ClientKeyExchange{KX: ECDHE} }, false},
	{"ClientKeyExchange/DHE", func(t *rapid.T) decoder {
		return &ClientKeyExchange{KX: DHE, Exchange: raw(t, "exchange", 1, 300)}
	}, func() decoder { return &ClientKeyExchange{KX: DHE} }, false},
	{"ServerKeyExchange/PSK", func(t *rapid.T) decoder {
		return &ServerKeyExchange{KX: PSK, Hint: raw(t, "hint", 0, 300)}
	}, func() decoder { return &ServerKeyExchange{KX: PSK} }, false},
	{"ClientKeyExchange/PSK", func(t *rapid.T) decoder {
		return &ClientKeyExchange{KX: PSK, Exchange: raw(t, "identity", 0, 300)}
	}, func() decoder { return &ClientKeyExchange{KX: PSK} }, false},
	{"NewSessionTicket", func(t *rapid.T) decoder {
		return &NewSessionTicket{LifetimeHint: rapid.Uint32().Draw(t, "hint"), Ticket: ticket(t)}
	}, func() decoder { return &NewSessionTicket{} }, false},
	{"Finished", func(t *rapid.T) decoder { return &Finished{VerifyData: raw(t, "verify_data", 12, 12)} }, func() decoder { return &Finished{} }, false},
	{"ServerHelloDone", func(*rapid.T) decoder { return &Empty{KindServerHelloDone} }, func() decoder { return &Empty{KindServerHelloDone} }, false},
}

// ticket draws tickets of every size that a NewSessionTicket can hold, the
// bounds included.
func ticket(t *rapid.T) []byte {
	size := rapid.OneOf(rapid.IntRange(0, 300), rapid.SampledFrom([]int{0, 1, 1<<16 - 2, 1<<16 - 1})).Draw(t, "size")
	return bytes.Repeat([]byte{rapid.Byte().Draw(t, "fill")}, size)
}

func encode(t *rapid.T, m Body) []byte {
	message, err := Encode(m)
	if err != nil {
		t.Fatalf("%s does not encode: %v", m.Kind(), err)
	}
	if got := message.Raw; Kind(got[0]) != m.Kind() || int(got[1])<<16|int(got[2])<<8|int(got[3]) != len(message.Body()) {
		t.Fatalf("the header of %s is %x, its body has %d bytes", m.Kind(), got[:HeaderSize], len(message.Body()))
	}
	return message.Body()
}

func eachCodec(t *testing.T, property func(*rapid.T, codec)) {
	for _, c := range codecs {
		t.Run(c.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { property(t, c) })
		})
	}
}

func TestWhatEncodesDecodesToTheSame(t *testing.T) {
	// Absent and empty differ for two fields of a hello, and the bytes show it.
	same := cmp.Options{
		cmpopts.EquateEmpty(),
		cmpopts.IgnoreFields(ClientHello{}, "Extensions"), cmpopts.IgnoreFields(ServerHello{}, "Extensions"),
		cmpopts.IgnoreUnexported(ClientHello{}, ServerHello{}),
	}
	eachCodec(t, func(t *rapid.T, c codec) {
		m, got := c.draw(t), c.fresh()
		body := encode(t, m)
		if err := got.Decode(body); err != nil {
			t.Fatal(err)
		}
		if again := encode(t, got); !bytes.Equal(again, body) {
			t.Fatalf("got %x, want %x", again, body)
		}
		if d := cmp.Diff(m, got, same); d != "" {
			t.Fatal(d)
		}
	})
}

func isMalformed(err error) bool {
	var m *Malformed
	return errors.As(err, &m)
}

func TestEveryTruncationIsRefused(t *testing.T) {
	eachCodec(t, func(t *rapid.T, c codec) {
		m := c.draw(t)
		body := encode(t, m)
		bare := len(encode(t, withoutExtensions(m)))
		for cut := 0; cut < len(body); cut += 1 + len(body)/500 {
			err := c.fresh().Decode(body[:cut])
			if c.hello && cut == bare && err == nil {
				continue // a hello may end before its extensions (RFC 5246 7.4.1.2)
			}
			if !isMalformed(err) {
				t.Fatalf("got %v for the first %d of %d bytes", err, cut, len(body))
			}
		}
	})
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

func TestATrailingByteIsRefused(t *testing.T) {
	eachCodec(t, func(t *rapid.T, c codec) {
		body := append(encode(t, c.draw(t)), rapid.Byte().Draw(t, "extra"))
		if err := c.fresh().Decode(body); !isMalformed(err) {
			t.Fatalf("got %v", err)
		}
	})
}

// Whatever decodes has one spelling; a hello, once what it does not know is
// left out.
func TestWhatDecodesHasOneSpelling(t *testing.T) {
	eachCodec(t, func(t *rapid.T, c codec) {
		body := encode(t, c.draw(t))
		for range rapid.IntRange(0, 4).Draw(t, "edits") {
			if len(body) > 0 {
				body[rapid.IntRange(0, len(body)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
			}
		}
		m, again := c.fresh(), c.fresh()
		if m.Decode(body) != nil {
			return
		}
		first := encode(t, m)
		if !c.hello && !bytes.Equal(first, body) {
			t.Fatalf("%x decodes, and encodes as %x", body, first)
		}
		if err := again.Decode(first); err != nil || !bytes.Equal(encode(t, again), first) {
			t.Fatalf("%x decodes, but not what it encodes as: %v", body, err)
		}
	})
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

// The vectors of the draft's Appendix A: a ticket of 256 bytes that begins with
// FF FF, and what an RFC 4507 client would send for it, which the update "would
// interpret ... as the first bytes in the ticket".
func TestAppendixAVectors(t *testing.T) {
	ticket := "ffff" + strings.Repeat("a5", 254)
	for _, v := range []struct{ name, extension, ticket string }{
		{"RFC 5077", "0023 0100" + ticket, ticket},
		{"RFC 4507", "0023 0102 0100" + ticket, "0100" + ticket},
		{"RFC 5077, empty", "0023 0000", ""},
		{"RFC 4507, empty", "0023 0002 0000", "0000"},
	} {
		var m ClientHello
		if err := m.Decode(hello(t, v.extension)); err != nil {
			t.Fatalf("%s: %v", v.name, err)
		}
		if got := hex.EncodeToString(m.Ticket); got != v.ticket || m.Ticket == nil {
			t.Errorf("%s: got ticket %s, want %s", v.name, got, v.ticket)
		}
	}
}

// The SessionTicket extension carries a ticket of any length that a ClientHello
// has room for, as it is (RFC 5077 3.2); in a ServerHello it is empty.
func TestSessionTicketExtension(t *testing.T) {
	const most = 1<<16 - 1 - 4 // what the block of extensions leaves
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.OneOf(rapid.IntRange(0, 300), rapid.SampledFrom([]int{0, 1, most - 1, most})).Draw(t, "size")
		want := ClientHello{Suites: []uint16{1}, Compressions: []byte{0}, Ticket: bytes.Repeat([]byte{rapid.Byte().Draw(t, "fill")}, size)}
		var got ClientHello
		if err := got.Decode(encode(t, &want)); err != nil || !bytes.Equal(got.Ticket, want.Ticket) || got.Ticket == nil {
			t.Fatalf("got %d bytes, %v, want %d", len(got.Ticket), err, size)
		}
		if size == most {
			want.Ticket = append(want.Ticket, 0)
			if _, err := Encode(&want); err == nil {
				t.Fatal("a ticket that has no room encodes")
			}
		}
	})
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
