package campaign

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"

	"tlsresume/fuzz"
)

// A plan is one engine on one target.
type plan struct {
	target  fuzz.Target
	engine  Engine
	spent   time.Duration // that it was charged since the start
	rate    float64       // executions per second of its last slice
	trouble int           // slices that came to nothing, one after the other
}

// patience is how many such slices a plan has.
const patience = 3

// The length of a slice.
const (
	longest  = time.Minute
	shortest = 10 * time.Second // an engine needs some seconds to begin
)

// planned is every engine on every target. Who had the same time comes in an order
// that the seed draws.
func (c *Campaign) planned() (all []*plan) {
	for _, t := range c.o.Targets {
		for _, e := range c.o.Engines {
			all = append(all, &plan{target: t, engine: e})
		}
	}
	draw := rand.New(rand.NewPCG(c.o.Seed, 0))
	draw.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// next is the plan that was charged the least, among those that still have something to do.
func (c *Campaign) next() *plan {
	var left []*plan
	for _, p := range c.plans {
		enough := c.o.Execs > 0 && c.record.Execs(p.target.Name) >= c.o.Execs
		if !enough && p.trouble < patience {
			left = append(left, p)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return slices.MinFunc(left, func(a, b *plan) int { return cmp.Compare(a.spent, b.spent) })
}

// charge counts a slice: half of it when it brought new paths, so that a target that
// is being discovered gets twice the time of one that is not.
func (p *plan) charge(took time.Duration, fresh bool) {
	if fresh {
		took /= 2
	}
	p.spent += took
}

// length is that of the next slice: every plan should get at least two in the time.
func (c *Campaign) length(left time.Duration) time.Duration {
	most := cmp.Or(c.o.Slice, longest)
	if c.o.Time == 0 {
		return most
	}
	fair := max(c.o.Time/time.Duration(2*len(c.plans)), min(shortest, most))
	return min(most, fair, left)
}
