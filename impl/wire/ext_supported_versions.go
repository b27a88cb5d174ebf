package wire

import "golang.org/x/crypto/cryptobyte"

// RFC 8446 4.2.1: ProtocolVersion versions<2..254>, by which clients of TLS 1.3 list
// what they speak. No client here sends it.
var versionsOffer = extension[ClientHello]{
	id: ExtSupportedVersions, name: "supported_versions",
	present: func(m *ClientHello) bool { return len(m.SupportedVersions) > 0 },
	encode: func(m *ClientHello, b *cryptobyte.Builder) {
		b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) {
			for _, v := range m.SupportedVersions {
				b.AddUint16(uint16(v))
			}
		})
	},
	decode: func(m *ClientHello, s cryptobyte.String) bool {
		var list cryptobyte.String
		return s.ReadUint8LengthPrefixed(&list) && s.Empty() && uint16sIn(&m.room.versions, list, &m.SupportedVersions)
	},
}
