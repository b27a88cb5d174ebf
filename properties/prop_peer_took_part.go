package properties

import (
	"fmt"
	"slices"
	"strings"
)

// RFC 5246 F.1.1: who is named has taken part. A client's peer is the host that it
// reached, a server's is the client, whether they prove it now or have proved it when
// the session was made. A server that lets sessions cross hosts (names-rfc4366) gives
// up the former; and who shares its ticket keys or its store with another host, or takes
// another name, has made it the other's peer.
var _ = property(Property{
	Name: "peer-took-part", Cites: "RFC 5246 F.1.1",
	Occurs: func(r Run) bool { return r.any(completed) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if r.Header.Adversary != "" {
				return nil // who is at the other end is what binding-apart sees
			}
			if e := ending(h.Client); e != nil && h.heard() != nil && r.stays(h, e) {
				if host := r.host(h).Name; !strings.EqualFold(fact(e, "peer"), host) {
					return broken(e, fmt.Sprintf("the server was %s", host))
				}
			}
			if e := ending(h.Server); e != nil && has(e, "peer") {
				if client, _ := r.client(h).Has("identity"); fact(e, "peer") != client {
					return broken(e, fmt.Sprintf("the client was %q", client))
				}
			}
			return nil
		})
	},
})

// stays reports whether who the client has reached is bound to be who made the session.
func (r Run) stays(h Handshake, e *Event) bool {
	made, _ := r.made(fact(e, "ms"), e)
	return !reads(r.server(h), "names-rfc4366") && (e.What == "full" || made != nil && r.sameHosts(*made, h))
}

// sameHosts reports whether two handshakes were with one server, of the same hosts.
func (r Run) sameHosts(a, b Handshake) bool {
	return a.With[1] == b.With[1] && slices.Equal(r.server(a).Hosts(), r.server(b).Hosts())
}
