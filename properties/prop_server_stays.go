package properties

import "fmt"

// RFC 5746 5: a certificate that changes in a renegotiation "may come as a surprise", and
// made the Triple Handshake (RFC 7627 6.1). The server of a connection stays who it was,
// unless the client lets it change (cert-change).
var _ = property(Property{
	Name: "server-stays", Cites: "RFC 5746 5, RFC 7627 6.1",
	Occurs: func(r Run) bool { return r.any(func(h Handshake) bool { return h.N > 0 && ending(h.Client) != nil }) },
	Broken: func(r Run) *Violation {
		peers := map[string]string{}
		return r.first(func(h Handshake) *Violation {
			e := ending(h.Client)
			if e == nil {
				return nil
			}
			was, again := peers[h.Name]
			peers[h.Name] = fact(e, "peer")
			if again && was != fact(e, "peer") && !reads(r.client(h), "cert-change") {
				return broken(e, fmt.Sprintf("the server was %s before on this connection", was))
			}
			return nil
		})
	},
})
