package linear

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// An ending is how a connection ends.
type ending int

// The endings.
const (
	closes ending = iota // by close_notify
	alerts               // by a fatal alert of the client, which the server hears
	breaks               // by a fatal alert of the client, which may get lost
	cuts                 // in the middle of the handshake, without a word
)

// A dial is one connection, in one goroutine: what it shares with others is where its
// ends keep sessions, and the keys of tickets.
type dial struct {
	client, server handshake.Config
	keeper         script.Keeper                     // of the server
	clientKeeper   func(script.Keeper) script.Keeper // what is put before the client's
	pause          func()                            // lets others run between two flights
	ends           ending
	flights        int  // that arrive before the connection is cut
	heard          bool // what may get lost does not
	now            clock
	clock          time.Time // the server's; the client's stands still, so that it offers what is too old
}

// An outcome is what came of a dial.
type outcome struct {
	open  bool // both ends have finished
	by    handshake.By
	saved *session.ClientSession // the newest that the client got; nil: none
	wrong string                 // what cannot be, whatever others do; "": nothing

	client, server *handshake.Agreement
	calls          []span // of the server, one for each flight of the client and for its last word
}

// at is when the server took a flight of the client, or else the last that it took.
func (o *outcome) at(flight int) span { return o.calls[min(flight, len(o.calls)-1)] }

// A span is when the server did something: within it is all that a flight makes it do.
type span struct{ call, ret int64 }

// run connects.
func (d *dial) run() (o outcome) {
	begin := d.now()
	defer func() {
		if len(o.calls) == 0 { // the server was never heard
			o.calls = []span{{begin, d.now()}}
		}
	}()
	var errC, errS error
	c := end{who: "client", agreement: &o.client, keeper: d.clientKeeper(newest{&o.saved}), wrong: &o.wrong}
	s := end{who: "server", agreement: &o.server, keeper: d.keeper, wrong: &o.wrong}
	c.Endpoint, errC = endpoint.New(handshake.Client, &d.client)
	s.Endpoint, errS = endpoint.New(handshake.Server, &d.server)
	if err := errors.Join(errC, errS); err != nil {
		o.wrong = err.Error()
		return o
	}
	s.called = func(call int64) { o.calls = append(o.calls, span{call, d.now()}) }
	c.now, s.now = d.now, d.now
	c.clock, s.clock = script.Epoch, d.clock
	from, to := &c, &s
	talk := c.perform(c.Do(endpoint.Start{}, c.clock))
	limit := maxFlights
	if d.ends == cuts {
		limit = d.flights
	}
	for flight := 1; len(talk) > 0 && flight <= limit; flight++ {
		d.pause()
		talk = to.receive(talk)
		from, to = to, from
	}
	o.open = o.client != nil && o.server != nil
	d.end(c, s)
	o.judge(d.client.Session)
	return o
}

// maxFlights is more than any handshake has.
const maxFlights = 10

// end ends the connection.
func (d *dial) end(c, s end) {
	var last endpoint.Action = endpoint.Close{}
	if d.ends == alerts || d.ends == breaks {
		last = endpoint.SendAlert{Notice: endpoint.Notice{Level: wire.Fatal, Alert: wire.InternalError}}
	}
	if d.ends == cuts || d.ends == breaks && !d.heard {
		c.perform(c.Do(endpoint.Lost{}, c.clock))
		s.perform(s.Do(endpoint.Lost{}, s.clock))
		return
	}
	sent := c.perform(c.Do(last, c.clock))
	d.pause()
	s.receive(sent)
}

// An end is one side of a dial.
type end struct {
	*endpoint.Endpoint
	who       string
	agreement **handshake.Agreement
	keeper    script.Keeper
	wrong     *string
	clock     time.Time
	now       clock
	called    func(call int64) // nil: nobody wants to know
}

// receive gives the end a flight, and returns its answer.
func (e *end) receive(flight []byte) (sent []byte) {
	call := e.now()
	sent = e.perform(e.Receive(flight, e.clock))
	if e.called != nil {
		e.called(call)
	}
	return sent
}

// perform does what the endpoint asks for, in order, and returns what it sends.
func (e *end) perform(effects []endpoint.Effect) (sent []byte) {
	for _, effect := range effects {
		switch f := effect.(type) {
		case endpoint.Transmit:
			sent = append(sent, f.Wire...)
		case endpoint.Aborted:
			sent = append(sent, f.Wire...)
			*e.wrong = fmt.Sprintf("the %s aborts: %v", e.who, f.Abort)
		case endpoint.Agreed:
			*e.agreement = f.Agreement
		case endpoint.Save:
			e.keeper.Save(f.Save)
		case endpoint.Forget:
			e.keeper.Forget(f.Forget)
		}
	}
	return sent
}

// newest keeps what a client got last.
type newest struct{ saved **session.ClientSession }

// Save implements script.Keeper.
func (n newest) Save(s handshake.Save) { *n.saved = s.Session }

// Forget implements script.Keeper. The caller knows how the connection has ended, and
// offers the session again in spite of it.
func (newest) Forget(handshake.Forget) {}

// judge looks for what cannot be: the ends do not agree, or what is resumed is not the
// session that was offered. REX2009: whoever resumes has "the same session".
func (o *outcome) judge(offered *session.ClientSession) {
	if o.wrong != "" || !o.open {
		return
	}
	c, s := o.client, o.server
	o.by = c.By
	switch {
	case c.By != s.By:
		o.wrong = fmt.Sprintf("the client has resumed by %v, the server by %v", c.By, s.By)
	case c.Suite != s.Suite || c.EMS != s.EMS || c.Version != s.Version || c.ServerName != s.ServerName:
		o.wrong = fmt.Sprintf("the client has %v, the server %v", c, s)
	case !bytes.Equal(c.Master, s.Master) || !bytes.Equal(c.TLSUnique, s.TLSUnique):
		o.wrong = "the ends have different secrets"
	case c.By == handshake.ByNothing:
		return
	case offered == nil:
		o.wrong = "resumed, and nothing was offered"
	case !bytes.Equal(c.Master, offered.Master[:]) || c.Suite.ID != offered.Suite || c.EMS != offered.EMS ||
		c.ServerName != offered.ServerName || c.Peer != offered.PeerName:
		o.wrong = "what is resumed is not the session that was offered"
	case o.saved != nil && o.saved.Master != offered.Master:
		o.wrong = "the new ticket is of another session"
	}
}

// The parties are what all dials of a run share, but for the sessions.
type parties struct {
	seams script.Seams
	pki   *script.PKI
	hosts handshake.Hosts
}

// The nodes of a parties, as seams know them.
var serverNodes = []traces.Node{{Name: "s0"}, {Name: "s1"}}
var clientNode = traces.Node{Name: "c0"}

// hostName is the name of every server.
const hostName = "s.example"

func newParties(seams script.Seams) (*parties, error) {
	pki, err := script.NewPKI()
	if err != nil {
		return nil, err
	}
	own, err := pki.Credential(traces.Node{Name: "s0", Options: []traces.Option{{Key: "vhost", Value: hostName}}})
	if err != nil {
		return nil, err
	}
	return &parties{seams: seams, pki: pki, hosts: handshake.OneHost(own)}, nil
}

// clientConfig is that of a client which prefers suites in another order than others,
// so that one which changes a session shows.
func (c *parties) clientConfig(tickets bool, turn int) handshake.Config {
	policy := handshake.DefaultPolicy()
	policy.Tickets = tickets
	turn %= len(policy.Suites)
	policy.Suites = append(slices.Clone(policy.Suites[turn:]), policy.Suites[:turn]...)
	return handshake.Config{Policy: policy, ServerName: hostName, Verify: c.pki.Verify}
}

// connect makes a dial to a server.
func (c *parties) connect(d *dial, at int, store session.Store, keys revoker, renew bool) outcome {
	d.server = handshake.Config{Policy: handshake.DefaultPolicy(), Rand: d.client.Rand, Hosts: c.hosts, Sealer: keys}
	d.server.Policy.Renew, d.server.Policy.Lifetime = renew, fleetLifetime
	node := serverNodes[at]
	store = c.seams.StoreOf(node, store)
	d.server.Lookup = store.Get
	d.keeper = c.seams.KeeperOf(handshake.Server, node, keeper{store, keys})
	d.clientKeeper = func(k script.Keeper) script.Keeper { return c.seams.KeeperOf(handshake.Client, clientNode, k) }
	d.server = c.seams.ConfigOf(handshake.Server, node, d.server)
	d.client = c.seams.ConfigOf(handshake.Client, clientNode, d.client)
	return d.run()
}

// A keeper keeps a server's sessions.
type keeper struct {
	store session.Store
	keys  session.Revoker
}

// Save implements script.Keeper.
func (k keeper) Save(s handshake.Save) { k.store.Put(s.ID, s.State) }

// Forget implements script.Keeper.
func (k keeper) Forget(f handshake.Forget) {
	if f.State != nil {
		k.keys.Revoke(f.State)
	}
	k.store.Forget(f.ID)
}
