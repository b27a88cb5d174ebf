package properties

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// RFC 5077 4: the ticket has the client's identity, so that a resumption is authorised as
// the full handshake was; RFC 5246 F.1.4: when certificates may not be good any more, a
// server "should force a full handshake". So whom it reports has shown a certificate in
// this session, at this virtual host, to a demand no milder than the one that stands now
// (CVE-2025-23419). Servers of other hosts that share what names the session are one to
// whoever has them share it; and names-rfc4366 is to resume at another host.
var _ = property(Property{
	Name: "auth-carried", Cites: "RFC 5077 4, RFC 5246 7.4.8 and F.1.4",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return has(ending(h.Server), "peer") })
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			e := ending(h.Server)
			if e == nil || r.Header.Adversary != "" {
				return nil
			}
			if why := r.misjudged(h, e); why != "" {
				return broken(e, why)
			}
			return nil
		})
	},
})

// misjudged says what is wrong with the client that a server reports.
func (r Run) misjudged(h Handshake, e *Event) string {
	host, peer := r.host(h), fact(e, "peer")
	if host.Demand == "require" && peer == "" {
		return fmt.Sprintf("%s requires a certificate, and the client has shown none", host.Name)
	}
	if e.What == "full" {
		proved := find(h.Server, traces.Accepted, "CertificateVerify") != nil
		if shown := fact(find(h.Client, traces.Sent, "Certificate"), "name"); peer != "" && (peer != shown || !proved) {
			return "the client has not proved that it is who it is said to be"
		}
		return ""
	}
	made, _ := r.made(fact(e, "ms"), e)
	if made == nil {
		return ""
	}
	demands := []string{"", "request", "require"}
	before := r.host(*made)
	switch {
	case slices.Index(demands, before.Demand) < slices.Index(demands, host.Demand):
		return fmt.Sprintf("%s asked less of the client in the full handshake", before.Name)
	case (peer != "" || host.Demand != "") && r.bindsHosts(*made, h) && !strings.EqualFold(before.Name, host.Name):
		return fmt.Sprintf("the client showed itself to %s, and this is %s", before.Name, host.Name)
	}
	return ""
}

// bindsHosts reports whether the server keeps the sessions of its hosts apart.
func (r Run) bindsHosts(made, h Handshake) bool {
	return r.sameHosts(made, h) && !reads(r.server(h), "names-rfc4366")
}
