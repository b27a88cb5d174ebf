package resume

import (
	"context"
	"slices"
	"strings"

	"tlsresume/traces"
)

// Follow says whether the model allows what a run did: a trace of any System. It
// keeps every state that is consistent with the events so far, and where the RFCs
// leave an honest end a choice (Liberties), it goes the way that the events show.
// Symbols mean what they mean in the trace: equal symbols equal bytes, different
// symbols different bytes. The first event that no state is left for is the
// Departure; it is nil when the model allows all.
func Follow(ctx context.Context, t *traces.Trace) (*Departure, error) {
	f, err := newFollower(ctx, t.Header)
	if err != nil {
		return nil, err
	}
	all := []branch{f.first()}
	for i, step := range t.Steps {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		next, err := f.step(all, step)
		if err != nil {
			return nil, err
		}
		if len(next) == 0 {
			d := f.departure(step.Events)
			d.Step, d.Command = i+1, step.Command.String()
			if step.Line > 0 {
				d.Line = step.Line + 1 + f.reached
			}
			return d, nil
		}
		all = next
	}
	return nil, nil
}

// A branch is a state of the model that is consistent with the events so far.
type branch struct {
	state State
	names naming
	means meanings
	late  []traces.Event // of a log: they happened in the model, and are not yet seen
	told  []string       // of a log: the commands that left no event
}

// A follower keeps what all branches share.
type follower struct {
	header  traces.Header
	symbols traces.Symbols
	values  map[string]Value // by their symbols

	reached int    // how many events of the step were met at best
	misses  []miss // what the model would have had behind them
}

// A miss is what the model did where the run did something else.
type miss struct {
	own  *traces.Event // nil if it did nothing more
	verb Verb          // what was done
	to   branch        // its means are those of before the event
	key  string        // the fact that differs, if the rest does not
}

func newFollower(ctx context.Context, h traces.Header) (*follower, error) {
	if _, err := Open(ctx, h); err != nil {
		return nil, err
	}
	return &follower{header: h, values: map[string]Value{}}, nil
}

func (f *follower) first() branch {
	b := branch{state: newState(f.header, stock()), names: namesOf(f.header)}
	f.name(1, b.state.Last)
	return b
}

// name gives the values of a range their symbols.
func (f *follower) name(from, to Value) {
	for v := from; v <= to; v++ {
		for _, letter := range []byte{traces.TicketSymbol, traces.SessionIDSymbol, traces.MasterSymbol} {
			f.values[f.symbols.Name(letter, v.bytes())] = v
		}
	}
}

// step does a command on every branch, and leaves those whose events are these.
func (f *follower) step(all []branch, step traces.Step) ([]branch, error) {
	f.reached, f.misses = 0, nil
	c := newChase(f, step.Events)
	for _, b := range all {
		a, err := b.names.action(step.Command)
		if err != nil {
			return nil, err
		}
		if step.Command.Verb == "dial" {
			b.names.conns = append(slices.Clip(b.names.conns), step.Command.Args[0])
		}
		c.run(b, a)
	}
	return c.done, nil
}

// A chase is one command with the events that it shall give.
type chase struct {
	*follower
	events []traces.Event
	seen   map[string]bool
	done   []branch
}

func newChase(f *follower, events []traces.Event) *chase {
	return &chase{follower: f, events: events, seen: map[string]bool{}}
}

// run takes records one by one, since each may leave a choice.
func (c *chase) run(b branch, a Action) {
	rounds := 1
	if a.Verb == "deliver" {
		rounds = len(b.state.Conns[a.Conn].Wires[a.Side])
		if a.N > 0 {
			rounds = min(rounds, a.N)
		}
		a.N = 1
	}
	c.round(b, a, rounds, 0)
}

// round goes on behind so many events that were met.
func (c *chase) round(b branch, a Action, rounds, met int) {
	if rounds == 0 {
		c.finish(b, a, met)
		return
	}
	for _, o := range c.outcomes(&b, a) {
		if next, n, ok := c.meet(o, a, met); ok {
			if key := next.key(c.follower, rounds, n); !c.seen[key] {
				c.seen[key] = true
				c.round(next, a, rounds-1, n)
			}
		}
	}
}

// finish keeps a branch that has met all events.
func (c *chase) finish(b branch, a Action, met int) {
	if met == len(c.events) {
		c.done = append(c.done, b)
		return
	}
	c.missed(met, miss{verb: verbs[a.Verb], to: b})
}

// meet compares the events of an outcome with those that are to come.
func (c *chase) meet(o outcome, a Action, met int) (branch, int, bool) {
	b := o.branch
	for i := range o.events {
		m := miss{own: &o.events[i], verb: verbs[a.Verb], to: b}
		if met == len(c.events) {
			c.missed(met, m)
			return b, met, false
		}
		if m.key = b.meet(&o.events[i], &c.events[met], nil, false); m.key != "" {
			c.missed(met, m)
			return b, met, false
		}
		met++
	}
	return b, met, true
}

// missed notes how far a branch came; only the furthest count.
func (f *follower) missed(met int, m miss) {
	switch {
	case met < f.reached:
		return
	case met > f.reached:
		f.reached, f.misses = met, nil
	}
	f.misses = append(f.misses, m)
}

// An outcome is what an action may come to.
type outcome struct {
	branch branch
	events []traces.Event
}

// outcomes are all that an action may come to, by the choices of who acts: first
// what State.Do makes of it.
func (f *follower) outcomes(b *branch, a Action) []outcome {
	first := f.act(b, a, nil)
	all := []outcome{first}
	for _, pick := range b.state.chosen(a, first.events)[1:] {
		all = append(all, f.act(b, a, pick))
	}
	return all
}

// chosen are the ways in which whoever acts may choose: a server that takes a hello,
// a client that says one.
func (s *State) chosen(a Action, events []traces.Event) [][]func(*choice) {
	none := [][]func(*choice){nil}
	if a.Conn < len(s.Conns) && a.Side == Server && a.Verb == "deliver" {
		if wire := s.Conns[a.Conn].Wires[Server]; len(wire) > 0 && wire[0].Kind == ClientHello {
			return picks(Server, &choice{node: &s.server(a.place()).Options, hello: &wire[0].Offer})
		}
	}
	hello := func(e traces.Event) bool { return e.Mark == traces.Sent && e.What == ClientHello.String() }
	if slices.ContainsFunc(events, hello) {
		return picks(Client, &choice{})
	}
	return none
}

// act does an action while its end chooses like this.
func (f *follower) act(b *branch, a Action, pick []func(*choice)) outcome {
	y := &system{state: b.state.clone(), naming: b.names, symbols: f.symbols}
	y.state.tell = y.hear
	if len(pick) == 0 {
		y.state.Do(a)
	} else {
		y.state.doOtherwise(a, pick)
	}
	y.state.tell = nil
	f.symbols = y.symbols
	f.name(b.state.Last+1, y.state.Last)
	next := *b
	next.state, next.names = y.state, y.naming
	return outcome{next, y.events}
}

// doOtherwise does an action while edits are in force.
func (s *State) doOtherwise(a Action, pick []func(*choice)) {
	c := choice{policy: &s.world.policy}
	if a.Conn < len(s.Conns) && a.Side == Server {
		c.node, c.hello = &s.server(a.place()).Options, &s.Conns[a.Conn].Wires[Server][0].Offer
	} else if a.Conn < len(s.Conns) {
		c.node = &s.client(a.place()).Options
	} else {
		c.node = &s.Clients[a.Client].Options
	}
	policy, node := *c.policy, *c.node
	for _, edit := range pick {
		edit(&c)
	}
	s.Do(a)
	*c.policy, *c.node = policy, node
}

// key tells branches apart that are not the same in all that matters.
func (b *branch) key(f *follower, more ...int) string {
	c := b.state.writer(nil)
	c.state(&b.state)
	var k strings.Builder
	k.Write(c.buf)
	number := func(own string) string {
		if v, ok := f.values[own]; ok && v <= b.state.Last {
			return own[:1] + string(rune(*c.number(v)))
		}
		return own
	}
	for _, m := range b.means {
		k.WriteString(" " + m.seen + "=" + number(m.own))
	}
	for _, e := range b.late {
		k.WriteString("\n" + renamed(e, number).String())
	}
	k.WriteString("\n" + strings.Join(b.names.conns, " "))
	for _, n := range more {
		k.WriteString(" " + string(rune(n)))
	}
	return k.String()
}
