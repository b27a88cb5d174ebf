package properties

import "fmt"

// RFC 5746 3.4 to 3.7: a first ClientHello has the SCSV or an empty renegotiation_info,
// and the answer to it an empty one; those of a renegotiation carry the Finished of the
// handshake before. Builds that predate it (legacy-reneg) signal nothing.
var _ = property(Property{
	Name: "ri-signalled", Cites: "RFC 5746 3.4 to 3.7",
	Occurs: func(r Run) bool { return r.any(func(h Handshake) bool { return h.answer() != nil }) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if hello := h.hello(); hello != nil && hello.Honest && r.Header.Adversary == "" {
				if got, want := fact(hello, "ri"), r.signal(h); got != want {
					return broken(hello, fmt.Sprintf("got ri=%q, want %q", got, want))
				}
			}
			if answer := h.answer(); answer != nil && answer.Calm {
				if got, want := fact(answer, "ri"), r.reply(h); got != want {
					return broken(answer, fmt.Sprintf("got ri=%q, want %q", got, want))
				}
			}
			return nil
		})
	},
})

// signal is what the client's hello is to have.
func (r Run) signal(h Handshake) string {
	client := r.client(h)
	switch {
	case reads(client, "legacy-reneg"):
		return ""
	case h.N > 0 && r.secure(h, 0):
		return "bound"
	case option(client, "ri"):
		return "empty"
	}
	return "scsv"
}

// reply is what the server's hello is to have.
func (r Run) reply(h Handshake) string {
	switch {
	case !r.secure(h, 1), reads(r.server(h), "legacy-reneg"), h.abbreviates() && reads(r.server(h), "resumed-extensions-none"):
		return ""
	case h.N > 0:
		return "bound"
	}
	return "empty"
}
