package properties

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// RFC 5929 3.1: tls-unique is "specific to each connection regardless of whether
// session resumption is used", and RFC 5705 4 makes what is exported so by both
// randoms. Ends that have one in common are the two of one handshake, and the client
// means that server.
var _ = property(Property{
	Name: "binding-apart", Cites: "RFC 5929 3.1, RFC 5705 4, RFC 7627 6.1",
	Occurs: func(r Run) bool { return len(r.endings("")) > 2 },
	Broken: func(r Run) *Violation {
		all := r.endings("")
		for _, key := range []string{"tls_unique", "exporter"} {
			for i, b := range all {
				for _, a := range all[:i] {
					if v := symbol(a.Event, key); v != "" && v == symbol(b.Event, key) && r.strangers(a, b) {
						return broken(b.Event, fmt.Sprintf("another handshake has its %s, %s", key, a.Event))
					}
				}
			}
		}
		return nil
	},
})

// strangers reports whether two endings are not those of one handshake. An adversary
// that passes on what it hears makes one of two connections, if the client knows with
// whom.
func (r Run) strangers(a, b end) bool {
	if r.apart(a, b, "ms") {
		return true
	}
	if a.side == 1 {
		a, b = b, a
	}
	return r.Header.Adversary != "" && !slices.ContainsFunc(r.server(b.Handshake).Hosts(), func(h traces.Host) bool {
		return strings.EqualFold(h.Name, fact(a.Event, "peer"))
	})
}
