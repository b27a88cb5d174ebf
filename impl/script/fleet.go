package script

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A Fleet is our servers and clients of a world as they run now: what the
// commands of the operator and of the clock change. The wires between them are
// the world's.
type Fleet struct {
	Now     time.Time
	Render  *Renderer
	PKI     *PKI
	seams   Seams
	rand    func(who string) io.Reader
	servers map[string]*server
	clients map[string]*client
	stores  map[string]*[2]*session.Cache // external ones of servers, by name
}

// How many sessions a server and a client keep.
const (
	cacheSize = 1024
	storeSize = 1024
)

// NewFleet starts servers and clients. rand is the source of randomness of one
// end or server; each has its own, so that what one does never changes what
// another draws.
func NewFleet(servers, clients []traces.Node, rand func(who string) io.Reader, seams Seams) (*Fleet, error) {
	pki, err := PKIFrom(seams.Memory)
	if err != nil {
		return nil, err
	}
	f := &Fleet{
		Now: Epoch, Render: &Renderer{memory: seams.Memory}, PKI: pki, seams: seams, rand: rand,
		servers: map[string]*server{}, clients: map[string]*client{}, stores: map[string]*[2]*session.Cache{},
	}
	for _, n := range servers {
		if f.servers[n.Name], err = f.newServer(n); err != nil {
			return nil, err
		}
	}
	for _, n := range clients {
		c := &client{store: session.NewClientStore(storeSize)}
		if err := c.configure(n, pki); err != nil {
			return nil, err
		}
		f.clients[n.Name] = c
	}
	return f, nil
}

// Node is one of our servers or clients as it is configured now.
func (f *Fleet) Node(name string) (traces.Node, bool) {
	if c := f.clients[name]; c != nil {
		return c.node, true
	}
	if s := f.servers[name]; s != nil {
		return s.node, true
	}
	return traces.Node{}, false
}

// A client of the fleet.
type client struct {
	node        traces.Node
	policy      handshake.Policy
	credentials []*handshake.Credential
	store       *session.ClientStore
}

// configure gives the client other options.
func (c *client) configure(n traces.Node, pki *PKI) error {
	policy, err := Policy(n)
	if err != nil {
		return err
	}
	var credentials []*handshake.Credential
	if name, ok := n.Has("identity"); ok {
		credential, err := pki.ClientCredential(name)
		if err != nil {
			return err
		}
		credentials = append(credentials, credential)
	}
	c.node, c.policy, c.credentials = n, policy, credentials
	return nil
}

// ClientEnd makes the client's end of a new connection to a server, which need
// not be one of ours.
func (f *Fleet) ClientEnd(name, clientName string, server traces.Node) (*End, error) {
	c := f.clients[clientName]
	if c == nil {
		return nil, fmt.Errorf("%s: got %q, want a client", name, clientName)
	}
	rand, keeper, log := f.rand(name), &clientKeeper{store: c.store}, f.seams.KeyLogOf(name)
	config := func() handshake.Config {
		send, name := ServerName(c.node, server)
		whom := keeper.call(name, server.Name)
		key := whom.name
		if slices.Contains(c.node.Policies(), "names-by-server") {
			key = whom.server
		}
		offer, _ := c.store.Get(key, f.Now)
		return f.seams.ConfigOf(handshake.Client, c.node, handshake.Config{
			Policy: c.policy, Rand: rand, KeyLog: log, ServerName: send, Session: offer, Verify: f.PKI.Verify, Credentials: c.credentials,
		})
	}
	return newEnd(name, handshake.Client, config, f.seams.KeeperOf(handshake.Client, c.node, keeper), f.Render)
}

// ServerEnd makes the server's end of a new connection.
func (f *Fleet) ServerEnd(name, serverName string) (*End, error) {
	s := f.servers[serverName]
	if s == nil {
		return nil, fmt.Errorf("%s: got %q, want a server", name, serverName)
	}
	rand, log := f.rand(name), f.seams.KeyLogOf(name)
	config := func() handshake.Config {
		keep := keepOf(s)
		return f.seams.ConfigOf(handshake.Server, s.node, handshake.Config{
			Policy: s.policy, Rand: rand, KeyLog: log, Hosts: s.hosts, Sealer: keep, Lookup: f.seams.StoreOf(s.node, keep).Get,
		})
	}
	keeper := serverKeeper{s, func() session.Store { return f.seams.StoreOf(s.node, keepOf(s)) }}
	return newEnd(name, handshake.Server, config, f.seams.KeeperOf(handshake.Server, s.node, keeper), f.Render)
}

// Operations are the verbs that Operate knows.
var Operations = append(slices.Sorted(maps.Keys(operations)), "tick", "deploy")

// Operate carries out a command of the operator or of the clock. It reports
// false when the verb is none of those.
func (f *Fleet) Operate(c traces.Command) (bool, error) {
	if !slices.Contains(Operations, c.Verb) {
		return false, nil
	}
	return true, f.seams.OperateBy(c, f.operate)
}

func (f *Fleet) operate(c traces.Command) error {
	switch c.Verb {
	case "tick":
		d, err := traces.Duration(c.Args[0])
		f.Now = f.Now.Add(d)
		return err
	case "deploy":
		return f.deploy(c.Args[0], c.Args[1:])
	}
	s, other := f.servers[c.Args[0]], f.servers[c.Args[len(c.Args)-1]]
	if s == nil || other == nil {
		return nil
	}
	return operations[c.Verb](s, other)
}

func (f *Fleet) deploy(name string, edits []string) error {
	before, ok := f.Node(name)
	if !ok {
		return fmt.Errorf("deploy %s: got a name that is no server or client", name)
	}
	node := before.Edit(edits)
	if c := f.clients[name]; c != nil {
		return c.configure(node, f.PKI)
	}
	return f.configure(f.servers[name], node)
}
