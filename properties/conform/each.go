package conform

import (
	"cmp"
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Each does n things, so many at a time; 0 workers are as many as there are processors. It
// gives the error of the first that has one, by their numbers, however fast the others
// are. Behind an error, or once the context is over, none is begun.
func Each(ctx context.Context, workers, n int, do func(i int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	var failed atomic.Bool
	var working sync.WaitGroup
	for range min(n, cmp.Or(workers, runtime.GOMAXPROCS(0))) {
		working.Go(func() {
			for !failed.Load() && ctx.Err() == nil {
				i := int(next.Add(1)) - 1 // and does it: none before an error is left out
				if i >= n {
					return
				}
				if errs[i] = do(i); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	working.Wait()
	return cmp.Or(append(errs, ctx.Err())...)
}
