package adversary

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"tlsresume/model/check"
)

// anyOrder lists what may happen next at every end, in whatever order.
func (w *world) anyOrder(s *state, dst []flight) []flight {
	for i := range uint8(2) {
		dst = w.clientInAnyOrder(s, i, dst)
		dst = w.serverInAnyOrder(s, i, dst)
	}
	return dst
}

func (w *world) clientInAnyOrder(s *state, i uint8, dst []flight) []flight {
	f := flight{Slot: i, Offer: noSlot, Copy: noSlot, Target: noTarget, Ticket: noSlot}
	switch c := &s.Clients[i]; c.Now.Phase {
	case none:
		strand := s.clientStrand(i)
		if strand == 2 && i != s.Setting.Again || s.clientOver(strand) {
			return dst
		}
		if slot, ok := s.blocker(strand); ok && slot == noEnd {
			dst = append(dst, s.hello(i))
		}
	case hello:
		f.Verb = abandon
		dst = append(dst, f)
		f.Verb = greetClient
		for f.Copy = range uint8(noSlot + 1) {
			dst = w.everyGreeting(f, dst)
		}
	case waiting:
		f.Verb = finishClient
		for f.Copy = range uint8(noSlot + 1) {
			for _, t := range w.tickets(f, nil) {
				dst = append(dst, t.Flight)
			}
		}
	}
	return dst
}

func (w *world) everyGreeting(f flight, dst []flight) []flight {
	for _, f.EMS = range []bool{false, true} {
		if f.EMS && w.EMS[client] == never || !f.EMS && w.EMS[client] == always {
			continue
		}
		r := f
		r.Offer = 0
		dst = append(dst, r)
		for _, f.Early = range w.earliness() {
			for _, f.Kex = range w.Kex {
				for _, f.To = range []party{honestServer, adversary} {
					for _, f.Asks = range []bool{false, true} {
						for _, t := range w.shares(f, nil) {
							dst = append(dst, t.Flight)
						}
					}
				}
			}
		}
	}
	return dst
}

func (w *world) serverInAnyOrder(s *state, i uint8, dst []flight) []flight {
	e := &s.Servers[i]
	f := flight{Slot: i, Offer: noSlot, Copy: noSlot, Target: noTarget, Ticket: noSlot}
	if e.Now.Phase != none {
		f.Verb = finishServer
		for f.Copy = range uint8(noSlot + 1) {
			for _, f.To = range []party{nobody, honestClient} {
				dst = append(dst, f)
			}
		}
		return dst
	}
	if e.Handshakes == 2 || e.Handshakes == 1 && s.Servers[1-i].Handshakes == 2 || i == 1 && s.Servers[0].idle() {
		return dst
	}
	f.Verb = greetServer
	for f.Copy = range uint8(noSlot + 1) {
		for offer := range uint8(noSlot + 1) {
			f.Offer = offer
			for _, f.EMS = range []bool{false, true} {
				if f.EMS && w.EMS[server] == never && w.EMS[client] == never || !f.EMS && w.EMS[server] == always {
					continue
				}
				for _, f.Early = range w.earliness() {
					if w.resumes(s, f) {
						if !f.Early {
							dst = append(dst, f)
						}
						continue
					}
					f.Asks = w.Certificate
					for _, f.Kex = range w.Kex {
						dst = append(dst, f)
					}
					f.Asks, f.Kex = false, 0
				}
			}
		}
	}
	return dst
}

// A small is a smaller world: how many handshakes the clients may finish, and the
// servers begin.
type small struct {
	world
	clients, servers int
}

func (w *small) within(s *state) bool {
	clients, servers := 0, 0
	for i := range s.Clients {
		c := &s.Clients[i]
		for _, t := range []bool{c.Conn.Keys != 0, c.Conn.Before != 0, c.Now.Phase == waiting} {
			clients += int(bit(t))
		}
		servers += int(s.Servers[i].Handshakes)
	}
	return clients <= w.clients && servers <= w.servers
}

// A haul is what an exploration came upon.
type haul struct {
	states   int
	patterns map[string]bool // agreement among the ends, when nothing is under way
	marks    map[string]bool // broken invariants and reached goals
}

// explore goes through the states that next leads to.
func (w *small) explore(begin state, next func(s *state, found func(*state))) haul {
	h := haul{patterns: map[string]bool{}, marks: map[string]bool{}}
	seen := map[string]bool{}
	var todo []state
	var key []byte
	find := func(s *state) {
		key = s.encode(key[:0])
		if seen[string(key)] || !w.within(s) {
			return
		}
		seen[string(key)] = true
		todo = append(todo, *s)
	}
	for find(&begin); len(todo) > 0; {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		w.note(&s, &h)
		next(&s, find)
	}
	h.states = len(seen)
	return h
}

// asked are the invariants and goals, of which every state is asked.
var asked = sync.OnceValues(func() ([]Invariant, []Goal) { return Invariants(), Goals() })

// note takes down what there is to say of a state.
func (w *small) note(s *state, h *haul) {
	invariants, goals := asked()
	for _, i := range invariants {
		if _, ok := i.holds(&w.world, s); !ok {
			h.marks["breaks "+i.Name] = true
		}
	}
	for _, g := range goals {
		if g.reached(s) {
			h.marks["reaches "+g.Name] = true
		}
	}
	if s.quiet() {
		h.patterns[s.pattern()] = true
	}
}

func (w *small) reduced(begin state) haul {
	var steps []step
	return w.explore(begin, func(s *state, found func(*state)) {
		steps = w.steps(s, steps[:0])
		for _, t := range steps {
			if n, ok := w.take(s, t); ok {
				found(&n)
			}
		}
	})
}

func (w *small) plain(begin state) haul {
	var flights []flight
	return w.explore(begin, func(s *state, found func(*state)) {
		flights = w.anyOrder(s, flights[:0])
		for _, f := range flights {
			if n, a := w.answer(s, f); a == taken {
				found(&n)
			}
		}
	})
}

// pattern is what the connections are, of whose terms only equality is told, with
// the servers' in either order.
func (s *state) pattern() string {
	n := *s
	for _, ends := range []*[2]end{&n.Clients, &n.Servers} {
		for i := range ends {
			e := &ends[i]
			*e = end{Meant: e.Meant, Conn: e.Conn}
			e.Conn.ClientData, e.Conn.ServerData, e.Conn.Said = 0, 0, 0
			if e.Conn.Keys == 0 {
				*e = end{}
			}
		}
	}
	n.Setting = setting{}
	for i := range s.Clients {
		for _, t := range []*Term{&n.Clients[i].Conn.Signed, &n.Servers[i].Conn.Signed} {
			if n.signers(*t) == 1 {
				*t = 0
			}
		}
	}
	m := n
	m.Servers[0], m.Servers[1] = m.Servers[1], m.Servers[0]
	n.rename()
	m.rename()
	return min(string(n.encode(nil)), string(m.encode(nil)))
}

var wide = flag.Bool("wide", false, "compare the search with all interleavings of two handshakes of each role")

// The order in which the search decides loses nothing: in worlds that are small
// enough to be explored in all interleavings, the same agreements come about.
func TestNoRunIsLost(t *testing.T) {
	emsAtClients := func(w *world) { w.EMS[client] = offered }
	for _, c := range []struct {
		name             string
		world            world
		clients, servers int
		wide             bool
	}{
		{"without EMS", legacy.with(certChange), 1, 1, false},
		{"without EMS, RSA, one client", legacy.with(rsaAlone, certChange), 1, 2, false},
		{"without EMS, RSA, one server", legacy.with(rsaAlone, certChange), 2, 1, false},
		{"without EMS, RSA, two of each", legacy.with(rsaAlone, certChange), 2, 2, true},
		{"without EMS, RSA, three clients", legacy.with(rsaAlone, certChange), 3, 1, true},
		{"with EMS, RSA, one server", modern.with(rsaAlone, certChange), 2, 1, false},
		{"with EMS, RSA, two of each", modern.with(rsaAlone, certChange), 2, 2, true},
		{"EMS at will", modern.with(rsaAlone, func(w *world) { w.EMS = [2]extension{offered, offered} }), 1, 1, false},
		{"EMS at clients alone", legacy.with(rsaAlone, certChange, emsAtClients), 1, 1, false},
		{"EMS at clients alone, one server", legacy.with(rsaAlone, certChange, emsAtClients), 2, 1, true},
		{"EMS of nothing", modern.with(rsaAlone, func(w *world) { w.Span = [2]span{nothing, nothing} }), 1, 1, false},
		{"shares unsigned", modern.with(func(w *world) { w.ShareUnsigned, w.Kex = true, []kex{ecdhe} }), 1, 1, false},
		{"renegotiation unbound, one client", modern.with(rsaAlone, func(w *world) { w.NoRenegotiateInfo = true }), 1, 2, false},
		{"sessions for anybody", modern.with(rsaAlone, func(w *world) { w.AnyPeer = true }), 1, 1, false},
		{"tickets unhashed", ticketed.with(rsaAlone, func(w *world) { w.TicketUnhashed = true }), 1, 1, false},
		{"early ChangeCipherSpec", modern.with(rsaAlone, func(w *world) { w.EarlyCCS = true }), 1, 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.wide && !*wide || testing.Short() && c.servers > 1 {
				t.Skip("-wide has them all, in minutes")
			}
			w := &small{c.world, c.clients, c.servers}
			all, few, patterns := 0, 0, 0
			for _, begin := range w.settings() {
				if p := begin.Setting; w.clients == 1 && (p.Again == 1 || p.AgainOffers != noSlot) {
					continue // nothing comes of a renegotiation
				}
				plain, reduced := w.plain(begin), w.reduced(begin)
				all, few, patterns = all+plain.states, few+reduced.states, patterns+len(plain.patterns)
				if !maps.Equal(plain.patterns, reduced.patterns) {
					t.Errorf("%+v: got %d agreements, want %d%s", begin.Setting, len(reduced.patterns), len(plain.patterns),
						differences(plain.patterns, reduced.patterns))
				}
				if !maps.Equal(plain.marks, reduced.marks) {
					t.Errorf("%+v: got %v, want %v", begin.Setting, slices.Sorted(maps.Keys(reduced.marks)), slices.Sorted(maps.Keys(plain.marks)))
				}
			}
			t.Logf("%d agreements in %d states of all interleavings, and in %d", patterns, all, few)
		})
	}
}

// differences are the agreements that one exploration has and the other lacks, two of
// each at the most.
func differences(want, got map[string]bool) (text string) {
	show := func(what string, in, notIn map[string]bool) {
		n := 0
		for _, p := range slices.Sorted(maps.Keys(in)) {
			if notIn[p] {
				continue
			}
			if n++; n <= 2 {
				var s state
				s.decode([]byte(p))
				text += fmt.Sprintf("\n%s\n%+v\n%+v\n%+v\n%+v", what,
					s.Clients[0].Conn, s.Clients[1].Conn, s.Servers[0].Conn, s.Servers[1].Conn)
			}
		}
	}
	show("lacks", want, got)
	show("has", got, want)
	return text
}

// A client whose turn it is to say hello can say it.
func TestNobodyIsWaitedForInVain(t *testing.T) {
	for name, w := range map[string]world{
		"legacy":               legacy.with(rsaAlone, certChange),
		"EMS at clients alone": legacy.with(rsaAlone, certChange, func(w *world) { w.EMS[client] = offered }),
		"tickets":              ticketed.with(rsaAlone),
	} {
		m := (&Config{world: w}).model()
		m.Goals = nil
		m.Invariants = []check.Predicate[state]{{Name: name, Holds: func(s *state) (string, bool) {
			i := s.turn()
			if i >= 2 || s.Clients[i].Now.Phase != none {
				return "", true
			}
			_, a := w.answer(s, s.hello(i))
			return fmt.Sprintf("%+v: %+v", s.Setting, s.Clients), a == taken
		}}}
		if r := check.Run(context.Background(), m, check.Options{}); r.Verdict != check.Holds {
			t.Errorf("%s: got %v %v %v, want that it holds", name, r.Verdict, r.Broken, r.Err)
		}
	}
}
