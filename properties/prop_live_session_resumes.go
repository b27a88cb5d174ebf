package properties

import (
	"fmt"
	"slices"
	"strings"
)

// RFC 5077 5.6: the server "controls the lifetime of the ticket", and as long as it is
// over in no regard the ticket resumes; so does a session ID that is in the cache (RFC
// 5246 7.3). A server MAY decline whatever it likes: one whose options and readings say
// all there is to say has no other reason.
var _ = property(Property{
	Name: "live-session-resumes", Cites: "RFC 5077 3.1 and 5.6, RFC 5246 7.3",
	Occurs: func(r Run) bool { return r.any(r.live) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if r.live(h) && h.certifies() {
				return broken(h.answer(), fmt.Sprintf("nothing is wrong with what %s offers", h.hello()))
			}
			return nil
		})
	},
})

// live reports whether what a hello offers is good where it is offered, and the extended
// master secret is used by the session and the hello alike.
func (r Run) live(h Handshake) bool {
	if !r.good(h) {
		return false
	}
	now := r.server(h)
	used := has(ending(r.named(h.hello()).Server), "ems")
	return !demands(now) && used == has(h.hello(), "ems") && (!used || extends(now))
}

// good reports whether nothing but the extended master secret can be wrong with it.
func (r Run) good(h Handshake) bool {
	heard := h.heard()
	from := r.named(h.hello())
	if from == nil || heard == nil || !heard.Calm || ending(from.Server) == nil {
		return false
	}
	made, at := r.made(from.master(), heard)
	return made != nil && r.kept(h, from) && r.since(at, heard) < r.honours(h) && r.suits(h, *made, at) && !r.failed(from.master())
}

// kept reports whether the server has still what the offer names.
func (r Run) kept(h Handshake, from *issue) bool {
	now, then := r.server(h), r.server(from.Handshake)
	if symbol(h.hello(), "ticket") != "" {
		ring := r.keys(from.With[1], from.sent)
		return option(now, "tickets") && slices.Contains(r.keys(h.With[1], h.heard()), ring[len(ring)-1])
	}
	end := ending(from.Server)
	here, _ := now.Has("store")
	there, _ := then.Has("store")
	if end == nil || end.At > h.heard().At || !option(now, "cache") || !option(then, "cache") || here != there {
		return false
	}
	return (here != "" || h.With[1] == from.With[1]) && !r.emptied(h.With[1], here, end, h.heard())
}

// emptied reports whether a cache was, between two events: that of a server in memory, or
// the store of a name.
func (r Run) emptied(server, store string, from, to *Event) bool {
	return slices.ContainsFunc(r.world[from.Step+1:to.Step+1], func(m moment) bool {
		if store == "" {
			return m.restarted == server || m.evicted == server
		}
		of, _ := m.nodes[m.evicted].Has("store")
		return of == store
	})
}

// suits reports whether server and hello are such that the session fits both.
func (r Run) suits(h, made Handshake, session *Event) bool {
	now, hello, suite, master := r.server(h), h.hello(), fact(session, "suite"), fact(session, "ms")
	return !reads(now, "ems-ignorant") && !r.passed(1, master, hello, "names-rfc4366") &&
		slices.Contains(suites(r.client(h)), suite) && slices.Contains(suites(now), suite) &&
		strings.EqualFold(fact(made.hello(), "sni"), fact(hello, "sni")) && r.host(made) == r.host(h) && r.sameHosts(made, h)
}

// failed reports whether a session has ever been that of a connection, or wanted on one,
// that met a fatal alert.
func (r Run) failed(master string) bool {
	return slices.ContainsFunc(r.Handshakes, func(h Handshake) bool {
		from := r.named(h.hello())
		return (h.master() == master || from != nil && from.master() == master) && slices.ContainsFunc(r.Conns, func(c Conn) bool {
			return c.Name == h.Name && (slices.ContainsFunc(c.Client, fatal) || slices.ContainsFunc(c.Server, fatal))
		})
	})
}
