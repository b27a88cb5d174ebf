package linear

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// What dials and operators do to servers, besides what they do to rings. A dial is no
// single step: the server looks up what the ClientHello offers, and seals or keeps a
// session at the end of it, and what others do comes between. So it is several
// operations, each as long as the server took over the flight that made it do so.
const (
	Find    RingVerb = "find"    // what a session ID names
	Keep    RingVerb = "keep"    // a session under a new ID
	End     RingVerb = "end"     // a connection by a fatal alert, and so its session (RFC 5246 7.2.2)
	Evict   RingVerb = "evict"   // all sessions of the store
	Restart RingVerb = "restart" // with the ticket key that it is configured with
	Tick    RingVerb = "tick"    // of the servers' clock: what becomes old shows by its age
)

// A fleet is two sequential servers: their rings, what each has revoked, and the store
// that they share.
type fleet struct {
	keyring
	kept  string        // the numbers of sessions, ascending, or the oldest first
	ended [rings]string // the numbers of sessions, ascending
}

// String is for the picture.
func (f fleet) String() string {
	return fmt.Sprintf("keys %v, kept %v, ended %v %v", f.keyring, []rune(f.kept), []rune(f.ended[0]), []rune(f.ended[1]))
}

// with is a set of numbers with one more.
func with(set string, n int) string {
	all := append([]rune(without(set, n)), rune(n))
	slices.Sort(all)
	return string(all)
}

func without(set string, n int) string { return strings.ReplaceAll(set, string(rune(n)), "") }

func has(set string, n int) bool { return strings.ContainsRune(set, rune(n)) }

// step is what a fleet may be after an answer. A capacity of 0 has room for all.
func (f fleet) step(in RingInput, out RingOutput, capacity int, lossy bool) []fleet {
	after, ok := f, out.Wrong == ""
	switch in.Verb {
	case Find:
		found := has(f.kept, in.Session) && !in.old()
		ok = ok && (out.Ok == found || lossy && !out.Ok || out.Perhaps)
		if in.old() { // who had the clock read earlier does not find it either
			after.kept = without(f.kept, in.Session)
		}
	case Open:
		ok = ok && out.Ok == (f.ring[in.Ring].has(in.Key) && !has(f.ended[in.Ring], in.Session) && !in.old())
	case Keep:
		after.kept = with(f.kept, in.Session)
		if capacity > 0 {
			all := []rune(without(f.kept, in.Session) + string(rune(in.Session)))
			after.kept = string(all[max(0, len(all)-capacity):])
		}
	case End:
		after.kept = without(f.kept, in.Session)
		after.ended[in.Ring] = with(f.ended[in.Ring], in.Session)
	case Evict:
		after.kept = ""
	case Restart:
		after.ring[in.Ring] = windowOf(in.Key)
	case Tick:
	default:
		next := f.keyring.step(in, out)
		if len(next) == 0 {
			return nil
		}
		after.keyring = next[0]
	}
	switch {
	case !ok:
		return nil
	case out.Perhaps || lossy && (in.Verb == Keep || in.Verb == End):
		return []fleet{after, f}
	}
	return []fleet{after}
}

// fleetLifetime is that of a session at the servers, and tick what their clock goes on by.
const fleetLifetime, tick = time.Hour, 25 * time.Minute

// old reports whether the session has expired.
func (in RingInput) old() bool { return time.Duration(in.Age)*time.Second >= fleetLifetime }

// A world is a fleet as it runs: two servers, and who dials them.
type world struct {
	*parties
	*keyBank
	store    session.Store
	clear    func() // evicts all
	ring     [rings]*session.Ring
	revoked  [rings]revoker
	capacity int  // of the store; 0: room for all
	far      bool // the store is
	seed     uint64
	ticks    atomic.Int64
	spared   atomic.Int64

	mu      sync.Mutex
	uniques map[string]bool // tls-unique of all connections (RFC 5929 3.1)
}

// A heldSession is a session that a client holds.
type heldSession struct {
	number  int
	made    time.Time // by the server's clock
	session *session.ClientSession
}

// key is the number of the key that has sealed the ticket; 0: there is none.
func (w heldSession) key() int {
	if len(w.session.Ticket) == 0 {
		return 0
	}
	return keyOf(w.session.Ticket)
}

// keyOf is the key that a ticket names; -1: none that there is. Keys of a fleet have odd
// numbers, so that each has a name of its own.
func keyOf(ticket []byte) int {
	if len(ticket) < 16 {
		return -1
	}
	return 2*int(ticket[15]) - 1
}

// baseKey is the key that a server is configured with.
func baseKey(server int) int { return 1 + 2*server }

// A dialPlan says how a client dials.
type dialPlan struct {
	n       int // the number of the session that it may make
	server  int
	pick    int  // which of the client's sessions to offer; -1: none
	tickets bool // the client is ready for tickets
	ends    ending
	flights int
	heard   bool
	dawdle  int // one flight in so many waits for others
}

func drawDial(r *rand.Rand, n int, none bool) dialPlan {
	v := dialPlan{n: n, server: r.IntN(rings), pick: r.IntN(1 << 20), tickets: r.IntN(2) == 0}
	if none && r.IntN(8) == 0 {
		v.pick = -1
	}
	switch p := r.IntN(16); {
	case p == 0:
		v.ends = alerts
	case p == 1 && r.IntN(2) == 0:
		v.ends = breaks
	case p < 4:
		v.ends = cuts
	}
	v.flights, v.heard, v.dawdle = 1+r.IntN(3), r.IntN(2) == 0, 1+r.IntN(4)
	return v
}

// dial plays a dialPlan of a client that holds these sessions, and returns what it holds
// then.
func (p *world) dial(v dialPlan, held []heldSession, now clock) (ops []*Operation[RingInput, RingOutput], after []heldSession) {
	var offer heldSession
	if v.pick >= 0 && len(held) > 0 {
		offer = held[v.pick%len(held)]
		v.tickets = len(offer.session.Ticket) > 0
	}
	d := &dial{ends: v.ends, flights: v.flights, heard: v.heard}
	d.client = p.clientConfig(v.tickets, v.n)
	d.client.Session, d.client.Rand = offer.session, stream(p.seed<<20+uint64(v.n))
	turns := 0
	d.pause = func() {
		if turns++; turns%v.dawdle == 0 {
			runtime.Gosched()
		}
	}
	d.now, d.clock = now, script.Epoch.Add(time.Duration(p.ticks.Load())*tick)
	o := p.connect(d, v.server, p.store, p.revoked[v.server], v.n%2 == 0)
	p.unique(&o)
	for _, m := range o.parts(v, offer, p.capacity > 0) {
		m.in.Ring = v.server
		if m.in.Verb == Find || m.in.Verb == Open {
			m.in.Age = int(d.clock.Sub(offer.made) / time.Second)
		}
		at := o.at(m.flight)
		if p.far && (m.in.Verb == Keep || m.in.Verb == End) {
			at.ret = never // nobody waits for the store
		}
		ops = append(ops, &Operation[RingInput, RingOutput]{In: m.in, Out: m.out, Call: at.call, Return: at.ret})
	}
	if o.saved != nil && o.open {
		got := heldSession{v.n, d.clock, o.saved}
		if o.by != handshake.ByNothing { // a new ticket of the same session
			got.number, got.made = offer.number, offer.made
		}
		held = append(held, got)
	}
	return ops, held
}

// unique looks for another connection of the same tls-unique: their Finished are the
// same, and so their secrets and randoms are.
func (p *world) unique(o *outcome) {
	if !o.open {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.uniques[string(o.client.TLSUnique)] && o.wrong == "" {
		o.wrong = "two connections have the same tls-unique"
	}
	p.uniques[string(o.client.TLSUnique)] = true
}

// A part is an operation that a dial was, and the flight of the client that made
// the server do it.
type part struct {
	flight int
	in     RingInput
	out    RingOutput
}

// The client's flights: in a resumption the second is its Finished alone.
const (
	hello = iota
	finish
	lastWord
)

// parts are the operations that a dial was.
func (o *outcome) parts(v dialPlan, offer heldSession, small bool) (all []part) {
	say := func(flight int, in RingInput, out RingOutput) { all = append(all, part{flight, in, out}) }
	resumed := o.by != handshake.ByNothing
	lookup := RingInput{Verb: Find, Session: offer.number}
	if offer.number > 0 && offer.key() != 0 {
		lookup = RingInput{Verb: Open, Key: offer.key(), Session: offer.number}
	}
	switch {
	case o.wrong != "":
		say(hello, lookup, RingOutput{Wrong: o.wrong})
		return all
	case !o.open:
		// What the server found and what it came to keep nobody knows: what was old is
		// dropped, and what is new needs room. But what was offered is as it was: who
		// breaks a connection off does not end a session.
		if lookup.Verb == Find && offer.number > 0 {
			say(hello, lookup, RingOutput{Perhaps: true})
		}
		if small {
			say(finish, RingInput{Verb: Keep, Session: v.n}, RingOutput{Perhaps: true})
		}
		return all
	case offer.number > 0:
		say(hello, lookup, RingOutput{Ok: resumed})
	}
	number, flight := v.n, finish
	if resumed {
		number, flight = offer.number, hello
	}
	switch {
	case o.saved != nil && len(o.saved.Ticket) > 0:
		say(flight, RingInput{Verb: Seal, Session: number}, RingOutput{Key: keyOf(o.saved.Ticket)})
	case !resumed && o.saved != nil:
		say(flight, RingInput{Verb: Keep, Session: number}, RingOutput{})
	}
	if v.ends == alerts || v.ends == breaks {
		say(lastWord, RingInput{Verb: End, Session: number}, RingOutput{Perhaps: v.ends == breaks})
	}
	return all
}

// operate plays an operator, as a command of the trace language.
func (p *world) operate(in RingInput, d dawdle) turn[RingInput, RingOutput] {
	s := serverNodes[in.Ring].Name
	c := map[RingVerb]traces.Command{
		Rotate: {Verb: "rotate", Args: []string{s}}, Retire: {Verb: "retire", Args: []string{s}},
		Evict: {Verb: "evict", Args: []string{s}}, Restart: {Verb: "restart", Args: []string{s}},
		Tick: {Verb: "tick", Args: []string{tick.String()}},
		Take: {Verb: "share", Args: []string{s, serverNodes[1-in.Ring].Name}},
	}[in.Verb]
	key := in.Key
	if key == 0 { // a mistaken operator may rotate instead of what he was told
		key = p.spareKey()
	}
	do := func(c traces.Command) error { return p.command(c, key) }
	command := func() RingOutput { return RingOutput{Wrong: message(p.seams.OperateBy(c, do))} }
	if in.Verb == Take {
		return sharing(d, in, command)
	}
	return single(d, in, func(RingInput) RingOutput { return command() })
}

// spares is how many keys there are besides those that the schedule rotates in.
const spares = 32

// spareKey is a key that the schedule does not have.
func (p *world) spareKey() int { return len(p.keys) - 1 - 2*int(p.spared.Add(1)%spares) }

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// command carries out a command of the operator. A rotation has a new key.
func (p *world) command(c traces.Command, key int) error {
	if c.Verb == "tick" {
		p.ticks.Add(1)
		return nil
	}
	n := slices.IndexFunc(serverNodes, func(n traces.Node) bool { return n.Name == c.Args[0] })
	if n < 0 {
		return fmt.Errorf("%v: got %q, want a server", c, c.Args[0])
	}
	switch ring := p.ring[n]; c.Verb {
	case "rotate":
		ring.Rotate(p.keys[key-1])
	case "retire":
		ring.Retire()
	case "share":
		ring.Share(p.ring[1-n])
	case "evict":
		p.clear()
	case "restart":
		ring.Share(session.NewRing(p.keys[baseKey(n)-1]))
	}
	return nil
}

// newWorld starts the servers.
func newWorld(seams script.Seams, w Workload, store session.Store, clear func()) (*world, error) {
	parties, err := newParties(seams)
	if err != nil {
		return nil, err
	}
	b, err := newKeyBank(w.Seed, 2*(w.Keys+spares))
	if err != nil {
		return nil, err
	}
	p := &world{parties: parties, keyBank: b, store: store, clear: clear, seed: w.Seed, uniques: map[string]bool{}}
	for n := range rings {
		p.ring[n] = session.NewRing(b.keys[baseKey(n)-1])
		p.revoked[n] = session.NewRevocations(p.ring[n], 2*w.Ops)
	}
	return p, nil
}
