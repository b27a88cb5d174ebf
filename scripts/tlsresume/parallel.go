package main

import (
	"context"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"tlsresume/properties/conform"
)

// A crew does many things of a kind, as many at a time as there are processors, and
// tells now and then how far it is.
type crew struct {
	what string // in the plural
	talk io.Writer
}

// do does all n, as conform.Each does.
func (c crew) do(ctx context.Context, n int, do func(i int) error) error {
	var done atomic.Int64
	defer c.watch(&done, n)()
	return conform.Each(ctx, 0, n, func(i int) error {
		defer done.Add(1)
		return do(i)
	})
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
