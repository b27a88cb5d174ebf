package bench

import (
	"bytes"
	"crypto/tls"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

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
	tls.Server(&end{in: &in, out: &out, wait: func() bool { return false }}, cfg).Handshake()
	return seen
}

// hello draws a ClientHello.
func hello(t *rapid.T) []byte {
	body := func(name string, least, most int) []byte {
		return rapid.SliceOfN(rapid.Byte(), least, most).Draw(t, name)
	}
	m := wire.ClientHello{
		Version: wire.Version(rapid.SampledFrom([]uint16{0x0301, 0x0303}).Draw(t, "version")), SessionID: body("session_id", 0, 32),
		Suites: rapid.SliceOfN(rapid.Uint16(), 1, 4).Draw(t, "suites"), Compressions: body("compressions", 1, 2),
		ServerName: rapid.StringMatching(`[a-z.]{0,5}`).Draw(t, "server_name"),
		Groups:     rapid.SliceOfN(rapid.SampledFrom(wire.Groups), 0, 2).Draw(t, "groups"), PointFormats: body("formats", 0, 2),
		SignatureAlgorithms: rapid.SliceOfN(rapid.Just(wire.ECDSASHA256), 0, 2).Draw(t, "schemes"),
		Protocols:           rapid.SliceOfN(rapid.SampledFrom([]string{"h2", "x", ""}), 0, 2).Draw(t, "protocols"),
		EMS:                 rapid.Bool().Draw(t, "ems"), EncryptThenMAC: rapid.Bool().Draw(t, "etm"),
	}
	if rapid.Bool().Draw(t, "tickets") {
		m.Ticket, m.RenegotiationInfo = body("ticket", 0, 4), body("renegotiation_info", 0, 4)
	}
	message, err := wire.Encode(&m)
	if err != nil {
		t.Fatal(err)
	}
	return message.Raw
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

// Every hello, and every other that differs from it in one byte, by one or by being
// zero: that makes lists empty, lengths lie and types occur twice.
func TestHellosAreParsedAsByCryptoTLS(t *testing.T) {
	verdicts := map[bool]int{}
	rapid.Check(t, func(t *rapid.T) {
		raw := hello(t)
		verdicts[agree(t, raw)]++
		for at := wire.HeaderSize + 2 + 32; at < len(raw); at++ { // behind the version and the random
			was := raw[at]
			for _, edit := range []byte{was + 1, was - 1, 0} {
				raw[at] = edit
				verdicts[agree(t, raw)]++
			}
			raw[at] = was
		}
	})
	if verdicts[true] == 0 || verdicts[false] == 0 {
		t.Errorf("got %d hellos taken and %d refused, want some of each", verdicts[true], verdicts[false])
	}
}

// agree fails unless both take or refuse a hello, and says whether ours takes it.
func agree(t *rapid.T, raw []byte) bool {
	var ours wire.ClientHello
	var malformed *wire.Malformed
	err := ours.Decode(raw[wire.HeaderSize:])
	theirs := stdlibHello(raw)
	switch {
	case errors.As(err, &malformed) && theirs != nil:
		excused := ourStrictness[malformed.Field]
		if excused == nil || !excused(theirs) {
			t.Fatalf("got %v, crypto/tls takes %x", err, raw)
		}
	case err == nil && theirs == nil:
		if !theirStrictness(&ours) {
			t.Fatalf("got %+v, crypto/tls refuses %x", ours, raw)
		}
	case err == nil:
		same(t, &ours, theirs)
	}
	return err == nil
}

// same compares what both have read.
func same(t *rapid.T, ours *wire.ClientHello, theirs *tls.ClientHelloInfo) {
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
		t.Fatalf("got %+v, crypto/tls reads %+v", ours, theirs)
	}
}

// Both put a version first and then a suite or a type; neither reads the other's.
func TestTicketsAreNotMistakenForThoseOfCryptoTLS(t *testing.T) {
	ours, theirs := state(t), stdlibState(t)
	var s session.State
	if err := s.Unmarshal(theirs); err == nil {
		t.Errorf("ours reads what crypto/tls keeps: %v", s)
	}
	if _, err := tls.ParseSessionState(ours); err == nil {
		t.Error("crypto/tls reads what ours keeps")
	}
	p := tickets(t)
	if err := errors.Join(p.ours(), p.theirs()); err != nil {
		t.Errorf("one does not read its own: %v", err)
	}
}
