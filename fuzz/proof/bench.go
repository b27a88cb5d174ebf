package proof

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"tlsresume/fuzz"
)

// A Rate is what a target costs an engine with all its processes: its executions per second
// beside those of fuzz.Nothing in the same minute, from the same seeds.
type Rate struct {
	Target  string  `json:"target"`
	Engine  string  `json:"engine"`
	Execs   float64 `json:"execs"` // per second of processor time
	Nothing float64 `json:"nothing"`
	Ratio   float64 `json:"ratio"`
}

// Slices say how a rate is measured: an engine runs both targets, one of them frozen, in
// turns, so that what else the machine does meets both.
type Slices struct {
	Count  int
	Length time.Duration // of processor time
	Warm   time.Duration // of processor time, that each has at first, behind its seeds
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
	var both [2]*running
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
	var spent [2]spending
	for range s.Count {
		for i, p := range both {
			one, err := s.slice(ctx, p)
			if err != nil {
				return rate, err
			}
			spent[i].execs += one.execs
			spent[i].time += one.time
		}
	}
	rate.Execs, rate.Nothing = spent[0].rate(), spent[1].rate()
	rate.Ratio = rate.Execs / rate.Nothing
	return rate, nil
}

// A spending is what a process executed, and what that took of the processor. go-fuzz starts
// a target again every ten thousand executions, in some slices and not in others: those of
// all slices count together.
type spending struct {
	execs uint64
	time  time.Duration
}

func (s spending) rate() float64 { return float64(s.execs) / s.time.Seconds() }

// patience is how long an engine may take until it is warm.
const patience = 2 * time.Minute

// warm lets a process execute its seeds, and then go on for a while.
func (s Slices) warm(ctx context.Context, p *running, seeds int) error {
	began, behind := time.Duration(0), false
	for until := time.Now().Add(patience); ; {
		if err := p.wait(ctx, tick); err != nil {
			return err
		}
		now, err := processor(p.group)
		if err != nil {
			return err
		}
		execs := p.tally.Count()
		if !behind && execs > uint64(seeds) {
			began, behind = now, true
		}
		switch {
		case behind && now-began >= s.Warm:
			return nil
		case time.Now().After(until):
			return fmt.Errorf("got %d executions of %d seeds and others in %v of the processor and %v by the clock, want %v behind the seeds",
				execs, seeds, now, patience, s.Warm)
		}
	}
}

// slice runs a process for a while of processor time. What a machine with more to do gives
// it differs from one moment to the next: after MaxSlice by the clock leastSlice is enough.
func (s Slices) slice(ctx context.Context, p *running) (spent spending, err error) {
	began, err := processor(p.group)
	if err != nil {
		return spent, err
	}
	before := p.tally.Count()
	if err := p.thaw(); err != nil {
		return spent, err
	}
	for until := time.Now().Add(MaxSlice); ; {
		if err := p.wait(ctx, tick); err != nil {
			return spent, err
		}
		now, err := processor(p.group)
		if err != nil {
			return spent, err
		}
		spent = spending{p.tally.Count() - before, now - began}
		late := time.Now().After(until)
		switch {
		case spent.time >= s.Length, late && spent.time >= leastSlice:
			return spent, p.freeze()
		case late:
			return spent, fmt.Errorf("got %v of the processor in %v, want %v: the machine is too busy", spent.time, MaxSlice, min(s.Length, leastSlice))
		}
	}
}

// leastSlice is how much of the processor tells something: it is counted in ticks.
const leastSlice = 5 * tick
