package check

import "sync"

// A sequencer hands outcomes on in the order of their blocks, whatever order
// they come in. This is the one place where the order of a search is decided.
type sequencer struct {
	mu    sync.Mutex
	ready []*outcome // a ring: no more outcomes than its length are about
	next  int        // the block whose turn it is
	busy  bool
}

// deliver takes the outcome of block i. If no one else is at it, it commits
// all outcomes whose turn has come; otherwise it leaves this to them.
func (q *sequencer) deliver(i int, out *outcome, commit func(*outcome)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ready[i%len(q.ready)] = out
	if q.busy {
		return
	}
	q.busy = true
	for {
		place := q.next % len(q.ready)
		turn := q.ready[place]
		if turn == nil {
			break
		}
		q.ready[place] = nil
		q.next++
		q.mu.Unlock()
		commit(turn)
		q.mu.Lock()
	}
	q.busy = false
}

// commit numbers the new states of a block. Calls do not overlap, and come in
// the order of the blocks.
func (s *search[S, A]) commit(out *outcome) {
	if s.halted.Load() {
		return
	}
	if out.err != nil {
		s.fail(out.err)
		return
	}
	signs := out.signs
	for _, k := range s.sieve.strangers(s.table, out.candidates) {
		i := int(k)
		c := &out.candidates[i]
		for len(signs) > 0 && signs[0].candidate < i {
			signs = signs[1:]
		}
		at, known := s.table.find(c.fingerprint)
		if known {
			continue
		}
		enc := out.encoding(i)
		if limit := s.refusal(at, c.link, enc); limit.Name != "" {
			s.cutShort(limit, c, out)
			return
		}
		s.admit(at, c, enc)
		for ; len(signs) > 0 && signs[0].candidate == i; signs = signs[1:] {
			s.properties[signs[0].property].settle(uint32(s.states - 1))
		}
	}
	s.settleBlock(out.states, out.transitions, out.deadlock)
}

// refusal is the limit that one more state would exceed, if any.
func (s *search[S, A]) refusal(at place, l link, enc []byte) Limit {
	o := &s.options
	switch {
	case s.states >= o.maxStates():
		return Limit{"states", o.maxStates()}
	case o.Depth > 0 && s.level >= o.Depth:
		return Limit{"depth", int64(o.Depth)}
	case o.Memory > 0 && s.size()+s.growth(at, l, enc) > o.Memory:
		return Limit{"memory", o.Memory}
	}
	return Limit{}
}

// admit gives a new state its number.
func (s *search[S, A]) admit(at place, c *candidate, enc []byte) {
	s.table.put(at, c.fingerprint)
	s.links.add(c.link)
	s.queue.add(enc)
	if len(enc) > exactBytes {
		s.hashed++
	}
	s.states++
	s.depth = s.level + 1
}

// cutShort ends the search at a candidate that a limit keeps out, as if
// nothing after it in the block had been tried.
func (s *search[S, A]) cutShort(l Limit, c *candidate, out *outcome) {
	deadlock := out.deadlock
	if c.link.parent == noState || deadlock > c.link.parent {
		deadlock = noState
	}
	s.settleBlock(0, int64(c.nth), deadlock)
	s.halt(l)
}

func (s *search[S, A]) settleBlock(states, transitions int64, deadlock uint32) {
	s.transitions += transitions
	if s.deadlock == noState {
		s.deadlock = deadlock
	}
	s.gauge.states.Store(s.states)
	s.gauge.expanded.Add(states)
}
