package check

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// A link tells how a state was first reached: by which of the actions enabled
// in which state. For an initial state, parent is noState and action its place
// in Init.
type link struct{ parent, action uint32 }

// linkBlock is the number of links encoded together, from which one is found
// again by reading those before it.
const linkBlock = 1 << 12

// links is the link of every state, by number. Parents never decrease from one
// state to the next, so each link is stored as the varints of how far its parent
// is from the one before, and of its action: two bytes for most.
type links struct {
	blocks [][]byte
	open   []byte // the block being filled
	count  int    // links in it
	last   uint32 // the parent of the latest link in it, plus 1
	sealed int64  // bytes in blocks
}

func (l *links) add(k link) {
	parent := k.parent + 1 // noState comes first
	l.open = binary.AppendUvarint(l.open, uint64(parent-l.last))
	l.open = binary.AppendUvarint(l.open, uint64(k.action))
	l.last = parent
	if l.count++; l.count == linkBlock {
		l.blocks = append(l.blocks, bytes.Clone(l.open))
		l.sealed += int64(len(l.open))
		l.open, l.count, l.last = l.open[:0], 0, 0
	}
}

// growth is what bytes increases by when k is added.
func (l *links) growth(k link) int64 {
	return int64(uvarintSize(uint64(k.parent+1-l.last)) + uvarintSize(uint64(k.action)))
}

func (l *links) at(number uint32) link {
	block := l.open
	if b := int(number / linkBlock); b < len(l.blocks) {
		block = l.blocks[b]
	}
	var parent, action uint64
	for range number%linkBlock + 1 {
		delta, n := binary.Uvarint(block)
		block = block[n:]
		action, n = binary.Uvarint(block)
		block = block[n:]
		parent += delta
	}
	return link{parent: uint32(parent) - 1, action: uint32(action)}
}

func (l *links) bytes() int64 { return l.sealed + int64(len(l.open)) }

// trail is the way to a state: an initial state, and the place of each action
// among those enabled.
func (l *links) trail(number uint32) (init uint32, ordinals []uint32) {
	k := l.at(number)
	for ; k.parent != noState; k = l.at(k.parent) {
		ordinals = append(ordinals, k.action)
	}
	slices.Reverse(ordinals)
	return k.action, ordinals
}

// errAstray is what comes of a model that cannot be run twice the same way.
var errAstray = errors.New("a path that was found cannot be run again: " +
	"Actions or Next is not deterministic, or Encode folds states together that do not behave alike")

// path rebuilds the first shortest path to a state, and the state at its end.
// The search knows every state only as decoded, which may be another one of its
// symmetry class than the run has come to; so it finds, step by step, the first
// action of the run itself that leads to the same encoding.
func (s *search[S, A]) path(number uint32) (Path[A], *S, error) {
	init, ordinals := s.links.trail(number)
	p := Path[A]{Init: int(init)}
	run := s.model.Init[init]
	known := run
	for _, ordinal := range ordinals {
		enc := s.model.Encode(&known, nil)
		known = *new(S)
		s.model.Decode(enc, &known)
		actions := s.model.Actions(&known, nil)
		if int(ordinal) >= len(actions) {
			return p, nil, errAstray
		}
		var next S
		if !s.model.Next(&known, actions[ordinal], &next) {
			return p, nil, errAstray
		}
		known = next
		a, after, ok := s.model.toward(&run, s.model.Encode(&known, nil))
		if !ok {
			return p, nil, errAstray
		}
		p.Actions = append(p.Actions, a)
		run = after
	}
	return p, &run, nil
}

// toward is the first action from s to a state encoded as enc.
func (m *Model[S, A]) toward(s *S, enc []byte) (a A, next S, ok bool) {
	for _, a := range m.Actions(s, nil) {
		next = *new(S)
		if m.Next(s, a, &next) && bytes.Equal(m.Encode(&next, nil), enc) {
			return a, next, true
		}
	}
	return a, next, false
}

// result turns what the search found into what it reports.
func (s *search[S, A]) result() Result[A] {
	r := Result[A]{Outcome: Outcome{
		States: s.states, Transitions: s.transitions, Depth: s.depth, Memory: s.peak,
		Limit: s.limit, Missed: missed(s.hashed, s.states), Err: s.err,
		Complete: s.complete,
	}}
	for i := range s.model.Invariants {
		s.counterexample(i, &r)
	}
	if s.deadlock != noState {
		s.deadlockPath(&r)
	}
	for i := range s.model.Goals {
		s.sighting(i, &r)
	}
	r.Verdict = r.verdict()
	return r
}

// counterexample reports invariant i if it broke. The witness is that of the
// state at the end of the path, so that they speak of the same things.
func (s *search[S, A]) counterexample(i int, r *Result[A]) {
	first, inv := s.properties[i].first, s.model.Invariants[i]
	if first == noState {
		return
	}
	c := Counterexample[A]{Name: inv.Name}
	path, end, err := s.path(first)
	c.Path = path
	if err == nil {
		var ok bool
		if c.Witness, ok = inv.Holds(end); ok {
			err = errAstray
		}
	}
	r.Broken = append(r.Broken, c)
	r.blame("invariant", inv.Name, err)
}

func (s *search[S, A]) deadlockPath(r *Result[A]) {
	path, _, err := s.path(s.deadlock)
	r.Broken = append(r.Broken, Counterexample[A]{
		Name: "deadlock", Witness: "no action is enabled, and the state is not final", Path: path,
	})
	r.blame("state", "deadlock", err)
}

// sighting reports goal i.
func (s *search[S, A]) sighting(i int, r *Result[A]) {
	goal := s.model.Goals[i]
	g := Sighting[A]{Name: goal.Name}
	if first := s.properties[len(s.model.Invariants)+i].first; first != noState {
		path, end, err := s.path(first)
		if err == nil && !goal.Reached(end) {
			err = errAstray
		}
		g.Reached, g.Path = true, path
		r.blame("goal", goal.Name, err)
	}
	r.Goals = append(r.Goals, g)
}

// blame notes an error about a property of the model, the first if there are several.
func (r *Result[A]) blame(kind, name string, err error) {
	if err != nil && r.Err == nil {
		r.Err = fmt.Errorf("%s %q: %w", kind, name, err)
	}
}
