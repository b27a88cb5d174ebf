package session

import (
	"bytes"
	"fmt"
	"sync"
	"time"
)

// A ClientSession is what a client keeps of a session: the state, and a ticket or
// a session ID to ask for it. A client that got a ticket discards the ID (draft
// 3.4); where both stand, the ticket counts. Printing one prints its State, which
// shows no secret.
type ClientSession struct {
	State
	Ticket   []byte    // opaque (draft 4: the client does not look into it)
	ID       []byte    // RFC 5246 7.4.1.3, up to 32 bytes
	Received time.Time // when the ticket came
	// Elsewhere: the ticket came "through some other means from the server" than a
	// NewSessionTicket (RFC 5077 3.2). A client offers it though it is not ready for
	// tickets.
	Elsewhere bool
	Hint      uint32   // ticket_lifetime_hint in seconds; 0: unspecified (RFC 5077 3.3)
	Peer      [][]byte // the chain that the server proved in the full handshake, DER
	PeerName  string   // the name that the chain proved
}

// Usable says whether the client should still offer the session at now.
//
// A ticket lives for its hint, from when it came: "A client SHOULD delete the
// ticket and associated state when the time expires" (RFC 5077 3.3). With no hint
// it lives for limit, the client's own policy (RFC 5077 5.6). An ID lives for
// limit from when the session was made, however often it was resumed (RFC 5246
// F.1.4). What has neither ticket nor ID, as after a ticket of no bytes, cannot
// be offered.
//
// A clock that was set back makes ages shorter, even negative. That does not end
// a session: a client that offers one too late loses nothing, for the server
// judges (RFC 5077 3.3), and one that drops all its sessions because of a step
// loses them all. That it revives none is the ClientStore's part, which drops
// what it once found past its time; Usable remembers nothing.
func (c *ClientSession) Usable(now time.Time, limit time.Duration) bool {
	switch {
	case len(c.Ticket) > 0 && c.Hint > 0:
		return now.Sub(c.Received) < time.Duration(c.Hint)*time.Second
	case len(c.Ticket) > 0:
		return now.Sub(c.Received) < limit
	case len(c.ID) > 0:
		return now.Sub(c.Created) < limit
	}
	return false
}

// Clone returns a ClientSession that shares no memory with c.
func (c *ClientSession) Clone() *ClientSession {
	d := *c
	d.State = *c.State.Clone()
	d.Ticket, d.ID = bytes.Clone(c.Ticket), bytes.Clone(c.ID)
	d.Peer = cloneChain(c.Peer)
	return &d
}

// A ClientKey says for which connections a session may be offered: those that
// agree in every field. A key that is too coarse resumes a session with the wrong
// server, or under a laxer configuration than the connection asks for
// (CVE-2016-5419, CVE-2016-5420).
type ClientKey struct {
	Name   string // the server_name sent (RFC 6066 3: not another on resumption)
	Addr   string // where the client connects, host:port
	Config string // tells apart client certificates and rules of verification
}

// DefaultLimit is the client's own limit where nothing is said: "An upper limit
// of 24 hours is suggested for session ID lifetimes" (RFC 5246 F.1.4).
const DefaultLimit = 24 * time.Hour

// A ClientStore keeps the newest session for each key. It keeps copies and hands
// out copies, as a Store does, and is safe for concurrent use.
type ClientStore struct {
	// Limit is the limit of Usable; NewClientStore sets DefaultLimit. Change it
	// before the store is used, and not after.
	Limit time.Duration

	mu       sync.Mutex
	sessions *bounded[ClientKey, *ClientSession]
}

// NewClientStore makes a store for at most capacity keys. Past that the session
// that was put longest ago goes first. A capacity below one keeps nothing.
func NewClientStore(capacity int) *ClientStore {
	return &ClientStore{Limit: DefaultLimit, sessions: newBounded[ClientKey, *ClientSession](capacity)}
}

// Put keeps s under key instead of what was there: the client "should start using
// the new ticket as soon as possible" (RFC 5077 3.3). What has neither ticket nor
// ID cannot be offered, and displaces nothing.
func (c *ClientStore) Put(key ClientKey, s *ClientSession) {
	if len(s.Ticket) == 0 && len(s.ID) == 0 {
		return
	}
	kept := s.Clone()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sessions.put(key, kept)
}

// Get returns the session to offer, or nil and false when there is none that is
// usable at now. One that is past its time is dropped, and no clock that is set
// back brings it to life again.
func (c *ClientStore) Get(key ClientKey, now time.Time) (*ClientSession, bool) {
	s := c.usable(key, now)
	if s == nil {
		return nil, false
	}
	return s.Clone(), true // outside the lock: what is kept never changes
}

func (c *ClientStore) usable(key ClientKey, now time.Time) *ClientSession {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.sessions.get(key)
	if ok && !s.Usable(now, c.Limit) {
		c.sessions.drop(key)
		return nil
	}
	return s
}

// Forget drops the session s under key, as a fatal alert demands (RFC 5246
// 7.2.2): if what is kept has the master secret of s, and so is the same session,
// whatever its ticket. A session that came meanwhile stays.
func (c *ClientStore) Forget(key ClientKey, s *ClientSession) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if kept, ok := c.sessions.get(key); ok && kept.Master == s.Master {
		c.sessions.drop(key)
	}
}

// Len is the number of sessions kept, expired ones included; at most the capacity.
func (c *ClientStore) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sessions.len()
}

// Format prints how many sessions there are, and no session, whatever the verb.
func (c *ClientStore) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "client store of %d sessions", c.Len())
}
