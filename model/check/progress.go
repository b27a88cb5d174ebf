package check

import (
	"sync/atomic"
	"time"
)

// Progress is a glimpse of a search under way.
type Progress struct {
	States  int64         // distinct states seen
	Queue   int64         // those of them that are still to be expanded
	Depth   int           // actions from an initial state to those being expanded
	Rate    float64       // new states a second, since the previous report
	Elapsed time.Duration // since the search began
}

// A gauge is what a search shows of itself while it runs.
type gauge struct{ states, expanded, depth atomic.Int64 }

// watch reports g to f every second until the returned function is called, which
// waits for a report in progress.
func (g *gauge) watch(f func(Progress)) (stop func()) {
	if f == nil {
		return func() {}
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		g.report(f, done)
	}()
	return func() {
		close(done)
		<-ended
	}
}

func (g *gauge) report(f func(Progress), done <-chan struct{}) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	begin := time.Now()
	var last Progress
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			last = g.read(time.Since(begin), last)
			f(last)
		}
	}
}

// read takes a report; last is the one before it.
func (g *gauge) read(elapsed time.Duration, last Progress) Progress {
	expanded := g.expanded.Load() // before states, lest the queue seem negative
	p := Progress{States: g.states.Load(), Depth: int(g.depth.Load()), Elapsed: elapsed}
	p.Queue = p.States - expanded
	p.Rate = float64(p.States-last.States) / (elapsed - last.Elapsed).Seconds()
	return p
}
