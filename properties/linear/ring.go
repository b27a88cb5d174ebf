package linear

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"tlsresume/impl/session"
)

// A RingVerb is what is asked of ticket keys.
type RingVerb string

// The verbs. Share has two halves, take and set: a server that is handed keys has those
// that the other had at one moment of it, and may have them later than others see that.
const (
	Seal   RingVerb = "seal"
	Open   RingVerb = "open"
	Rotate RingVerb = "rotate"
	Retire RingVerb = "retire"
	Take   RingVerb = "share, take"
	Set    RingVerb = "share, set"
	Revoke RingVerb = "revoke"
)

// RingInput is a call of a ring of ticket keys.
type RingInput struct {
	Verb    RingVerb `json:"verb"`
	Ring    int      `json:"ring"`
	Key     int      `json:"key,omitempty"`     // of Rotate and Open: the number of a key, from 1
	Session int      `json:"session,omitempty"` // of Open and Revoke: the number of a session, from 1
	By      int      `json:"by,omitempty"`      // of Take and Set: who does it
	Age     int      `json:"age,omitempty"`     // of Open and Find, at a server: that of the session then, in seconds
}

// RingOutput is an answer.
type RingOutput struct {
	Key   int    `json:"key,omitempty"`   // of Seal: the key that has sealed; 0: there was none
	Ok    bool   `json:"ok,omitempty"`    // of Open and Find
	Wrong string `json:"wrong,omitempty"` // what cannot be in any order; "": nothing
	// Perhaps nothing happened, or all of it: whoever asked has heard nothing.
	Perhaps bool `json:"perhaps,omitempty"`
}

// String is the call, for the picture.
func (in RingInput) String() string {
	s := fmt.Sprintf("%s ring %d", in.Verb, in.Ring)
	if in.Key != 0 {
		s += fmt.Sprintf(" key %d", in.Key)
	}
	if in.Session != 0 {
		s += fmt.Sprintf(" session %d", in.Session)
	}
	if in.Age != 0 {
		s += fmt.Sprintf(" age %d", in.Age)
	}
	return s
}

func sayRing(in RingInput, out RingOutput) string {
	switch {
	case out.Wrong != "":
		return in.String() + " -> " + out.Wrong
	case out.Perhaps:
		return in.String() + " -> perhaps"
	case in.Verb == Seal:
		return fmt.Sprintf("%v -> key %d", in, out.Key)
	case in.Verb == Open, in.Verb == Find:
		return fmt.Sprintf("%v -> %t", in, out.Ok)
	}
	return in.String()
}

func whatRing(in RingInput, out RingOutput) string {
	switch {
	case out.Wrong != "":
		return "wrong"
	case in.Verb == Open && out.Ok:
		return "opened"
	case in.Verb == Open:
		return "not opened"
	case in.Verb == Seal && out.Key == 0:
		return "no key"
	}
	return string(in.Verb)
}

// A window is the numbers of a ring's keys, the newest first, as a string of them.
type window string

func windowOf(key int) window { return window(rune(key)) }

func (w window) has(key int) bool { return strings.ContainsRune(string(w), rune(key)) }

// newest is the first key; 0: there is none.
func (w window) newest() int {
	for _, k := range w {
		return int(k)
	}
	return 0
}

// rotate makes a key the newest. A name stands for one key at a time.
func (w window) rotate(key int) window {
	older := strings.Map(func(k rune) rune {
		if nameOf(int(k)) == nameOf(key) {
			return -1
		}
		return k
	}, string(w))
	return windowOf(key) + window(older)
}

// retire leaves the newest alone.
func (w window) retire() window {
	if w == "" {
		return ""
	}
	return windowOf(w.newest())
}

// nameOf is the name of a key: of every two keys one name.
func nameOf(key int) int { return (key + 1) / 2 }

// The bounds of rings: what a value has room for.
const rings, sharers = 2, 8

// A keyring is two sequential rings, and what was taken from one and is not set yet.
type keyring struct {
	ring  [rings]window
	taken [sharers]string // by who shares; "": nothing, or else a mark and a window
}

// String is for the picture.
func (k keyring) String() string { return fmt.Sprintf("%v %v", []rune(k.ring[0]), []rune(k.ring[1])) }

const mark = "*"

// step is what rings may be after an answer.
func (k keyring) step(in RingInput, out RingOutput) []keyring {
	w := k.ring[in.Ring]
	ok := out.Wrong == ""
	switch in.Verb {
	case Seal:
		ok = ok && out.Key == w.newest()
	case Open:
		ok = ok && out.Ok == w.has(in.Key)
	case Rotate:
		k.ring[in.Ring] = w.rotate(in.Key)
	case Retire:
		k.ring[in.Ring] = w.retire()
	case Take:
		k.taken[in.By] = mark + string(k.ring[1-in.Ring])
	case Set:
		taken, have := strings.CutPrefix(k.taken[in.By], mark)
		ok = ok && have
		k.ring[in.Ring], k.taken[in.By] = window(taken), ""
	}
	if !ok {
		return nil
	}
	return []keyring{k}
}

// A sealing is a ring of ticket keys.
type sealing interface {
	session.Sealer
	Rotate(session.TicketKey)
	Retire()
}

// A keyBank is the keys that there are and a ticket of each, sealed under the key itself.
type keyBank struct {
	keys    []session.TicketKey // the first has number 1
	tickets [][]byte
	rand    io.Reader // of the keys, the tickets and their IVs
}

// newKeyBank draws keys of all formats.
func newKeyBank(seed uint64, keys int) (*keyBank, error) {
	b := &keyBank{rand: stream(seed)}
	for n := 1; n <= keys; n++ {
		k, err := session.NewTicketKey(session.Formats[n%len(session.Formats)], b.rand)
		if err != nil {
			return nil, err
		}
		k.Name = [16]byte{0: 'k', 15: byte(nameOf(n))}
		ticket, err := k.Seal(nil, stateOf(n, "", 1_000_000_000), b.rand)
		if err != nil {
			return nil, err
		}
		b.keys, b.tickets = append(b.keys, k), append(b.tickets, ticket)
	}
	return b, nil
}

// stream is randomness that follows from a seed.
func stream(seed uint64) io.Reader {
	var key [32]byte
	for n := range key {
		key[n] = byte(seed >> (8 * (n % 8)))
	}
	return rand.NewChaCha8(key)
}

// seal seals a session, and finds the key that has.
func (b *keyBank) seal(with session.Sealer, random io.Reader) RingOutput {
	state := stateOf(len(b.keys)+1, "", 1_000_000_000)
	ticket, err := with.Seal(nil, state, random)
	if errors.Is(err, session.ErrNoKey) {
		return RingOutput{}
	}
	for n, k := range b.keys {
		if got, failed := k.Open(ticket); failed == nil {
			return RingOutput{Key: n + 1, Wrong: unless(err == nil && same(got, state), "sealed another session")}
		}
	}
	return RingOutput{Wrong: "sealed under no key that there is"}
}

// open opens the ticket of a key, and leaves it as it is.
func (b *keyBank) open(with session.Sealer, key int) RingOutput {
	ticket := bytes.Clone(b.tickets[key-1])
	got, err := with.Open(ticket)
	whole := (got == nil) == (err != nil) && bytes.Equal(ticket, b.tickets[key-1]) &&
		(got == nil || same(got, stateOf(key, "", 1_000_000_000)))
	if got != nil {
		spoil(got)
	}
	return RingOutput{Ok: err == nil, Wrong: unless(whole, "not what was sealed")}
}

// unless is what is wrong, or "".
func unless(right bool, wrong string) string {
	if right {
		return ""
	}
	return wrong
}

// drawRing draws the n-th call. Keys come in the order of their numbers, mostly, so
// that a window has what came lately.
func drawRing(r *rand.Rand, w Workload, n int) RingInput {
	in := RingInput{Ring: r.IntN(rings)}
	late := 1 + (n*w.Keys/w.Ops+r.IntN(4))%w.Keys
	switch p := r.IntN(20); {
	case p < 6, n < 2*w.Workers: // at first there is no key
		in.Verb = Seal
	case p < 14:
		in.Verb, in.Key = Open, late
	case p < 17:
		in.Verb, in.Key = Rotate, late
	case p < 18:
		in.Verb = Retire
	default:
		in.Verb = Take
	}
	return in
}

// A share gives a ring the keys of another.
type share func(to, from sealing)

// shareOurs shares as ours do.
func shareOurs(to, from sealing) { to.(*session.Ring).Share(from.(*session.Ring)) }

// ringKind is the check of two rings of ticket keys that share.
func ringKind(open func() sealing, hand share) *kind[keyring, RingInput, RingOutput] {
	return &kind[keyring, RingInput, RingOutput]{
		name:     "ring",
		about:    "two rings of ticket keys: seal, open, rotate, retire, share; a ticket opens under the keys of one moment, and gives what was sealed",
		workload: Workload{Ops: 600, Keys: 40},
		reaches:  []string{"seal", "no key", "opened", "not opened", "rotate", "retire", "share, take", "share, set"},
		spec: func(Workload) *spec[keyring, RingInput, RingOutput] {
			return &spec[keyring, RingInput, RingOutput]{step: keyring.step, say: sayRing}
		},
		open: func(w Workload) (object[RingInput, RingOutput], error) {
			if w.Workers > sharers {
				return object[RingInput, RingOutput]{}, fmt.Errorf("got %d workers, want at most %d", w.Workers, sharers)
			}
			b, err := newKeyBank(w.Seed, w.Keys)
			if err != nil {
				return object[RingInput, RingOutput]{}, err
			}
			r, pair := w.rand(), [rings]sealing{open(), open()}
			return deal(w, func(n int) turn[RingInput, RingOutput] {
				in, d, random := drawRing(r, w, n), dawdles(r), stream(w.Seed<<20+uint64(n))
				if in.Verb == Take {
					in.By = n % w.Workers
					return sharing(d, in, func() (out RingOutput) { hand(pair[in.Ring], pair[1-in.Ring]); return out })
				}
				return single(d, in, func(in RingInput) RingOutput { return b.do(pair[in.Ring], in, random) })
			}), nil
		},
		what: whatRing,
	}
}

func (b *keyBank) do(ring sealing, in RingInput, random io.Reader) RingOutput {
	switch in.Verb {
	case Seal:
		return b.seal(ring, random)
	case Open:
		return b.open(ring, in.Key)
	case Rotate:
		ring.Rotate(b.keys[in.Key-1])
	case Retire:
		ring.Retire()
	}
	return RingOutput{}
}

// sharing is the turn of who shares: both halves are done when it is.
func sharing(d dawdle, take RingInput, do func() RingOutput) turn[RingInput, RingOutput] {
	set := take
	set.Verb = Set
	return func(now clock) []*Operation[RingInput, RingOutput] {
		call := now()
		d.pause(d.before)
		out := do()
		d.pause(d.after)
		at := now()
		return []*Operation[RingInput, RingOutput]{{In: take, Out: out, Call: call, Return: at}, {In: set, Out: out, Call: call, Return: at}}
	}
}
