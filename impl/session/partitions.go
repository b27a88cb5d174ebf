package session

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// Partitions is a Store that keeps the sessions of each virtual host apart: a flood
// of new ones at one host evicts none of another's. That a session is not resumed at
// another host than made it is for the handshake to see, by State.VirtualHost.
type Partitions struct {
	capacity int
	lifetime time.Duration
	mu       sync.RWMutex
	hosts    []partition // in the order of their first session: as many as a server has
}

type partition struct {
	host string
	*Cache
}

// NewPartitions makes a Store of a Cache for each virtual host, which has so many
// sessions, each valid for lifetime.
func NewPartitions(capacity int, lifetime time.Duration) *Partitions {
	return &Partitions{capacity: capacity, lifetime: lifetime}
}

// Put implements Store.
func (p *Partitions) Put(id []byte, s *State) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, other := range p.hosts {
		if other.host != s.VirtualHost {
			other.Forget(id) // an ID names one session
		}
	}
	p.of(s.VirtualHost).Put(id, s)
}

// of is the Cache of a host. The caller holds mu.
func (p *Partitions) of(host string) *Cache {
	i := slices.IndexFunc(p.hosts, func(q partition) bool { return q.host == host })
	if i < 0 {
		i = len(p.hosts)
		p.hosts = append(p.hosts, partition{host, NewCache(p.capacity, p.lifetime)})
	}
	return p.hosts[i].Cache
}

// Get implements Store.
func (p *Partitions) Get(id []byte, now time.Time) (*State, bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, h := range p.hosts {
		if s, ok := h.Get(id, now); ok {
			return s, true
		}
	}
	return nil, false
}

// Forget implements Store.
func (p *Partitions) Forget(id []byte) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, h := range p.hosts {
		h.Forget(id)
	}
}

// Len is the number of sessions kept, expired ones included; at most the capacity for
// each host.
func (p *Partitions) Len() (n int) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, h := range p.hosts {
		n += h.Len()
	}
	return n
}

// Format prints how many sessions there are, and no session, whatever the verb.
func (p *Partitions) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "partitions of %d sessions", p.Len())
}
