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
	ticket, err := h.sealer.Seal(nil, state, h.cfg.Rand)
	if err != nil {
		// RFC 5077 3.3: a server that cannot keep its promise "sends a
		// zero-length ticket in the NewSessionTicket handshake message".
		return &wire.NewSessionTicket{}, nil
	}
	return &wire.NewSessionTicket{LifetimeHint: h.hint(h.policy.Lifetime - h.now.Sub(state.Created)), Ticket: ticket}, nil
}

// A Hint is the ticket_lifetime_hint of a server whose session may be resumed for so
// long. It binds nobody: RFC 5077 3.3, "A server MAY treat a ticket as valid for a
// shorter or longer period of time than what is stated".
type Hint func(left time.Duration) uint32

// The hints.
var (
	// HintLeft says what is left, in seconds, and never zero: RFC 5077 3.3 has that
	// "reserved to indicate that the lifetime of the ticket is unspecified".
	HintLeft Hint = func(left time.Duration) uint32 { return uint32(min(max(left/time.Second, 1), math.MaxUint32)) }
	// HintNone leaves it to the client, which "has its own local policy that determines
	// when it discards tickets" (RFC 5077 5.6).
	HintNone Hint = func(time.Duration) uint32 { return 0 }
	// HintForever is the most that there is: some 136 years.
	HintForever Hint = func(time.Duration) uint32 { return math.MaxUint32 }
)

// Hints are the hints by their names.
var Hints = map[string]Hint{"left": HintLeft, "none": HintNone, "forever": HintForever}

func (h *Handshake) hint(left time.Duration) uint32 {
	if h.policy.Hint == nil {
		return HintLeft(left)
	}
	return h.policy.Hint(left)
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
