package properties

import (
	"fmt"
	"strconv"
	"time"

	"tlsresume/traces"
)

// RFC 5077 3.3: a server that leaves a lifetime unspecified says 0; and RFC 9325 3.4: how
// often a ticket is renewed does not make its session younger. A hint is no more than what
// remains of the session's day.
var _ = property(Property{
	Name: "hint-of-session", Cites: "RFC 5077 3.3 and 5.6, RFC 9325 3.4",
	Occurs: func(r Run) bool { return r.any(func(h Handshake) bool { return issues(h) && h.abbreviates() }) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			sent := find(h.Server, traces.Sent, "NewSessionTicket")
			if sent == nil || !sent.Honest || symbol(sent, "ticket") == "" {
				return nil
			}
			left := day
			if from := r.named(h.hello()); h.abbreviates() && from != nil {
				if _, made := r.made(from.master(), sent); made != nil {
					left = max(time.Second, day-r.since(made, sent))
				}
			}
			hint, _ := strconv.Atoi(fact(sent, "hint"))
			switch unspecified := reads(r.server(h), "hint-unspecified"); {
			case unspecified != (hint == 0):
				return broken(sent, "the server leaves lifetimes unspecified, or it does not")
			case time.Duration(hint)*time.Second > left:
				return broken(sent, fmt.Sprintf("of the session's day %v are left", left))
			}
			return nil
		})
	},
})
