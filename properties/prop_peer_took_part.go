package properties

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
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
				return r.impersonated(h)
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

// impersonated is where, among adversaries, an end names an honest peer that has not seen
// the full handshake: a host that has not ended it, or a client that has not proved itself
// in it. Of a resumption binding-apart says who is in it.
func (r Run) impersonated(h Handshake) *Violation {
	if e := ending(h.Client); e != nil && e.What == "full" && r.honestHost(fact(e, "peer")) {
		met := slices.ContainsFunc(r.endings("full"), func(o end) bool {
			return o.side == 1 && o.At < e.At && fact(o.Event, "ms") == fact(e, "ms") && !r.apart(o, end{e, h, 0}, "tls_unique")
		})
		if !met {
			return broken(e, "that server has not ended such a handshake")
		}
	}
	e := ending(h.Server)
	if e == nil || e.What != "full" || !r.identified(fact(e, "peer")) {
		return nil
	}
	if !r.any(func(o Handshake) bool {
		shown, proved := find(o.Client, traces.Sent, "Certificate"), find(o.Client, traces.Sent, "CertificateVerify")
		return fact(shown, "name") == fact(e, "peer") && proved != nil && proved.At < e.At
	}) {
		return broken(e, "that client has not proved that it is")
	}
	return nil
}

// honestHost reports whether the name is that of a host of some server in the run.
func (r Run) honestHost(name string) bool {
	return slices.ContainsFunc(r.Header.Servers, func(n traces.Node) bool {
		return slices.ContainsFunc(n.Hosts(), func(h traces.Host) bool { return strings.EqualFold(h.Name, name) })
	})
}

// identified reports whether the name is that of a client in the run.
func (r Run) identified(name string) bool {
	return slices.ContainsFunc(r.Header.Clients, func(n traces.Node) bool {
		identity, ok := n.Has("identity")
		return ok && identity == name
	})
}
