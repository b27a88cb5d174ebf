package wire

import "golang.org/x/crypto/cryptobyte"

// A ClientHello is RFC 5246 7.4.1.2.
type ClientHello struct {
	Version      Version
	Random       [32]byte
	SessionID    []byte   // 0 to 32 bytes
	Suites       []uint16 // with signalling values
	Compressions []byte

	ServerName          string         // "": not sent (RFC 6066 3)
	MaxFragment         FragmentLength // 0: not sent (RFC 6066 4)
	Groups              []Group
	PointFormats        []byte
	SignatureAlgorithms []SignatureScheme
	Protocols           []string  // of the application, the preferred first (RFC 7301 3.1)
	EncryptThenMAC      bool      // RFC 7366 2
	EMS                 bool      // RFC 7627 5.1
	Ticket              []byte    // nil: not sent; empty: ready for one (RFC 5077 3.2)
	SupportedVersions   []Version // nil: not sent (RFC 8446 4.2.1)
	RenegotiationInfo   []byte    // nil: not sent (RFC 5746 3.2)

	Extensions []uint16 // the types that a decoded hello had, known or not

	room room
}

var clientExtensions = []extension[ClientHello]{
	serverNameOffer, fragmentLengthOffer, supportedGroups, pointFormatsOffer, signatureAlgorithms,
	protocolsOffer, encryptThenMACOffer, emsOffer, ticketOffer, versionsOffer, renegotiationOffer,
}

// Kind is KindClientHello.
func (*ClientHello) Kind() Kind { return KindClientHello }

func (m *ClientHello) encode(b *cryptobyte.Builder) {
	b.AddUint16(uint16(m.Version))
	b.AddBytes(m.Random[:])
	addVector8(b, m.SessionID)
	addUint16Vector(b, m.Suites)
	addVector8(b, m.Compressions)
	encodeExtensions(b, clientExtensions, m)
}

// Decode reads the body of the message; the error is *Malformed.
func (m *ClientHello) Decode(body []byte) error {
	*m = ClientHello{room: m.room}
	s := cryptobyte.String(body)
	var suites cryptobyte.String
	switch {
	case !s.ReadUint16((*uint16)(&m.Version)):
		return malformed(KindClientHello, "client_version")
	case !s.CopyBytes(m.Random[:]):
		return malformed(KindClientHello, "random")
	case !vector8(&s, &m.SessionID, 0) || len(m.SessionID) > 32:
		return malformed(KindClientHello, "session_id")
	case !s.ReadUint16LengthPrefixed(&suites) || !uint16sIn(&m.room.suites, suites, &m.Suites):
		return malformed(KindClientHello, "cipher_suites")
	case !vector8(&s, &m.Compressions, 1):
		return malformed(KindClientHello, "compression_methods")
	}
	var bad string
	if m.Extensions, bad = decodeExtensions(s, clientExtensions, m, &m.room); bad != "" {
		return malformed(KindClientHello, bad)
	}
	return nil
}

// Offers says whether the hello sends an extension.
func (m *ClientHello) Offers(id uint16) bool {
	e := find(clientExtensions, id)
	return e != nil && e.present(m)
}
