package traces

import (
	"context"
	"errors"
	"fmt"
)

// A System obeys commands and reports what its ends did. It is not safe for
// concurrent use.
type System interface {
	// Do carries out a command. A command that is not enabled (nothing on the
	// wire, a connection that is over) does nothing and is no error.
	// errors.Is(err, ErrCannot) says that this System has no such ability.
	Do(context.Context, Command) ([]Event, error)
	// Can reports whether the System has an ability.
	Can(Ability) bool
	// Close ends the world and leaves nothing behind.
	Close() error
}

// An Ability is what some Systems can do and others cannot: a verb.
type Ability string

// Open builds the world that a header describes. errors.Is(err, ErrCannot)
// says that the System cannot be such a world.
type Open func(context.Context, Header) (System, error)

// ErrCannot is wrapped by the errors of a System that lacks an ability.
var ErrCannot = errors.New("cannot")

// Replay does the commands of a trace on a System and returns the trace with
// the events that this System gave. When a command fails, the steps before it
// are returned with the error.
func Replay(ctx context.Context, sys System, t *Trace) (*Trace, error) {
	got := &Trace{Header: t.Header}
	for i, step := range t.Steps {
		events, err := sys.Do(ctx, step.Command)
		if err != nil {
			return got, fmt.Errorf("step %d, %s: %w", i+1, step.Command, err)
		}
		got.Steps = append(got.Steps, Step{Command: step.Command, Events: events, Line: step.Line})
	}
	return got, nil
}

// Run opens a System for the trace, replays it and closes the System.
func Run(ctx context.Context, open Open, t *Trace) (_ *Trace, err error) {
	sys, err := open(ctx, t.Header)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, sys.Close()) }()
	return Replay(ctx, sys, t)
}

// A Difference is the first place where two traces of the same commands part.
type Difference struct {
	Step      int    // from 0
	Line      int    // of the step, in the file of want
	Command   string // of the step
	Want, Got string // an event each, without its prose; "" where there is none
}

// Error says where and how the traces part.
func (d *Difference) Error() string {
	at := fmt.Sprintf("step %d", d.Step+1)
	if d.Line > 0 {
		at = fmt.Sprintf("line %d", d.Line)
	}
	return fmt.Sprintf("%s, %s: got %s, want %s", at, d.Command, orNothing(d.Got), orNothing(d.Want))
}

func orNothing(event string) string {
	if event == "" {
		return "nothing"
	}
	return "«" + event + "»"
}

// Diff compares the events of two traces of the same commands, prose left out.
// It returns nil when they are equal.
func Diff(want, got *Trace) *Difference {
	for i := range max(len(want.Steps), len(got.Steps)) {
		w, g := step(want, i), step(got, i)
		for j := range max(len(w.Events), len(g.Events)) {
			if ew, eg := event(w, j), event(g, j); ew != eg {
				return &Difference{Step: i, Line: w.Line, Command: w.Command.String(), Want: ew, Got: eg}
			}
		}
	}
	return nil
}

func step(t *Trace, i int) Step {
	if i < len(t.Steps) {
		return t.Steps[i]
	}
	return Step{}
}

func event(s Step, i int) string {
	if i < len(s.Events) {
		return s.Events[i].bare()
	}
	return ""
}
