package wire

import "golang.org/x/crypto/cryptobyte"

// RFC 7627 5.1: "The "extension_data" field of this extension is empty."
var emsOffer = extension[ClientHello]{
	id: ExtExtendedMasterSecret, name: "extended_master_secret",
	present: func(m *ClientHello) bool { return m.EMS },
	encode:  func(*ClientHello, *cryptobyte.Builder) {},
	decode: func(m *ClientHello, s cryptobyte.String) bool {
		m.EMS = true
		return s.Empty()
	},
}

var emsAnswer = extension[ServerHello]{
	id: ExtExtendedMasterSecret, name: "extended_master_secret",
	present: func(m *ServerHello) bool { return m.EMS },
	encode:  func(*ServerHello, *cryptobyte.Builder) {},
	decode: func(m *ServerHello, s cryptobyte.String) bool {
		m.EMS = true
		return s.Empty()
	},
}
