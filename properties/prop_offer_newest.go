package properties

import (
	"fmt"

	"tlsresume/traces"
)

// RFC 5077 3.3: "the client SHOULD use the new ticket in future connections as soon as
// possible after verifying the server's Finished message"; what came last for a name is
// what a client has of it. An empty ticket does not displace what there was.
var _ = property(Property{
	Name: "offer-newest", Cites: "RFC 5077 3.3",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return resumed(h.Client) != nil && h.gives() })
	},
	Broken: func(r Run) *Violation {
		return r.firstOffer(func(o offer) string {
			stored := o.stored()
			if stored == nil || r.byServer(o.With[0]) {
				return ""
			}
			for _, h := range r.Handshakes {
				e := ending(h.Client)
				if e != nil && e.Calm && h.With[0] == o.With[0] && h.called() == o.from.called() && h.gives() && stored.At < e.At && e.At < o.hello.At {
					return fmt.Sprintf("the client has had a newer one since %s", e)
				}
			}
			return ""
		})
	},
})

// gives reports whether a handshake brings the client something by which to resume.
func (h Handshake) gives() bool {
	if find(h.Client, traces.Accepted, "NewSessionTicket") != nil {
		return symbol(find(h.Server, traces.Sent, "NewSessionTicket"), "ticket") != ""
	}
	e := ending(h.Client)
	return e != nil && e.What == "full" && symbol(h.answer(), "session_id") != ""
}
