package handshake

import (
	"bytes"
	"math"
	"time"

	"tlsresume/impl/wire"
)

// makeNewSessionTicket seals the session. A renewed ticket keeps the time of
// the full handshake, so that renewing does not prolong the session.
func (h *Handshake) makeNewSessionTicket() (wire.Body, error) {
	state := h.state()
	ticket, err := h.cfg.Sealer.Seal(nil, state, h.cfg.Rand)
	if err != nil {
		// RFC 5077 3.3: a server that cannot keep its promise "sends a
		// zero-length ticket in the NewSessionTicket handshake message".
		return &wire.NewSessionTicket{}, nil
	}
	return &wire.NewSessionTicket{LifetimeHint: hint(h.policy.Lifetime - h.now.Sub(state.Created)), Ticket: ticket}, nil
}

// hint is how long a ticket is good for, in seconds, and never zero: RFC 5077
// 3.3 has that "reserved to indicate that the lifetime of the ticket is
// unspecified".
func hint(left time.Duration) uint32 {
	return uint32(min(max(left/time.Second, 1), math.MaxUint32))
}

// takeNewSessionTicket keeps the ticket until the server's Finished is
// verified. RFC 5077 3.3: "The client MUST NOT treat the ticket as valid until
// it has verified the server's Finished message."
func (h *Handshake) takeNewSessionTicket(body []byte) (wire.Body, error) {
	m := new(wire.NewSessionTicket)
	if err := m.Decode(body); err != nil {
		return nil, err
	}
	m.Ticket = bytes.Clone(m.Ticket)
	h.ticket, h.received = m, h.now
	return m, nil
}
