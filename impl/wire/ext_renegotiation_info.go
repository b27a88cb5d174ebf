package wire

import "golang.org/x/crypto/cryptobyte"

// RFC 5746 3.2: opaque renegotiated_connection<0..255>.
var renegotiationOffer = extension[ClientHello]{
	id: ExtRenegotiationInfo, name: "renegotiation_info",
	present: func(m *ClientHello) bool { return m.RenegotiationInfo != nil },
	encode:  func(m *ClientHello, b *cryptobyte.Builder) { addVector8(b, m.RenegotiationInfo) },
	decode: func(m *ClientHello, s cryptobyte.String) bool {
		return vector8(&s, &m.RenegotiationInfo, 0) && s.Empty()
	},
}

var renegotiationAnswer = extension[ServerHello]{
	id: ExtRenegotiationInfo, name: "renegotiation_info",
	present: func(m *ServerHello) bool { return m.RenegotiationInfo != nil },
	encode:  func(m *ServerHello, b *cryptobyte.Builder) { addVector8(b, m.RenegotiationInfo) },
	decode: func(m *ServerHello, s cryptobyte.String) bool {
		return vector8(&s, &m.RenegotiationInfo, 0) && s.Empty()
	},
}
