package session

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
)

// ErrNoKey says that a ring without keys, or a TicketKey without a format's keys,
// was asked for a ticket. There is none rather than a default: a key that everybody
// knows seals nothing (RFC 5077 5.5, "the keys should be generated securely";
// CVE-2020-13777).
var ErrNoKey = errors.New("no ticket key")

// A Ring is a Sealer over a window of keys, each of its own format: the newest
// seals, and all open, so that a rotation ends no session (RFC 5077 5.5, "the keys
// should be changed regularly"). It is safe for concurrent use; a ticket is opened
// under the keys of one moment, never under half of a rotation.
type Ring struct {
	mu   sync.RWMutex
	keys []TicketKey // newest first; replaced, never changed in place
}

// NewRing makes a ring of keys, the newest first.
func NewRing(keys ...TicketKey) *Ring {
	r := new(Ring)
	for _, k := range slices.Backward(keys) {
		r.Rotate(k)
	}
	return r
}

// Rotate makes key the newest. A name stands for one key at a time: an older key
// of that name leaves the ring, so that a ticket opens under one key or none.
func (r *Ring) Rotate(key TicketKey) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if key.Form == GCM && key.sound() {
		key.ready = key.gcm()
	}
	keys := []TicketKey{key}
	for _, k := range r.keys {
		if k.Name != key.Name {
			keys = append(keys, k)
		}
	}
	r.keys = keys
}

// Retire drops all keys but the newest: RFC 9325 3.4 wants old ones destroyed.
func (r *Ring) Retire() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys = slices.Clone(r.keys[:min(1, len(r.keys))])
}

// Share takes the keys of another ring in place of its own. How servers come by the
// same keys "is beyond the scope" of RFC 5077 5.5.
func (r *Ring) Share(of *Ring) {
	keys := of.window()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys = keys
}

// Seal seals under the newest key; ErrNoKey when there is none.
func (r *Ring) Seal(dst []byte, state *State, rand io.Reader) ([]byte, error) {
	keys := r.window()
	if len(keys) == 0 {
		return nil, ErrNoKey
	}
	return keys[0].Seal(dst, state, rand)
}

// Open opens under the key that the ticket names: "the key_name field [...] helps
// the server efficiently reject tickets that it did not issue" (draft 5.4).
func (r *Ring) Open(ticket []byte) (*State, error) {
	if len(ticket) < nameSize {
		return nil, ErrNotOpened
	}
	name := [nameSize]byte(ticket[:nameSize])
	for _, k := range r.window() {
		if k.Name == name {
			return k.Open(ticket)
		}
	}
	return nil, ErrNotOpened
}

func (r *Ring) window() []TicketKey {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.keys
}

// String lists the names of the keys, the newest first.
func (r *Ring) String() string { return fmt.Sprintf("ring %v", r.window()) }

// Format prints String whatever the verb, so that %#v and %x show no secret.
func (r *Ring) Format(f fmt.State, _ rune) { io.WriteString(f, r.String()) }
