// Package extstore keeps the sessions of a server outside of it, in memcached or Redis,
// so that a fleet resumes by session ID what any of its servers has made.
package extstore

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"tlsresume/impl/session"
)

// A Config is what a Store is made of.
type Config struct {
	// Sealer protects what lies outside: whoever reads the cache reads master secrets
	// otherwise, and whoever writes it makes sessions up. Give it keys of its own (a
	// session.Ring of them can be changed without ending sessions); with those of tickets
	// every entry would be a ticket.
	Sealer session.Sealer
	// Lifetime is that of a session, from when it was made.
	Lifetime time.Duration
	// Timeout bounds each request, and so how long a handshake waits for a cache that does
	// not answer; 0: DefaultTimeout.
	Timeout time.Duration
	// Prefix begins every key, for a cache that others use too. It may not have white
	// space.
	Prefix string
	// Failed is told of every error: to a handshake it is but a miss. nil: nobody is.
	Failed func(error)
	// Rand yields the nonces; nil: crypto/rand's.
	Rand io.Reader
}

// DefaultTimeout is little beside what a full handshake takes over a network.
const DefaultTimeout = 100 * time.Millisecond

// A Store is a session.Store in a cache out of process, which may lose anything at any
// time, and may not be there at all. No error reaches a handshake: what cannot be read is
// not found, and the handshake is a full one (RFC 5246 7.3).
//
// A Forget that does not arrive leaves the session to be resumed until it expires: RFC
// 5246 7.2.2 wants it forgotten, and a store out of reach cannot. TryForget tells.
//
// The keys are session IDs, which every ClientHello shows: RFC 5246 7.4.1.2 has "servers
// MUST NOT place confidential information in session identifiers". The values are
// sealed. Whoever may write the cache can lose entries, bring back what was forgotten and
// put one in the place of another. The last is good for nothing: who offers an ID must
// have the master secret of what it names.
type Store struct {
	cfg Config
	backend
}

// A backend is a cache. Its requests have a deadline; an error is an outcome that is
// unknown.
type backend interface {
	set(ctx context.Context, key string, value []byte, keep time.Duration) error
	get(ctx context.Context, key string) (value []byte, ok bool, err error)
	remove(ctx context.Context, key string) error
	Close() error
}

func newStore(cfg Config, open func(Config) backend) (*Store, error) {
	cfg.Timeout = cmp.Or(cfg.Timeout, DefaultTimeout)
	if cfg.Rand == nil {
		cfg.Rand = rand.Reader
	}
	switch {
	case cfg.Sealer == nil:
		return nil, errors.New("got no sealer, want one: the cache would show master secrets")
	case cfg.Lifetime <= 0:
		return nil, fmt.Errorf("got a lifetime of %v, want some", cfg.Lifetime)
	case !legal(cfg.Prefix):
		return nil, fmt.Errorf("got the prefix %q, want at most %d bytes and no white space or control characters", cfg.Prefix, maxPrefix)
	}
	return &Store{cfg, open(cfg)}, nil
}

// maxPrefix leaves room for an ID of 32 bytes in a key of memcached's, of 250.
const maxPrefix = 250 - 2*32

func legal(prefix string) bool {
	for _, b := range []byte(prefix) {
		if b <= ' ' || b >= 0x7f {
			return false
		}
	}
	return len(prefix) <= maxPrefix
}

// key is that of an ID, which a client has chosen: any bytes. It is false of what names
// no session.
func (s *Store) key(id []byte) (string, bool) {
	return s.cfg.Prefix + hex.EncodeToString(id), len(id) > 0 && len(id) <= 32
}

// Put implements session.Store.
func (s *Store) Put(id []byte, state *session.State) { s.tell(s.TryPut(id, state)) }

// Get implements session.Store.
func (s *Store) Get(id []byte, now time.Time) (*session.State, bool) {
	state, ok, err := s.TryGet(id, now)
	s.tell(err)
	return state, ok
}

// Forget implements session.Store.
func (s *Store) Forget(id []byte) { s.tell(s.TryForget(id)) }

func (s *Store) tell(err error) {
	if err != nil && s.cfg.Failed != nil {
		s.cfg.Failed(err)
	}
}

// TryPut is Put. After an error nobody knows whether the session is kept, or will be.
func (s *Store) TryPut(id []byte, state *session.State) error {
	key, ok := s.key(id)
	if !ok {
		return nil
	}
	sealed, err := s.cfg.Sealer.Seal(nil, state, s.cfg.Rand)
	if err != nil {
		return fmt.Errorf("session for the store: %w", err)
	}
	ctx, cancel := s.request()
	defer cancel()
	// The cache's clock is its own, and it counts from now: it clears up, and TryGet judges.
	return s.set(ctx, key, sealed, s.cfg.Lifetime)
}

// TryGet is Get, with the reason where there is no answer. What does not open is not
// found: it is of a key that is gone, or somebody else's.
func (s *Store) TryGet(id []byte, now time.Time) (*session.State, bool, error) {
	key, ok := s.key(id)
	if !ok {
		return nil, false, nil
	}
	ctx, cancel := s.request()
	defer cancel()
	sealed, ok, err := s.get(ctx, key)
	if err != nil || !ok {
		return nil, false, err
	}
	state, err := s.cfg.Sealer.Open(sealed)
	if err != nil {
		return nil, false, nil
	}
	if age := now.Sub(state.Created); age >= s.cfg.Lifetime || age < -session.Skew {
		return nil, false, nil
	}
	return state, true, nil
}

// TryForget is Forget. After an error nobody knows whether the session is forgotten.
func (s *Store) TryForget(id []byte) error {
	key, ok := s.key(id)
	if !ok {
		return nil
	}
	ctx, cancel := s.request()
	defer cancel()
	return s.remove(ctx, key)
}

func (s *Store) request() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), s.cfg.Timeout)
}
