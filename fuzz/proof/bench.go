package proof

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"tlsresume/fuzz"
)

// A Rate is what a target costs an engine with all its processes: its executions per second
// beside those of fuzz.Nothing in the same minute, from the same seeds.
type Rate struct {
	Target  string  `json:"target"`
	Engine  string  `json:"engine"`
	Execs   float64 `json:"execs"` // per second of processor time, the median of the slices
	Nothing float64 `json:"nothing"`
	Ratio   float64 `json:"ratio"`
}

// Slices say how a rate is measured: an engine runs both targets, one of them frozen, in
// turns, so that what else the machine does meets both.
type Slices struct {
	Count  int
	Length time.Duration // of processor time
	Warm   time.Duration // how long each runs at first, behind its seeds
}

// MaxSlice is how long a slice may last, by the clock: an input that is frozen for ten seconds has hung to an
// engine.
const MaxSlice = 5 * time.Second

// Bench measures a target, in a folder that it makes and takes away. An input that breaks
// a check ends it: a *Finding.
func (s Slices) Bench(ctx context.Context, root, folder string, e Engine, build, target string) (rate Rate, err error) {
	rate = Rate{Target: target, Engine: e.Name()}
	seeds, err := Seeds(root, target)
	if err != nil {
		return rate, err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s: %s: %w", e.Name(), target, err)
		}
		err = errors.Join(err, os.RemoveAll(folder))
	}()
	var both [2]*process
	for i, name := range []string{target, fuzz.Nothing.Name} {
		p, err := Run{Engine: e, Build: build, Work: filepath.Join(folder, name), Target: name, Seeds: seeds}.start()
		if err != nil {
			return rate, err
		}
		defer p.end()
		if err := s.warm(ctx, p, len(seeds)); err != nil {
			return rate, err
		}
		both[i] = p
	}
	for _, p := range both {
		if err := p.freeze(); err != nil {
			return rate, err
		}
	}
	var rates [2][]float64
	for range s.Count {
		for i, p := range both {
			r, err := s.slice(ctx, p)
			if err != nil {
				return rate, err
			}
			rates[i] = append(rates[i], r)
		}
	}
	rate.Execs, rate.Nothing = median(rates[0]), median(rates[1])
	rate.Ratio = rate.Execs / rate.Nothing
	return rate, nil
}

// patience is how long an engine may take until it has executed its seeds.
const patience = 2 * time.Minute

// warm lets a process execute its seeds, and then go on for a while.
func (s Slices) warm(ctx context.Context, p *process, seeds int) error {
	for until := time.Now().Add(patience); p.tally.Count() <= uint64(seeds); {
		if time.Now().After(until) {
			return fmt.Errorf("got %d executions in %v, want more than the %d seeds", p.tally.Count(), patience, seeds)
		}
		if err := p.wait(ctx, 10*time.Millisecond); err != nil {
			return err
		}
	}
	return p.wait(ctx, s.Warm)
}

// slice gives the executions per second of processor time, over a while of it. What a
// machine with more to do gives a process differs from one moment to the next.
func (s Slices) slice(ctx context.Context, p *process) (float64, error) {
	began, err := processor(p.group)
	if err != nil {
		return 0, err
	}
	before := p.tally.Count()
	if err := p.thaw(); err != nil {
		return 0, err
	}
	for until := time.Now().Add(MaxSlice); ; {
		if err := p.wait(ctx, tick); err != nil {
			return 0, err
		}
		now, err := processor(p.group)
		if err != nil {
			return 0, err
		}
		if had := now - began; had >= s.Length {
			return float64(p.tally.Count()-before) / had.Seconds(), p.freeze()
		}
		if time.Now().After(until) {
			return 0, fmt.Errorf("got %v of the processor in %v, want %v: the machine is too busy", now-began, MaxSlice, s.Length)
		}
	}
}

// median is the one in the middle, of one or more.
func median(all []float64) float64 {
	all = slices.Sorted(slices.Values(all))
	n := len(all)
	return (all[(n-1)/2] + all[n/2]) / 2
}
