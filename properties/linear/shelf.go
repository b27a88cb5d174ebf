package linear

import (
	"fmt"
	"strings"
	"time"

	"tlsresume/impl/session"
)

// A StoreVerb is what is asked of a store.
type StoreVerb string

// The verbs are the methods of session.Store, and what else stores have. Time passes
// between them: every Get and Put carries its caller's clock.
const (
	Put    StoreVerb = "put"
	Get    StoreVerb = "get"
	Forget StoreVerb = "forget"
	Clear  StoreVerb = "clear" // what an operator does who evicts all, and what a restart does
	Len    StoreVerb = "len"
)

// StoreInput is a call of a store.
type StoreInput struct {
	Verb  StoreVerb `json:"verb"`
	Key   string    `json:"key,omitempty"`
	Host  string    `json:"host,omitempty"`  // of Put: the virtual host of the session
	Now   int64     `json:"now,omitempty"`   // the caller's clock, seconds since 1970
	Value int       `json:"value,omitempty"` // of Put: the number of the session, from 1, made Now
}

// StoreOutput is an answer.
type StoreOutput struct {
	Value int  `json:"value,omitempty"` // of Get: the number of what came; 0: not found
	Torn  bool `json:"torn,omitempty"`  // of Get: what came is nothing that anybody put
	Len   int  `json:"len,omitempty"`
}

// String is the call, for the picture.
func (in StoreInput) String() string {
	switch in.Verb {
	case Put:
		return strings.TrimSpace(fmt.Sprintf("put %s session %d at %d %s", in.Key, in.Value, in.Now, in.Host))
	case Get:
		return fmt.Sprintf("get %s at %d", in.Key, in.Now)
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s", in.Verb, in.Key))
}

func sayStore(in StoreInput, out StoreOutput) string { return sayAnswer(in, in.Verb, out) }

// sayAnswer is a call with its answer.
func sayAnswer(in fmt.Stringer, verb StoreVerb, out StoreOutput) string {
	switch {
	case verb == Len:
		return fmt.Sprintf("len -> %d", out.Len)
	case verb != Get:
		return in.String()
	case out.Torn:
		return fmt.Sprintf("%v -> torn (%d)", in, out.Value)
	case out.Value == 0:
		return fmt.Sprintf("%v -> none", in)
	}
	return fmt.Sprintf("%v -> %d", in, out.Value)
}

// whatStore counts the answers.
func whatStore(in StoreInput, out StoreOutput) string {
	switch {
	case in.Verb != Get:
		return string(in.Verb)
	case out.Torn:
		return "torn"
	case out.Value == 0:
		return "miss"
	}
	return "hit"
}

// shelfSize bounds the sessions of a shelf. It is a value and not a slice, so that two
// are the same when they hold the same.
const shelfSize = 12

// A shelf is the sequential store: what was put, the oldest first.
type shelf struct {
	n  int
	at [shelfSize]place
}

// A place is one session of a shelf.
type place struct {
	key, host string
	value     int
	created   int64 // seconds since 1970
}

// String is for the picture.
func (s shelf) String() string {
	var b strings.Builder
	for _, p := range s.at[:s.n] {
		fmt.Fprintf(&b, "[%s %d made %d]", p.key, p.value, p.created)
	}
	if s.n == 0 {
		return "empty"
	}
	return b.String()
}

func (s shelf) find(key string) (i int, ok bool) {
	for i, p := range s.at[:s.n] {
		if p.key == key {
			return i, true
		}
	}
	return 0, false
}

func (s shelf) without(i int) shelf {
	copy(s.at[i:], s.at[i+1:s.n])
	s.n--
	s.at[s.n] = place{}
	return s
}

func (s shelf) forget(key string) shelf {
	if i, ok := s.find(key); ok {
		return s.without(i)
	}
	return s
}

// put is behind all others. Of a host that has more than capacity the first goes.
func (s shelf) put(p place, capacity int) shelf {
	s = s.forget(p.key)
	if s.n == shelfSize { // the check draws from fewer keys than that
		panic(fmt.Sprintf("a shelf of %d sessions is full", shelfSize))
	}
	s.at[s.n] = p
	s.n++
	first, count := -1, 0
	for i, q := range s.at[:s.n] {
		if q.host == p.host {
			if first < 0 {
				first = i
			}
			count++
		}
	}
	if count > capacity {
		s = s.without(first)
	}
	return s
}

// storeRules are what stores differ in.
type storeRules struct {
	capacity int
	lifetime time.Duration
	drops    bool // what was found expired is gone; or else it may be (session.Store leaves that open)
	lossy    bool // a put, a forget or an answer may get lost
}

// step is what a shelf may be after an answer.
func (r storeRules) step(s shelf, in StoreInput, out StoreOutput) []shelf {
	switch in.Verb {
	case Put:
		return r.perhaps(s, s.put(place{in.Key, in.Host, in.Value, in.Now}, r.capacity))
	case Forget:
		return r.perhaps(s, s.forget(in.Key))
	case Clear:
		return []shelf{{}}
	case Len:
		if out.Len != s.n {
			return nil
		}
		return []shelf{s}
	}
	return r.get(s, in, out)
}

// perhaps is what becomes of a message.
func (r storeRules) perhaps(before, after shelf) []shelf {
	if r.lossy {
		return []shelf{after, before}
	}
	return []shelf{after}
}

// get has the answers. A session from more than a minute ahead is refused and stays.
func (r storeRules) get(s shelf, in StoreInput, out StoreOutput) []shelf {
	miss := out == StoreOutput{}
	i, ok := s.find(in.Key)
	var age time.Duration
	if ok {
		age = time.Duration(in.Now-s.at[i].created) * time.Second
	}
	valid := ok && age < r.lifetime && age >= -session.Skew
	switch {
	case valid && out == StoreOutput{Value: s.at[i].value}:
		return []shelf{s}
	case !miss || valid && !r.lossy:
		return nil
	case !ok || age < r.lifetime:
		return []shelf{s}
	case r.drops:
		return []shelf{s.without(i)}
	}
	return []shelf{s.without(i), s}
}

// spec is of a store by these rules. Where the keys are independent it is searched by
// key.
func (r storeRules) spec(byKey bool) *spec[shelf, StoreInput, StoreOutput] {
	sp := &spec[shelf, StoreInput, StoreOutput]{step: r.step, say: sayStore}
	if byKey {
		sp.key = func(in StoreInput) string { return in.Key }
	}
	return sp
}

// distinct checks that every Put has a session of its own: only then does an
// answer tell where it comes from.
func distinct(history []Operation[StoreInput, StoreOutput]) error {
	seen := map[int]bool{}
	for n, o := range history {
		switch o.In.Verb {
		case Put:
			if o.In.Value < 1 || seen[o.In.Value] {
				return fmt.Errorf("operation %d: got session %d, want one that no other put has", n+1, o.In.Value)
			}
			seen[o.In.Value] = true
		case Get, Forget, Clear, Len:
		default:
			return fmt.Errorf("operation %d: got verb %q, want put, get, forget, clear or len", n+1, o.In.Verb)
		}
	}
	return nil
}
