package linear

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"tlsresume/impl/session"
)

// A revoker opens no ticket of a session that has ended.
type revoker interface {
	session.Sealer
	session.Revoker
}

// A revokedState is a sequential Revocations: the sessions that were revoked, the first of
// them first, before a ring.
type revokedState struct {
	revoked string
	keys    window
}

// String is for the picture.
func (o revokedState) String() string {
	return fmt.Sprintf("revoked %v, keys %v", []rune(o.revoked), []rune(o.keys))
}

func (o revokedState) step(in RingInput, out RingOutput, capacity int) []revokedState {
	r := string(rune(in.Session))
	switch in.Verb {
	case Open:
		if out.Wrong != "" || out.Ok != (o.keys.has(in.Key) && !strings.Contains(o.revoked, r)) {
			return nil
		}
	case Revoke:
		all := []rune(strings.ReplaceAll(o.revoked, r, "") + r)
		o.revoked = string(all[max(0, len(all)-capacity):])
	case Rotate:
		o.keys = o.keys.rotate(in.Key)
	case Retire:
		o.keys = o.keys.retire()
	}
	return []revokedState{o}
}

// drawRevocations draws the n-th call. The session of a ticket has the number of its
// key.
func drawRevocations(r *rand.Rand, w Workload, operator bool) RingInput {
	n := 1 + r.IntN(w.Keys)
	switch p := r.IntN(20); {
	case operator && p == 0 && r.IntN(4) == 0:
		return RingInput{Verb: Retire}
	case operator && p < 6:
		return RingInput{Verb: Rotate, Key: n}
	case operator && p == 6, !operator && p < 7:
		return RingInput{Verb: Revoke, Session: n}
	}
	return RingInput{Verb: Open, Key: n, Session: n}
}

// revocationsKind is the check of revocations. A ticket opens in two steps: under the
// ring, and then it is not revoked. That is as good as one while nothing that was
// revoked comes to life again. So either there is room for all and the operator changes
// the keys, or there is not and the keys stay.
func revocationsKind(name string, operator bool, open func(of session.Sealer, capacity int) revoker) *kind[revokedState, RingInput, RingOutput] {
	size := Workload{Ops: 600, Keys: 24}
	about := "revocations before a ring whose keys change: no ticket of a session that has ended opens"
	reaches := []string{"opened", "not opened", "revoke"}
	capacity := func(w Workload) int { return w.Keys }
	if operator {
		reaches = append(reaches, "rotate", "retire")
	} else {
		size.Keys = 6
		about = "revocations with too little room: the one that was made longest ago goes first"
		capacity = boundOf
	}
	start := func(w Workload) (keys window) {
		for n := 1; n <= w.Keys; n++ {
			keys = keys.rotate(n)
		}
		return keys
	}
	return &kind[revokedState, RingInput, RingOutput]{
		name: name, about: about, workload: size, reaches: reaches,
		spec: func(w Workload) *spec[revokedState, RingInput, RingOutput] {
			return &spec[revokedState, RingInput, RingOutput]{
				start: revokedState{keys: start(w)},
				step:  func(o revokedState, in RingInput, out RingOutput) []revokedState { return o.step(in, out, capacity(w)) },
				say:   sayRing,
			}
		},
		open: func(w Workload) (object[RingInput, RingOutput], error) {
			b, err := newKeyBank(w.Seed, w.Keys)
			if err != nil {
				return object[RingInput, RingOutput]{}, err
			}
			ring := session.NewRing()
			for _, k := range b.keys {
				ring.Rotate(k)
			}
			r, under := w.rand(), open(ring, capacity(w))
			return deal(w, func(int) turn[RingInput, RingOutput] {
				return single(dawdles(r), drawRevocations(r, w, operator), func(in RingInput) RingOutput {
					switch in.Verb {
					case Open:
						return b.open(under, in.Key)
					case Revoke:
						under.Revoke(stateOf(in.Session, "", 0))
						return RingOutput{}
					}
					return b.do(ring, in, nil)
				})
			}), nil
		},
		what: whatRing,
	}
}
