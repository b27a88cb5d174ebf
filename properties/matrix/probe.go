package matrix

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A Probe is a check that needs no script: it looks for something wrong in what it is
// compiled with, and draws what it tries from a seed.
type Probe struct {
	Check string // as in defect.Defect's KilledBy
	// Run looks for something; the error says what it found, or wraps ErrUnknown.
	Run func(ctx context.Context, seed uint64) error
}

// ErrUnknown is wrapped by the error of a Probe that came to no verdict.
var ErrUnknown = errors.New("no verdict")

// Probe runs probes with as many seeds, each for as long as it has found nothing.
func (r *Row) Probe(ctx context.Context, probes []Probe, seed uint64, seeds int) error {
	began := time.Now()
	before := r.Seconds
	defer func() { r.Seconds = before + time.Since(began).Seconds() }()
	for _, p := range probes {
		start := time.Now()
		for n := range seeds {
			if err := ctx.Err(); err != nil {
				return err
			}
			r.Probes++
			err := p.guarded(ctx, seed+uint64(n))
			if errors.Is(err, ErrUnknown) {
				r.Unknown = append(r.Unknown, fmt.Sprintf("%s, seed %d: %v", p.Check, seed+uint64(n), err))
				continue
			}
			if err != nil {
				r.found(Finding{p.Check, n + 1, time.Since(start).Seconds(), fmt.Sprintf("seed %d", seed+uint64(n)), err.Error()})
				break
			}
		}
	}
	return ctx.Err()
}

// guarded turns a panic into an error.
func (p Probe) guarded(ctx context.Context, seed uint64) (err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("panic: %v", e)
		}
	}()
	return p.Run(ctx, seed)
}
