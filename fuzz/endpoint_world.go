package fuzz

import (
	"bytes"
	"math/big"
	"math/rand/v2"
	"slices"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A world is what both ends are like: one setting of each choice.
type world [16]byte

// A choice is one byte of a world, whose low half counts. What no setting stands for
// is the first. Both tables only ever grow at their ends, where they have room, so
// that old inputs mean what they meant.
type choice struct {
	name     string
	settings []setting // up to 16
}

type setting struct {
	name string
	set  func(*scenery)
}

// A scenery is a world in the making: both ends, and how the session came about that
// the client offers.
type scenery struct {
	ends  [2]handshake.Config
	seams script.Seams
	kept  keep           // of connections before
	prior func(*scenery) // changes the ends before the connection that made the session; nil: there is none
	after func(*scenery) // changes them behind it
}

func usual(*scenery) {}

func (s *scenery) client() *handshake.Policy { return &s.ends[handshake.Client].Policy }
func (s *scenery) server() *handshake.Policy { return &s.ends[handshake.Server].Policy }

// both changes both policies.
func both(edit func(*handshake.Policy)) func(*scenery) {
	return func(s *scenery) { edit(s.client()); edit(s.server()) }
}

func versions(some ...wire.Version) func(*scenery) {
	return both(func(p *handshake.Policy) { p.Versions = some })
}

func suites(ids ...uint16) func(*scenery) {
	var some []*wire.Suite
	for _, id := range ids {
		some = append(some, wire.SuiteByID(id))
	}
	return both(func(p *handshake.Policy) { p.Suites = some })
}

func groups(some ...wire.Group) func(*scenery) {
	return both(func(p *handshake.Policy) { p.Groups = some })
}

// flag are the four settings of what both ends, none or one can have.
func flag(name string, of func(*handshake.Policy) *bool) choice {
	set := func(client, server bool) func(*scenery) {
		return func(s *scenery) { *of(s.client()), *of(s.server()) = client, server }
	}
	return choice{name, []setting{{"both", set(true, true)}, {"none", set(false, false)}, {"client", set(true, false)}, {"server", set(false, true)}}}
}

func (c choice) and(more ...setting) choice { return choice{c.name, append(c.settings, more...)} }

// choices are in the order of their bytes.
var choices = []choice{
	{"version", []setting{
		{"1.2", versions(wire.TLS12)},
		{"1.1", versions(wire.TLS11)},
		{"1.0", versions(wire.TLS10)},
		{"any", versions(wire.TLS10, wire.TLS11, wire.TLS12)},
		{"old-client", func(s *scenery) {
			versions(wire.TLS10, wire.TLS11, wire.TLS12)(s)
			s.client().Versions = []wire.Version{wire.TLS10}
		}},
		{"old-server", func(s *scenery) {
			versions(wire.TLS10, wire.TLS11, wire.TLS12)(s)
			s.server().Versions = []wire.Version{wire.TLS11}
		}},
	}},
	{"suite", []setting{
		// Beside each stands one for the versions before 1.2.
		{"ecdhe", suites(0xc02b, 0xc009)},
		{"ecdhe-cbc", suites(0xc009)},
		{"ecdhe-cbc-sha256", suites(0xc023, 0xc009)},
		{"ecdhe-sha384", suites(0xc02c, 0xc00a)},
		{"ecdhe-chacha", suites(0xcca9, 0xc009)},
		{"ecdhe-rsa", suites(0xc02f, 0xc013)},
		{"rsa", suites(0x009c, 0x002f)},
		{"rsa-cbc", suites(0x003c, 0x0035)},
		{"dhe", suites(0x009e, 0x0033)},
		{"psk", keyed(suites(0x00a8, 0x008c))},
		{"psk-cbc", keyed(suites(0x00ae, 0x008d))},
		{"every", keyed(both(func(p *handshake.Policy) { p.Suites = wire.Suites }))},
	}},
	{"group", []setting{{"any", usual}, {"x25519", groups(wire.X25519, wire.P256)}, {"p256", groups(wire.P256)}, {"p521", groups(wire.P521, wire.P256)}}},
	flag("ems", func(p *handshake.Policy) *bool { return &p.EMS }).and(
		setting{"required", both(func(p *handshake.Policy) { p.EMSBuild.Required = true })},
		setting{"mixed", both(func(p *handshake.Policy) { p.EMSBuild.Mixed, p.EMSBuild.Legacy = true, true })},
	),
	flag("tickets", func(p *handshake.Policy) *bool { return &p.Tickets }).and(
		setting{"renewed", func(s *scenery) { s.server().Renew = true }},
		setting{"rfc4507", both(func(p *handshake.Policy) { p.TicketEncoding = handshake.PrefixedTicket })},
		setting{"either", func(s *scenery) {
			s.client().TicketEncoding, s.server().TicketEncoding = handshake.PrefixedTicket, handshake.EitherTicket
		}},
	),
	flag("etm", func(p *handshake.Policy) *bool { return &p.EncryptThenMAC }),
	{"resume", []setting{
		{"nothing", usual},
		{"session", again(usual, usual)},
		{"by-id", again(both(func(p *handshake.Policy) { p.Tickets = false }), usual)},
		{"marked", again(func(s *scenery) { s.client().Marker = true }, usual)},
		{"stranger", again(usual, func(s *scenery) { s.ends[handshake.Server].Sealer, s.kept.shelf = ring(2), nil })},
		{"plain", again(without, both(func(p *handshake.Policy) { p.EMS, p.EMSBuild.Legacy = true, true }))},
		{"plain-mixed", again(without, both(func(p *handshake.Policy) { p.EMS, p.EMSBuild.Legacy, p.EMSBuild.Mixed = true, true, true }))},
		{"plain-ends", again(without, both(func(p *handshake.Policy) { p.EMSBuild.Legacy = true }))},
	}},
	{"clients", []setting{
		{"not-asked", usual},
		{"asked", asked(handshake.Asked, handshake.NotAsked, true)},
		{"required", asked(handshake.Required, handshake.NotAsked, true)},
		{"asked-in-vain", asked(handshake.Asked, handshake.NotAsked, false)},
		{"required-in-vain", asked(handshake.Required, handshake.NotAsked, false)},
		{"required-later", asked(handshake.NotAsked, handshake.Required, true)},
	}},
	{"renegotiation", []setting{
		{"refused", usual},
		{"free", both(func(p *handshake.Policy) { p.Renegotiation = handshake.Freely })},
		{"announced", both(func(p *handshake.Policy) { p.Renegotiation = handshake.Explicitly })},
		{"ignored", both(func(p *handshake.Policy) { p.Renegotiation = handshake.Ignoring })},
		{"fatal", both(func(p *handshake.Policy) { p.Renegotiation = handshake.RefusingFatally })},
		{"once", both(func(p *handshake.Policy) { p.Renegotiation = handshake.Once })},
		{"legacy", both(func(p *handshake.Policy) {
			p.Renegotiation, p.Unpatched, p.Legacy = handshake.Freely, true, handshake.LegacyRenegotiates
		})},
		{"old-client", func(s *scenery) {
			both(func(p *handshake.Policy) { p.Renegotiation, p.Legacy = handshake.Freely, handshake.LegacyConnects })(s)
			s.client().Unpatched = true
		}},
		{"old-server", func(s *scenery) {
			both(func(p *handshake.Policy) { p.Renegotiation, p.Legacy = handshake.Freely, handshake.LegacyConnects })(s)
			s.server().Unpatched = true
		}},
		{"any-change", both(func(p *handshake.Policy) { p.Renegotiation, p.MayChange = handshake.Freely, handshake.MayChangeAll })},
	}},
	{"name", []setting{
		{"known", func(s *scenery) { s.ends[handshake.Client].ServerName = nameOfServer }},
		{"none", usual},
		{"unknown", unknown(handshake.UnknownIsDefault)},
		{"unknown-refused", unknown(handshake.UnknownRefused)},
		{"unknown-warned", unknown(handshake.UnknownWarned)},
	}},
	{"packing", []setting{
		{"apart", usual},
		{"together", both(func(p *handshake.Policy) { p.Packing.Coalesce = true })},
		{"fragments", both(func(p *handshake.Policy) { p.Packing.Fragment = 128 })},
		{"limited", func(s *scenery) { s.client().MaxFragment = 1 }},
	}},
	{"strict", []setting{
		{"rfc", usual},
		{"boringssl", both(func(p *handshake.Policy) {
			p.Strict = handshake.Strict{HelloRequest: true, Flights: true, Messages: true, Behind: true, Closing: true, Levels: true}
			p.Alerts = handshake.BoringSSLAlerts
		})},
	}},
	{"within", []setting{
		{"nothing", usual},
		{"everything", both(func(p *handshake.Policy) { p.Within = handshake.Withins["everything"] })},
		{"resume", both(func(p *handshake.Policy) { p.Within = handshake.Withins["resume"] })},
		{"ticket", both(func(p *handshake.Policy) { p.Within = handshake.Withins["ticket"] })},
	}},
	{"protocols", []setting{
		{"none", usual},
		{"shared", func(s *scenery) {
			s.client().Protocols, s.server().Protocols = []string{"h2", "http/1.1"}, []string{"http/1.1"}
		}},
		{"foreign", func(s *scenery) { s.client().Protocols, s.server().Protocols = []string{"h2"}, []string{"http/1.1"} }},
	}},
	{"signal", []setting{{"suite", usual}, {"extension", func(s *scenery) { s.client().ByExtension = true }}}},
}

var without = both(func(p *handshake.Policy) { p.EMS = false })

const nameOfServer = "a.example"

// keyed gives both ends a pre-shared key, too.
func keyed(set func(*scenery)) func(*scenery) {
	keys := []handshake.PSK{{Identity: []byte("alice"), Key: []byte("sixteen bytes 01"), Hint: []byte(nameOfServer)}}
	return func(s *scenery) {
		set(s)
		s.ends[handshake.Client].PSKs = keys
		s.ends[handshake.Server].KeyOf, s.ends[handshake.Server].Hint = handshake.PSKs(keys), []byte(nameOfServer)
	}
}

// asked has the server ask its clients for a certificate, now and in renegotiations.
func asked(demand, later handshake.Demand, shown bool) func(*scenery) {
	return func(s *scenery) {
		host := *s.ends[handshake.Server].Hosts.Default
		host.Clients = handshake.ClientAuth{Demand: demand, Later: later, Verify: verifyClient}
		s.ends[handshake.Server].Hosts.Default = &host
		if shown {
			s.ends[handshake.Client].Credentials = certificates().clients
		}
	}
}

// unknown has the client ask for a name that the server has not.
func unknown(then handshake.UnknownName) func(*scenery) {
	return func(s *scenery) {
		s.ends[handshake.Client].ServerName = "b.example"
		hosts := &s.ends[handshake.Server].Hosts
		hosts.Named, hosts.Unknown = map[string]*handshake.Host{nameOfServer: hosts.Default}, then
	}
}

// again has a connection come before: prior is for it, after is for the one behind it.
func again(prior, after func(*scenery)) func(*scenery) {
	return func(s *scenery) { s.prior, s.after = prior, after }
}

// ring seals tickets under a key of a number.
func ring(n byte) *session.Ring {
	key, err := session.NewTicketKey(session.Draft, rand.NewChaCha8([32]byte{'r', n}))
	if err != nil {
		panic(err) // the source never ends
	}
	return session.NewRing(key)
}

// built is a world with all its parts. What its connections remember is its own where a
// defect is planted; else nobody changes it, and it need be built but once. It is nil for
// a world that no endpoint can be in.
func built(w world) *scenery {
	if planted.Load() != nil {
		return build(w)
	}
	s, _ := script.Recall(remembered, "world", func() (*scenery, error) { return build(w), nil }, w[:])
	return s
}

func build(w world) *scenery {
	s := &scenery{seams: seams()}
	for side := range s.ends {
		policy := handshake.DefaultPolicy()
		// A field of 61 bits costs little.
		policy.MayExchange, policy.LeastField = handshake.AnyField, 61
		s.ends[side].Policy = policy
	}
	client, server := &s.ends[handshake.Client], &s.ends[handshake.Server]
	client.Verify = verifyServer
	server.Policy.OwnField = &handshake.FiniteField{P: big.NewInt(1<<61 - 1), G: big.NewInt(37)}
	server.Hosts, server.Sealer = handshake.OneHost(certificates().servers...), ring(1)
	for i, c := range choices {
		c.settings[w[i]].set(s)
	}
	if s.prior != nil {
		s.remember()
	}
	if s.connect(0, &s.kept, asIs) == nil {
		return nil
	}
	return s
}

// remember makes the connection that comes before, and keeps its session.
func (s *scenery) remember() {
	s.prior(s)
	if l := s.connect('p', &s.kept, asIs); l != nil {
		for turn, said := handshake.Client, l.do(handshake.Client, endpoint.Start{}); len(said) > 0; {
			turn = turn.Peer()
			said = l.receive(turn, said)
		}
	}
	s.after(s)
}

// A line is the two ends of a connection, and who keeps their sessions.
type line struct {
	ends    [2]*endpoint.Endpoint
	keepers [2]script.Keeper
}

func asIs(handshake.Side, *handshake.Policy) {}

// connect makes the ends of a connection, whose randomness is that of its number. It is
// nil where one of them cannot be so.
func (s *scenery) connect(number byte, kept *keep, edit func(handshake.Side, *handshake.Policy)) *line {
	l := &line{}
	store := s.seams.StoreOf(nodes[handshake.Server], kept)
	for i, keeper := range [2]script.Keeper{handshake.Client: clientKeeper{kept}, handshake.Server: serverKeeper{store}} {
		side, cfg := handshake.Side(i), s.ends[i]
		cfg.Rand = rand.NewChaCha8([32]byte{number, byte(i)})
		cfg.Lookup, cfg.Session = store.Get, kept.client
		cfg = s.seams.ConfigOf(side, nodes[i], cfg)
		edit(side, &cfg.Policy)
		end, err := endpoint.New(side, &cfg)
		if err != nil {
			return nil
		}
		l.ends[i], l.keepers[i] = end, s.seams.KeeperOf(side, nodes[i], keeper)
	}
	return l
}

// do and receive have an end do what its peer has no part in, and give what it says.
func (l *line) do(side handshake.Side, a endpoint.Action) []byte {
	return l.keep(side, l.ends[side].Do(a, script.Epoch))
}

func (l *line) receive(side handshake.Side, b []byte) []byte {
	return l.keep(side, l.ends[side].Receive(b, script.Epoch))
}

func (l *line) keep(side handshake.Side, effects []endpoint.Effect) (said []byte) {
	for _, f := range effects {
		l.remember(side, f)
		switch f := f.(type) {
		case endpoint.Transmit:
			said = append(said, f.Wire...)
		case endpoint.Aborted:
			said = append(said, f.Wire...)
		}
	}
	return said
}

// remember keeps a session, or forgets it.
func (l *line) remember(side handshake.Side, f endpoint.Effect) {
	switch f := f.(type) {
	case endpoint.Save:
		l.keepers[side].Save(f.Save)
	case endpoint.Forget:
		l.keepers[side].Forget(f.Forget)
	}
}

// A keep is where the sessions of both ends are: the newest of the client, and those that
// the server knows by an ID.
type keep struct {
	client *session.ClientSession
	shelf  []handshake.Save
}

// Put implements session.Store.
func (k *keep) Put(id []byte, s *session.State) {
	k.shelf = append(k.shelf[:len(k.shelf):len(k.shelf)], handshake.Save{ID: id, State: s})
}

// Get implements session.Store.
func (k *keep) Get(id []byte, _ time.Time) (*session.State, bool) {
	for _, kept := range slices.Backward(k.shelf) {
		if len(id) > 0 && bytes.Equal(kept.ID, id) {
			return kept.State, true
		}
	}
	return nil, false
}

// Forget implements session.Store.
func (k *keep) Forget(id []byte) {
	k.shelf = slices.DeleteFunc(slices.Clone(k.shelf), func(s handshake.Save) bool { return bytes.Equal(s.ID, id) })
}

type clientKeeper struct{ *keep }

// Save implements script.Keeper.
func (k clientKeeper) Save(s handshake.Save) { k.client = s.Session }

// Forget implements script.Keeper.
func (k clientKeeper) Forget(handshake.Forget) { k.client = nil }

type serverKeeper struct{ session.Store }

// Save implements script.Keeper.
func (k serverKeeper) Save(s handshake.Save) { k.Put(s.ID, s.State) }

// Forget implements script.Keeper.
func (k serverKeeper) Forget(f handshake.Forget) { k.Store.Forget(f.ID) }

// canonical is the world with the settings that its bytes stand for.
func canonical(data []byte) (w world) {
	copy(w[:], data)
	for i := range w {
		w[i] &= 15
		if i >= len(choices) || int(w[i]) >= len(choices[i].settings) {
			w[i] = 0
		}
	}
	return w
}
