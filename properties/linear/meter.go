package linear

import (
	"context"
	"sync/atomic"
)

// A meter ends a search that has used up its memory, or whose context is over. What
// porcupine remembers is one entry for every step that the model allows: which
// operations it has ordered, and the states that are possible then.
type meter struct {
	ctx   context.Context
	entry int64 // bytes, but for the states
	left  atomic.Int64
	done  atomic.Bool // the search is over: drawing it costs nothing
	spent atomic.Bool
}

// What an entry takes besides its bit for each operation, and a state of it, in bytes:
// measured generously.
const entrySize, stateSize = 160, 160

func newMeter(ctx context.Context, operations int, memory int64) *meter {
	m := &meter{ctx: ctx, entry: int64(operations/8) + entrySize}
	m.left.Store(memory)
	return m
}

// allows is asked before every step. When it says no, the search runs out of steps and
// ends soon, with a verdict that counts for nothing.
func (m *meter) allows() bool {
	if m.done.Load() {
		return true
	}
	if m.left.Load() < 0 || m.ctx.Err() != nil {
		m.spent.Store(true)
	}
	return !m.spent.Load()
}

func (m *meter) count(states int) { m.left.Add(-m.entry - int64(states)*stateSize) }

func (m *meter) off() { m.done.Store(true) }

// up reports whether the search was ended.
func (m *meter) up() bool { return m.spent.Load() }
