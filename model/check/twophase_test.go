package check

import (
	"context"
	"encoding/binary"
	"fmt"
	"testing"
)

// Two-phase commit as in Lamport's and Gray's "Consensus on transaction
// commit": resource managers 0 to n-1, a transaction manager, and a set of
// messages that are never lost.

type phase uint8

const (
	working phase = iota
	prepared
	committed
	aborted
)

// The message set: bit i for "prepared" from manager i, and two more.
const (
	sentCommit = 1 << 9
	sentAbort  = 1 << 10
)

type twoPhase struct {
	rms   uint32 // two bits each, a phase
	heard uint32 // the managers that the transaction manager knows to be prepared
	sent  uint32 // the message set
	tm    phase  // working, committed or aborted
}

func (s *twoPhase) rm(i uint8) phase { return phase(s.rms>>(2*i)) & 3 }

func (s *twoPhase) setRM(i uint8, p phase) { s.rms = s.rms&^(3<<(2*i)) | uint32(p)<<(2*i) }

func (s *twoPhase) encode(dst []byte) []byte {
	w := uint64(s.rms) | uint64(s.heard)<<18 | uint64(s.sent)<<27 | uint64(s.tm)<<38
	return append(dst, byte(w), byte(w>>8), byte(w>>16), byte(w>>24), byte(w>>32))
}

func (s *twoPhase) decode(b []byte) {
	w := uint64(binary.LittleEndian.Uint32(b)) | uint64(b[4])<<32
	s.rms, s.heard = uint32(w&(1<<18-1)), uint32(w>>18&(1<<9-1))
	s.sent, s.tm = uint32(w>>27&(1<<11-1)), phase(w>>38)
}

type deed uint8

const (
	tmCommit deed = iota
	tmAbort
	tmHear
	rmPrepare
	rmAbort
	rmObeyCommit
	rmObeyAbort
)

type twoPhaseAction struct {
	deed deed
	rm   uint8
}

func (a twoPhaseAction) String() string {
	name := [...]string{"commit", "abort", "hear", "prepare", "abort", "obey-commit", "obey-abort"}[a.deed]
	if a.deed == tmCommit || a.deed == tmAbort {
		return name
	}
	return name + fmt.Sprint(a.rm)
}

func (s *twoPhase) actions(n uint8, dst []twoPhaseAction) []twoPhaseAction {
	if s.tm == working {
		if s.heard == 1<<n-1 {
			dst = append(dst, twoPhaseAction{deed: tmCommit})
		}
		dst = append(dst, twoPhaseAction{deed: tmAbort})
	}
	for i := range n {
		if s.tm == working && s.sent>>i&1 == 1 && s.heard>>i&1 == 0 {
			dst = append(dst, twoPhaseAction{tmHear, i})
		}
		if s.rm(i) == working {
			dst = append(dst, twoPhaseAction{rmPrepare, i}, twoPhaseAction{rmAbort, i})
		}
		if s.sent&sentCommit != 0 && s.rm(i) != committed {
			dst = append(dst, twoPhaseAction{rmObeyCommit, i})
		}
		if s.sent&sentAbort != 0 && s.rm(i) != aborted {
			dst = append(dst, twoPhaseAction{rmObeyAbort, i})
		}
	}
	return dst
}

func (s *twoPhase) next(a twoPhaseAction, t *twoPhase) bool {
	*t = *s
	switch a.deed {
	case tmCommit:
		t.tm, t.sent = committed, t.sent|sentCommit
	case tmAbort:
		t.tm, t.sent = aborted, t.sent|sentAbort
	case tmHear:
		t.heard |= 1 << a.rm
	case rmPrepare:
		t.setRM(a.rm, prepared)
		t.sent |= 1 << a.rm
	case rmAbort:
		t.setRM(a.rm, aborted)
	case rmObeyCommit:
		t.setRM(a.rm, committed)
	case rmObeyAbort:
		t.setRM(a.rm, aborted)
	}
	return true
}

func (s *twoPhase) all(n uint8, p phase) bool {
	for i := range n {
		if s.rm(i) != p {
			return false
		}
	}
	return true
}

func (s *twoPhase) consistent(n uint8) (string, bool) {
	const odd = 0x55555555
	low, high := s.rms&odd, s.rms>>1&odd
	if high&^low == 0 || high&low == 0 { // no committed, or no aborted
		return "", true
	}
	return fmt.Sprintf("of %d managers, one has committed and one has aborted: %b", n, s.rms), false
}

func twoPhaseCommit(n uint8) *Model[twoPhase, twoPhaseAction] {
	return &Model[twoPhase, twoPhaseAction]{
		Init:    []twoPhase{{}},
		Actions: func(s *twoPhase, dst []twoPhaseAction) []twoPhaseAction { return s.actions(n, dst) },
		Next:    (*twoPhase).next,
		Encode:  (*twoPhase).encode,
		Decode:  func(b []byte, s *twoPhase) { s.decode(b) },
		Invariants: []Predicate[twoPhase]{
			{"consistent", func(s *twoPhase) (string, bool) { return s.consistent(n) }},
		},
		Goals: []Goal[twoPhase]{
			{"commit", func(s *twoPhase) bool { return s.all(n, committed) }},
			{"abort", func(s *twoPhase) bool { return s.all(n, aborted) }},
		},
	}
}

func TestTwoPhaseCommitHoldsWithTheKnownCounts(t *testing.T) {
	for _, want := range []struct {
		n                   uint8
		states, transitions int64
		depth               int
	}{
		{3, 288, 761, 10}, {5, 8832, 37345, 16}, {7, 296448, 1735809, 22},
	} {
		if want.n > 5 && testing.Short() {
			continue
		}
		r := Run(context.Background(), twoPhaseCommit(want.n), Options{})
		if r.Verdict != Holds || !r.Complete || r.Missed != 0 || r.Err != nil {
			t.Errorf("n=%d: got %+v, want it to hold", want.n, r)
		}
		if r.States != want.states || r.Transitions != want.transitions || r.Depth != want.depth {
			t.Errorf("n=%d: got %d states, %d transitions, depth %d, want %d, %d, %d", want.n,
				r.States, r.Transitions, r.Depth, want.states, want.transitions, want.depth)
		}
		commit, abort := len(r.Goals[0].Path.Actions), len(r.Goals[1].Path.Actions)
		// Commit: prepare, hear and obey for each, and the decision. Abort: each for itself.
		if commit != 3*int(want.n)+1 || abort != int(want.n) {
			t.Errorf("n=%d: got goals after %d and %d actions", want.n, commit, abort)
		}
	}
}
