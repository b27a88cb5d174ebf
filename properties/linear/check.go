// Package linear asks whether concurrent histories are linearizable: whether
// some order of the operations, true to which ended before which began, explains
// every answer by a sequential object. The search is porcupine's.
//
// It is a package of its own because no go-fuzz harness may reach porcupine,
// which embeds a directory.
package linear

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"tlsresume/impl/script"
)

// A Check plays a workload on one kind of object and searches its history.
type Check struct {
	Name  string
	About string
	// Run plays the workload of a seed: the schedule follows from it, how the workers
	// interleave does not.
	//
	// The history is on disk before the search begins, and the picture before Run
	// returns: a search that eats the machine leaves its input behind. Both stay unless
	// the verdict is Ok. The error says that there is no verdict: that the object did not
	// answer within the time limit, or that a file could not be written.
	Run func(ctx context.Context, seed uint64) (*Report, error)

	with    func(ctx context.Context, w Workload) (*Report, error)
	recheck func(ctx context.Context, path string, limit time.Duration) (*Report, error)
	reaches []string
}

// All lists the checks, of objects as they are.
func All() []Check { return Of(func() script.Seams { return script.Seams{} }) }

// Of lists the checks, of objects with a defect between their parts: each run has
// seams of its own.
func Of(seams func() script.Seams) []Check {
	return objects(seams)
}

// A kind is what a check is made of. S, I and O are as in spec.
type kind[S comparable, I, O any] struct {
	name, about string
	workload    Workload // what differs from standard
	reaches     []string // what a history must show to say something
	spec        func(Workload) *spec[S, I, O]
	open        func(Workload) (object[I, O], error)
	what        func(I, O) string // became of an operation: "": nothing to tell
	valid       func([]Operation[I, O]) error
}

func (k *kind[S, I, O]) check() Check {
	return Check{
		Name: k.name, About: k.about, reaches: k.reaches,
		Run:  func(ctx context.Context, seed uint64) (*Report, error) { return k.run(ctx, Workload{Seed: seed}) },
		with: k.run, recheck: k.recheck,
	}
}

// run plays a workload and searches the history.
func (k *kind[S, I, O]) run(ctx context.Context, w Workload) (*Report, error) {
	w = w.or(k.workload).or(standard)
	if err := w.check(); err != nil {
		return nil, err
	}
	o, err := k.open(w)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.name, err)
	}
	history, err := o.run(ctx, w)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.name, err)
	}
	h := header{k.name, w}
	path, err := writeHistory(h, history)
	if err != nil {
		return nil, fmt.Errorf("history of %s, seed %d: %w", k.name, w.Seed, err)
	}
	r, err := k.search(ctx, h, history, path)
	if err == nil && r.Verdict == Ok {
		err, r.History = os.Remove(path), ""
	}
	return r, err
}

// search checks a history that is on disk.
func (k *kind[S, I, O]) search(
	ctx context.Context, h header, history []Operation[I, O], path string,
) (*Report, error) {
	err := sane(history)
	if k.valid != nil {
		err = errors.Join(err, k.valid(history))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	sp := k.spec(h.Workload)
	r := &Report{Check: k.name, Workload: h.Workload, Operations: len(history), History: path, Seen: map[string]int{}}
	r.Overlaps = overlaps(history, sp.key)
	for _, o := range history {
		if o.Return == never {
			r.Unknown++
		}
		if what := k.what(o.In, o.Out); what != "" {
			r.Seen[what]++
		}
	}
	began := time.Now()
	verdict, model, info := sp.check(ctx, history, h.bounds())
	r.Verdict, r.Took = verdict, time.Since(began)
	if verdict == Ok {
		return r, nil
	}
	r.Picture, err = draw(model, info, path)
	return r, err
}

func (k *kind[S, I, O]) recheck(ctx context.Context, path string, limit time.Duration) (*Report, error) {
	h, history, err := readHistory[I, O](path)
	if err != nil {
		return nil, err
	}
	h.Timeout = limit
	h.Workload = h.Workload.or(Workload{Memory: standard.Memory})
	return k.search(ctx, h, history, path)
}

// Recheck searches a history that a check has left on disk, for at most limit; zero is
// no limit. The history stays, and the picture is drawn anew.
func Recheck(ctx context.Context, path string, limit time.Duration) (*Report, error) {
	h, err := readHeader(path)
	if err != nil {
		return nil, err
	}
	known := append(All(), storeKind(nil).check())
	i := slices.IndexFunc(known, func(c Check) bool { return c.Name == h.Check })
	if i < 0 {
		return nil, fmt.Errorf("%s: got a history of %q, want one of a check", path, h.Check)
	}
	return known[i].recheck(ctx, path, limit)
}

// overlaps counts the operations that ran while another one was at their key. A
// history without any is sequential, and shows little.
func overlaps[I, O any](history []Operation[I, O], key func(I) string) (n int) {
	ops := byCall(history)
	of := func(i int) string {
		if key == nil {
			return ""
		}
		return key(ops[i].In)
	}
	beside := make([]bool, len(ops))
	for i, o := range ops {
		if o.Return == never {
			continue // it may run beside all that follow
		}
		for j := i + 1; j < len(ops) && ops[j].Call <= o.Return; j++ {
			if of(i) == of(j) {
				beside[i], beside[j] = true, true
			}
		}
	}
	for _, b := range beside {
		if b {
			n++
		}
	}
	return n
}
