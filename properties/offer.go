package properties

import (
	"strings"

	"tlsresume/traces"
)

// An offer is a session that an honest client offers, and the handshake that it has it
// from.
type offer struct {
	Handshake
	hello  *Event
	client traces.Node // as it is now
	ticket string      // that names it, or "" if the session ID does
	from   *issue      // nil if no server of the run gave it
}

// offers are those of the run that clients choose themselves: where there is an adversary
// a command may.
func (r Run) offers() (all []offer) {
	for _, h := range r.Handshakes {
		hello := h.hello()
		if hello == nil || !hello.Honest || r.Header.Adversary != "" {
			continue
		}
		o := offer{h, hello, r.client(h), symbol(hello, "ticket"), r.named(hello)}
		// A client may invent an ID, with RFC 5077 3.4 beside a ticket and with RFC
		// 8446 D.4 alone.
		if o.ticket != "" || o.from != nil || symbol(hello, "session_id") != "" && !option(o.client, "id") {
			all = append(all, o)
		}
	}
	return all
}

// firstOffer gives the violation of the first offer that has one.
func (r Run) firstOffer(why func(offer) string) *Violation {
	for _, o := range r.offers() {
		if w := why(o); w != "" {
			return broken(o.hello, w)
		}
	}
	return nil
}

// known reports whether a run has an offer of a session that it has seen made.
func (r Run) known() bool {
	for _, o := range r.offers() {
		if o.from != nil {
			return true
		}
	}
	return false
}

// stored is where the client stored what it offers, or nil if it did not: RFC 5077 3.3,
// behind the server's Finished.
func (o offer) stored() *Event {
	if o.from == nil || o.from.With[0] != o.With[0] {
		return nil
	}
	if e := ending(o.from.Client); e != nil && e.At < o.hello.At {
		return e
	}
	return nil
}

// session is the ending of the full handshake that made what is offered, or nil.
func (r Run) session(o offer) *Event {
	if o.from == nil || o.from.master() == "" {
		return nil
	}
	_, at := r.made(o.from.master(), o.hello)
	return at
}

// called is what a client calls the server of a handshake: the name that it asks for, or
// else the server that it dials.
func (h Handshake) called() string {
	if sni := fact(h.hello(), "sni"); sni != "" {
		return strings.ToLower(sni)
	}
	return h.With[1]
}

// byServer reports whether a client has ever called servers otherwise.
func (r Run) byServer(client string) bool {
	for _, m := range r.world {
		if reads(m.nodes[client], "names-by-server") {
			return true
		}
	}
	return false
}
