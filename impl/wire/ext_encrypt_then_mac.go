package wire

import "golang.org/x/crypto/cryptobyte"

// RFC 7366 2: "the "extension_data" field of this extension SHALL be empty."
var encryptThenMACOffer = extension[ClientHello]{
	id: ExtEncryptThenMAC, name: "encrypt_then_mac",
	present: func(m *ClientHello) bool { return m.EncryptThenMAC },
	encode:  func(*ClientHello, *cryptobyte.Builder) {},
	decode: func(m *ClientHello, s cryptobyte.String) bool {
		m.EncryptThenMAC = true
		return s.Empty()
	},
}

var encryptThenMACAnswer = extension[ServerHello]{
	id: ExtEncryptThenMAC, name: "encrypt_then_mac",
	present: func(m *ServerHello) bool { return m.EncryptThenMAC },
	encode:  func(*ServerHello, *cryptobyte.Builder) {},
	decode: func(m *ServerHello, s cryptobyte.String) bool {
		m.EncryptThenMAC = true
		return s.Empty()
	},
}
