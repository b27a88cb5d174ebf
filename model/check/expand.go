package check

import "bytes"

// noState is the number that no state has.
const noState = 1<<32 - 1

// A candidate is a successor that may be new.
type candidate struct {
	fingerprint uint64
	link        link
	end         uint32 // of its encoding in the batch
	nth         uint32 // transitions of the block up to and including this one
}

// A batch is candidates with their encodings, one behind the other.
type batch struct {
	candidates []candidate
	encoded    []byte
}

func (b *batch) clear() { b.candidates, b.encoded = b.candidates[:0], b.encoded[:0] }

func (b *batch) add(c candidate, enc []byte) {
	b.encoded = append(b.encoded, enc...)
	c.end = uint32(len(b.encoded))
	b.candidates = append(b.candidates, c)
}

// encoding is that of candidate i.
func (b *batch) encoding(i int) []byte {
	begin := uint32(0)
	if i > 0 {
		begin = b.candidates[i-1].end
	}
	return b.encoded[begin:b.candidates[i].end]
}

// A sign says that a candidate breaks an invariant or reaches a goal.
type sign struct{ candidate, property int }

// An outcome is all that expanding one block gave. It is a function of the
// block, except that more or fewer candidates may have been known already.
type outcome struct {
	batch
	signs       []sign // in the order of the candidates
	states      int64  // in the block
	transitions int64
	deadlock    uint32 // the first state without successors that is not final, or noState
	err         error
}

func (o *outcome) reset() {
	o.clear()
	*o = outcome{batch: o.batch, signs: o.signs[:0], deadlock: noState}
}

// siftAt is how many successors a worker collects before it looks them up
// together: enough to have many cache misses under way at the same time.
const siftAt = 64

// A worker expands blocks. Its buffers are its own.
type worker[S, A any] struct {
	*search[S, A]
	state   S
	actions []A
	pending batch // successors not yet looked up, encoded
	next    []S   // the same, before memory that is used again
	sieve   sieve
	open    []int // properties not settled when the block was begun
	scratch []byte
}

// seed makes the initial states candidates.
func (w *worker[S, A]) seed(out *outcome) {
	w.begin(out)
	for i := range w.model.Init {
		*w.room() = w.model.Init[i]
		w.collect(link{parent: noState, action: uint32(i)}, out)
	}
	w.sift(out)
}

// expand steps every state of a block, the first of which has the given number.
func (w *worker[S, A]) expand(block []byte, number uint32, out *outcome) {
	w.begin(out)
	w.inverts(block, out)
	for len(block) > 0 {
		var enc []byte
		enc, block = cut(block)
		w.step(enc, number, out)
		if len(w.pending.candidates) >= siftAt {
			w.sift(out)
		}
		number++
		out.states++
	}
	w.sift(out)
}

// begin prepares for another block.
func (w *worker[S, A]) begin(out *outcome) {
	out.reset()
	w.open = w.open[:0]
	for i := range w.properties {
		if !w.properties[i].settled.Load() {
			w.open = append(w.open, i)
		}
	}
}

// step collects the successors of one state.
func (w *worker[S, A]) step(enc []byte, number uint32, out *outcome) {
	w.model.Decode(enc, &w.state)
	w.actions = w.model.Actions(&w.state, w.actions[:0])
	before := out.transitions
	for i, a := range w.actions {
		if w.model.Next(&w.state, a, w.room()) {
			out.transitions++
			w.collect(link{parent: number, action: uint32(i)}, out)
		}
	}
	if out.transitions == before && out.deadlock == noState && w.deadlocked() {
		out.deadlock = number
	}
}

func (w *worker[S, A]) deadlocked() bool {
	return w.model.Final != nil && !w.model.Final(&w.state)
}

// room is where the next successor goes.
func (w *worker[S, A]) room() *S {
	n := len(w.pending.candidates)
	if n == len(w.next) {
		w.next = append(w.next, *new(S))
	}
	return &w.next[n]
}

// collect encodes the successor just found.
func (w *worker[S, A]) collect(l link, out *outcome) {
	p := &w.pending
	begin := len(p.encoded)
	p.encoded = w.model.Encode(&w.next[len(p.candidates)], p.encoded)
	p.candidates = append(p.candidates, candidate{
		fingerprint: fingerprint(p.encoded[begin:]),
		link:        l,
		end:         uint32(len(p.encoded)),
		nth:         uint32(out.transitions),
	})
}

// sift moves the pending successors that no one has put into the table yet to
// out, and checks them. Some may turn out to be known when they are committed.
func (w *worker[S, A]) sift(out *outcome) {
	p := &w.pending
	for _, i := range w.sieve.strangers(w.table, p.candidates) {
		c := &p.candidates[i]
		if _, known := w.table.find(c.fingerprint); known {
			continue
		}
		out.add(*c, p.encoding(int(i)))
		w.check(&w.next[i], out)
	}
	p.clear()
}

// check tries the latest candidate for every open property.
func (w *worker[S, A]) check(s *S, out *outcome) {
	for _, i := range w.open {
		if w.properties[i].shows(s) {
			out.signs = append(out.signs, sign{candidate: len(out.candidates) - 1, property: i})
		}
	}
}

// inverts tries the first state of a block for whether Decode inverts Encode:
// a model that gets this wrong would be explored only in part.
func (w *worker[S, A]) inverts(block []byte, out *outcome) {
	enc, _ := cut(block)
	w.model.Decode(enc, &w.state)
	w.scratch = w.model.Encode(&w.state, w.scratch[:0])
	if !bytes.Equal(enc, w.scratch) {
		out.err = &inversionError{want: bytes.Clone(enc), got: bytes.Clone(w.scratch)}
	}
}
