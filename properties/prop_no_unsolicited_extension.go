package properties

import "fmt"

// RFC 5246 7.4.1.4: "An extension type MUST NOT appear in the ServerHello unless the
// same extension type appeared in the corresponding ClientHello." The SCSV stands for
// renegotiation_info (RFC 5746 3.6).
var _ = property(Property{
	Name: "no-unsolicited-extension", Cites: "RFC 5246 7.4.1.4, RFC 5077 3.2",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return h.answer() != nil && h.lacks() })
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			hello, answer := h.hello(), h.answer()
			if hello == nil || answer == nil || !answer.Calm {
				return nil
			}
			for _, extension := range extensions {
				if has(answer, extension) && !has(hello, extension) {
					return broken(answer, fmt.Sprintf("the ClientHello does not have %s", extension))
				}
			}
			return nil
		})
	},
})

// extensions are the facts of both hellos that are extensions.
var extensions = []string{"ticket", "ems", "ri", "sni"}

// lacks reports whether the ClientHello lacks an extension.
func (h Handshake) lacks() bool {
	for _, extension := range extensions {
		if hello := h.hello(); hello != nil && !has(hello, extension) {
			return true
		}
	}
	return false
}
