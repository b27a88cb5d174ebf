package linear

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// ClientInput is a call of a client's store.
type ClientInput struct {
	Verb    StoreVerb `json:"verb"`
	Name    string    `json:"name,omitempty"`
	Now     int64     `json:"now,omitempty"`     // the client's clock, seconds since 1970
	Session int       `json:"session,omitempty"` // of Put and Forget: the number of the session, from 1
	Ticket  int       `json:"ticket,omitempty"`  // of Put: the number of what names the session, from 1
	Hint    int64     `json:"hint,omitempty"`    // of Put: seconds; 0: none
	ByID    bool      `json:"by_id,omitempty"`   // of Put: it is named by a session ID
}

// String is the call, for the picture.
func (in ClientInput) String() string {
	switch in.Verb {
	case Put:
		return fmt.Sprintf("put %s ticket %d of session %d at %d, hint %d", in.Name, in.Ticket, in.Session, in.Now, in.Hint)
	case Get:
		return fmt.Sprintf("get %s at %d", in.Name, in.Now)
	case Forget:
		return fmt.Sprintf("forget %s session %d", in.Name, in.Session)
	}
	return string(in.Verb)
}

// clientSession is what a Put puts. All of it follows from the call.
func (in ClientInput) clientSession() *session.ClientSession {
	s := &session.ClientSession{
		State: session.State{
			Version: wire.TLS12, Suite: uint16(in.Session), Master: masterOf(in.Session), ServerName: in.Name,
			Created: time.Unix(in.Now, 0).UTC(), EMS: in.Session%2 == 0,
		},
		Received: time.Unix(in.Now, 0).UTC(), Hint: uint32(in.Hint),
		Peer: [][]byte{fmt.Appendf(nil, "server %d", in.Session)}, PeerName: fmt.Sprint(in.Session),
	}
	if in.ByID {
		s.ID = fmt.Appendf(nil, "%d", in.Ticket)
	} else {
		s.Ticket = fmt.Appendf(nil, "ticket %d of session %d", in.Ticket, in.Session)
	}
	return s
}

// answerClient names the ticket that a Get returned.
func answerClient(s *session.ClientSession, ok bool) (out StoreOutput) {
	if !ok || s == nil {
		return StoreOutput{Torn: ok || s != nil}
	}
	was := ClientInput{
		Name: s.ServerName, Now: s.Created.Unix(), Session: valueOf(s.Master), Hint: int64(s.Hint), ByID: len(s.ID) > 0,
	}
	format, name := "ticket %d", s.Ticket
	if was.ByID {
		format, name = "%d", s.ID
	}
	fmt.Sscanf(string(name), format, &was.Ticket)
	want := was.clientSession()
	whole := same(&s.State, &want.State) && bytes.Equal(s.Ticket, want.Ticket) && bytes.Equal(s.ID, want.ID) &&
		s.Received.Equal(want.Received) && s.PeerName == want.PeerName && slices.EqualFunc(s.Peer, want.Peer, bytes.Equal)
	return StoreOutput{Value: was.Ticket, Torn: !whole}
}

// A clientShelf is the sequential client store: the newest for each name, and of all the
// one that was put longest ago first.
type clientShelf struct {
	n  int
	at [shelfSize]kept
}

type kept struct {
	name            string
	session, ticket int
	until           int64 // seconds since 1970
}

// String is for the picture.
func (d clientShelf) String() string {
	var b strings.Builder
	for _, k := range d.at[:d.n] {
		fmt.Fprintf(&b, "[%s ticket %d of %d until %d]", k.name, k.ticket, k.session, k.until)
	}
	if d.n == 0 {
		return "empty"
	}
	return b.String()
}

func (d clientShelf) find(name string) int {
	return slices.IndexFunc(d.at[:d.n], func(k kept) bool { return k.name == name })
}

func (d clientShelf) without(i int) clientShelf {
	copy(d.at[i:], d.at[i+1:d.n])
	d.n--
	d.at[d.n] = kept{}
	return d
}

func (d clientShelf) put(k kept, capacity int) clientShelf {
	if i := d.find(k.name); i >= 0 {
		d = d.without(i)
	}
	d.at[d.n] = k
	d.n++
	if d.n > capacity {
		d = d.without(0)
	}
	return d
}

// step is what a clientShelf may be after an answer.
func (d clientShelf) step(in ClientInput, out StoreOutput, capacity int, limit time.Duration) []clientShelf {
	i := d.find(in.Name)
	switch in.Verb {
	case Put:
		life := int64(limit / time.Second)
		if in.Hint > 0 && !in.ByID {
			life = in.Hint
		}
		return []clientShelf{d.put(kept{in.Name, in.Session, in.Ticket, in.Now + life}, capacity)}
	case Forget:
		// A session that came meanwhile stays.
		if i >= 0 && d.at[i].session == in.Session {
			d = d.without(i)
		}
		return []clientShelf{d}
	case Len:
		if out.Len != d.n {
			return nil
		}
		return []clientShelf{d}
	}
	want, after := StoreOutput{}, d
	switch {
	case i >= 0 && in.Now < d.at[i].until:
		want.Value = d.at[i].ticket
	case i >= 0:
		after = d.without(i) // no clock that is set back brings it to life again
	}
	if out != want {
		return nil
	}
	return []clientShelf{after}
}

// drawClient draws the n-th call. There are a few sessions to every name, so that one
// gets another ticket, and that a Forget comes too late.
func drawClient(r *rand.Rand, w Workload, n int) ClientInput {
	name := r.IntN(w.Keys)
	in := ClientInput{Name: fmt.Sprintf("n%d", name), Now: 1_000_000_000 + int64(n/4)}
	if r.IntN(10) == 0 {
		in.Now += int64(r.IntN(240)) - 120
	}
	of := 1 + name + w.Keys*r.IntN(3)
	switch p := r.IntN(20); {
	case p < 6:
		in.Verb, in.Session, in.Ticket, in.ByID = Put, of, n+1, r.IntN(3) == 0
		if r.IntN(2) == 0 {
			in.Hint = 1 + int64(r.IntN(30))
		}
	case p < 14:
		in.Verb = Get
	case p < 18:
		in.Verb, in.Session, in.Now = Forget, of, 0
	default:
		return ClientInput{Verb: Len}
	}
	return in
}

// A clientStore is what session.ClientStore can do.
type clientStore interface {
	Put(session.ClientKey, *session.ClientSession)
	Get(session.ClientKey, time.Time) (*session.ClientSession, bool)
	Forget(session.ClientKey, *session.ClientSession)
	Len() int
}

// doClient makes one call, and then writes over what it put or got.
func doClient(store clientStore, in ClientInput) StoreOutput {
	key := session.ClientKey{Name: in.Name}
	switch in.Verb {
	case Put:
		s := in.clientSession()
		store.Put(key, s)
		spoilClient(s)
	case Forget:
		store.Forget(key, in.clientSession())
	case Len:
		return StoreOutput{Len: store.Len()}
	case Get:
		s, ok := store.Get(key, time.Unix(in.Now, 0))
		out := answerClient(s, ok)
		if s != nil {
			spoilClient(s)
		}
		return out
	}
	return StoreOutput{}
}

func spoilClient(s *session.ClientSession) {
	spoil(&s.State)
	clear(s.Ticket)
	clear(s.ID)
	clear(s.Peer[0])
}

// clientKind is the check of a client's store that is too small.
func clientKind(open func(w Workload) clientStore) *kind[clientShelf, ClientInput, StoreOutput] {
	return &kind[clientShelf, ClientInput, StoreOutput]{
		name:    "client-store",
		about:   "a client's sessions: the newest ticket for each name; one that came meanwhile survives a forget; hints, clocks that step back, and more names than room",
		reaches: []string{"hit", "miss", "put", "forget", "len"},
		spec: func(w Workload) *spec[clientShelf, ClientInput, StoreOutput] {
			return &spec[clientShelf, ClientInput, StoreOutput]{
				step: func(d clientShelf, in ClientInput, out StoreOutput) []clientShelf {
					return d.step(in, out, boundOf(w), w.Lifetime)
				},
				say: func(in ClientInput, out StoreOutput) string { return sayAnswer(in, in.Verb, out) },
			}
		},
		open: func(w Workload) (object[ClientInput, StoreOutput], error) {
			store, r := open(w), w.rand()
			return deal(w, func(n int) turn[ClientInput, StoreOutput] {
				in := drawClient(r, w, n)
				return single(dawdles(r), in, func(in ClientInput) StoreOutput { return doClient(store, in) })
			}), nil
		},
		what: func(in ClientInput, out StoreOutput) string { return whatStore(StoreInput{Verb: in.Verb}, out) }, valid: distinctTickets,
	}
}

// newClientStore opens a client's store for a workload.
func newClientStore(w Workload) clientStore {
	s := session.NewClientStore(boundOf(w))
	s.Limit = w.Lifetime
	return s
}

func distinctTickets(history []Operation[ClientInput, StoreOutput]) error {
	seen := map[int]bool{}
	for _, o := range history {
		if o.In.Verb == Put && (o.In.Ticket < 1 || seen[o.In.Ticket]) {
			return errors.New("history: a ticket was put twice, or has no number")
		}
		seen[o.In.Ticket] = seen[o.In.Ticket] || o.In.Verb == Put
	}
	return nil
}
