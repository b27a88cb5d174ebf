package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// A crew does many things of a kind, as many at a time as there are processors, and
// tells now and then how far it is.
type crew struct {
	what  string // in the plural
	talk  io.Writer
	hands int // how many at a time; 0: as many as there are processors
}

// do does all n, and gives the error of the first that has one. What comes behind an error
// may be left undone.
func (c crew) do(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	errs := make([]error, n)
	var next, done atomic.Int64
	var failed atomic.Bool
	stop := c.watch(&done, n)
	defer stop()
	var workers sync.WaitGroup
	for range min(n, cmp.Or(c.hands, runtime.GOMAXPROCS(0))) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(n) && !failed.Load() && ctx.Err() == nil; i = next.Add(1) - 1 {
				if errs[i] = do(ctx, int(i)); errs[i] != nil {
					failed.Store(true)
				}
				done.Add(1)
			}
		})
	}
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// often is how often a crew tells how far it is.
const often = 2 * time.Second

func (c crew) watch(done *atomic.Int64, n int) (stop func()) {
	over := make(chan struct{})
	var told sync.WaitGroup
	told.Go(func() {
		tick := time.NewTicker(often)
		defer tick.Stop()
		for {
			select {
			case <-over:
				return
			case <-tick.C:
				fmt.Fprintf(c.talk, "%s: %d of %d\n", c.what, done.Load(), n)
			}
		}
	})
	return func() { close(over); told.Wait() }
}
