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
			received := o.stored()
			if received == nil {
				return ""
			}
			keeps := day
			if reads(o.client, "client-lifetime-12h") {
				keeps = day / 2
			}
			if taken := find(o.from.Client, traces.Accepted, "NewSessionTicket"); o.ticket != "" && taken != nil {
				received = taken
				if seconds, _ := strconv.Atoi(fact(o.from.sent, "hint")); seconds > 0 {
					keeps = min(keeps, time.Duration(seconds)*time.Second)
				}
			}
			if held := r.since(received, o.hello); held >= keeps {
				return fmt.Sprintf("the client has had it for %v, and keeps it %v", held, keeps)
			}
			return ""
		})
	},
})
