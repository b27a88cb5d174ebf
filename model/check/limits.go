package check

import (
	"fmt"
	"math"
	"time"
)

// Limits bound a search. A zero field is no limit. Those on states, depth and
// memory are hit only when a state lies beyond them, so a limit that the model
// exactly fills changes nothing; they cut the search at the same place on every
// run. Whatever the limits, no search exceeds 2^32-1 states.
type Limits struct {
	// States is the largest number of states.
	States int
	// Depth is the largest number of actions from an initial state. States at
	// this depth are checked against invariants and goals; once a new state is
	// seen beyond them, the rest of them are not tried for deadlock.
	Depth int
	// Time is how long the search may take.
	Time time.Duration
	// Memory is the most that stored states, parent links and the queue may
	// take, in bytes. The process needs more: garbage, and the model's own.
	Memory int64
}

// A Limit is what stopped a search before all states were seen. The zero Limit
// is none.
type Limit struct {
	// Name is "states", "depth", "time", "memory", or "interrupted" when the
	// context was cancelled.
	Name string
	// Value is the limit itself: a number of states or of actions, nanoseconds,
	// bytes; 0 for "interrupted".
	Value int64
}

// String is the limit with its unit, for people; empty if there is none.
func (l Limit) String() string {
	switch l.Name {
	case "", "interrupted":
		return l.Name
	case "time":
		return fmt.Sprintf("time %v", time.Duration(l.Value))
	case "memory":
		return fmt.Sprintf("memory %d bytes", l.Value)
	}
	return fmt.Sprintf("%s %d", l.Name, l.Value)
}

// Options say how to search. The zero Options search everything, on all cores.
type Options struct {
	Limits
	// Workers is the number of goroutines that expand states; 0 is GOMAXPROCS.
	Workers int
	// KeepGoing asks for the first counterexample to every invariant. Without
	// it the search ends with the level in which the first one was found.
	KeepGoing bool
	// Progress, if not nil, is called about once a second, from one goroutine
	// at a time, and never after Run has returned.
	Progress func(Progress)
}

func (o *Options) validate() error {
	for _, l := range []struct {
		name  string
		value int64
	}{
		{"States", int64(o.States)}, {"Depth", int64(o.Depth)}, {"Time", int64(o.Time)},
		{"Memory", o.Memory}, {"Workers", int64(o.Workers)},
	} {
		if l.value < 0 {
			return fmt.Errorf("option %s: got %d, want 0 or more", l.name, l.value)
		}
	}
	return nil
}

// maxStates is the limit on states. State numbers are 32 bits wide, and the
// largest one means "no state".
func (l *Limits) maxStates() int64 {
	if l.States == 0 {
		return math.MaxUint32
	}
	return min(int64(l.States), math.MaxUint32)
}
