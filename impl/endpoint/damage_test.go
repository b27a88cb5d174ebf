package endpoint_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// What an end says to a message: the name of its alert, or one of these.
const (
	taken = "taken" // it goes on
	waits = "waits" // for the rest of it
)

func verdict(effects []endpoint.Effect) string {
	if a := abort(effects); a != nil {
		return a.Reason.Alert().String()
	}
	if len(effects) == 0 {
		return waits
	}
	return taken
}

// damaged gives an end other bytes instead of the item i of its peer, and then what
// followed. It returns what the end said to them. No damage may end in an agreement.
func (s *scene) damaged(t *testing.T, side handshake.Side, i int, raw []byte) string {
	t.Helper()
	items := s.said[side.Peer()]
	end := s.upTo(side, i)
	effects := end.Receive(s.put(side, items[i], raw), s.now)
	said := verdict(effects)
	for _, it := range items[i+1:] {
		effects = append(effects, end.Receive(it.record, s.now)...)
	}
	if agreement(effects) != nil {
		t.Errorf("%s, damaged: %x: the end agrees nevertheless", items[i].Kind, raw)
	}
	return said
}

// eachMessage runs a test on every handshake message that an end receives.
func eachMessage(t *testing.T, test func(t *testing.T, s *scene, side handshake.Side, i int, it item)) {
	eachScene(t, func(t *testing.T, s *scene, side handshake.Side) {
		for i, it := range s.said[side.Peer()] {
			if it.Kind != wire.KindChangeCipherSpec {
				test(t, s, side, i, it)
			}
		}
	})
}

// sized gives a message the length that it has.
func sized(raw []byte) []byte {
	body := len(raw) - wire.HeaderSize
	return slices.Concat(raw[:1], []byte{byte(body >> 16), byte(body >> 8), byte(body)}, raw[wire.HeaderSize:])
}

// verdicts say what may become of a message with a flipped bit, by its field. Fields
// that are lengths have a rule of their own.
//
// What is taken here is not believed: the Finished covers it.
var verdicts = map[string]string{
	"ClientHello.client_version":      "taken protocol_version", // a higher one is answered by ours
	"ClientHello.random":              taken,
	"ClientHello.session_id":          taken,
	"ClientHello.cipher_suites":       "taken handshake_failure",
	"ClientHello.compression_methods": "illegal_parameter",
	// It becomes another type, unknown or known, with this one's data, and is missed.
	"ClientHello.extension_type":  "taken decode_error illegal_parameter handshake_failure",
	"ClientHello.extension 0":     "taken decode_error", // server_name
	"ClientHello.extension 1":     "illegal_parameter",  // max_fragment_length
	"ClientHello.extension 10":    "taken decode_error handshake_failure",
	"ClientHello.extension 11":    "taken decode_error illegal_parameter",
	"ClientHello.extension 13":    "taken decode_error handshake_failure",
	"ClientHello.extension 16":    "taken decode_error no_application_protocol",
	"ClientHello.extension 35":    taken,
	"ClientHello.extension 65281": "decode_error", // renegotiation_info, which is a length

	"ServerHello.server_version":     "protocol_version",
	"ServerHello.random":             taken,
	"ServerHello.session_id":         taken,
	"ServerHello.cipher_suite":       "illegal_parameter taken", // where it was offered, too
	"ServerHello.compression_method": "illegal_parameter",
	"ServerHello.extension_type":     "unsupported_extension taken decode_error illegal_parameter",
	"ServerHello.extension 1":        "illegal_parameter",
	"ServerHello.extension 11":       "illegal_parameter decode_error",
	"ServerHello.extension 16":       "illegal_parameter decode_error",
	"ServerHello.extension 65281":    "decode_error",

	// Of the key's kind, of a curve that was not offered, or not what was signed.
	"Certificate.certificate": "bad_certificate certificate_expired unknown_ca illegal_parameter handshake_failure unsupported_certificate",

	"Certificate.issuer": taken, // the verifiers here have it already

	"ServerKeyExchange.curve_type":        "decode_error",
	"ServerKeyExchange.namedcurve":        "illegal_parameter decrypt_error",
	"ServerKeyExchange.public":            "decrypt_error",
	"ServerKeyExchange.psk_identity_hint": taken, // there may be a key for any
	"ServerKeyExchange.dh_p":              "decrypt_error",
	"ServerKeyExchange.dh_g":              "decrypt_error",
	"ServerKeyExchange.dh_Ys":             "decrypt_error",
	"ServerKeyExchange.algorithm":         "illegal_parameter decrypt_error",
	"ServerKeyExchange.signature":         "decrypt_error",

	"CertificateRequest.certificate_types":              taken,
	"CertificateRequest.supported_signature_algorithms": taken,
	"CertificateRequest.DistinguishedName":              taken,

	"ClientKeyExchange.public":       "taken illegal_parameter", // every string is a point of X25519, and hardly one of P-256
	"ClientKeyExchange.psk_identity": "unknown_psk_identity",
	"ClientKeyExchange.dh_Yc":        "taken handshake_failure", // where it is no longer below the modulus
	// RFC 5246 7.4.7.1: whatever is wrong with it is found out by the Finished alone.
	"ClientKeyExchange.encrypted_pre_master_secret": taken,

	"CertificateVerify.algorithm": "illegal_parameter decrypt_error",
	"CertificateVerify.signature": "decrypt_error",

	"NewSessionTicket.ticket_lifetime_hint": taken,
	"NewSessionTicket.ticket":               taken,
	"Finished.verify_data":                  "decrypt_error",
}

// allowed is what may become of a message with a flipped bit in a field.
func allowed(kind wire.Kind, f field) string {
	switch {
	case f.name == "msg_type" && kind == wire.KindServerKeyExchange:
		return "unexpected_message decode_error" // where it may be left out, it may become a ServerHelloDone
	case f.name == "msg_type" && (kind == wire.KindServerHello || kind == wire.KindNewSessionTicket):
		return "unexpected_message decode_error" // it may become a HelloRequest, which has no body
	case f.name == "msg_type":
		return "unexpected_message"
	case f.name == "length":
		return "decode_error waits"
	case kind == wire.KindClientHello && f.name == "compression_methods.length":
		return "decode_error handshake_failure" // they may swallow the extensions whole
	case kind == wire.KindClientHello && f.name == "cipher_suites.length":
		return "decode_error illegal_parameter" // or the suites a part, and the methods the rest
	case f.length:
		return "decode_error"
	}
	return verdicts[kind.String()+"."+f.name]
}

// Every bit of every message, in every handshake, to either end.
func TestEveryBitFlip(t *testing.T) {
	tried := map[string]bool{}
	eachMessage(t, func(t *testing.T, s *scene, side handshake.Side, i int, it item) {
		fields := measure(it.Message, s.version, s.suite)
		if fields == nil {
			t.Fatalf("%s does not fit its layout: see layouts", it.Kind)
		}
		for _, f := range fields {
			want := strings.Fields(allowed(it.Kind, f))
			if len(want) == 0 && f.to > f.from {
				t.Fatalf("%s.%s has no verdict: see verdicts", it.Kind, f.name)
			}
			content := it.Kind.String() + string(it.Raw[f.from:f.to])
			sample := tried[content] || testing.Short()
			tried[content] = true
			for bit := f.from * 8; bit < f.to*8; bit += stride(f, sample) {
				if said := s.damaged(t, side, i, flip(it.Raw, bit)); !slices.Contains(want, said) {
					t.Errorf("%s.%s, bit %d: got %s, want %s", it.Kind, f.name, bit-f.from*8, said, want)
				}
			}
		}
	})
}

// stride leaves bits out of a long field of which a sample will do: one that another
// handshake has with the same content, and any in a short run.
func stride(f field, sample bool) int {
	if sample && f.to-f.from > 8 {
		return 29
	}
	return 1
}

// A message that ends early does not decode, and one that has not ended is waited
// for. A hello may end before its extensions (RFC 5246 7.4.1.2): then it decodes.
func TestEveryTruncation(t *testing.T) {
	eachMessage(t, func(t *testing.T, s *scene, side handshake.Side, i int, it item) {
		bare := beforeExtensions(measure(it.Message, s.version, s.suite))
		for n := 0; n < len(it.Raw); n += step(n) {
			if said := s.damaged(t, side, i, it.Raw[:n]); said != waits {
				t.Errorf("%s, %d of %d bytes: got %s, want it to wait", it.Kind, n, len(it.Raw), said)
			}
			if n < wire.HeaderSize {
				continue
			}
			said := s.damaged(t, side, i, sized(it.Raw[:n]))
			if decodes := n == bare; decodes == (said == "decode_error") || said == waits {
				t.Errorf("%s, cut to %d of %d bytes: got %s", it.Kind, n, len(it.Raw), said)
			}
		}
	})
}

// step leaves most places out of a short run, behind the header and what is next.
func step(n int) int {
	if testing.Short() && n > 2*wire.HeaderSize {
		return 23
	}
	return 1
}

// beforeExtensions is where a hello may end, or 0.
func beforeExtensions(fields []field) int {
	for _, f := range fields {
		if f.name == "extensions.length" {
			return f.from
		}
	}
	return 0
}

func TestEveryTrailingByte(t *testing.T) {
	eachMessage(t, func(t *testing.T, s *scene, side handshake.Side, i int, it item) {
		for _, b := range []byte{0, 1, 0xff} {
			if said := s.damaged(t, side, i, sized(append(slices.Clone(it.Raw), b))); said != "decode_error" {
				t.Errorf("%s with a trailing %#02x: got %s", it.Kind, b, said)
			}
		}
	})
}

func TestEveryMessageTwice(t *testing.T) {
	eachMessage(t, func(t *testing.T, s *scene, side handshake.Side, i int, it item) {
		end := s.upTo(side, i)
		if said := verdict(end.Receive(s.put(side, it, slices.Concat(it.Raw, it.Raw)), s.now)); said != "unexpected_message" {
			t.Errorf("%s twice: got %s", it.Kind, said)
		}
	})
}

// A message may come in any portions (RFC 5246 6.2.1).
func TestEveryMessageInTwoRecords(t *testing.T) {
	eachMessage(t, func(t *testing.T, s *scene, side handshake.Side, i int, it item) {
		if it.sealed {
			return // two records need two numbers
		}
		for n := 0; n < len(it.Raw); n += step(n) {
			end := s.upTo(side, i)
			first := verdict(end.Receive(s.put(side, it, it.Raw[:n]), s.now))
			if second := verdict(end.Receive(s.put(side, it, it.Raw[n:]), s.now)); first != waits || second != taken {
				t.Errorf("%s at %d: got %s, then %s", it.Kind, n, first, second)
			}
		}
	})
}

// with puts other bytes in the place of a field, and makes the lengths around it
// right: that of the message and those in which the field lies.
func with(m wire.Message, fields []field, at int, data []byte) []byte {
	f := fields[at]
	grow := len(data) - (f.to - f.from)
	raw := slices.Concat(m.Raw[:f.from], data, m.Raw[f.to:])
	for i, l := range fields[:at] {
		around := i == at-1 || l.name == "extensions.length" || l.name == "length"
		if l.length && around {
			add(raw[l.from:l.to], grow)
		}
	}
	return raw
}

func add(number []byte, n int) {
	for i := len(number) - 1; i >= 0; i-- {
		n += int(number[i])
		number[i] = byte(n)
		n >>= 8
	}
}

// Every extension of both hellos, with its data cut at every byte and one byte
// longer, all lengths being right: none decodes. The ticket alone has no structure in
// a ClientHello (RFC 5077 3.2).
func TestEveryExtensionCutOrLonger(t *testing.T) {
	eachMessage(t, func(t *testing.T, s *scene, side handshake.Side, i int, it item) {
		fields := measure(it.Message, s.version, s.suite)
		for at, f := range fields {
			if !strings.HasPrefix(f.name, "extension ") || f.length {
				continue
			}
			want := "decode_error"
			if it.Kind == wire.KindClientHello && f.name == "extension 35" {
				want = taken
			}
			data := it.Raw[f.from:f.to]
			for n := range len(data) + 2 {
				if n == len(data) {
					continue
				}
				longer := append(slices.Clone(data), 0)[:n]
				if said := s.damaged(t, side, i, with(it.Message, fields, at, longer)); said != want {
					t.Errorf("%s.%s with %d bytes for %d: got %s, want %s", it.Kind, f.name, n, len(data), said, want)
				}
			}
		}
	})
}

// RFC 5246 7.4.1.4: "There MUST NOT be more than one extension of the same type."
func TestEveryExtensionTwice(t *testing.T) {
	eachMessage(t, func(t *testing.T, s *scene, side handshake.Side, i int, it item) {
		fields := measure(it.Message, s.version, s.suite)
		for at, f := range fields {
			if f.name != "extension_type" {
				continue
			}
			whole := it.Raw[f.from:fields[at+2].to]
			twice := addExtension(t, s.put(side, it, it.Raw), whole...)
			if said := verdict(s.upTo(side, i).Receive(twice, s.now)); said != "decode_error" {
				t.Errorf("%s with %s twice: got %s", it.Kind, fields[at+2].name, said)
			}
		}
	})
}

// otherKinds are handshake types, those that exist and some that do not.
var otherKinds = []wire.Kind{0, 1, 2, 3, 4, 5, 8, 11, 12, 13, 14, 15, 16, 20, 21, 22, 24, 67, 254, 255}

// Wherever a message is awaited, every other kind is out of order; but a client that
// shakes hands passes over a HelloRequest (RFC 5246 7.4.1.1).
func TestEveryOtherMessage(t *testing.T) {
	eachScene(t, func(t *testing.T, s *scene, side handshake.Side) {
		for i, it := range s.said[side.Peer()] {
			for _, kind := range otherKinds {
				end := s.upTo(side, i)
				want := "unexpected_message"
				switch {
				case slices.Contains(end.Awaits(), kind):
					continue
				case side == handshake.Client && kind == wire.KindHelloRequest:
					want = taken
				}
				if said := verdict(end.Receive(s.put(side, it, []byte{byte(kind), 0, 0, 0}), s.now)); said != want {
					t.Errorf("%s for %s: got %s, want %s", kind, it.Kind, said, want)
				}
			}
			if it.sealed {
				continue // what comes in the clear there does not open
			}
			for kind, payload := range map[wire.Kind][]byte{wire.KindChangeCipherSpec: {1}, wire.KindApplicationData: {0}} {
				end := s.upTo(side, i)
				head := []byte{byte(kind), it.record[1], it.record[2], 0, byte(len(payload))}
				said := verdict(end.Receive(append(head, payload...), s.now))
				if it.Kind != kind && said != "unexpected_message" {
					t.Errorf("%s for %s: got %s", kind, it.Kind, said)
				}
			}
		}
	})
}

// The headers of records, in the clear and under keys, and what keys protect: there
// nothing but the MAC speaks (RFC 5246 6.2.3.2).
func TestEveryBitOfARecord(t *testing.T) {
	eachScene(t, func(t *testing.T, s *scene, side handshake.Side) {
		for i, it := range s.said[side.Peer()] {
			for bit := 0; bit < recordHeader*8 || it.sealed && bit < len(it.record)*8; bit += step(bit / 8) {
				end := s.upTo(side, i)
				effects := end.Receive(flip(it.record, bit), s.now)
				said := verdict(effects)
				for _, later := range s.said[side.Peer()][i+1:] {
					effects = append(effects, end.Receive(later.record, s.now)...)
				}
				if want := s.ofRecord(side, i, bit/8); !slices.Contains(want, said) || agreement(effects) != nil && said != taken {
					t.Errorf("%s, bit %d of its record: got %s, want %v, agreed %t", it.Kind, bit, said, want, agreement(effects) != nil)
				}
			}
		}
	})
}

// ofRecord is what may become of the item i when a bit of its record flips.
func (s *scene) ofRecord(side handshake.Side, i, at int) []string {
	it := s.said[side.Peer()][i]
	shut := "bad_record_mac"
	if side == handshake.Server && s.suite.KX == wire.PSK && s.offers == nil {
		shut = "decrypt_error" // RFC 4279 2: the client has another key
	}
	switch {
	case at >= recordHeader:
		return []string{shut}
	case at >= 3 && it.sealed:
		return []string{shut, "record_overflow", waits}
	case at >= 3: // more than the message, or a part of it, and what is left is no header
		return []string{waits, "record_overflow", "decode_error", "unexpected_message", "protocol_version"}
	case at == 0 && it.sealed:
		return []string{"unexpected_message", shut}
	case at == 0: // it may become an alert, or a byte of a message
		return []string{"unexpected_message", "decode_error", "illegal_parameter", waits}
	case at == 2 && !it.sealed && (side == handshake.Server || i == 0):
		return []string{taken} // any 3.x will do until the sender knows better (RFC 5246 E.1)
	}
	return []string{"protocol_version"}
}

// Whatever is no ChangeCipherSpec and no alert, wherever it comes.
func TestMalformedRecords(t *testing.T) {
	eachScene(t, func(t *testing.T, s *scene, side handshake.Side) {
		for i, it := range s.said[side.Peer()] {
			if it.sealed {
				continue
			}
			for _, v := range []struct {
				kind    wire.Kind
				payload []byte
				want    string
			}{
				{wire.KindChangeCipherSpec, nil, "decode_error"},
				{wire.KindChangeCipherSpec, []byte{0}, "decode_error"},
				{wire.KindChangeCipherSpec, []byte{2}, "decode_error"},
				{wire.KindChangeCipherSpec, []byte{1, 1}, "decode_error"},
				{wire.KindAlert, nil, "decode_error"},
				{wire.KindAlert, []byte{1}, "decode_error"},
				{wire.KindAlert, []byte{1, 90, 0}, "decode_error"},
				{wire.KindAlert, []byte{0, 90}, "illegal_parameter"},
				{wire.KindAlert, []byte{3, 90}, "illegal_parameter"},
				{wire.KindHelloRequest, []byte{0, 0, 0, 1, 0}, "decode_error unexpected_message"},
			} {
				typ := max(byte(v.kind), 20)
				if v.kind == wire.KindHelloRequest {
					typ = 22
				}
				head := []byte{typ, it.record[1], it.record[2], 0, byte(len(v.payload))}
				said := verdict(s.upTo(side, i).Receive(append(head, v.payload...), s.now))
				if !slices.Contains(strings.Fields(v.want), said) {
					t.Errorf("%s %x for %s: got %s, want %s", v.kind, v.payload, it.Kind, said, v.want)
				}
			}
		}
	})
}

// A length that claims more than there is costs nothing: what an end allocates is
// bounded by what it received, and by the work that a whole message makes.
func TestNoClaimAllocates(t *testing.T) {
	const bound = 1 << 16 // bytes
	eachMessage(t, func(t *testing.T, s *scene, side handshake.Side, i int, it item) {
		claim := func(name string, raw []byte) {
			end, records := s.upTo(side, i), s.put(side, it, raw)
			if got := allocated(func() { end.Receive(records, s.now) }); got > bound {
				t.Errorf("%s that claims the most in %s: allocated %d bytes, want at most %d", it.Kind, name, got, bound)
			}
		}
		for _, f := range measure(it.Message, s.version, s.suite) {
			if f.length {
				raw := slices.Clone(it.Raw)
				for at := f.from; at < f.to; at++ {
					raw[at] = 0xff
				}
				claim(f.name, raw)
			}
		}
		claim("length, as far as it is legal", []byte{byte(it.Kind), 2, 0, 0, 1, 2, 3})
	})
}

func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
