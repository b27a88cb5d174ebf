package wire

import "golang.org/x/crypto/cryptobyte"

// RFC 5077 3.2: "The extension_data field of SessionTicket extension contains
// the ticket": no length of its own inside, as RFC 4507 had it.
var ticketOffer = extension[ClientHello]{
	id: ExtSessionTicket, name: "session_ticket",
	present: func(m *ClientHello) bool { return m.Ticket != nil },
	encode:  func(m *ClientHello, b *cryptobyte.Builder) { b.AddBytes(m.Ticket) },
	decode: func(m *ClientHello, s cryptobyte.String) bool {
		m.Ticket = s // not nil, even when it is empty
		return true
	},
}

// RFC 5077 3.2: "The server uses a zero-length SessionTicket extension to
// indicate to the client that it will send a new session ticket". In RFC 4507's form
// it has the length of a ticket of no bytes.
var ticketAnswer = extension[ServerHello]{
	id: ExtSessionTicket, name: "session_ticket",
	present: func(m *ServerHello) bool { return m.Ticket },
	encode: func(m *ServerHello, b *cryptobyte.Builder) {
		if m.PrefixedTicket {
			b.AddUint16(0)
		}
	},
	decode: func(m *ServerHello, s cryptobyte.String) bool {
		m.Ticket, m.PrefixedTicket = true, !s.Empty()
		return s.Empty() || string(s) == "\x00\x00"
	},
}
