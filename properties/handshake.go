package properties

import (
	"slices"
	"strings"

	"tlsresume/traces"
)

// find gives the first event with a mark that is what is named, or nil.
func find(events []Event, mark byte, what string) *Event {
	i := slices.IndexFunc(events, func(e Event) bool { return e.Mark == mark && e.What == what })
	if i < 0 {
		return nil
	}
	return &events[i]
}

// ending is how the handshake ended at an end that completed it, or nil.
func ending(events []Event) *Event {
	i := slices.IndexFunc(events, func(e Event) bool { return e.Mark == traces.Agreed })
	if i < 0 {
		return nil
	}
	return &events[i]
}

// fact is the value of a fact of an event that may not have happened.
func fact(e *Event, key string) string {
	if e == nil {
		return ""
	}
	v, _ := e.Fact(key)
	return v
}

// has reports whether the event has the fact.
func has(e *Event, key string) bool {
	if e == nil {
		return false
	}
	_, ok := e.Fact(key)
	return ok
}

// symbol is the value of a fact that names something, or "".
func symbol(e *Event, key string) string {
	if v := fact(e, key); v != "empty" {
		return v
	}
	return ""
}

// hello is the ClientHello as the client said it, or nil.
func (h Handshake) hello() *Event { return find(h.Client, traces.Sent, "ClientHello") }

// heard is where the server took the ClientHello, or nil.
func (h Handshake) heard() *Event { return find(h.Server, traces.Accepted, "ClientHello") }

// answer is the ServerHello as the server said it, or nil.
func (h Handshake) answer() *Event { return find(h.Server, traces.Sent, "ServerHello") }

// client is the client as it was when it said hello: the
// options of a node are those of the handshakes that begin from then on.
func (r Run) client(h Handshake) traces.Node { return r.node(h.With[0], h.hello()) }

// server is the server as it was when the ClientHello reached it.
func (r Run) server(h Handshake) traces.Node {
	if len(h.Server) == 0 {
		return traces.Node{}
	}
	return r.node(h.With[1], &h.Server[0])
}

// host is the virtual host that the ClientHello asks for, the default one if it names
// none that is there (RFC 6066 3).
func (r Run) host(h Handshake) traces.Host {
	hosts, wanted := r.server(h).Hosts(), fact(h.hello(), "sni")
	i := slices.IndexFunc(hosts, func(host traces.Host) bool { return strings.EqualFold(host.Name, wanted) })
	return hosts[max(0, i)]
}

// behindAnswer is what a server says behind ServerHello, as long as nobody tells it what
// to say, or "".
func (h Handshake) behindAnswer() string {
	behind := false
	for _, e := range h.Server {
		switch {
		case e.Mark != traces.Sent || e.What == "Alert":
		case behind && e.Honest:
			return e.What
		case behind:
			return ""
		}
		behind = behind || e.Mark == traces.Sent && e.What == "ServerHello"
	}
	return ""
}

// abbreviates reports whether the server resumes: what it says behind ServerHello is
// no certificate (RFC 5246 7.3).
func (h Handshake) abbreviates() bool {
	said := h.behindAnswer()
	return said == "NewSessionTicket" || said == "ChangeCipherSpec"
}

// sides are both ends of the handshake.
func (h Handshake) sides() [2][]Event { return [2][]Event{h.Client, h.Server} }

// any reports whether some handshake of the run is like this.
func (r Run) any(like func(Handshake) bool) bool { return slices.ContainsFunc(r.Handshakes, like) }

// first gives the violation of the first handshake that has one.
func (r Run) first(broken func(Handshake) *Violation) *Violation {
	for _, h := range r.Handshakes {
		if v := broken(h); v != nil {
			return v
		}
	}
	return nil
}

// broken is what an event breaks.
func broken(e *Event, why string) *Violation { return &Violation{Event: e.Event, Why: why} }

// certifies reports whether the server does a full handshake: its certificate is what it
// says behind ServerHello.
func (h Handshake) certifies() bool { return h.behindAnswer() == "Certificate" }
