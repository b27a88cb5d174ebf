package session

import (
	"math"
	"reflect"
	"sync"
	"testing"
	"time"
)

// received returns a session of a ticket that came at noon, an hour after the
// full handshake.
func received(hint uint32) *ClientSession {
	return &ClientSession{
		State: *made('a'), Ticket: []byte("ticket"), Received: noon.Add(time.Hour), Hint: hint,
		Peer: [][]byte{[]byte("server")}, PeerName: "a.example",
	}
}

func TestUsable(t *testing.T) {
	const limit = 10 * time.Minute
	came := noon.Add(time.Hour)
	byID := &ClientSession{State: *made('a'), ID: []byte("id"), Received: came, Hint: 7200}
	bare := &ClientSession{State: *made('a'), Ticket: []byte{}, Received: came, Hint: 300}
	for _, c := range []struct {
		name    string
		session *ClientSession
		now     time.Time
		want    bool
	}{
		{"hint runs from receipt", received(300), came.Add(300*time.Second - 1), true},
		{"hint is over", received(300), came.Add(300 * time.Second), false},
		{"hint beyond the limit", received(3600), came.Add(59 * time.Minute), true},
		{"longest hint", received(math.MaxUint32), came.Add(100 * 365 * 24 * time.Hour), true},
		{"no hint, within the limit", received(0), came.Add(limit - 1), true},
		{"no hint, past the limit", received(0), came.Add(limit), false},
		{"clock back by a year", received(300), came.Add(-365 * 24 * time.Hour), true},
		{"id, within the limit", byID, noon.Add(limit - 1), true},
		{"id counts from the full handshake", byID, noon.Add(limit), false},
		{"id, clock back", byID, noon.Add(-time.Hour), true},
		{"neither ticket nor id", bare, came, false},
	} {
		if got := c.session.Usable(c.now, limit); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	if received(0).Usable(came, 0) {
		t.Error("a limit of nothing let a session be used")
	}
}

func TestClientStore(t *testing.T) {
	store := NewClientStore(2)
	a, b, c := ClientKey{Name: "a"}, ClientKey{Name: "a", Addr: "h:443"}, ClientKey{Name: "a", Config: "strict"}
	first, second := received(300), received(300)
	second.Ticket = []byte("renewed")
	store.Put(a, first)
	store.Put(a, second)
	if got, ok := store.Get(a, noon); !ok || !reflect.DeepEqual(got, second) {
		t.Errorf("got %v, %v, want the newest", got, ok)
	}
	if _, ok := store.Get(b, noon); ok {
		t.Error("another address got the session")
	}
	store.Put(b, first)
	store.Put(c, first)
	_, gone := store.Get(a, noon)
	_, kept := store.Get(b, noon)
	if gone || !kept || store.Len() != 2 {
		t.Errorf("got %v, %v, %d, want what was put longest ago to go first", gone, kept, store.Len())
	}
}

// A ticket of no bytes must not displace a good session (BoringSSL dd6fed970).
func TestClientStoreKeepsOutEmptyTickets(t *testing.T) {
	store := NewClientStore(2)
	store.Put(ClientKey{}, received(300))
	empty := received(300)
	empty.Ticket = []byte{}
	store.Put(ClientKey{}, empty)
	if got, ok := store.Get(ClientKey{}, noon); !ok || string(got.Ticket) != "ticket" {
		t.Errorf("got %v, %v, want the session with a ticket", got, ok)
	}
}

func TestClientStoreForgetsThatSession(t *testing.T) {
	store, key := NewClientStore(2), ClientKey{Name: "a"}
	renewed, other := received(300), received(300)
	renewed.Ticket, other.Master[0] = []byte("renewed"), 'z'
	store.Put(key, renewed)
	store.Forget(key, other)
	store.Forget(ClientKey{Name: "b"}, renewed)
	if _, ok := store.Get(key, noon); !ok {
		t.Error("the failure of one session forgot another")
	}
	store.Forget(key, received(300)) // the same session, by its older ticket
	if _, ok := store.Get(key, noon); ok {
		t.Error("a failed session is offered again")
	}
}

// A clock that is set back revives nothing that was found dead, and kills nothing.
func TestClientStoreAndTheClock(t *testing.T) {
	store, key := NewClientStore(2), ClientKey{Name: "a"}
	came := noon.Add(time.Hour)
	store.Put(key, received(300))
	for _, step := range []struct {
		to   time.Duration
		want bool
	}{{0, true}, {-48 * time.Hour, true}, {299 * time.Second, true}, {300 * time.Second, false}, {0, false}} {
		if _, ok := store.Get(key, came.Add(step.to)); ok != step.want {
			t.Errorf("clock at %v: got %v, want %v", step.to, ok, step.want)
		}
	}
	store.Limit = time.Minute
	store.Put(key, received(0))
	if _, ok := store.Get(key, came.Add(time.Minute)); ok {
		t.Error("the store's limit does not count")
	}
}

func TestClientStoreHandsOutCopies(t *testing.T) {
	store, key := NewClientStore(1), ClientKey{Name: "a"}
	s := received(300)
	store.Put(key, s)
	for range 3 {
		spoil(&s.State)
		s.Ticket[0], s.Peer[0][0] = 0, 0
		got, ok := store.Get(key, noon)
		if want := received(300); !ok || !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v %q, %v, want what was put", got, got.Ticket, ok)
		}
		s = got
	}
}

func TestClientStoreConcurrently(t *testing.T) {
	store := NewClientStore(2)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for n := range 200 {
				key := ClientKey{Name: string(rune('a' + (w+n)%4))}
				s := received(300)
				store.Put(key, s)
				if got, ok := store.Get(key, noon); ok {
					spoil(&got.State)
					store.Forget(key, got)
				}
				store.Forget(key, s)
			}
		})
	}
	wg.Wait()
	if store.Len() > 2 {
		t.Errorf("got %d sessions, want at most 2", store.Len())
	}
}
