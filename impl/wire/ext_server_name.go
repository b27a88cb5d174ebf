package wire

import "golang.org/x/crypto/cryptobyte"

// RFC 6066 3: a list with at most one name of each type; host_name is the only
// type, so that the list is one name.
var serverNameOffer = extension[ClientHello]{
	id: ExtServerName, name: "server_name",
	present: func(m *ClientHello) bool { return m.ServerName != "" },
	encode: func(m *ClientHello, b *cryptobyte.Builder) {
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
			b.AddUint8(0) // host_name
			addVector16(b, []byte(m.ServerName))
		})
	},
	decode: func(m *ClientHello, s *cryptobyte.String) bool {
		var list cryptobyte.String
		var kind uint8
		var name []byte
		ok := s.ReadUint16LengthPrefixed(&list) &&
			list.ReadUint8(&kind) && kind == 0 && vector16(&list, &name, 1) && len(list) == 0
		m.ServerName = string(name)
		return ok
	},
}

// RFC 6066 3: "The "extension_data" field of this extension SHALL be empty."
var serverNameAck = extension[ServerHello]{
	id: ExtServerName, name: "server_name",
	present: func(m *ServerHello) bool { return m.ServerName },
	encode:  func(*ServerHello, *cryptobyte.Builder) {},
	decode: func(m *ServerHello, s *cryptobyte.String) bool {
		m.ServerName = true
		return len(*s) == 0
	},
}
