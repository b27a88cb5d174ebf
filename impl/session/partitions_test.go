package session

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// at returns a session of a virtual host.
func at(host string) *State {
	s := made('a')
	s.VirtualHost = host
	return s
}

func TestPartitions(t *testing.T) {
	p := NewPartitions(2, time.Hour)
	p.Put([]byte("quiet"), at("a"))
	for n := range 100 {
		p.Put(fmt.Appendf(nil, "flood %d", n), at("b"))
	}
	if s, ok := p.Get([]byte("quiet"), noon); !ok || s.VirtualHost != "a" {
		t.Errorf("got %v, %v, want the session that another host's flood leaves alone", s, ok)
	}
	if p.Len() != 3 {
		t.Errorf("got %d sessions, want 1 and the capacity of 2", p.Len())
	}
	if _, ok := p.Get([]byte("flood 97"), noon); ok {
		t.Error("a host has more sessions than its capacity")
	}
	p.Put([]byte("quiet"), at("c"))
	if s, ok := p.Get([]byte("quiet"), noon); !ok || s.VirtualHost != "c" || p.Len() != 3 {
		t.Errorf("got %v, %v and %d sessions, want the one that the ID was given last", s, ok, p.Len())
	}
	if _, ok := p.Get([]byte("quiet"), noon.Add(time.Hour)); ok {
		t.Error("a session outlived its lifetime")
	}
	for n := range 3 {
		p.Put(fmt.Appendf(nil, "first host %d", n), at("a"))
	}
	if _, ok := p.Get([]byte("first host 0"), noon); ok {
		t.Error("the host that came first has more sessions than its capacity")
	}
	p.Forget([]byte("flood 99"))
	if _, ok := p.Get([]byte("flood 99"), noon); ok {
		t.Error("a forgotten session is there")
	}
	p.Put(nil, at("a"))
	if _, ok := p.Get(nil, noon); ok {
		t.Error("the empty ID names a session")
	}
}

func TestPartitionsConcurrently(t *testing.T) {
	p := NewPartitions(10, time.Hour)
	var all sync.WaitGroup
	for w := range 4 {
		all.Go(func() {
			for n := range 100 {
				id := []byte{byte(n)}
				p.Put(id, at(string(rune('a'+(w+n)%3))))
				p.Get(id, noon)
				p.Forget(id)
			}
		})
	}
	all.Wait()
	if p.Len() > 30 {
		t.Errorf("got %d sessions, want at most 10 of each host", p.Len())
	}
}
