package codec

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tlsresume/impl/wire"
)

// Ours and crypto/tls's, of which GetConfigForClient shows what was read: every hello, and
// every other that differs from it in one byte, by one or by being zero. That makes lists
// empty, lengths lie and types occur twice.
var _ = property("stdlib/client-hello", "RFC 5246 7.4.1.2, as crypto/tls reads it", func(d dice) error {
	var m wire.ClientHello
	d.smallHello(&m)
	message, err := wire.Encode(&m)
	if err != nil {
		return err
	}
	raw := message.Raw
	if err := agreed(raw); err != nil {
		return err
	}
	for at := wire.HeaderSize + 2 + 32; at < len(raw); at++ { // behind the version and the random
		was := raw[at]
		for _, edit := range []byte{was + 1, was - 1, 0} {
			raw[at] = edit
			if err := agreed(raw); err != nil {
				return err
			}
		}
		raw[at] = was
	}
	return nil
})

// smallHello draws what crypto/tls knows, and little of it: each byte is tried.
func (d dice) smallHello(m *wire.ClientHello) {
	m.Version, m.Random = pick(d, wire.TLS12, wire.TLS10), [32]byte(d.fill(32))
	m.SessionID, m.Compressions = d.bytes(0, 32), d.fill(d.from(1, 2))
	m.Suites = list(d, 1, 4, d.uint16)
	for _, set := range []func(){
		func() { m.ServerName = strings.Join(list(d, 1, 2, func() string { return pick(d, "a", "bc") }), ".") },
		func() { m.Groups = list(d, 1, 2, func() wire.Group { return pick(d, wire.Groups...) }) },
		func() { m.PointFormats = d.fill(d.from(1, 2)) },
		func() { m.SignatureAlgorithms = list(d, 1, 2, func() wire.SignatureScheme { return wire.ECDSASHA256 }) },
		func() { m.Protocols = list(d, 1, 2, func() string { return pick(d, "h2", "x") }) },
		func() { m.EMS = true },
		func() { m.EncryptThenMAC = true },
		func() { m.Ticket = d.fill(d.from(0, 4)) },
		func() { m.RenegotiationInfo = d.fill(d.from(0, 4)) },
	} {
		if d.maybe() {
			set()
		}
	}
}

var errSeen = errors.New("seen")

// stdlibHello is what crypto/tls reads in a ClientHello, or nil when it refuses it.
func stdlibHello(raw []byte) (seen *tls.ClientHelloInfo) {
	var in, out bytes.Buffer
	for part := range slices.Chunk(raw, 1<<14) {
		in.Write([]byte{22, 3, 1, byte(len(part) >> 8), byte(len(part))})
		in.Write(part)
	}
	cfg := &tls.Config{GetConfigForClient: func(info *tls.ClientHelloInfo) (*tls.Config, error) {
		seen = info
		return nil, errSeen
	}}
	_ = tls.Server(&end{in: &in, out: &out, wait: func() bool { return false }}, cfg).Handshake() // seen tells
	return seen
}

// ourStrictness are the fields in which ours refuses what crypto/tls takes: which it
// knows the hello to have then.
var ourStrictness = map[string]func(*tls.ClientHelloInfo) bool{
	// RFC 5246 7.4.1.2: SessionID<0..32>, cipher_suites<2..2^16-2>, and
	// compression_methods<1..2^8-1>; crypto/tls takes what the length bytes can say.
	"session_id":          func(*tls.ClientHelloInfo) bool { return true },
	"cipher_suites":       func(h *tls.ClientHelloInfo) bool { return len(h.CipherSuites) == 0 },
	"compression_methods": func(*tls.ClientHelloInfo) bool { return true },
	"server_name":         func(h *tls.ClientHelloInfo) bool { return strings.Contains(h.ServerName, "\x00") },
	// Two that crypto/tls passes over.
	"max_fragment_length": func(h *tls.ClientHelloInfo) bool { return slices.Contains(h.Extensions, wire.ExtMaxFragmentLength) },
	"encrypt_then_mac":    func(h *tls.ClientHelloInfo) bool { return slices.Contains(h.Extensions, wire.ExtEncryptThenMAC) },
}

// theirStrictness says that crypto/tls may refuse what ours takes: a name with a dot
// behind it, which RFC 6066 3 has without, and extensions of TLS 1.3 and others, whose
// data ours passes over.
func theirStrictness(m *wire.ClientHello) bool {
	theirs := func(id uint16) bool {
		return slices.Contains([]uint16{5, 18, 41, 42, 43, 44, 45, 50, 51, 57, 0xfe0d}, id)
	}
	return strings.HasSuffix(m.ServerName, ".") || slices.ContainsFunc(m.Extensions, theirs)
}

// agreed fails unless both take or refuse a hello, and read the same.
func agreed(raw []byte) (err error) {
	defer caught(&err)
	var ours wire.ClientHello
	refusal := ours.Decode(raw[wire.HeaderSize:])
	return agrees(raw, &ours, refusal)
}

// agrees is agreed of a hello that was decoded, or refused.
func agrees(raw []byte, ours *wire.ClientHello, refusal error) error {
	var malformed *wire.Malformed
	theirs := stdlibHello(raw)
	switch {
	case errors.As(refusal, &malformed) && theirs != nil:
		if excused := ourStrictness[malformed.Field]; excused == nil || !excused(theirs) {
			return fmt.Errorf("got %w, crypto/tls takes %x", refusal, raw)
		}
	case refusal == nil && theirs == nil:
		if !theirStrictness(ours) {
			return fmt.Errorf("got %s, crypto/tls refuses %x", show(ours), raw)
		}
	case refusal == nil:
		return sameHello(ours, theirs)
	}
	return nil
}

// stdlibMost bounds the hellos that crypto/tls is asked about, in bytes: it takes no
// message that is much longer.
const stdlibMost = 1 << 14

// stdlibAgrees compares what the body of a ClientHello says. A refusal is held against the
// shape of a hello already, and to ask costs more than all else that is judged.
func stdlibAgrees(body []byte, value any, refusal error) error {
	if refusal != nil || len(body) > stdlibMost {
		return nil
	}
	raw := append([]byte{byte(wire.KindClientHello), byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}, body...)
	return agrees(raw, value.(*wire.ClientHello), refusal)
}

// sameHello compares what both have read.
func sameHello(ours *wire.ClientHello, theirs *tls.ClientHelloInfo) error {
	var groups []wire.Group
	for _, g := range theirs.SupportedCurves {
		groups = append(groups, wire.Group(g))
	}
	var schemes []wire.SignatureScheme
	for _, s := range theirs.SignatureSchemes {
		schemes = append(schemes, wire.SignatureScheme(s))
	}
	if ours.ServerName != theirs.ServerName || !slices.Equal(ours.Suites, theirs.CipherSuites) ||
		!slices.Equal(ours.Protocols, theirs.SupportedProtos) || !bytes.Equal(ours.PointFormats, theirs.SupportedPoints) ||
		!slices.Equal(ours.Groups, groups) || !slices.Equal(ours.SignatureAlgorithms, schemes) ||
		!slices.Equal(ours.Extensions, theirs.Extensions) {
		return fmt.Errorf("got %s with the extensions %v, crypto/tls reads %+v", show(ours), ours.Extensions, theirs)
	}
	return nil
}
