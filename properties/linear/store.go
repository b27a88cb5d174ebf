package linear

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strconv"
	"time"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A Remote is a store that can say that it does not know whether it has done what was
// asked of it. Its Put, Get and Forget, as a server uses it, are silent about that.
type Remote interface {
	session.Store
	TryPut(id []byte, s *session.State) error
	TryGet(id []byte, now time.Time) (*session.State, bool, error)
	TryForget(id []byte) error
}

// stateOf is the session of a number. All of its fields follow from the number,
// the host and the time, so that half of one session and half of another show.
func stateOf(value int, host string, now int64) *session.State {
	s := &session.State{
		Version: wire.TLS12, Suite: uint16(value), Created: time.Unix(now, 0).UTC(),
		EMS: value%2 == 0, ServerName: strconv.Itoa(value), VirtualHost: host,
		Client: session.Identity{
			Auth: session.CertificateBased, Certificates: [][]byte{fmt.Appendf(nil, "client %d", value)},
		},
	}
	s.Master = masterOf(value)
	return s
}

func masterOf(value int) (master [48]byte) {
	for n := 0; n < len(master); n += 8 {
		binary.BigEndian.PutUint64(master[n:], uint64(value))
	}
	return master
}

func valueOf(master [48]byte) int { return int(binary.BigEndian.Uint64(master[:])) }

// same compares sessions field by field: two that only have one encoding are not one.
func same(a, b *session.State) bool { return reflect.DeepEqual(a, b) }

// answer names the session that a Get returned.
func answer(s *session.State, ok bool) StoreOutput {
	if !ok || s == nil {
		return StoreOutput{Torn: ok || s != nil}
	}
	value := valueOf(s.Master)
	return StoreOutput{Value: value, Torn: value < 1 || !same(s, stateOf(value, s.VirtualHost, s.Created.Unix()))}
}

// A storeDraw says what a schedule of a store has in it.
type storeDraw struct {
	hosts  []string // that sessions are of; none: they are of none
	clear  int      // one in so many operations is a Clear; 0: none
	counts bool     // some are a Len
}

// draw draws the n-th call. The callers share a clock that runs on by a second
// every few operations; now and then one reads it wrong, by up to two minutes either
// way, so that sessions expire, come from the future, and clocks step back.
func (d storeDraw) draw(r *rand.Rand, w Workload, n int) StoreInput {
	in := StoreInput{Key: fmt.Sprintf("id%d", r.IntN(w.Keys)), Now: 1_000_000_000 + int64(n/4)}
	if r.IntN(10) == 0 {
		in.Now += int64(r.IntN(240)) - 120
	}
	switch p := r.IntN(10); {
	case d.clear > 0 && r.IntN(d.clear) == 0:
		return StoreInput{Verb: Clear}
	case d.counts && r.IntN(10) == 0:
		return StoreInput{Verb: Len}
	case p < 3:
		in.Verb, in.Value = Put, n+1
		if len(d.hosts) > 0 {
			in.Host = d.hosts[r.IntN(len(d.hosts))]
		}
	case p < 8:
		in.Verb = Get
	default:
		in.Verb, in.Now = Forget, 0
	}
	return in
}

// open deals the calls of a store.
func (d storeDraw) open(w Workload, store session.Store) object[StoreInput, StoreOutput] {
	r := w.rand()
	return deal(w, func(n int) turn[StoreInput, StoreOutput] {
		in := d.draw(r, w, n)
		if remote, ok := store.(Remote); ok {
			return asked(dawdles(r), in, remote)
		}
		return single(dawdles(r), in, func(in StoreInput) StoreOutput { return do(store, in) })
	})
}

// do makes one call, and then writes over what it put or got: by the contract of
// session.Store nobody else may notice.
func do(store session.Store, in StoreInput) StoreOutput {
	id := []byte(in.Key)
	switch in.Verb {
	case Put:
		s := stateOf(in.Value, in.Host, in.Now)
		store.Put(id, s)
		spoil(s)
	case Forget:
		store.Forget(id)
	case Clear:
		store.(interface{ Clear() }).Clear()
	case Len:
		return StoreOutput{Len: store.(interface{ Len() int }).Len()}
	case Get:
		s, ok := store.Get(id, time.Unix(in.Now, 0))
		out := answer(s, ok)
		if s != nil {
			spoil(s)
		}
		return out
	}
	return StoreOutput{}
}

func spoil(s *session.State) {
	s.Suite++
	s.Master[47]++
	for _, c := range s.Client.Certificates {
		clear(c)
	}
}

// asked is a call of a store that may not know. A Get without an answer has told
// nothing and is left out; anything else may happen at any time from then on.
func asked(d dawdle, in StoreInput, store Remote) turn[StoreInput, StoreOutput] {
	return func(now clock) []*Operation[StoreInput, StoreOutput] {
		o := &Operation[StoreInput, StoreOutput]{In: in, Call: now()}
		var err error
		d.pause(d.before)
		switch id := []byte(in.Key); in.Verb {
		case Put:
			err = store.TryPut(id, stateOf(in.Value, in.Host, in.Now))
		case Forget:
			err = store.TryForget(id)
		case Get:
			s, ok, failed := store.TryGet(id, time.Unix(in.Now, 0))
			o.Out, err = answer(s, ok), failed
		}
		d.pause(d.after)
		switch o.Return = now(); {
		case err != nil && in.Verb == Get:
			time.Sleep(backOff)
			return nil
		case err != nil:
			time.Sleep(backOff)
			o.Return = never
		}
		return []*Operation[StoreInput, StoreOutput]{o}
	}
}

// backOff is how long a worker waits that got no answer: what may happen at any time
// makes the search hard, and need not be much.
const backOff = 20 * time.Millisecond

// storeKind is the check of any store.
func storeKind(open func(capacity int, lifetime time.Duration) session.Store) *kind[shelf, StoreInput, StoreOutput] {
	return &kind[shelf, StoreInput, StoreOutput]{
		name: "store", about: "a session.Store by its contract, with room for all",
		reaches: []string{"hit", "miss", "put", "forget"},
		spec: func(w Workload) *spec[shelf, StoreInput, StoreOutput] {
			return storeRules{capacity: w.Keys, lifetime: w.Lifetime}.spec(true)
		},
		open: func(w Workload) (object[StoreInput, StoreOutput], error) {
			return storeDraw{}.open(w, open(w.Keys, w.Lifetime)), nil
		},
		what: whatStore, valid: distinct,
	}
}

// CheckStore runs a workload on a store that open opens, with room for capacity
// sessions that are valid for lifetime, and checks the history. Of a Remote, an error
// is an outcome that is unknown.
func CheckStore(
	ctx context.Context, open func(capacity int, lifetime time.Duration) session.Store, w Workload,
) (*Report, error) {
	return storeKind(open).run(ctx, w)
}

// CheckRestarts is CheckStore of a store that is restarted meanwhile, some times, and is
// empty then. Between two restarts it is left alone for as long as pause.
func CheckRestarts(
	ctx context.Context, open func(capacity int, lifetime time.Duration) session.Store,
	restart func() error, times int, pause time.Duration, w Workload,
) (*Report, error) {
	k := storeKind(open)
	alone := k.open
	var failed error
	k.open = func(w Workload) (object[StoreInput, StoreOutput], error) {
		o, err := alone(w)
		operator := make([]turn[StoreInput, StoreOutput], times)
		for n := range operator {
			operator[n] = func(now clock) []*Operation[StoreInput, StoreOutput] {
				time.Sleep(pause)
				o := &Operation[StoreInput, StoreOutput]{In: StoreInput{Verb: Clear}, Call: now()}
				failed = errors.Join(failed, restart())
				o.Return = now()
				return []*Operation[StoreInput, StoreOutput]{o}
			}
		}
		o.turns = append(o.turns, operator)
		return o, err
	}
	r, err := k.run(ctx, w)
	return r, errors.Join(err, failed)
}
