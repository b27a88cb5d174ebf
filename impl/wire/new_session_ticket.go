package wire

import "golang.org/x/crypto/cryptobyte"

// A NewSessionTicket is RFC 5077 3.3. An empty ticket says that the server has
// changed its mind since it promised one.
type NewSessionTicket struct {
	LifetimeHint uint32 // seconds; 0: unspecified
	Ticket       []byte // 0 to 2^16-1 bytes
}

// Kind is KindNewSessionTicket.
func (*NewSessionTicket) Kind() Kind { return KindNewSessionTicket }

func (m *NewSessionTicket) encode(b *cryptobyte.Builder) {
	b.AddUint32(m.LifetimeHint)
	addVector16(b, m.Ticket)
}

// Decode reads the body of the message; the error is *Malformed.
func (m *NewSessionTicket) Decode(body []byte) error {
	*m = NewSessionTicket{}
	s := cryptobyte.String(body)
	switch {
	case !s.ReadUint32(&m.LifetimeHint):
		return malformed(KindNewSessionTicket, "ticket_lifetime_hint")
	case !vector16(&s, &m.Ticket, 0) || len(s) != 0:
		return malformed(KindNewSessionTicket, "ticket")
	}
	return nil
}
