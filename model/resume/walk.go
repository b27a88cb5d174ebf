package resume

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tlsresume/model/check"
	"tlsresume/traces"
)

// A Walk goes through a world command by command: through that of a Config as Check does,
// with the same bounds, or through that of a trace, where everything may be done.
type Walk struct {
	search   *search
	model    *check.Model[State, Action]
	goals    []Goal
	searched *State  // as Check has it, where connections that are over are forgotten
	system   *system // the same world with nothing forgotten
	bounded  bool
}

// A Move is a command that does something now.
type Move struct {
	Command traces.Command
	Cites   string
}

// A Standing is what a property is to a state.
type Standing struct {
	Name, Rule string
	Holds      bool   // of a goal: the state is such a situation
	Witness    string // what breaks an invariant
}

// ErrNotEnabled says that a command does nothing now, or is not one of the world's.
var ErrNotEnabled = errors.New("not enabled")

// Walk begins at the first state of the configuration.
func (c Config) Walk() (*Walk, error) {
	goals, err := c.goals()
	if err != nil {
		return nil, err
	}
	w := walk(c, goals)
	w.searched, w.bounded = &w.search.init, true
	return w, nil
}

// WalkFrom begins where a trace does. Nothing bounds what is done: a command that does
// nothing is no error, as in any trace.
func WalkFrom(ctx context.Context, h traces.Header) (*Walk, error) {
	if _, err := Open(ctx, h); err != nil {
		return nil, err
	}
	w := walk(anything(h), Goals())
	w.system.state.Spent = make([]uint8, len(w.search.allowed))
	w.searched = &w.system.state
	return w, nil
}

func walk(c Config, goals []Goal) *Walk {
	x := newSearch(c, nil)
	return &Walk{search: x, model: x.model(goals), goals: goals, system: open(c.Header(), stock())}
}

// anything is a world in which nodes do what they can, any number of times.
func anything(h traces.Header) Config {
	c := Config{Name: "anything", Shows: h.Rule, Live: int(^uint(0) >> 1), Flights: true}
	allow := func(command string) { c.Allows = append(c.Allows, Allowance{Command: command}) }
	for _, n := range h.Servers {
		c.World += "server " + n.String() + "\n"
		for _, verb := range []string{"rotate ", "retire ", "restart ", "evict "} {
			allow(verb + n.Name)
		}
	}
	for _, n := range h.Clients {
		c.World += "client " + n.String() + "\n"
	}
	for _, command := range []string{"tick 1h", "tick 1d", "renegotiate *.c", "renegotiate *.s", "close *.c", "close *.s", "cut *"} {
		allow(command)
	}
	for _, client := range h.Clients {
		for _, server := range h.Servers {
			allow("dial * " + client.Name + " " + server.Name)
		}
	}
	return c
}

// Moves lists what can be done now, in the order of the search.
func (w *Walk) Moves() (all []Move) {
	for _, a := range w.model.Actions(w.searched, nil) {
		for _, a := range w.pieces(a) {
			if w.enabled(a) {
				all = append(all, Move{w.command(a), verbs[a.Verb].Cites})
			}
		}
	}
	return all
}

// enabled says whether an action does something. Nobody hears of it.
func (w *Walk) enabled(a Action) bool {
	next := w.searched.clone()
	if next.tell = nil; w.bounded {
		return w.model.Next(w.searched, a, &next)
	}
	return next.Do(a)
}

// pieces are an action, and where nothing is bounded the first record alone of what a
// delivery hands over.
func (w *Walk) pieces(a Action) []Action {
	if w.bounded || a.Verb != "deliver" || len(w.searched.Conns[a.Conn].Wires[a.Side]) < 2 {
		return []Action{a}
	}
	one := a
	one.N = 1
	return []Action{one, a}
}

// command is an action in words. A trace may have given a new connection's name to another.
func (w *Walk) command(a Action) traces.Command {
	c := w.system.naming.command(a)
	for n := a.Conn + 1; a.Verb == "dial" && slices.Contains(w.system.naming.conns, c.Args[0]); n++ {
		c.Args[0] = fmt.Sprintf("k%d", n)
	}
	return c
}

// Do goes a step.
func (w *Walk) Do(ctx context.Context, c traces.Command) ([]traces.Event, error) {
	if w.bounded {
		if err := w.step(c); err != nil {
			return nil, err
		}
	}
	return w.system.Do(ctx, c)
}

// step goes a step of the search.
func (w *Walk) step(c traces.Command) error {
	for _, a := range w.model.Actions(w.searched, nil) {
		if w.command(a).String() != c.String() {
			continue
		}
		next := new(State)
		if !w.model.Next(w.searched, a, next) {
			break
		}
		w.searched = next
		return nil
	}
	return fmt.Errorf("%s: %w", c, ErrNotEnabled)
}

// Invariants says of each invariant that the world is to keep whether it holds here.
func (w *Walk) Invariants() (all []Standing) {
	for _, p := range w.model.Invariants {
		witness, ok := p.Holds(w.searched)
		all = append(all, Standing{p.Name, rule(p.Name), ok, witness})
	}
	return all
}

// Goals says of each goal of the world whether this is such a situation.
func (w *Walk) Goals() (all []Standing) {
	for _, g := range w.goals {
		all = append(all, Standing{Name: g.Name, Rule: g.Rule, Holds: g.Reached(w.searched)})
	}
	return all
}

// Settled says whether an end of the walk here is a proper one: nobody waits for ever.
func (w *Walk) Settled() bool { return w.searched.settled() }

// Header is how the trace of a walk through a configuration begins.
func (w *Walk) Header() traces.Header {
	h := w.search.config.Header()
	h.From = "model, explored, config " + w.search.config.Name
	return h
}
