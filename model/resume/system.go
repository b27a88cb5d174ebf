package resume

import (
	"context"
	"fmt"
	"slices"

	"tlsresume/traces"
)

// Open makes the model the world that a header describes.
func Open(ctx context.Context, h traces.Header) (traces.System, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if h.Adversary != "" {
		return nil, fmt.Errorf("the fleet's model has no adversary %q: %w", h.Adversary, traces.ErrCannot)
	}
	if err := able(slices.Concat(h.Servers, h.Clients)...); err != nil {
		return nil, err
	}
	return open(h, stock()), nil
}

func open(h traces.Header, policy Policy) *system {
	y := &system{state: newState(h, policy), naming: namesOf(h)}
	y.state.tell = y.hear
	return y
}

// A system is a State that obeys commands and tells what happens.
type system struct {
	state   State
	naming  naming
	symbols traces.Symbols
	events  []traces.Event // of the command that runs
	garbled bool           // what it does, no model can tell
}

// Do carries out a command.
func (y *system) Do(ctx context.Context, c traces.Command) ([]traces.Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a, err := y.naming.action(c)
	if err != nil {
		return nil, err
	}
	if c.Verb == "dial" {
		y.naming.conns = append(y.naming.conns, c.Args[0])
	}
	y.events = nil
	y.state.Do(a)
	if y.garbled {
		return nil, fmt.Errorf("%s: the model does not tell what an end without keys makes of a protected record: %w", c, traces.ErrCannot)
	}
	return y.events, nil
}

// Can reports whether the model has a verb.
func (y *system) Can(a traces.Ability) bool {
	_, ok := verbs[string(a)]
	return ok
}

// Close ends the world.
func (y *system) Close() error { return nil }
