package wire

import (
	"bytes"

	"golang.org/x/crypto/cryptobyte"
)

// RFC 6066 3: a list with at most one name of each type. host_name is the only
// type; others "MUST begin with a 16-bit length field", and are passed over.
var serverNameOffer = extension[ClientHello]{
	id: ExtServerName, name: "server_name",
	present: func(m *ClientHello) bool { return m.ServerName != "" },
	encode: func(m *ClientHello, b *cryptobyte.Builder) {
		addPrefixed16(b, func(b *cryptobyte.Builder) {
			b.AddUint8(hostName)
			addVector16(b, []byte(m.ServerName))
		})
	},
	decode: func(m *ClientHello, s cryptobyte.String) bool {
		var list cryptobyte.String
		if !s.ReadUint16LengthPrefixed(&list) || len(list) == 0 || !s.Empty() {
			return false
		}
		for len(list) > 0 {
			var kind uint8
			var name []byte
			if !list.ReadUint8(&kind) || !vector16(&list, &name, 1) || kind == hostName && !m.name(name) {
				return false
			}
		}
		return true
	},
}

const (
	hostName    = 0
	maxHostName = 255 // RFC 1035 3.1
)

// name sets the host name; it may be set once. A name is "without a trailing dot"
// (RFC 6066 3): with one it would be another key to the same host.
func (m *ClientHello) name(host []byte) bool {
	if m.ServerName != "" || len(host) > maxHostName || bytes.IndexByte(host, 0) >= 0 || bytes.HasSuffix(host, []byte(".")) {
		return false
	}
	m.ServerName = text(m.room.host, host)
	m.room.host = m.ServerName
	return true
}

// RFC 6066 3: "The "extension_data" field of this extension SHALL be empty."
var serverNameAck = extension[ServerHello]{
	id: ExtServerName, name: "server_name",
	present: func(m *ServerHello) bool { return m.ServerName },
	encode:  func(*ServerHello, *cryptobyte.Builder) {},
	decode: func(m *ServerHello, s cryptobyte.String) bool {
		m.ServerName = true
		return s.Empty()
	},
}
