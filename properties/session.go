package properties

import "tlsresume/traces"

// made is the full handshake that a session comes from, as the server of it ended
// it, or else the client, before an event; nil if there was none.
func (r Run) made(master string, before *Event) (made *Handshake, at *Event) {
	for i, h := range r.Handshakes {
		for _, side := range h.sides() {
			e := ending(side)
			if e != nil && e.What == "full" && fact(e, "ms") == master && e.At < before.At {
				made, at = &r.Handshakes[i], e
			}
		}
	}
	return made, at
}

// An issue is the handshake that brought a ticket, and where it was sent.
type issue struct {
	Handshake
	sent *Event
}

// issued finds where a ticket comes from, before an event; nil if no server sent it.
func (r Run) issued(ticket string, before *Event) *issue {
	for _, h := range r.Handshakes {
		e := find(h.Server, traces.Sent, "NewSessionTicket")
		if e != nil && ticket != "" && fact(e, "ticket") == ticket && e.At < before.At {
			return &issue{h, e}
		}
	}
	return nil
}

// given finds the full handshake whose ServerHello gave a session ID, before an event.
func (r Run) given(id string, before *Event) *issue {
	for _, h := range r.Handshakes {
		e := h.answer()
		if e != nil && id != "" && !h.abbreviates() && fact(e, "session_id") == id && e.At < before.At {
			return &issue{h, e}
		}
	}
	return nil
}

// named is where what a ClientHello offers comes from: the ticket in it, or else the
// session ID. RFC 5077 3.4: beside a ticket an ID names nothing.
func (r Run) named(hello *Event) *issue {
	if hello == nil {
		return nil
	}
	if ticket := symbol(hello, "ticket"); ticket != "" {
		return r.issued(ticket, hello)
	}
	return r.given(symbol(hello, "session_id"), hello)
}

// master is the session of a handshake that ended at the server or at the client, or "".
func (h Handshake) master() string {
	if e := ending(h.Server); e != nil {
		return fact(e, "ms")
	}
	return fact(ending(h.Client), "ms")
}
