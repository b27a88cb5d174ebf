package linear

import (
	"cmp"
	"context"
	"fmt"
	"math"
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
	Unknown Verdict = "unknown" // the time or the memory was up first
)

// An Operation is one call and its answer.
type Operation[I, O any] struct {
	Worker int   `json:"worker"`
	Call   int64 `json:"call"`   // nanoseconds since the run began
	Return int64 `json:"return"` // likewise; never: nobody knows whether it took place
	In     I     `json:"in"`
	Out    O     `json:"out"`
}

// never is when an operation returns whose outcome is unknown: it may take place at
// any time after its call, or not at all, which is the same as behind all others.
const never = math.MaxInt64

// A spec is a sequential object, typed; porcupine's models are not, and this is
// the edge where the types end. S is the state of one partition. It may be
// nondeterministic: one answer, several states.
type spec[S comparable, I, O any] struct {
	start S
	step  func(S, I, O) []S // what the object may be after it has answered so; none: it does not answer so
	key   func(I) string    // operations on different keys are independent; "" is on all of them; nil: there is one object
	say   func(I, O) string
}

// bounds are how far a search goes.
type bounds struct {
	timeout time.Duration
	memory  int64 // bytes
}

// check searches within bounds, while ctx lasts.
func (s *spec[S, I, O]) check(
	ctx context.Context, history []Operation[I, O], b bounds,
) (Verdict, porcupine.Model, porcupine.LinearizationInfo) {
	meter := newMeter(ctx, len(history), b.memory)
	model := s.model(meter)
	result, info := porcupine.CheckOperationsVerbose(model, s.untyped(history), b.timeout)
	meter.off()
	switch {
	case meter.up():
		return Unknown, model, info
	case result == porcupine.Ok:
		return Ok, model, info
	case result == porcupine.Illegal:
		return Illegal, model, info
	}
	return Unknown, model, info
}

func (s *spec[S, I, O]) untyped(history []Operation[I, O]) []porcupine.Operation {
	ops := make([]porcupine.Operation, len(history))
	for n, o := range history {
		ops[n] = porcupine.Operation{ClientId: o.Worker, Input: o.In, Call: o.Call, Output: o.Out, Return: o.Return}
	}
	return ops
}

func (s *spec[S, I, O]) model(m *meter) porcupine.Model {
	nondeterministic := porcupine.NondeterministicModel{
		Partition: s.partition,
		Init:      func() []any { return []any{s.start} },
		Step: func(state, in, out any) (next []any) {
			for _, n := range s.step(state.(S), in.(I), out.(O)) {
				next = append(next, n)
			}
			return next
		},
		DescribeOperation: func(in, out any) string { return s.say(in.(I), out.(O)) },
		DescribeState:     func(state any) string { return fmt.Sprint(state) },
	}
	model := nondeterministic.ToModel()
	step := model.StepContext
	model.StepContext = func(ctx context.Context, state, in, out any) (bool, any) {
		if !m.allows() {
			return false, nil
		}
		ok, next := step(ctx, state, in, out)
		if ok {
			m.count(len(next.([]any)))
		}
		return ok, next
	}
	return model
}

// partition splits by key, in the order of the keys: the search is exponential in
// the length of what it gets.
func (s *spec[S, I, O]) partition(history []porcupine.Operation) [][]porcupine.Operation {
	if s.key == nil {
		return [][]porcupine.Operation{history}
	}
	var keys []string
	for _, o := range history {
		if k := s.key(o.Input.(I)); k != "" {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	var parts [][]porcupine.Operation
	for _, k := range slices.Compact(keys) {
		var part []porcupine.Operation
		for _, o := range history {
			if of := s.key(o.Input.(I)); of == k || of == "" {
				part = append(part, o)
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// sane checks what the search takes for granted: that an operation ends after it
// begins, and that a worker does one thing at a time. A history that is not is a
// fault of the recording, and says nothing about the object.
func sane[I, O any](history []Operation[I, O]) error {
	busy := map[int]int64{}
	for _, o := range byCall(history) {
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

func byCall[I, O any](history []Operation[I, O]) []Operation[I, O] {
	ops := slices.Clone(history)
	slices.SortStableFunc(ops, func(a, b Operation[I, O]) int { return cmp.Compare(a.Call, b.Call) })
	return ops
}
