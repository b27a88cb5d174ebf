package properties

import (
	"fmt"

	"tlsresume/traces"
)

// RFC 5246 7.2.2: "Servers and clients MUST forget any session-identifiers, keys, and
// secrets associated with a failed connection." What that takes is a reading: an end
// forgets what it holds, a server its session ID, a client its ticket or ID; tickets
// that are out go on (RFC 5077 5.1), unless the server has invalidate-rfc5246.
var _ = property(Property{
	Name: "no-resume-after-fatal", Cites: "RFC 5246 7.2.2, RFC 5077 5.1",
	Occurs: func(r Run) bool { return len(r.failures()) > 0 },
	Broken: func(r Run) *Violation {
		failures := r.failures()
		return r.first(func(h Handshake) *Violation {
			for _, f := range failures {
				if v := r.survives(h, f); v != nil {
					return v
				}
			}
			return nil
		})
	},
})

// A failure is a fatal alert at an end, and a session that it lost by that.
type failure struct {
	end
	master string
	node   traces.Node // of the end, as the handshake began
}

// failures are those that take something. One in the middle of a handshake takes the
// session that this resumes, and the one whose keys the connection has still.
func (r Run) failures() (all []failure) {
	last := map[string]string{}         // of the connection, at each end
	clients := map[string]traces.Node{} // by connection, as the handshake of theirs began
	for _, h := range r.Handshakes {
		before := clients[h.Name]
		// A hello that a client was made to say begins none.
		if hello := h.hello(); h.N == 0 || hello != nil && hello.Honest {
			clients[h.Name] = r.client(h)
		}
		for side, events := range h.sides() {
			node := [...]traces.Node{clients[h.Name], r.server(h)}[side]
			over := false
			for i := range events {
				e := &events[i]
				switch {
				case e.Mark == traces.Agreed:
					over, last[e.End] = true, fact(e, "ms")
				case side == 0 && h.N > 0 && fact(e, "alert") == "no_renegotiation":
					node, clients[h.Name] = before, before // the handshake that it began is none
				}
				if !fatal(*e) || reads(node, "invalidate-never") {
					continue
				}
				resuming := ""
				if from := r.named(h.hello()); from != nil && !over && h.resuming(side, events[:i]) {
					resuming = from.master()
				}
				if reads(node, "invalidate-failed-resume") && resuming == "" {
					continue
				}
				for _, master := range []string{last[e.End], resuming} {
					if master != "" {
						all = append(all, failure{end{e, h, side}, master, node})
					}
				}
			}
		}
	}
	return all
}

// resuming reports whether an end that has done this knows that it resumes: a client
// that offered a ticket with an empty session ID learns it from the message behind
// ServerHello (RFC 5077 3.4).
func (h Handshake) resuming(side int, events []Event) bool {
	id := symbol(h.hello(), "session_id")
	switch {
	case side == 1:
		return h.abbreviates()
	case id != "":
		return id == symbol(h.answer(), "session_id") && find(events, traces.Accepted, "ServerHello") != nil
	}
	return find(events, traces.Accepted, "ChangeCipherSpec") != nil && find(events, traces.Accepted, "Certificate") == nil
}

// fatal reports whether the event is a fatal alert, sent or received.
func fatal(e Event) bool {
	return e.Mark == traces.Aborted || e.Mark == traces.Accepted && fact(&e, "level") == "fatal"
}

// survives is the violation of a handshake that uses what a failure before has taken.
func (r Run) survives(h Handshake, f failure) *Violation {
	var used *Event
	switch f.side {
	case 0:
		used = r.heldBy(h, f)
	case 1:
		used = r.keptBy(h, f)
	}
	if used == nil {
		return nil
	}
	return broken(used, fmt.Sprintf("it uses the session %s, which was lost by %s", f.master, f.Event))
}

// heldBy is the ClientHello by which the same client offers what it held of the
// session. What another connection brings it later, it has.
func (r Run) heldBy(h Handshake, f failure) *Event {
	hello := h.hello()
	if hello == nil || h.With[0] != f.With[0] || hello.At < f.At || !hello.Honest || r.Header.Adversary != "" {
		return nil
	}
	from := r.named(hello)
	if from == nil || from.master() != f.master {
		return nil
	}
	if taken := ending(from.Client); taken == nil || taken.At > f.At {
		return nil
	}
	return hello
}

// keptBy is the ServerHello by which the same server resumes it, from the cache that
// it had, or by ticket.
func (r Run) keptBy(h Handshake, f failure) *Event {
	heard, answer := h.heard(), h.answer()
	if heard == nil || answer == nil || h.With[1] != f.With[1] || heard.At < f.At || h.master() != f.master || !h.abbreviates() {
		return nil
	}
	now := r.server(h)
	if byTicket(h) {
		both := reads(f.node, "invalidate-rfc5246") && reads(now, "invalidate-rfc5246")
		if !both || r.restarted(h.With[1], f.Event, heard) {
			return nil
		}
		return answer
	}
	here, _ := now.Has("store")
	there, _ := f.node.Has("store")
	if here != there {
		return nil
	}
	return answer
}
