package resume

import (
	"slices"

	"tlsresume/model/check"
)

// A search is a configuration as a model of the checker, with or without a
// defect.
type search struct {
	config  Config
	defect  *Defect
	allowed []allowed
	records int  // that a delivery hands over; 0 is all
	idle    bool // a connection whose handshakes are over can do nothing more
	init    State
}

// handshaking are the verbs that do nothing to a connection whose handshake is over.
var (
	handshaking = append([]string{"dial"}, deviating...)
	deviating   = []string{"omit", "reorder"}
)

func newSearch(c Config, d *Defect) *search {
	policy := stock()
	if d != nil && d.Edit != nil {
		d.Edit(&policy)
	}
	x := &search{config: c, defect: d, allowed: c.allowed(), init: newState(c.Header(), policy), idle: true}
	x.init.world.keyAges = slices.Contains(c.Claims, "key-within-period")
	if !c.Flights {
		x.records = 1
	}
	x.init.Spent = make([]uint8, len(x.allowed))
	for _, a := range x.allowed {
		for _, step := range a.steps {
			x.learn(step)
			x.idle = x.idle && (!a.each || slices.Contains(handshaking, step.Verb))
		}
	}
	return x
}

// learn makes the texts of an action known, so that nothing is written to the
// World while the search runs.
func (x *search) learn(a Action) {
	switch a.Verb {
	case "send":
		x.init.world.name(a.Text)
	case "deploy":
		s := x.init.clone()
		s.Do(a)
	}
}

func (x *search) model(goals []Goal) *check.Model[State, Action] {
	m := &check.Model[State, Action]{
		Init:    []State{x.init},
		Actions: x.actions,
		Next:    x.next,
		Encode:  (*State).Encode,
		Decode: func(b []byte, s *State) {
			s.world = x.init.world
			s.Decode(b)
		},
		Final: (*State).settled,
	}
	for _, i := range Invariants() {
		excused := x.defect != nil && slices.Contains(x.defect.Excuses, i.Name)
		if x.config.looksAt(&i) && !excused {
			m.Invariants = append(m.Invariants, check.Predicate[State]{Name: i.Name, Holds: i.holds})
		}
	}
	for _, g := range goals {
		m.Goals = append(m.Goals, check.Goal[State]{Name: g.Name, Reached: g.Reached})
	}
	return m
}

// actions lists what may be done: one record delivered, or an allowance used.
// A defective end does its deed before anything else happens.
func (x *search) actions(s *State, dst []Action) []Action {
	if x.defect != nil && x.defect.Compels != nil {
		if a, ok := x.defect.Compels(s); ok {
			return append(dst, a)
		}
	}
	for i := range s.Conns {
		for side := Client; side <= Server; side++ {
			if len(s.Conns[i].Wires[side]) > 0 {
				dst = append(dst, Action{Verb: "deliver", Conn: i, Side: side, N: x.records})
			}
		}
	}
	for i := range x.allowed {
		if w := &x.allowed[i]; w.times == 0 || s.Spent[i] < w.times {
			dst = x.instances(w.next(s.Spent[i]), w.each, s, dst)
		}
	}
	return dst
}

// instances are the actions that an allowed one stands for in this state.
func (x *search) instances(a Action, each bool, s *State, dst []Action) []Action {
	switch {
	case !each:
		dst = append(dst, a)
	case a.Verb == "dial":
		if a.Conn = len(s.Conns); x.live(s) < x.config.Live && (x.config.Dials == 0 || a.Conn < x.config.Dials) {
			dst = append(dst, a)
		}
	default:
		for i := range s.Conns {
			if a.Conn = i; !s.Conns[i].Buried && !x.idles(s, a) {
				dst = append(dst, a)
			}
		}
	}
	return dst
}

// idles says whether a deviation waits for a handshake that only a peer can begin: a
// bound of the search.
func (x *search) idles(s *State, a Action) bool {
	return slices.Contains(deviating, a.Verb) && s.end(a.place()).Done && !s.options(a.place()).Reneg
}

func (x *search) next(s *State, a Action, t *State) bool {
	t.set(s)
	x.bury(t)
	if !t.Do(a) {
		return false
	}
	for i := range x.allowed {
		w, b := &x.allowed[i], a
		if t.Spent[i] == w.times {
			continue
		}
		step := w.next(t.Spent[i])
		if w.each {
			b.Conn = step.Conn
		}
		if b == step {
			t.Spent[i]++
		}
	}
	return true
}

// settled says whether no honest end waits for another one that does not either: when
// nothing is on the wires and nothing more may be done, handshakes are over. Behind
// what a network or a misbehaving end did, an end may wait for ever.
func (s *State) settled() bool {
	for i := range s.Conns {
		c := &s.Conns[i]
		for side := range c.Ends {
			e := &c.Ends[side]
			if !c.Buried && !c.Deviated && e.Life != Over && !e.Done {
				return false
			}
		}
	}
	return true
}

// bury empties connections of which nothing matters any more. They were
// checked in the state before.
func (x *search) bury(s *State) {
	for i := range s.Conns {
		c := &s.Conns[i]
		if x.over(c) {
			c.empty()
			c.Buried = true
		}
	}
}

// live counts the connections that are under way.
func (x *search) live(s *State) int {
	n := 0
	for i := range s.Conns {
		if !s.Conns[i].Buried && !x.over(&s.Conns[i]) {
			n++
		}
	}
	return n
}

// over says whether nothing can happen to a connection any more.
func (x *search) over(c *Conn) bool {
	return len(c.Wires[Client])+len(c.Wires[Server]) == 0 && x.past(&c.Ends[Client]) && x.past(&c.Ends[Server])
}

// past says whether an end can do nothing more.
func (x *search) past(e *End) bool { return e.Life == Over || x.idle && e.Done }
