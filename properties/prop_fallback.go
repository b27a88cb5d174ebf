package properties

import "slices"

// RFC 5077 3.2: a server that "fails to verify the ticket" does a full handshake, and so
// does one that does not find a session ID (RFC 5246 7.3). What it does not resume is no
// reason for either end to give up, and ends in a full handshake.
var _ = property(Property{
	Name: "fallback", Cites: "RFC 5077 3.1 and 3.2, RFC 5246 7.3",
	Occurs: func(r Run) bool { return r.any(r.declines) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if !r.declines(h) {
				return nil
			}
			for _, events := range h.sides() {
				if e := resumed(events); e != nil {
					return broken(e, "the server does a full handshake")
				}
			}
			if e := r.silent(h); e != nil {
				return broken(e, "it was taken, and has no answer")
			}
			return r.givesUp(h)
		})
	},
})

// declines reports whether a server does not resume what a hello offers.
func (r Run) declines(h Handshake) bool {
	return r.named(h.hello()) != nil && h.heard() != nil && h.heard().Calm && !h.abbreviates()
}

// silent is a ClientHello that an end took without a word, though it was not closing: or
// nil.
func (r Run) silent(h Handshake) *Event {
	if len(h.Server) != 1 || slices.ContainsFunc(r.Conns, func(c Conn) bool {
		return c.Name == h.Name && slices.ContainsFunc(c.Server, func(e Event) bool { return closes(e) && e.At < h.Server[0].At })
	}) {
		return nil
	}
	return &h.Server[0]
}
