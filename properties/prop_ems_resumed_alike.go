package properties

// RFC 7627 5.3: a server that has the extension resumes no session without it for a
// hello with it ("MUST NOT perform the abbreviated handshake"), and none with it for a
// hello without ("MUST abort"); a client aborts where the answer is not as the session.
// A server that does not have the extension leaves sessions with it alone (TLS list,
// 2021-10-25). ems-mixed-may goes on where one hello lacks it (5.4), and builds that
// predate RFC 7627 do not see it.
var _ = property(Property{
	Name: "ems-resumed-alike", Cites: "RFC 7627 5.3, TLS list 2021-10-25",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return h.abbreviates() && has(h.hello(), "ems") })
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			for _, odd := range []func(Handshake) *Violation{r.resumesOdd, r.declinesOdd, r.acceptsOdd} {
				if v := odd(h); v != nil {
					return v
				}
			}
			return nil
		})
	},
})

// resumesOdd is where a server resumes a session that the hello does not fit.
func (r Run) resumesOdd(h Handshake) *Violation {
	hello, server := h.hello(), r.server(h)
	from := r.named(hello)
	if from == nil || !h.abbreviates() || h.heard() == nil || !h.heard().Calm || reads(server, "ems-ignorant") {
		return nil
	}
	sealed := ending(from.Server)
	if sealed == nil {
		return nil
	}
	switch used, mixed := has(sealed, "ems"), reads(server, "ems-mixed-may"); {
	case !used && has(hello, "ems") && extends(server):
		return broken(h.answer(), "the ClientHello has the extended master secret, and the session that it resumes does not use it")
	case used && !has(hello, "ems") && extends(server) && !mixed:
		return broken(h.answer(), "the session that it resumes uses the extended master secret, and the ClientHello does not have it")
	case used && !extends(server) && !mixed:
		return broken(h.answer(), "the session that it resumes uses the extended master secret, and the server does not have it")
	}
	return nil
}

// declinesOdd is where a server goes on in full though for a hello without it the session
// makes it abort: nothing else is wrong with what is offered.
func (r Run) declinesOdd(h Handshake) *Violation {
	server, from := r.server(h), r.named(h.hello())
	if !h.certifies() || has(h.hello(), "ems") || !extends(server) || demands(server) || reads(server, "ems-mixed-may") ||
		!r.good(h) || !has(ending(from.Server), "ems") {
		return nil
	}
	return broken(h.answer(), "the session that is offered uses the extended master secret, and the ClientHello does not have it")
}

// acceptsOdd is where a client resumes a session that the answer does not fit.
func (r Run) acceptsOdd(h Handshake) *Violation {
	e, client, from := resumed(h.Client), r.client(h), r.named(h.hello())
	if e == nil || from == nil || h.answer() == nil || reads(client, "ems-ignorant") || ending(from.Client) == nil {
		return nil
	}
	switch used, answered := has(ending(from.Client), "ems"), has(h.answer(), "ems"); {
	case used && !answered && !reads(client, "ems-mixed-may"):
		return broken(e, "the session uses the extended master secret, and the ServerHello does not have it")
	case !used && answered && extends(client):
		return broken(e, "the session does not use the extended master secret, and the ServerHello has it")
	}
	return nil
}
