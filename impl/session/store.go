package session

import (
	"fmt"
	"sync"
	"time"
)

// A Store keeps what a server may resume by session ID (RFC 5246 7.3). All of
// its methods may be called at once.
//
// A Store keeps copies and hands out copies: a State never changes under its
// reader, whatever became of the one that was put or of the one that another
// connection got. Immutability by agreement is cheaper, and is what CVE-2010-3864
// and CVE-2015-1791 show to be broken in the end: a resumption that writes into
// the session that others read. A store out of process copies anyway.
type Store interface {
	// Put keeps s under id, instead of what was there. An empty id names no
	// session (RFC 5246 7.4.1.3), and nothing is kept.
	Put(id []byte, s *State)
	// Get returns the session id, or nil and false when it is unknown or not valid
	// at now. A session that was once found expired may be gone for good.
	Get(id []byte, now time.Time) (*State, bool)
	// Forget makes id unknown (RFC 5246 7.2.2: "MUST forget any session-identifiers").
	Forget(id []byte)
}

// Skew is how far ahead of the clock a session may have been made.
const Skew = time.Minute

// A Cache is a Store in memory. A session is valid while its age, now less
// Created, is less than the lifetime.
//
// Servers that share sessions do not share a clock, so an age below zero counts
// as none, up to Skew. Beyond that one of the clocks is wrong by much, and the
// lifetime would be longer than meant by as much: the session is not valid, but
// stays, for the clock may be set right. A session found expired is dropped, so
// that no clock that is set back revives it.
type Cache struct {
	lifetime time.Duration
	mu       sync.Mutex
	sessions *bounded[string, *State]
}

// NewCache makes a cache of at most capacity sessions, each valid for lifetime.
// Past the capacity the session that was put longest ago goes first. A capacity
// below one keeps nothing.
func NewCache(capacity int, lifetime time.Duration) *Cache {
	return &Cache{lifetime: lifetime, sessions: newBounded[string, *State](capacity)}
}

// Put implements Store.
func (c *Cache) Put(id []byte, s *State) {
	if len(id) == 0 {
		return
	}
	kept := s.Clone()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sessions.put(string(id), kept)
}

// Get implements Store.
func (c *Cache) Get(id []byte, now time.Time) (*State, bool) {
	s := c.valid(string(id), now)
	if s == nil {
		return nil, false
	}
	return s.Clone(), true // outside the lock: what is kept never changes
}

func (c *Cache) valid(id string, now time.Time) *State {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.sessions.get(id)
	if !ok {
		return nil
	}
	switch age := now.Sub(s.Created); {
	case age >= c.lifetime:
		c.sessions.drop(id)
		return nil
	case age < -Skew:
		return nil
	}
	return s
}

// Forget implements Store.
func (c *Cache) Forget(id []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sessions.drop(string(id))
}

// Clear forgets every session, as a restart does.
func (c *Cache) Clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sessions.clear()
}

// Len is the number of sessions kept, expired ones included; at most the capacity.
func (c *Cache) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sessions.len()
}

// Format prints how many sessions there are, and no session, whatever the verb.
func (c *Cache) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "cache of %d sessions", c.Len()) }
