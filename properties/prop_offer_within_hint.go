package properties

import (
	"fmt"
	"strconv"
	"time"

	"tlsresume/traces"
)

// RFC 5077 3.3: the hint is "relative to when the ticket is received. A value of zero
// is reserved to indicate that the lifetime of the ticket is unspecified. A client SHOULD
// delete the ticket and associated state when the time expires. It MAY delete the ticket
// earlier": here behind a day, as RFC 5246 F.1.4 suggests for session IDs.
var _ = property(Property{
	Name: "offer-within-hint", Cites: "RFC 5077 3.3, RFC 5246 F.1.4",
	Occurs: Run.known,
	Broken: func(r Run) *Violation {
		return r.firstOffer(func(o offer) string {
			if o.stored() == nil {
				return ""
			}
			received, keeps := r.keeps(o.client, o.from.Handshake)
			if held := r.since(received, o.hello); held >= keeps {
				return fmt.Sprintf("the client has had it for %v, and keeps it %v", held, keeps)
			}
			return ""
		})
	},
})

// keeps is from when on, and how long, a client keeps what a handshake has brought it.
func (r Run) keeps(client traces.Node, from Handshake) (received *Event, keeps time.Duration) {
	received, keeps = ending(from.Client), day
	if reads(client, "client-lifetime-12h") {
		keeps = day / 2
	}
	if taken := find(from.Client, traces.Accepted, "NewSessionTicket"); taken != nil {
		received = taken
		sent := find(from.Server, traces.Sent, "NewSessionTicket")
		if seconds, _ := strconv.Atoi(fact(sent, "hint")); seconds > 0 {
			keeps = min(keeps, time.Duration(seconds)*time.Second)
		}
	}
	return received, keeps
}
