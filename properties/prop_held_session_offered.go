package properties

import (
	"fmt"
	"slices"

	"tlsresume/traces"
)

// RFC 5246 7.2.1: "failure to properly close a connection no longer requires that a
// session not be resumed": nothing but a fatal alert and time takes a session from a
// client that it still can use. Its hello offers the newest that it has for the name.
var _ = property(Property{
	Name: "held-session-offered", Cites: "RFC 5246 7.2.1, RFC 5077 3.1",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return r.holds(h) != nil })
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if held := r.holds(h); held != nil {
				if from := r.named(h.hello()); from == nil || from.Name != held.Name || from.N != held.N {
					return broken(h.hello(), fmt.Sprintf("the client has had a session since %s", ending(held.Client)))
				}
			}
			return nil
		})
	},
})

// holds is the handshake that has brought the client of another what it is to offer, or nil
// if there is none, or it has a reason not to.
func (r Run) holds(h Handshake) *Handshake {
	hello, client := h.hello(), r.client(h)
	if hello == nil || !hello.Honest || r.Header.Adversary != "" || r.byServer(h.With[0]) || reads(client, "ems-ignorant") {
		return nil
	}
	held := r.newest(h)
	if held == nil || !ending(held.Client).Calm {
		return nil
	}
	then, e := r.client(*held), ending(held.Client)
	ticket := find(held.Client, traces.Accepted, "NewSessionTicket")
	received, keeps := r.keeps(client, *held)
	fits := has(e, "ems") == extends(client) || extends(client) && reads(client, "ems-offer-legacy")
	before, _ := then.Has("identity")
	now, _ := client.Has("identity")
	if ticket != nil && !option(client, "tickets") || r.since(received, hello) >= keeps || !fits || before != now ||
		reads(then, "ems-ignorant") || !slices.Contains(suites(client), fact(e, "suite")) || r.failed(fact(e, "ms")) || r.brokenOff(h, fact(e, "ms")) {
		return nil
	}
	return held
}

// brokenOff reports whether the client has begun to resume a session, and not ended it: RFC
// 5077 3.2, "if the handshake fails, the client SHOULD delete the ticket".
func (r Run) brokenOff(h Handshake, master string) bool {
	return r.any(func(other Handshake) bool {
		from := r.named(other.hello())
		return from != nil && from.master() == master && other.With[0] == h.With[0] && other.hello().At < h.hello().At &&
			ending(other.Client) == nil && find(other.Client, traces.Accepted, "ServerHello") != nil
	})
}

// newest is the last handshake before another that has brought the same client something
// to resume by, under the same name.
func (r Run) newest(h Handshake) (newest *Handshake) {
	for i, other := range r.Handshakes {
		e := ending(other.Client)
		if e == nil || e.At > h.hello().At || other.With[0] != h.With[0] || other.called() != h.called() || !other.gives() {
			continue
		}
		if newest == nil || e.At > ending(newest.Client).At {
			newest = &r.Handshakes[i]
		}
	}
	return newest
}
