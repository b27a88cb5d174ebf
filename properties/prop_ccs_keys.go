package properties

import "tlsresume/traces"

// RFC 5246 7.1: keys change by ChangeCipherSpec, once in each direction of a handshake,
// and 7.4.9: "Finished is always sent immediately after a change cipher spec message".
// They are those of a master secret: there is one behind ClientKeyExchange, or behind
// the ServerHello of a session that is resumed (CVE-2014-0224).
var _ = property(Property{
	Name: "ccs-keys", Cites: "RFC 5246 7.1 and 7.4.9",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return find(h.Server, traces.Accepted, "ChangeCipherSpec") != nil })
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if reads(r.client(h), "early-ccs") || reads(r.server(h), "early-ccs") {
				return nil
			}
			for _, events := range h.sides() {
				for _, mark := range []byte{traces.Sent, traces.Accepted} {
					if v := h.changes(events, mark); v != nil {
						return v
					}
				}
			}
			return nil
		})
	},
})

// changes is what is wrong with how the keys of one direction change at an end.
func (h Handshake) changes(events []Event, mark byte) *Violation {
	changed, last := 0, ""
	for i := range events {
		e := &events[i]
		if !e.Honest {
			return nil
		}
		if e.Mark != mark || e.What == "Alert" || e.What == "ApplicationData" || e.What == "HelloRequest" {
			continue
		}
		switch e.What {
		case "ChangeCipherSpec":
			if changed++; changed > 1 {
				return broken(e, "the keys have changed already")
			}
			if !h.keyed(events[:i]) {
				return broken(e, "there is no master secret")
			}
		case "Finished":
			if last != "ChangeCipherSpec" {
				return broken(e, "no ChangeCipherSpec came right before it")
			}
		}
		last = e.What
	}
	return nil
}

// keyed reports whether an end that has done this can have a master secret.
func (h Handshake) keyed(events []Event) bool {
	exchanged, resumes := false, false
	for _, e := range events {
		exchanged = exchanged || e.What == "ClientKeyExchange"
		resumes = resumes || e.What == "ServerHello"
		resumes = resumes && e.What != "Certificate"
	}
	offers := h.hello() == nil || symbol(h.hello(), "ticket") != "" || symbol(h.hello(), "session_id") != ""
	return exchanged || resumes && offers
}
