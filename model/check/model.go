// Package check is an explicit-state model checker. It explores every state
// that a transition system can reach, breadth first and on all cores, and
// answers with a verdict, the counts that it rests on, and shortest paths to
// whatever it found. It knows nothing of what the states mean.
//
// Nothing in a Result depends on scheduling, except where the clock or a
// cancelled context stopped the search: states are numbered in the order in
// which a single first-in first-out search would find them, whatever the number
// of workers.
package check

import (
	"errors"
	"fmt"
)

// A Model is a transition system. S is a state, a plain value; A is an action.
//
// Its functions are called from several goroutines at once: they must depend on
// nothing but their arguments, must not change what a pointer argument points to
// (Next's next and Decode's s apart), and must not keep any of it. A panic in one
// of them ends the program.
//
// Next and Decode are given a state to overwrite. It is zero or has what they left
// in it before, of which they may use the memory again; so two states must not
// share what can change.
type Model[S, A any] struct {
	// Init lists the initial states. There is at least one.
	Init []S
	// Actions appends the actions enabled in s to dst, in a fixed order. Among
	// equally short paths the one reported is the first in this order.
	Actions func(s *S, dst []A) []A
	// Next makes next the state after a, or says that a turns out not to be
	// enabled. An action that leads back to s is a transition like any other.
	Next func(s *S, a A, next *S) (ok bool)
	// Encode appends a canonical encoding of s to dst: equal states, equal
	// bytes. Encodings of at most 7 bytes are stored exactly, longer ones as
	// 64-bit fingerprints. To fold symmetric states together, encode the
	// canonical one of them: reported paths are still runs of the model itself.
	Encode func(s *S, dst []byte) []byte
	// Decode is the inverse of Encode. It must not keep b.
	Decode func(b []byte, s *S)
	// Invariants must hold in every state.
	Invariants []Predicate[S]
	// Goals must each be reached by some state.
	Goals []Goal[S]
	// Final says whether a state without enabled actions is a proper end, and
	// not a deadlock. If Final is nil, deadlocks are not looked for.
	Final func(s *S) bool
}

// A Predicate is a named claim about a state.
type Predicate[S any] struct {
	Name string
	// Holds says whether the claim is true of s and, if it is not, what in s
	// shows it.
	Holds func(s *S) (witness string, ok bool)
}

// A Goal is a named situation that some state must be in: an invariant about
// a situation that never occurs proves nothing.
type Goal[S any] struct {
	Name    string
	Reached func(s *S) bool
}

// validate says what keeps m from being explored.
func (m *Model[S, A]) validate() error {
	switch {
	case m == nil:
		return errors.New("got no model")
	case len(m.Init) == 0:
		return errors.New("the model has no initial state")
	case m.Actions == nil:
		return errors.New("the model has no Actions function")
	case m.Next == nil:
		return errors.New("the model has no Next function")
	case m.Encode == nil:
		return errors.New("the model has no Encode function")
	case m.Decode == nil:
		return errors.New("the model has no Decode function")
	}
	for i, p := range m.Invariants {
		if p.Holds == nil {
			return fmt.Errorf("invariant %d (%q) has no Holds function", i, p.Name)
		}
	}
	for i, g := range m.Goals {
		if g.Reached == nil {
			return fmt.Errorf("goal %d (%q) has no Reached function", i, g.Name)
		}
	}
	return nil
}
