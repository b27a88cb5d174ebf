package linear

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A StoreVerb is what is asked of a store.
type StoreVerb string

// The verbs are the methods of session.Store. Time passes between them: every
// Get and Put carries its caller's clock.
const (
	Put    StoreVerb = "put"
	Get    StoreVerb = "get"
	Forget StoreVerb = "forget"
)

// StoreInput is a call of a store.
type StoreInput struct {
	Verb  StoreVerb `json:"verb"`
	Key   string    `json:"key"`
	Now   int64     `json:"now"`             // the caller's clock, seconds since 1970
	Value int       `json:"value,omitempty"` // of Put: the number of the session, from 1, made Now
}

// StoreOutput is the answer to a Get.
type StoreOutput struct {
	Value int  `json:"value,omitempty"` // the number of the session; 0: not found
	Torn  bool `json:"torn,omitempty"`  // what came is no session that anybody put
}

// stateOf is the session of a number. All of its fields follow from the number
// and the time, so that half of one session and half of another show.
func stateOf(value int, now int64) *session.State {
	s := &session.State{
		Version: wire.TLS12, Suite: uint16(value), Created: time.Unix(now, 0).UTC(),
		EMS: value%2 == 0, ServerName: strconv.Itoa(value),
		Client: session.Identity{
			Auth: session.CertificateBased, Certificates: [][]byte{fmt.Appendf(nil, "client %d", value)},
		},
	}
	for n := 0; n < len(s.Master); n += 8 {
		binary.BigEndian.PutUint64(s.Master[n:], uint64(value))
	}
	return s
}

// answer names the session that a Get returned.
func answer(s *session.State, ok bool) StoreOutput {
	if !ok {
		return StoreOutput{Torn: s != nil}
	}
	if s == nil {
		return StoreOutput{Torn: true}
	}
	value := int(binary.BigEndian.Uint64(s.Master[:]))
	got, err := s.Marshal()
	want, _ := stateOf(value, s.Created.Unix()).Marshal()
	return StoreOutput{Value: value, Torn: err != nil || value < 1 || !bytes.Equal(got, want)}
}

// A place is the sequential store at one key.
type place struct {
	Value   int   // 0: empty
	Created int64 // seconds since 1970
	Doubt   bool  // found expired once: the store may have dropped it
}

// String is for the picture.
func (p place) String() string {
	switch {
	case p.Value == 0:
		return "empty"
	case p.Doubt:
		return fmt.Sprintf("session %d or empty", p.Value)
	}
	return fmt.Sprintf("session %d made %d", p.Value, p.Created)
}

// storeSpec is session.Store as one would describe it on paper, with room for
// every session that is put: a store that evicts must be opened large enough.
func storeSpec(lifetime time.Duration) *spec[place, StoreInput, StoreOutput] {
	return &spec[place, StoreInput, StoreOutput]{
		step: func(p place, in StoreInput, out StoreOutput) (place, bool) {
			switch in.Verb {
			case Put:
				return place{Value: in.Value, Created: in.Now}, true
			case Forget:
				return place{}, true
			}
			return p.get(in.Now, out, lifetime)
		},
		key: func(in StoreInput) string { return in.Key },
		say: func(in StoreInput, out StoreOutput) string { return in.String() + out.suffix(in.Verb) },
	}
}

// get says whether the store may answer so at now, and what it holds then. A
// session from more than a minute ahead is refused and stays; one that expired
// may stay or go, and the answers after that tell which.
func (p place) get(now int64, out StoreOutput, lifetime time.Duration) (place, bool) {
	age := time.Duration(now-p.Created) * time.Second
	miss := out == StoreOutput{}
	switch {
	case p.Value == 0:
		return p, miss
	case age >= lifetime:
		p.Doubt = true
		return p, miss
	case age < -time.Minute:
		return p, miss
	case miss:
		return place{}, p.Doubt
	}
	p.Doubt = false
	return p, out == StoreOutput{Value: p.Value}
}

// String is the call, for the picture.
func (in StoreInput) String() string {
	if in.Verb == Put {
		return fmt.Sprintf("put %s session %d at %d", in.Key, in.Value, in.Now)
	}
	return fmt.Sprintf("%s %s at %d", in.Verb, in.Key, in.Now)
}

func (out StoreOutput) suffix(verb StoreVerb) string {
	switch {
	case verb != Get:
		return ""
	case out.Torn:
		return fmt.Sprintf(" -> torn (%d)", out.Value)
	case out.Value == 0:
		return " -> none"
	}
	return fmt.Sprintf(" -> session %d", out.Value)
}

// CheckStore runs a workload on a store that open opens, with room for capacity
// sessions that are valid for lifetime, and checks the history. The schedule
// follows from the seed; how the workers interleave does not.
//
// The history is on disk before the search begins, and the picture before
// CheckStore returns: a search that eats the machine leaves its input behind. Both
// stay unless the verdict is Ok. The error says that there is no verdict: that the
// workload is none, that the store did not answer within the time limit, or that a
// file could not be written.
func CheckStore(open func(capacity int, lifetime time.Duration) session.Store, w Workload) (*Report, error) {
	w = w.withDefaults()
	if w.Ops < 1 || w.Workers < 1 || w.Keys < 1 {
		return nil, fmt.Errorf("got %d operations, %d workers and %d keys, want at least one of each",
			w.Ops, w.Workers, w.Keys)
	}
	history, err := w.run(open(w.Keys, w.Lifetime))
	if err != nil {
		return nil, err
	}
	path, err := writeHistory(w, history)
	if err != nil {
		return nil, fmt.Errorf("history of seed %d: %w", w.Seed, err)
	}
	r, err := search(w, history, path)
	if err == nil && r.Verdict == Ok {
		err, r.History = os.Remove(path), ""
	}
	return r, err
}

// RecheckStore checks a history that CheckStore left on disk, for at most limit;
// zero is no limit. The history stays, and the picture is drawn anew.
func RecheckStore(path string, limit time.Duration) (*Report, error) {
	w, history, err := readHistory[StoreInput, StoreOutput](path)
	if err != nil {
		return nil, err
	}
	w.Timeout = limit
	return search(w, history, path)
}

func search(w Workload, history []Operation[StoreInput, StoreOutput], path string) (*Report, error) {
	if err := errors.Join(sane(history), distinct(history)); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	r := &Report{Workload: w, Operations: len(history), History: path, Overlaps: overlaps(history)}
	for _, o := range history {
		switch {
		case o.In.Verb == Get && o.Out.Value != 0:
			r.Hits++
		case o.In.Verb == Get:
			r.Misses++
		}
	}
	sp := storeSpec(w.Lifetime)
	began := time.Now()
	verdict, info := sp.check(history, w.Timeout)
	r.Verdict, r.Took = verdict, time.Since(began)
	if verdict == Ok {
		return r, nil
	}
	picture, err := draw(sp.model(), info, path)
	r.Picture = picture
	return r, err
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
		case Get, Forget:
		default:
			return fmt.Errorf("operation %d: got verb %q, want put, get or forget", n+1, o.In.Verb)
		}
	}
	return nil
}

// overlaps counts the operations that ran while another one was at their key. A
// history without any is sequential, and shows little.
func overlaps(history []Operation[StoreInput, StoreOutput]) (n int) {
	ops := slices.Clone(history)
	slices.SortFunc(ops, func(a, b Operation[StoreInput, StoreOutput]) int {
		return cmp.Or(cmp.Compare(a.In.Key, b.In.Key), cmp.Compare(a.Call, b.Call))
	})
	var key string
	var busy int64 // until then the operations before this one ran at its key
	for i, o := range ops {
		if i == 0 || o.In.Key != key {
			key, busy = o.In.Key, -1
		}
		next := i+1 < len(ops) && ops[i+1].In.Key == key && ops[i+1].Call <= o.Return
		if next || o.Call <= busy {
			n++
		}
		busy = max(busy, o.Return)
	}
	return n
}
