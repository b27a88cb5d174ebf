package wire

import "golang.org/x/crypto/cryptobyte"

// A ServerHello is RFC 5246 7.4.1.3.
type ServerHello struct {
	Version     Version
	Random      [32]byte
	SessionID   []byte // 0 to 32 bytes
	Suite       uint16
	Compression uint8

	ServerName        bool           // the name was used (RFC 6066 3)
	MaxFragment       FragmentLength // 0: not sent (RFC 6066 4)
	PointFormats      []byte
	Protocol          string // that was chosen; "": none (RFC 7301 3.1)
	EncryptThenMAC    bool   // RFC 7366 2
	EMS               bool   // RFC 7627 5.1
	Ticket            bool   // a NewSessionTicket will come (RFC 5077 3.2)
	PrefixedTicket    bool   // which is said in the form of RFC 4507
	RenegotiationInfo []byte // nil: not sent (RFC 5746 3.2)

	Extensions []uint16 // the types that a decoded hello had, known or not

	room room
}

var serverExtensions = []extension[ServerHello]{
	serverNameAck, fragmentLengthAnswer, pointFormatsAnswer, protocolAnswer,
	encryptThenMACAnswer, emsAnswer, ticketAnswer, renegotiationAnswer,
}

// Kind is KindServerHello.
func (*ServerHello) Kind() Kind { return KindServerHello }

func (m *ServerHello) encode(b *cryptobyte.Builder) {
	b.AddUint16(uint16(m.Version))
	b.AddBytes(m.Random[:])
	addVector8(b, m.SessionID)
	b.AddUint16(m.Suite)
	b.AddUint8(m.Compression)
	encodeExtensions(b, serverExtensions, m)
}

// Decode reads the body of the message; the error is *Malformed.
func (m *ServerHello) Decode(body []byte) error {
	*m = ServerHello{room: m.room}
	s := cryptobyte.String(body)
	switch {
	case !s.ReadUint16((*uint16)(&m.Version)):
		return malformed(KindServerHello, "server_version")
	case !s.CopyBytes(m.Random[:]):
		return malformed(KindServerHello, "random")
	case !vector8(&s, &m.SessionID, 0) || len(m.SessionID) > 32:
		return malformed(KindServerHello, "session_id")
	case !s.ReadUint16(&m.Suite):
		return malformed(KindServerHello, "cipher_suite")
	case !s.ReadUint8(&m.Compression):
		return malformed(KindServerHello, "compression_method")
	}
	var bad string
	if m.Extensions, bad = decodeExtensions(s, serverExtensions, m, &m.room); bad != "" {
		return malformed(KindServerHello, bad)
	}
	return nil
}
