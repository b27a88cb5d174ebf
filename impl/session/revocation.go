package session

import (
	"crypto/sha256"
	"fmt"
	"sync"
)

// A Revoker can refuse the tickets of a session that has ended.
type Revoker interface {
	// Revoke ends a session, whose state came out of a ticket that opened, or was
	// sealed here: "the implementation should verify the integrity of the ticket before
	// using the contents to invalidate a session" (draft 5.1).
	Revoke(*State)
}

// Revocations is a Sealer that opens no ticket of a session that was revoked,
// whichever of its tickets. It is what a server without state must keep to obey RFC
// 5246 7.2.2; draft 5.1 holds that it need not. It is safe for concurrent use.
type Revocations struct {
	Sealer
	mu      sync.Mutex
	revoked *bounded[[sha256.Size]byte, struct{}]
}

// NewRevocations puts revocations before a Sealer. Past the capacity the one that was
// made longest ago goes first, and its tickets open again: it should hold as many as
// there are failures in the lifetime of a session.
func NewRevocations(of Sealer, capacity int) *Revocations {
	return &Revocations{Sealer: of, revoked: newBounded[[sha256.Size]byte, struct{}](capacity)}
}

// Revoke implements Revoker. The session is known by the hash of its master secret,
// so that none outlives it here.
func (r *Revocations) Revoke(s *State) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.revoked.put(sha256.Sum256(s.Master[:]), struct{}{})
}

// Open implements Sealer.
func (r *Revocations) Open(ticket []byte) (*State, error) {
	s, err := r.Sealer.Open(ticket)
	if err != nil {
		return nil, err
	}
	if r.Revoked(s) {
		return nil, ErrNotOpened
	}
	return s, nil
}

// Revoked reports whether a session was revoked.
func (r *Revocations) Revoked(s *State) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.revoked.get(sha256.Sum256(s.Master[:]))
	return ok
}

// Format prints how many sessions are revoked, whatever the verb.
func (r *Revocations) Format(f fmt.State, _ rune) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(f, "%d revocations", r.revoked.len())
}
