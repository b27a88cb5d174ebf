package properties

// RFC 7627 5.4: having resumed a session without the extended master secret, "the client
// MUST disable renegotiation and any use of the tls-unique channel binding [...] on the
// current connection". Builds that predate it do not know.
var _ = property(Property{
	Name: "legacy-resumption-fenced", Cites: "RFC 7627 5.4",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return r.synchronizable(h, 0) || r.synchronizable(h, 1) })
	},
	Broken: func(r Run) *Violation {
		behind := map[string]bool{}
		return r.first(func(h Handshake) *Violation {
			if hello := h.hello(); h.N > 0 && behind[h.Name] && hello != nil && hello.Honest {
				return broken(hello, "the client resumed a session without the extended master secret before")
			}
			behind[h.Name] = behind[h.Name] && ending(h.Client) == nil || r.synchronizable(h, 0)
			for side, events := range h.sides() {
				if e := ending(events); r.Header.Adversary != "" && r.synchronizable(h, side) && symbol(e, "tls_unique") != "" {
					return broken(e, "it gives out a tls-unique that a man in the middle can align")
				}
			}
			return nil
		})
	},
})

// synchronizable reports whether an end that knows RFC 7627 has resumed a session whose
// secret a man in the middle may have made that of another.
func (r Run) synchronizable(h Handshake, side int) bool {
	e := resumed(h.sides()[side])
	node := r.client(h)
	if side == 1 {
		node = r.server(h)
	}
	return e != nil && !has(e, "ems") && !reads(node, "ems-ignorant")
}
