package resume

import (
	"context"
	"fmt"
	"slices"

	"tlsresume/traces"
)

// A Covering is a set of paths through a configuration that has each of its transitions.
//
// A transition is a command (its verb, the role of the end, and the messages that are
// delivered or named) with the shape of what comes of it: the events, in which symbols
// have no names, and the guards that decided, which are the server's reason against
// resuming and the cases of RFC 7627.
type Covering struct {
	Config      string
	Transitions int             // different ones
	Paths       []*traces.Trace // as the model answers them
}

// Commands counts those of all paths.
func (c *Covering) Commands() (n int) {
	for _, t := range c.Paths {
		n += len(t.Steps)
	}
	return n
}

// Cover explores a configuration, and covers it. Each path is a shortest one to a
// transition that no longer path has.
func Cover(ctx context.Context, c Config) (*Covering, error) {
	v := newSurveyor(c)
	if err := v.survey(ctx); err != nil {
		return nil, fmt.Errorf("config %s: %w", c.Name, err)
	}
	found := &Covering{Config: c.Name, Transitions: len(v.first)}
	covered := make([]bool, len(v.first))
	for id := len(v.first) - 1; id >= 0; id-- {
		if covered[id] {
			continue
		}
		path := v.path(v.first[id])
		for _, l := range path {
			covered[l.transition] = true
		}
		t, err := v.trace(ctx, path)
		if err != nil {
			return nil, fmt.Errorf("config %s: %w", c.Name, err)
		}
		found.Paths = append(found.Paths, t)
	}
	slices.Reverse(found.Paths)
	return found, nil
}

// A surveyor explores a configuration in one order, and remembers which transitions it
// has.
type surveyor struct {
	*search
	numbers map[string]int32 // of states, by their encoding
	states  []string         // by number
	links   []link           // by which each state was first reached; that of the first is unused
	kinds   map[string]int32 // of transitions, by their shape
	first   []link           // where each was first met
	shape   []byte           // of the transition at hand
	steps   int64            // transitions, counted as the checker does
}

// A link is an action in a state.
type link struct {
	from       int32
	action     Action
	transition int32
}

func newSurveyor(c Config) *surveyor {
	return &surveyor{search: newSearch(c, nil), numbers: map[string]int32{}, kinds: map[string]int32{}}
}

// survey goes through all states. What it counts is what the configuration says.
func (v *surveyor) survey(ctx context.Context) error {
	var s, t State
	var actions []Action
	var encoding []byte
	encoding = v.init.Encode(encoding)
	v.add(encoding, link{})
	for from := int32(0); int(from) < len(v.states); from++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.world = v.init.world
		s.Decode([]byte(v.states[from]))
		actions = v.actions(&s, actions[:0])
		for _, a := range actions {
			key, ok := v.advance(&s, a, &t)
			if !ok {
				continue
			}
			v.steps++
			id, known := v.kinds[string(key)]
			if !known {
				id = int32(len(v.first))
				v.kinds[string(key)] = id
				v.first = append(v.first, link{from, a, id})
			}
			encoding = t.Encode(encoding[:0])
			v.add(encoding, link{from, a, id})
		}
	}
	// What breaks an invariant is explored by the checker as far as that.
	n := int64(len(v.states))
	if v.config.Breaks == "" && (n != v.config.States || v.steps != v.config.Transitions) {
		return fmt.Errorf("got %d states and %d transitions, want %d and %d", n, v.steps, v.config.States, v.config.Transitions)
	}
	return nil
}

func (v *surveyor) add(encoding []byte, l link) {
	if _, known := v.numbers[string(encoding)]; known {
		return
	}
	key := string(encoding)
	v.numbers[key] = int32(len(v.states))
	v.states, v.links = append(v.states, key), append(v.links, l)
}

// advance makes t the state behind an action, and gives the shape of the transition.
func (v *surveyor) advance(s *State, a Action, t *State) (shape []byte, ok bool) {
	v.shape = v.command(s, a, v.shape[:0])
	s.tell = func(o Occurrence) { v.shape = o.shape(v.shape) }
	ok = v.next(s, a, t)
	s.tell, t.tell = nil, nil
	if ok && a.Conn < len(t.Conns) {
		e := &t.end(a.place()).Seen
		v.shape = fmt.Append(v.shape, '|', e.Declined, e.Cells)
	}
	return v.shape, ok
}

// command is what is done, with whatever is named or delivered.
func (v *surveyor) command(s *State, a Action, b []byte) []byte {
	b = append(append(b, a.Verb...), byte(a.Side), byte(a.Kind), byte(a.Behind))
	b = append(b, a.Text...)
	if a.Verb == "deliver" {
		wire := s.Conns[a.Conn].Wires[a.Side]
		if v.records > 0 {
			wire = wire[:v.records]
		}
		for i := range wire {
			b = append(b, byte(wire[i].Kind))
		}
	}
	return append(b, 0)
}

// shape is what an occurrence shows, symbols without their names.
func (o *Occurrence) shape(b []byte) []byte {
	b = append(b, o.Mark, byte(o.Place.Side))
	flags := func(all ...bool) {
		for _, f := range all {
			b = append(b, bit(&f))
		}
	}
	switch o.Mark {
	case traces.Sent, traces.Accepted:
		m := o.Message
		b = append(b, byte(m.Kind))
		if o.Mark == traces.Accepted && m.Kind != AlertMessage {
			return b
		}
		switch m.Kind {
		case ClientHello:
			f := &m.Offer
			flags(f.Ready, f.Ticket.empty(), f.EMS, f.ID == 0)
			b = append(b, byte(f.Info), byte(f.SNI))
		case ServerHello:
			f := &m.Answer
			flags(f.Promised, f.EMS, f.ID == 0, f.Ack)
			b = append(b, byte(f.Info), byte(f.Suite))
		case Certificate:
			b = append(b, byte(m.Name))
		case NewSessionTicket:
			flags(m.Ticket.empty())
			b = fmt.Append(b, m.Hint)
		case AlertMessage:
			b = append(b, byte(m.Alert))
		}
	case traces.Aborted:
		b = append(b, byte(o.Alert), byte(o.Got))
		for _, k := range o.Want {
			b = append(b, byte(k))
		}
	case traces.Agreed:
		f := &o.End.Belief
		flags(f.EMS)
		b = append(b, byte(f.By), byte(f.SNI), byte(f.Suite), byte(f.Peer))
	}
	return append(b, 0)
}

// path is the way to a state by its first links, and the one behind it.
func (v *surveyor) path(last link) []link {
	path := []link{last}
	for at := last.from; at != 0; at = v.links[at].from {
		path = append(path, v.links[at])
	}
	slices.Reverse(path)
	return path
}

// trace plays a path. It has the transitions that it was chosen for.
func (v *surveyor) trace(ctx context.Context, path []link) (*traces.Trace, error) {
	actions := make([]Action, len(path))
	s := v.init.clone()
	for i, l := range path {
		var t State
		key, ok := v.advance(&s, l.action, &t)
		if id, known := v.kinds[string(key)]; !ok || !known || id != l.transition {
			return nil, fmt.Errorf("step %d of a path is another transition when it is taken again", i+1)
		}
		actions[i], s = l.action, t
	}
	h := v.config.Header()
	h.From = "model, cover of config " + v.config.Name
	return v.search.trace(ctx, h, actions, false)
}
