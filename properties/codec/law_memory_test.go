package codec

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
)

// What other goroutines allocate is not held against a decoder, and as many of them
// run at a time afterwards as before.
func TestAllocationsOfOthersDoNotCount(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	done := make(chan struct{})
	var others, judges sync.WaitGroup
	for range 4 {
		others.Go(func() {
			var kept []byte
			for {
				select {
				case <-done:
					runtime.KeepAlive(kept)
					return
				default:
					kept = make([]byte, 1<<16)
				}
			}
		})
	}
	for seed := range uint64(2) {
		judges.Go(func() {
			random := rand.New(rand.NewPCG(seed, 1))
			for _, f := range formats() {
				if !allocates.of(f) {
					continue
				}
				if err := allocates.holds(random.IntN, f); err != nil {
					t.Errorf("%s, seed %d: %v", f.name, seed, err)
				}
			}
		})
	}
	judges.Wait()
	close(done)
	others.Wait()
	if after := runtime.GOMAXPROCS(0); after != before {
		t.Errorf("got %d processors afterwards, want %d", after, before)
	}
}
