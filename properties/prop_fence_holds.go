package properties

import "tlsresume/traces"

// TLS list, 2021-10-25: a fleet may keep sessions with the extended master secret so that
// builds which predate RFC 7627 do not have them: in another form, or under other keys.
var _ = property(Property{
	Name: "fence-holds", Cites: "TLS list 2021-10-25",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return fences(r.server(h)) || fences(r.client(h)) })
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			hello := h.hello()
			from := r.named(hello)
			if from == nil || r.Header.Adversary != "" {
				return nil
			}
			ours, theirs := has(ending(from.Client), "ems"), has(ending(from.Server), "ems")
			switch {
			case theirs && h.abbreviates() && h.heard() != nil && fences(r.server(from.Handshake)) && reads(r.server(h), "ems-ignorant"):
				return broken(h.answer(), "the server predates RFC 7627, and what names the session is fenced off from it")
			case ours && hello.Honest && from.With[0] == h.With[0] && fences(r.client(from.Handshake)) && reads(r.client(h), "ems-ignorant"):
				return broken(hello, "the client predates RFC 7627, and the session is fenced off from it")
			}
			return nil
		})
	},
})

// fences reports whether a node keeps sessions so.
func fences(n traces.Node) bool { return reads(n, "fence-format") || reads(n, "fence-key") }
