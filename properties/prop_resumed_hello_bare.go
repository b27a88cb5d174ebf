package properties

import "fmt"

// RFC 6066 3: "the server MUST NOT include a server_name extension in the server hello"
// of a session that it resumes. Of the others here, session_ticket, RFC 7627's and RFC
// 5746's speak of themselves; to resumed-extensions-none, RFC 4366 3 leaves none.
var _ = property(Property{
	Name: "resumed-hello-bare", Cites: "RFC 6066 3, RFC 4366 3",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return h.abbreviates() && has(h.hello(), "sni") })
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if !h.abbreviates() || !h.answer().Honest {
				return nil
			}
			barred := []string{"sni"}
			if reads(r.server(h), "resumed-extensions-none") {
				barred = extensions
			}
			for _, extension := range barred {
				if has(h.answer(), extension) {
					return broken(h.answer(), fmt.Sprintf("it resumes, and has %s", extension))
				}
			}
			return nil
		})
	},
})
