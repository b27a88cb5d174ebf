package endpoint_test

import (
	"fmt"

	"tlsresume/impl/wire"
)

// A field is a part of a handshake message: where it stands in its bytes, header
// included, and whether it is a length.
type field struct {
	name     string
	from, to int
	length   bool
}

// A ruler measures the fields of a message from its presentation language (RFC 5246
// 4), apart from the codecs.
type ruler struct {
	raw    []byte
	at     int
	fields []field
}

func (r *ruler) fixed(name string, size int) {
	r.fields = append(r.fields, field{name, r.at, r.at + size, false})
	r.at += size
}

// size reads the length of a vector.
func (r *ruler) size(name string, width int) (n int) {
	for _, b := range r.raw[r.at : r.at+width] {
		n = n<<8 | int(b)
	}
	r.fields = append(r.fields, field{name + ".length", r.at, r.at + width, true})
	r.at += width
	return n
}

func (r *ruler) vector(name string, width int) { r.fixed(name, r.size(name, width)) }

// list is a vector of elements.
func (r *ruler) list(name string, width int, element func()) {
	for end := r.size(name, width) + r.at; r.at < end; {
		element()
	}
}

func (r *ruler) extensions() {
	if r.at == len(r.raw) {
		return
	}
	r.list("extensions", 2, func() {
		id := int(r.raw[r.at])<<8 | int(r.raw[r.at+1])
		r.fixed("extension_type", 2)
		r.vector(fmt.Sprintf("extension %d", id), 2)
	})
}

// signature is a DigitallySigned, whose algorithm is named since TLS 1.2.
func (r *ruler) signature(v wire.Version) {
	if v >= wire.TLS12 {
		r.fixed("algorithm", 2)
	}
	r.vector("signature", 2)
}

// layouts are the messages of the protocol for a version and a suite.
var layouts = map[wire.Kind]func(*ruler, wire.Version, *wire.Suite){
	wire.KindClientHello: func(r *ruler, _ wire.Version, _ *wire.Suite) {
		r.fixed("client_version", 2)
		r.fixed("random", 32)
		r.vector("session_id", 1)
		r.vector("cipher_suites", 2)
		r.vector("compression_methods", 1)
		r.extensions()
	},
	wire.KindServerHello: func(r *ruler, _ wire.Version, _ *wire.Suite) {
		r.fixed("server_version", 2)
		r.fixed("random", 32)
		r.vector("session_id", 1)
		r.fixed("cipher_suite", 2)
		r.fixed("compression_method", 1)
		r.extensions()
	},
	wire.KindCertificate: func(r *ruler, _ wire.Version, _ *wire.Suite) {
		name := "certificate"
		r.list("certificate_list", 3, func() {
			r.vector(name, 3)
			name = "issuer"
		})
	},
	wire.KindServerKeyExchange: func(r *ruler, v wire.Version, s *wire.Suite) {
		switch s.KX {
		case wire.PSK:
			r.vector("psk_identity_hint", 2)
			return
		case wire.DHE:
			r.vector("dh_p", 2)
			r.vector("dh_g", 2)
			r.vector("dh_Ys", 2)
		default:
			r.fixed("curve_type", 1)
			r.fixed("namedcurve", 2)
			r.vector("public", 1)
		}
		r.signature(v)
	},
	wire.KindCertificateRequest: func(r *ruler, v wire.Version, _ *wire.Suite) {
		r.vector("certificate_types", 1)
		if v >= wire.TLS12 {
			r.vector("supported_signature_algorithms", 2)
		}
		r.list("certificate_authorities", 2, func() { r.vector("DistinguishedName", 2) })
	},
	wire.KindCertificateVerify: func(r *ruler, v wire.Version, _ *wire.Suite) { r.signature(v) },
	wire.KindServerHelloDone:   func(*ruler, wire.Version, *wire.Suite) {},
	wire.KindClientKeyExchange: func(r *ruler, _ wire.Version, s *wire.Suite) {
		switch s.KX {
		case wire.RSA:
			r.vector("encrypted_pre_master_secret", 2)
		case wire.DHE:
			r.vector("dh_Yc", 2)
		case wire.PSK:
			r.vector("psk_identity", 2)
		default:
			r.vector("public", 1)
		}
	},
	wire.KindNewSessionTicket: func(r *ruler, _ wire.Version, _ *wire.Suite) {
		r.fixed("ticket_lifetime_hint", 4)
		r.vector("ticket", 2)
	},
	wire.KindFinished: func(r *ruler, _ wire.Version, _ *wire.Suite) { r.fixed("verify_data", 12) },
}

// measure gives the fields of a message, or none where its layout does not fill it.
func measure(m wire.Message, v wire.Version, s *wire.Suite) []field {
	layout, ok := layouts[m.Kind]
	if !ok {
		return nil
	}
	r := &ruler{raw: m.Raw, at: wire.HeaderSize}
	r.fields = []field{{"msg_type", 0, 1, false}, {"length", 1, wire.HeaderSize, true}}
	layout(r, v, s)
	if r.at != len(m.Raw) {
		return nil
	}
	return r.fields
}
