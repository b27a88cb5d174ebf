package main

import (
	"net"
	"sync"
	"time"
)

// A room holds the connections of a server, of which there are only so many at
// once. When it is full, who comes takes the place of the one that has been
// shaking hands the longest: a flood of silent peers ends itself, and none that
// has shaken hands.
type room struct {
	places chan struct{}

	mu      sync.Mutex
	shaking []*guest // in the order in which they came; some of them have shaken hands since
}

// A guest is a connection with its place.
type guest struct {
	conn   net.Conn
	shaken bool // or gone
	shown  bool // the door, to make room
}

func newRoom(places int) *room { return &room{places: make(chan struct{}, places)} }

// enter waits for a place, until done.
func (r *room) enter(conn net.Conn, done <-chan struct{}) (*guest, bool) {
	select {
	case r.places <- struct{}{}:
	default:
		r.makePlace()
		select {
		case r.places <- struct{}{}:
		case <-done:
			return nil, false
		}
	}
	g := &guest{conn: conn}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.shaking = append(r.shaking, g)
	return g, true
}

// makePlace ends the oldest connection that has not shaken hands.
func (r *room) makePlace() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.shaking) > 0 {
		g := r.shaking[0]
		r.shaking = r.shaking[1:]
		if !g.shaken {
			g.shown = true
			g.conn.SetDeadline(time.Now())
			return
		}
	}
}

// shook says that a guest has shaken hands.
func (r *room) shook(g *guest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	g.shaken = true
	r.tidy()
}

// leave gives the place back, and says whether the guest was shown the door.
func (r *room) leave(g *guest) {
	r.mu.Lock()
	g.shaken = true
	r.tidy()
	r.mu.Unlock()
	<-r.places
}

// wasShown reports whether the guest was to make room.
func (r *room) wasShown(g *guest) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return g.shown
}

// tidy drops those at the head that are of no interest any more. The caller holds
// mu.
func (r *room) tidy() {
	for len(r.shaking) > 0 && r.shaking[0].shaken {
		r.shaking = r.shaking[1:]
	}
}
