package check

import "fmt"

// A Verdict is the outcome of a search in a word.
type Verdict uint8

const (
	// Inconclusive is the verdict when nothing broke but not every state was
	// seen, or when the model itself is at fault.
	Inconclusive Verdict = iota
	// Holds is the verdict when every state was seen, every invariant holds in
	// all of them, none is a deadlock and every goal was reached.
	Holds
	// Broken is the verdict when an invariant broke, a deadlock was found, or
	// no state at all reaches some goal.
	Broken
)

// String is the verdict in lower case.
func (v Verdict) String() string {
	switch v {
	case Inconclusive:
		return "inconclusive"
	case Holds:
		return "holds"
	case Broken:
		return "broken"
	}
	return fmt.Sprintf("Verdict(%d)", uint8(v))
}

// A Result is what a search found out, with the paths that show it.
type Result[A any] struct {
	Outcome
	// Broken has one counterexample for each invariant that broke, in the
	// model's order, and one named "deadlock" after them.
	Broken []Counterexample[A]
	// Goals has one entry for each goal, in the model's order.
	Goals []Sighting[A]
}

// Missing names the goals that no state has reached.
func (r *Result[A]) Missing() (names []string) {
	for _, g := range r.Goals {
		if !g.Reached {
			names = append(names, g.Name)
		}
	}
	return names
}

// An Outcome is what a search found out, but for the paths: nothing in it
// depends on what the actions of the model are.
type Outcome struct {
	Verdict Verdict
	// States counts the distinct states seen; all were checked.
	States int64
	// Transitions counts the actions taken, those that led to a state already
	// seen included.
	Transitions int64
	// Depth is the largest number of actions between an initial state and a
	// state seen, along a shortest path.
	Depth int
	// Memory is the most that stored states, parent links and the queue took,
	// in bytes.
	Memory int64
	// Missed bounds the probability that two states shared a fingerprint, so
	// that one was taken for the other. It is 0 if all were stored exactly.
	Missed float64
	// Complete says that every reachable state was seen. If it is false, goals
	// not reached are merely not reached yet.
	Complete bool
	// Limit is the limit that was hit, if any.
	Limit Limit
	// Err says what is wrong with the model or the options. The verdict is then
	// Inconclusive.
	Err error
}

// A Path is a run of the model: Actions taken one after the other from the
// initial state Model.Init[Init]. No path to the same state is shorter, and of
// those as short this is the first by initial state, then by the place of each
// action among those enabled.
type Path[A any] struct {
	Init    int
	Actions []A
}

// A Counterexample leads to a state in which an invariant does not hold, or
// that is a deadlock.
type Counterexample[A any] struct {
	// Name is the invariant's, or "deadlock".
	Name string
	// Witness is what the invariant said of the state.
	Witness string
	Path    Path[A]
}

// A Sighting tells whether and how a goal was reached.
type Sighting[A any] struct {
	Name    string
	Reached bool
	// Path leads to the goal, if it was reached.
	Path Path[A]
}

// verdict weighs everything else in r. A counterexample counts even when a
// limit was hit; an unreached goal counts only when all states were seen.
func (r *Result[A]) verdict() Verdict {
	switch {
	case r.Err != nil:
		return Inconclusive
	case len(r.Broken) > 0:
		return Broken
	case !r.Complete:
		return Inconclusive
	}
	for _, g := range r.Goals {
		if !g.Reached {
			return Broken
		}
	}
	return Holds
}
