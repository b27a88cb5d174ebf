package resume

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tlsresume/traces"
)

// A Part is a piece of the world as it is now: an end, a node, a store, the clock. Values
// have the symbols that events gave them; #n is one that no event has named.
type Part struct {
	Name  string // "k1.c", "s0"
	About string // what it is
	Facts []traces.Fact
}

// Parts lists the pieces of the world: the clock, the ends of every connection, and then
// what nodes and stores hold.
func (w *Walk) Parts() []Part {
	s := &w.system.state
	all := []Part{{"clock", "the time since the beginning", []traces.Fact{{Key: "now", Value: elapsed(s.Now)}}}}
	for i := range s.Conns {
		for side := Client; side <= Server; side++ {
			all = append(all, w.endPart(Place{i, side}))
		}
	}
	for i := range s.Servers {
		all = append(all, w.serverPart(i))
	}
	for i := range s.Clients {
		all = append(all, w.clientPart(i))
	}
	for i := range s.Stores {
		v := w.viewing(s.world.text(s.Stores[i].Name), "an external store")
		v.cached(s.Stores[i].Cached)
		all = append(all, v.Part)
	}
	return all
}

// A viewing writes a part down.
type viewing struct {
	Part
	walk *Walk
}

func (w *Walk) viewing(name, about string) *viewing {
	return &viewing{Part{Name: name, About: about}, w}
}

func (v *viewing) add(key, value string) {
	if value != "" {
		v.Facts = append(v.Facts, traces.Fact{Key: key, Value: value})
	}
}

// flag adds what is so.
func (v *viewing) flag(key string, on bool) {
	if on {
		v.add(key, "yes")
	}
}

func (v *viewing) text(n Name) string { return v.walk.system.state.world.text(n) }

// symbol is how events call a value.
func (v *viewing) symbol(letter byte, x Value) string {
	switch name, ok := v.walk.system.symbols.Known(letter, x.bytes()); {
	case x == 0:
		return ""
	case ok:
		return name
	}
	return "#" + strconv.Itoa(int(x))
}

func elapsed(s Seconds) string { return (time.Duration(s) * time.Second).String() }

func (w *Walk) endPart(p Place) Part {
	s, e := &w.system.state, w.system.state.end(p)
	c := &s.Conns[p.Conn]
	v := w.viewing(w.system.naming.conn(p.Conn)+[...]string{".c", ".s"}[p.Side], "")
	if v.About = "the client's end, of " + w.system.naming.clients[c.Client]; p.Side == Server {
		v.About = "the server's end, of " + w.system.naming.servers[c.Server]
	}
	v.add("is", s.waits(p))
	if e.Life == Closing {
		v.add("life", "closing: its close_notify is sent")
	}
	v.add("on the wire towards it", kindsText(c.Wires[p.Side]))
	if e.Answer.Suite != 0 { // the hello of the server decides
		v.add("plan", e.Plan.String())
	}
	v.add("offers", by(e.Offered))
	v.add("resumes by", by(e.By))
	v.add("session", v.session(&e.Session))
	if !e.Receipt.Ticket.empty() {
		v.add("received", v.symbol(traces.TicketSymbol, e.Receipt.Ticket.Serial)+v.hint(e.Receipt.Hint))
	}
	v.add("writes under", v.keys(e.WriteKeys))
	v.add("reads under", v.keys(e.ReadKeys))
	v.flag("secure renegotiation", e.Secure)
	v.flag("renegotiated", e.Again)
	v.flag("awaits a hello that it asked for", e.Wanted)
	b := &e.Belief
	v.add("believes", v.session(&Session{Master: b.Master, EMS: b.EMS, Suite: b.Suite, SNI: b.SNI, Peer: b.Peer}))
	v.flag("misbehaves", c.Deviated)
	return v.Part
}

// kindsText are the messages of a wire, the first to come first.
func kindsText(wire []Message) string {
	var names []string
	for i := range wire {
		names = append(names, wire[i].Kind.String())
	}
	return strings.Join(names, ", ")
}

func by(b By) string { return [...]string{ByTicket: "ticket", ByID: "session ID"}[b] }

// keys are named by the secret that they come from.
func (v *viewing) keys(k Keys) string {
	if k.Master == noSecret {
		return "keys of no secret"
	}
	return v.symbol(traces.MasterSymbol, k.Master)
}

func (v *viewing) hint(h Seconds) string {
	if h == 0 {
		return ", without a hint"
	}
	return ", for " + elapsed(h)
}

// session is what a session is made of, by its master secret.
func (v *viewing) session(x *Session) string {
	if x.Master == 0 {
		return ""
	}
	words := []string{v.symbol(traces.MasterSymbol, x.Master)}
	if x.EMS {
		words = append(words, "ems")
	}
	if x.Suite != 0 {
		words = append(words, x.Suite.String())
	}
	for _, n := range []struct {
		key  string
		name Name
	}{{"sni", x.SNI}, {"peer", x.Peer}, {"shown", x.Shown}, {"host", x.Host.Name}} {
		if n.name != 0 {
			words = append(words, n.key+"="+v.text(n.name))
		}
	}
	return strings.Join(words, " ")
}

func (w *Walk) serverPart(i int) Part {
	n := &w.system.state.Servers[i]
	v := w.viewing(w.system.naming.servers[i], "a server")
	v.options(&n.Options, traces.ServerOptions)
	var ring []string
	for _, k := range n.Ring {
		ring = append(ring, v.key(k))
	}
	v.add("ticket keys, the last one seals", strings.Join(ring, ", "))
	v.cached(n.Cache)
	v.add("sessions whose tickets are dead", v.masters(n.Revoked))
	return v.Part
}

// options are those that a header can say of such a node.
func (v *viewing) options(o *Options, known []traces.Word) {
	own := slices.DeleteFunc(v.walk.system.state.world.spell(o), func(o traces.Option) bool {
		return !slices.ContainsFunc(known, func(w traces.Word) bool { return w.Name == o.Key })
	})
	v.add("options", strings.TrimSpace(traces.Node{Options: own}.String()))
}

// key is how a header calls a ticket key.
func (v *viewing) key(k Value) string {
	s := &v.walk.system.state
	if i := slices.IndexFunc(s.Servers, func(n ServerNode) bool { return k != 0 && n.Named == k }); i >= 0 {
		return v.text(s.Servers[i].Options.Key)
	}
	return "#" + strconv.Itoa(int(k))
}

func (v *viewing) masters(all []Value) string {
	var names []string
	for _, m := range all {
		names = append(names, v.symbol(traces.MasterSymbol, m))
	}
	return strings.Join(names, ", ")
}

func (v *viewing) cached(all []Cached) {
	for i := range all {
		v.add("keeps "+v.symbol(traces.SessionIDSymbol, all[i].ID), v.session(&all[i].Session))
	}
}

func (w *Walk) clientPart(i int) Part {
	n := &w.system.state.Clients[i]
	v := w.viewing(w.system.naming.clients[i], "a client")
	v.options(&n.Options, traces.ClientOptions)
	held := slices.Clone(n.Store)
	slices.SortFunc(held, func(a, b Stored) int { return strings.Compare(v.text(a.Name), v.text(b.Name)) })
	for i := range held {
		v.add("holds for "+v.text(held[i].Name), v.held(&held[i]))
	}
	return v.Part
}

// held is a session that a client remembers, with what names it.
func (v *viewing) held(h *Stored) string {
	name := "session ID " + v.symbol(traces.SessionIDSymbol, h.ID)
	if !h.Ticket.empty() {
		name = fmt.Sprintf("ticket %s under key %s", v.symbol(traces.TicketSymbol, h.Ticket.Serial), v.key(h.Ticket.Key))
	}
	return name + v.hint(h.Hint) + " from " + elapsed(h.Since) + " on: " + v.session(&h.Session) + ", made at " + elapsed(h.Session.Made)
}
