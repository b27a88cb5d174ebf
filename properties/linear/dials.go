package linear

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"tlsresume/impl/script"
	"tlsresume/impl/session"
)

// A scenario says what a check of whole handshakes has in it.
type scenario struct {
	name, about string
	size        Workload
	reaches     []string
	first       []bool // the sessions that all clients hold at first: by ticket, or by ID
	own         bool   // clients also offer what they got since
	operators   bool   // keys and store change
	capacity    int    // of the store; 0: room for all
	byID        bool   // there are no tickets
	far         bool   // the store is far away
}

// scenarios are the checks of whole handshakes.
var scenarios = []scenario{
	{
		name:      "shared-session",
		about:     "many clients resume the same sessions in parallel, by ID and by ticket; some end them by a fatal alert, some break off",
		size:      Workload{Ops: 120, Keys: 20},
		reaches:   []string{"found", "opened", "not found", "not opened", "seal", "keep", "end", "perhaps"},
		first:     []bool{false, false, false, true, true, true},
		operators: false,
	},
	{
		name:      "fleet",
		about:     "two servers that share a store while operators rotate, retire and share ticket keys, evict and restart, and sessions expire",
		size:      Workload{Ops: 160, Keys: 40},
		reaches:   []string{"found", "opened", "not found", "not opened", "seal", "keep", "end", "perhaps", "evict", "rotate", "retire", "restart", "tick", "expired", "share, take", "share, set"},
		first:     []bool{false, true},
		own:       true,
		operators: true,
	},
	{
		name:     "fleet-one-slot",
		about:    "two servers that share a store for one session: every new one evicts what others are about to resume",
		size:     Workload{Ops: 120, Keys: 4},
		reaches:  []string{"found", "not found", "keep", "end", "perhaps"},
		first:    []bool{false},
		own:      true,
		byID:     true,
		capacity: 1,
	},
	{
		name:    "fleet-far",
		about:   "two servers that share a store behind a network with latency, loss and reordering: handshakes are full more often, and never fail",
		size:    Workload{Ops: 120, Keys: 4},
		reaches: []string{"found", "not found", "keep", "end", "perhaps"},
		first:   []bool{false, false},
		own:     true,
		byID:    true,
		far:     true,
	},
}

// kind is the check.
func (h scenario) kind(seams func() script.Seams) *kind[fleet, RingInput, RingOutput] {
	return &kind[fleet, RingInput, RingOutput]{
		name: h.name, about: h.about, workload: h.size, reaches: h.reaches,
		spec: func(w Workload) *spec[fleet, RingInput, RingOutput] {
			sp := &spec[fleet, RingInput, RingOutput]{
				start: h.start(),
				step:  func(f fleet, in RingInput, out RingOutput) []fleet { return f.step(in, out, h.capacity, h.far) },
				say:   sayRing,
			}
			if h.far { // whose operations have no end: of one session there are few
				sp.key = func(in RingInput) string { return strconv.Itoa(in.Session) }
			}
			return sp
		},
		open: func(w Workload) (object[RingInput, RingOutput], error) { return h.open(w, seams()) },
		what: whatFleet,
	}
}

// start is the fleet when the first sessions are made: those have the first numbers.
func (h scenario) start() (f fleet) {
	for n := range rings {
		f.ring[n] = windowOf(baseKey(n))
	}
	for n, ticket := range h.first {
		if !ticket {
			f = f.step(RingInput{Verb: Keep, Session: n + 1}, RingOutput{}, h.capacity, false)[0]
		}
	}
	return f
}

func (h scenario) open(w Workload, seams script.Seams) (o object[RingInput, RingOutput], err error) {
	if w.Workers > sharers {
		return o, fmt.Errorf("got %d workers, want at most %d", w.Workers, sharers)
	}
	capacity := h.capacity
	if capacity == 0 {
		capacity = 2 * w.Ops
	}
	cache := session.NewCache(capacity, fleetLifetime)
	p, err := newWorld(seams, w, cache, cache.Clear)
	if err != nil {
		return o, err
	}
	p.capacity, p.far = h.capacity, h.far
	first, err := h.sessions(p)
	if err != nil {
		return o, err
	}
	settle := func() {}
	if h.far {
		away := newFar(cache, w.Seed)
		p.store, settle = away, away.wait.Wait
	}
	held := make([][]heldSession, w.Workers)
	for n := range held {
		held[n] = first[:len(first):len(first)]
	}
	r := w.rand()
	o = deal(w, func(n int) turn[RingInput, RingOutput] {
		if in, ok := h.drawOperator(r, w, n); ok {
			return p.operate(in, dawdles(r))
		}
		v, of := drawDial(r, len(h.first)+1+n, h.own), n%w.Workers
		if h.byID {
			v.tickets = false
		}
		return func(now clock) []*Operation[RingInput, RingOutput] {
			ops, after := p.dial(v, held[of], now)
			if h.own {
				held[of] = after
			}
			return ops
		}
	})
	o.settle = settle
	return o, nil
}

// sessions makes the first sessions, one after the other.
func (h scenario) sessions(p *world) (first []heldSession, err error) {
	for n, ticket := range h.first {
		v := dialPlan{n: n + 1, server: n % rings, pick: -1, tickets: ticket, dawdle: 1}
		parts, held := p.dial(v, nil, func() int64 { return 0 })
		for _, o := range parts {
			if o.Out.Wrong != "" {
				return nil, fmt.Errorf("first session %d: %s", n+1, o.Out.Wrong)
			}
		}
		if len(held) != 1 || (len(held[0].session.Ticket) > 0) != ticket {
			return nil, fmt.Errorf("first session %d: got %d, want one, by ticket %t", n+1, len(held), ticket)
		}
		first = append(first, held[0])
	}
	return first, nil
}

// drawOperator draws what an operator does instead of the n-th dial, if one does.
func (h scenario) drawOperator(r *rand.Rand, w Workload, n int) (in RingInput, ok bool) {
	if !h.operators {
		return in, false
	}
	in.Ring = r.IntN(rings)
	switch p := r.IntN(40); {
	case p < 4:
		// Every rotation has a key that was not there before.
		in.Verb, in.Key = Rotate, 1+2*(rings+n*(w.Keys-rings)/w.Ops)
	case p < 6:
		in.Verb = Retire
	case p < 8:
		in.Verb, in.By = Take, n%w.Workers
	case p < 9:
		in.Verb = Evict
	case p < 10:
		in.Verb, in.Key = Restart, baseKey(in.Ring)
	case p < 11:
		return RingInput{Verb: Tick}, true
	default:
		return in, false
	}
	return in, true
}

func whatFleet(in RingInput, out RingOutput) string {
	switch {
	case out.Wrong != "":
		return "wrong"
	case out.Perhaps:
		return "perhaps"
	case (in.Verb == Find || in.Verb == Open) && in.old():
		return "expired"
	case in.Verb == Find && out.Ok:
		return "found"
	case in.Verb == Find:
		return "not found"
	}
	return whatRing(in, out)
}
