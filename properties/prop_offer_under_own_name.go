package properties

import "fmt"

// RFC 6066 3: the client "SHOULD include the same server_name extension in the session
// resumption request as it did in the full handshake that established the session";
// names-by-server does not.
var _ = property(Property{
	Name: "offer-under-own-name", Cites: "RFC 6066 3",
	Occurs: Run.known,
	Broken: func(r Run) *Violation {
		return r.firstOffer(func(o offer) string {
			if o.from == nil || r.byServer(o.With[0]) || o.called() == o.from.called() {
				return ""
			}
			return fmt.Sprintf("it asks for %s by what it has of %s", o.called(), o.from.called())
		})
	},
})
