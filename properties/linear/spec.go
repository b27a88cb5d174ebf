// Package linear asks whether concurrent histories are linearizable: whether
// some order of the operations, true to which ended before which began, explains
// every answer by a sequential object. The search is porcupine's.
//
// It is a package of its own because no go-fuzz harness may reach porcupine,
// which embeds a directory.
package linear

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"
)

// A Verdict is what a check says. Unknown is not a pass.
type Verdict string

// The verdicts.
const (
	Ok      Verdict = "ok"      // some order explains the history
	Illegal Verdict = "illegal" // none does
	Unknown Verdict = "unknown" // the time was up first
)

// An Operation is one call and its answer.
type Operation[I, O any] struct {
	Worker int   `json:"worker"`
	Call   int64 `json:"call"`   // nanoseconds since the run began
	Return int64 `json:"return"` // likewise
	In     I     `json:"in"`
	Out    O     `json:"out"`
}

// A spec is a sequential object, typed; porcupine's models are not, and this is
// the edge where the types end. S is the state of one partition.
type spec[S comparable, I, O any] struct {
	start S
	step  func(S, I, O) (S, bool) // may the object answer so, and what is it then?
	key   func(I) string          // operations on different keys are independent
	say   func(I, O) string
}

// check searches for at most limit.
func (s *spec[S, I, O]) check(
	history []Operation[I, O], limit time.Duration,
) (Verdict, porcupine.LinearizationInfo) {
	result, info := porcupine.CheckOperationsVerbose(s.model(), s.untyped(history), limit)
	switch result {
	case porcupine.Ok:
		return Ok, info
	case porcupine.Illegal:
		return Illegal, info
	}
	return Unknown, info
}

func (s *spec[S, I, O]) untyped(history []Operation[I, O]) []porcupine.Operation {
	ops := make([]porcupine.Operation, len(history))
	for n, o := range history {
		ops[n] = porcupine.Operation{ClientId: o.Worker, Input: o.In, Call: o.Call, Output: o.Out, Return: o.Return}
	}
	return ops
}

func (s *spec[S, I, O]) model() porcupine.Model {
	return porcupine.Model{
		Partition: s.partition,
		Init:      func() any { return s.start },
		Step: func(state, in, out any) (bool, any) {
			next, ok := s.step(state.(S), in.(I), out.(O))
			return ok, next
		},
		DescribeOperation: func(in, out any) string { return s.say(in.(I), out.(O)) },
		DescribeState:     func(state any) string { return fmt.Sprint(state) },
	}
}

// partition splits by key, in the order of the keys: the search is exponential in
// the length of what it gets.
func (s *spec[S, I, O]) partition(history []porcupine.Operation) [][]porcupine.Operation {
	byKey := map[string][]porcupine.Operation{}
	for _, o := range history {
		k := s.key(o.Input.(I))
		byKey[k] = append(byKey[k], o)
	}
	var keys []string
	for k := range byKey {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	parts := make([][]porcupine.Operation, len(keys))
	for n, k := range keys {
		parts[n] = byKey[k]
	}
	return parts
}

// sane checks what the search takes for granted: that an operation ends after it
// begins, and that a worker does one thing at a time. A history that is not is a
// fault of the recording, and says nothing about the object.
func sane[I, O any](history []Operation[I, O]) error {
	ops := slices.Clone(history)
	slices.SortStableFunc(ops, func(a, b Operation[I, O]) int { return cmp.Compare(a.Call, b.Call) })
	busy := map[int]int64{}
	for _, o := range ops {
		until, seen := busy[o.Worker]
		switch {
		case o.Return < o.Call:
			return fmt.Errorf("history: got a return at %d, want it after the call at %d", o.Return, o.Call)
		case seen && o.Call < until:
			return fmt.Errorf("history: worker %d calls at %d, while busy until %d", o.Worker, o.Call, until)
		}
		busy[o.Worker] = o.Return
	}
	return nil
}
