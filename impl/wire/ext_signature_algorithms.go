package wire

import "golang.org/x/crypto/cryptobyte"

// A SignatureScheme is a SignatureAndHashAlgorithm of RFC 5246 7.4.1.4.1: the
// hash in the high byte, the signature in the low one.
type SignatureScheme uint16

// The schemes that are implemented.
const (
	Unnamed     SignatureScheme = 0      // before TLS 1.2, where none stands on the wire
	RSASHA1     SignatureScheme = 0x0201 // weak
	ECDSASHA1   SignatureScheme = 0x0203 // weak
	RSASHA256   SignatureScheme = 0x0401 // RSA is PKCS #1 v1.5
	ECDSASHA256 SignatureScheme = 0x0403
	RSASHA384   SignatureScheme = 0x0501
	ECDSASHA384 SignatureScheme = 0x0503
	RSASHA512   SignatureScheme = 0x0601
	ECDSASHA512 SignatureScheme = 0x0603
)

var signatureAlgorithms = extension[ClientHello]{
	id: ExtSignatureAlgorithms, name: "signature_algorithms",
	present: func(m *ClientHello) bool { return len(m.SignatureAlgorithms) > 0 },
	encode:  func(m *ClientHello, b *cryptobyte.Builder) { addUint16Vector(b, m.SignatureAlgorithms) },
	decode: func(m *ClientHello, s cryptobyte.String) bool {
		var list cryptobyte.String
		return s.ReadUint16LengthPrefixed(&list) && s.Empty() &&
			uint16sIn(&m.room.schemes, list, &m.SignatureAlgorithms)
	},
}
