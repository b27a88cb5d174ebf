package wire

import "golang.org/x/crypto/cryptobyte"

// RFC 7301 3.1: ProtocolName protocol_name_list<2..2^16-1>, and "Empty strings
// MUST NOT be included".
var protocolsOffer = extension[ClientHello]{
	id: ExtALPN, name: "application_layer_protocol_negotiation",
	present: func(m *ClientHello) bool { return len(m.Protocols) > 0 },
	encode:  func(m *ClientHello, b *cryptobyte.Builder) { addProtocols(b, m.Protocols...) },
	decode: func(m *ClientHello, s cryptobyte.String) bool {
		var ok bool
		m.Protocols, ok = protocols(s, &m.room)
		return ok
	},
}

// RFC 7301 3.1: in a ServerHello it "MUST contain exactly one "ProtocolName"".
var protocolAnswer = extension[ServerHello]{
	id: ExtALPN, name: "application_layer_protocol_negotiation",
	present: func(m *ServerHello) bool { return m.Protocol != "" },
	encode:  func(m *ServerHello, b *cryptobyte.Builder) { addProtocols(b, m.Protocol) },
	decode: func(m *ServerHello, s cryptobyte.String) bool {
		names, ok := protocols(s, &m.room)
		if !ok || len(names) != 1 {
			return false
		}
		m.Protocol = names[0]
		return true
	},
}

func addProtocols(b *cryptobyte.Builder, names ...string) {
	addPrefixed16(b, func(b *cryptobyte.Builder) {
		for _, name := range names {
			addVector8(b, []byte(name))
		}
	})
}

// protocols reads a ProtocolNameList.
func protocols(s cryptobyte.String, r *room) (names []string, ok bool) {
	var list cryptobyte.String
	if !s.ReadUint16LengthPrefixed(&list) || len(list) == 0 || !s.Empty() {
		return nil, false
	}
	before := r.protocols
	for names = before[:0]; len(list) > 0; {
		var name []byte
		if !vector8(&list, &name, 1) {
			return nil, false
		}
		last := ""
		if len(names) < len(before) {
			last = before[len(names)]
		}
		names = append(names, text(last, name))
	}
	r.protocols = names
	return names, true
}
