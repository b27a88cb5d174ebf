package linear

import (
	"bytes"
	"io"
	"runtime"
	"sync"
	"time"

	"tlsresume/impl/session"
)

// altered is a Cache of which one method is wrong.
type altered struct {
	session.Store
	get    func(session.Store, []byte, time.Time) (*session.State, bool)
	forget func(session.Store, []byte)
}

func (a altered) Get(id []byte, now time.Time) (*session.State, bool) {
	if a.get == nil {
		return a.Store.Get(id, now)
	}
	return a.get(a.Store, id, now)
}

func (a altered) Forget(id []byte) {
	if a.forget == nil {
		a.Store.Forget(id)
		return
	}
	a.forget(a.Store, id)
}

// shared hands out the very State that it keeps, and is right otherwise.
type shared struct {
	session.Store
	kept map[string]*session.State
}

func (s shared) Put(id []byte, v *session.State) {
	s.Store.Put(id, v)
	s.kept[string(id)] = v.Clone()
}

func (s shared) Get(id []byte, now time.Time) (*session.State, bool) {
	if _, ok := s.Store.Get(id, now); !ok {
		return nil, false
	}
	return s.kept[string(id)], true
}

// doubled keeps a second entry of an ID that is there already, and forgets the newest.
type doubled struct {
	*session.Cache
	second *session.Cache
}

func (d *doubled) Put(id []byte, s *session.State) {
	if _, there := d.Cache.Get(id, s.Created); there {
		d.second.Put(id, s)
		return
	}
	d.Cache.Put(id, s)
}

func (d *doubled) Get(id []byte, now time.Time) (*session.State, bool) {
	if s, ok := d.second.Get(id, now); ok {
		return s, true
	}
	return d.Cache.Get(id, now)
}

func (d *doubled) Forget(id []byte) {
	if _, there := d.second.Get(id, time.Unix(1_000_000_000, 0)); there {
		d.second.Forget(id)
		return
	}
	d.Cache.Forget(id)
}

// slots is a cache of slots that are used again while their old IDs still point there.
type slots struct {
	*session.Cache
	mu   sync.Mutex
	next int
	size int
	at   map[string]string // ID to slot
}

func newSlots(n int, l time.Duration) *slots {
	return &slots{Cache: session.NewCache(n, l), size: n, at: map[string]string{}}
}

func (s *slots) Put(id []byte, state *session.State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	s.at[string(id)] = string(rune('a' + s.next%s.size))
	s.Cache.Put([]byte(s.at[string(id)]), state)
}

func (s *slots) slot(id []byte) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return []byte(s.at[string(id)])
}

func (s *slots) Get(id []byte, now time.Time) (*session.State, bool) {
	return s.Cache.Get(s.slot(id), now)
}
func (s *slots) Forget(id []byte) { s.Cache.Forget(s.slot(id)) }

// perHost are partitions of which none knows of the others.
type perHost struct{ a, b *session.Cache }

func (p *perHost) Put(id []byte, s *session.State) {
	if s.VirtualHost == "a" {
		p.a.Put(id, s)
		return
	}
	p.b.Put(id, s)
}

func (p *perHost) Get(id []byte, now time.Time) (*session.State, bool) {
	if s, ok := p.a.Get(id, now); ok {
		return s, true
	}
	return p.b.Get(id, now)
}

func (p *perHost) Forget(id []byte) { p.a.Forget(id); p.b.Forget(id) }
func (p *perHost) Len() int         { return p.a.Len() + p.b.Len() }

// halves writes a new ticket into the session that is there, and then the rest.
type halves struct{ *session.ClientStore }

func (h *halves) Put(key session.ClientKey, s *session.ClientSession) {
	if old, ok := h.ClientStore.Get(key, s.Received); ok {
		old.Ticket = bytes.Clone(s.Ticket)
		h.ClientStore.Put(key, old)
		runtime.Gosched()
	}
	h.ClientStore.Put(key, s)
}

// keepsFirst keeps the ticket that it has of a session.
type keepsFirst struct{ clientStore }

func (k keepsFirst) Put(key session.ClientKey, s *session.ClientSession) {
	if old, ok := k.Get(key, s.Received); ok && old.Master == s.Master {
		return
	}
	k.clientStore.Put(key, s)
}

// forgetsAny drops what there is.
type forgetsAny struct{ clientStore }

func (f forgetsAny) Forget(key session.ClientKey, _ *session.ClientSession) {
	if kept, ok := f.Get(key, time.Unix(0, 0)); ok {
		f.clientStore.Forget(key, kept)
	}
}

// hintless takes every ticket to live as long as the client likes, and hands it out as it
// came.
type hintless struct{ clientStore }

func (h hintless) Get(key session.ClientKey, now time.Time) (*session.ClientSession, bool) {
	s, ok := h.clientStore.Get(key, time.Unix(0, 0))
	if !ok || !now.Before(s.Received.Add(standard.Lifetime)) {
		return nil, false
	}
	return s, ok
}

// unretired still opens what it would no longer seal.
type unretired struct{ *session.Ring }

func (unretired) Retire() {}

// dropping has but the newest key.
type dropping struct{ *session.Ring }

func (d dropping) Rotate(k session.TicketKey) {
	d.Ring.Rotate(k)
	d.Ring.Retire()
}

// torn changes a copy of its keys and then has it in their place, whatever became of
// those meanwhile.
type torn struct {
	mu  sync.Mutex
	now *session.Ring
}

func (r *torn) get() *session.Ring {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *torn) set(to *session.Ring) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = to
}

func (r *torn) change(edit func(*session.Ring)) {
	next := session.NewRing()
	next.Share(r.get())
	runtime.Gosched()
	edit(next)
	r.set(next)
}

func (r *torn) Rotate(k session.TicketKey) { r.change(func(n *session.Ring) { n.Rotate(k) }) }
func (r *torn) Retire()                    { r.change((*session.Ring).Retire) }
func (r *torn) Seal(dst []byte, s *session.State, rand io.Reader) ([]byte, error) {
	return r.get().Seal(dst, s, rand)
}
func (r *torn) Open(ticket []byte) (*session.State, error) { return r.get().Open(ticket) }

// echoing puts what it was given once more before the next.
type echoing struct {
	session.Store
	mu   sync.Mutex
	last map[string]*session.State
}

func (e *echoing) swap(id []byte, s *session.State) (old *session.State) {
	e.mu.Lock()
	defer e.mu.Unlock()
	old = e.last[string(id)]
	e.last[string(id)] = s.Clone()
	return old
}

func (e *echoing) Put(id []byte, s *session.State) {
	e.Store.Put(id, s)
	if old := e.swap(id, s); old != nil {
		e.Store.Put(id, old)
	}
}

// front is a cache in front of a store, which hears of nothing that others do.
type front struct {
	session.Store
	own session.Store
}

func (f front) Get(id []byte, now time.Time) (*session.State, bool) {
	if s, ok := f.own.Get(id, now); ok {
		return s, true
	}
	s, ok := f.Store.Get(id, now)
	if ok {
		f.own.Put(id, s)
	}
	return s, ok
}

// crossed gives an ID the session that was put before.
type crossed struct {
	session.Store
	before *echoing
}

func (c crossed) Put(id []byte, s *session.State) {
	if old := c.before.swap(nil, s); old != nil {
		s = old
	}
	c.Store.Put(id, s)
}
