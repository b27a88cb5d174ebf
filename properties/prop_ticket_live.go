package properties

import (
	"fmt"
	"slices"
	"time"
)

// RFC 5077 5.6: "The TLS server controls the lifetime of the ticket". What resumes was
// sealed by a key that the server has still (RFC 9325 3.4: old ones "MUST be
// destroyed"), and the full handshake of its session is no longer ago than it honours.
var _ = property(Property{
	Name: "ticket-live", Cites: "RFC 5077 4 and 5.6, RFC 9325 3.4",
	Occurs: func(r Run) bool { return r.any(byTicket) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			from := r.named(h.hello())
			if !byTicket(h) || from == nil || from.sent.Step > h.heard().Step {
				return nil
			}
			ring := r.keys(from.With[1], from.sent)
			key := ring[len(ring)-1]
			if !slices.Contains(r.keys(h.With[1], h.heard()), key) {
				return broken(h.answer(), fmt.Sprintf("the server does not have the key %s that sealed the ticket", key))
			}
			return r.aged(h, r.honours(h))
		})
	},
})

// byTicket reports whether the server resumes by the ticket of the ClientHello.
func byTicket(h Handshake) bool {
	return h.abbreviates() && h.heard() != nil && symbol(h.hello(), "ticket") != "" && fact(ending(h.Server), "by") != "id"
}

// honours is how long behind its full handshake a session is resumed.
func (r Run) honours(h Handshake) time.Duration {
	switch n := r.server(h); {
	case symbol(h.hello(), "ticket") == "":
	case reads(n, "ticket-lifetime-12h"):
		return day / 2
	case reads(n, "ticket-lifetime-2d"):
		return 2 * day
	}
	return day
}

const day = 24 * time.Hour

// aged is the violation of a resumption so long behind the full handshake, whose end
// the age counts from.
func (r Run) aged(h Handshake, most time.Duration) *Violation {
	e := ending(h.Server)
	if e == nil {
		return nil
	}
	full, at := r.made(fact(e, "ms"), e)
	if full == nil {
		return nil
	}
	if age := r.since(at, h.heard()); age >= most {
		return broken(h.answer(), fmt.Sprintf("the session is %v old, and %v are honoured", age, most))
	}
	return nil
}
