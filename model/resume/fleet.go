package resume

import (
	"slices"
	"strings"
	"time"

	"tlsresume/traces"
)

// Options are what the header says of a node.
type Options struct {
	EMS, Tickets, Renew, Cache, RSA, Reneg bool

	Marker    bool // a fresh session ID beside a ticket
	AlwaysID  bool // a fresh session ID in every hello that names none
	Extension bool // RFC 5746 3.4 is signalled by renegotiation_info

	SNI, Identity, Key, Store Name
	Hosts                     Hosts
	Suites                    Suites
	Readings                  Readings // its named policies
}

// options reads the options of a header's node.
func (w *World) options(n traces.Node) Options {
	has := func(key string) bool { _, ok := n.Has(key); return ok }
	text := func(key string) Name { v, _ := n.Has(key); return w.name(v) }
	o := Options{
		EMS: has("ems"), Tickets: has("tickets"), Renew: has("renew"), Cache: has("cache"), Marker: has("marker"), Reneg: has("reneg"),
		AlwaysID: has("id"), Extension: has("ri"),
		SNI: text("sni"), Identity: text("identity"), Key: text("key"), Store: text("store"), Suites: defaultSuites(),
		Readings: readingsOf(n),
	}
	o.Hosts = w.hosts(n)
	if v, _ := n.Has("cert"); v == "rsa" {
		o.RSA = true
	}
	if v, ok := n.Has("suites"); ok {
		o.Suites = parseSuites(v)
	}
	return o
}

// name is the Name of a text.
func (w *World) name(text string) Name {
	if text == "" {
		return 0
	}
	i := slices.Index(w.names, text)
	if i < 0 {
		w.names = append(w.names, text)
		i = len(w.names) - 1
		w.folded = append(w.folded, Name(i+1))
		if lower := strings.ToLower(text); lower != text {
			w.folded[i] = w.name(lower)
		}
	}
	return Name(i + 1)
}

func (w *World) text(n Name) string {
	if n == 0 {
		return ""
	}
	return w.names[n-1]
}

// newState is the world that a header describes, before anything has happened.
func newState(h traces.Header, policy Policy) State {
	w := &World{policy: policy}
	s := State{world: w}
	for _, n := range h.Servers {
		w.servers = append(w.servers, w.name(n.Name))
		s.Servers = append(s.Servers, ServerNode{Options: w.options(n)})
		s.nameKey(len(s.Servers) - 1)
		s.boot(len(s.Servers) - 1)
	}
	for _, n := range h.Clients {
		w.clients = append(w.clients, w.name(n.Name))
		s.Clients = append(s.Clients, ClientNode{Options: w.options(n)})
	}
	return s
}

// boot starts a server: no cache, and one ticket key.
func (s *State) boot(i int) {
	n := &s.Servers[i]
	n.Cache = nil
	first := n.Named
	if first == 0 {
		first = s.newKey(n)
	}
	n.hold([]Value{first}, s.Now)
}

// hold replaces the ticket keys: those that are gone are destroyed, and those that
// are back are not.
func (n *ServerNode) hold(ring []Value, since Seconds) {
	n.Retired = slices.DeleteFunc(append(n.Retired, n.Ring...), func(k Value) bool { return slices.Contains(ring, k) })
	n.Ring, n.Sealing = ring, since
}

// rotate makes a new ticket key, which seals from now on.
func (s *State) rotate(n *ServerNode) {
	n.Ring, n.Sealing = append(n.Ring, s.newKey(n)), s.Now
}

// newKey makes a ticket key, and notes one that is not new.
func (s *State) newKey(n *ServerNode) Value {
	k := s.world.policy.NewKey(s)
	for i := range s.Servers {
		if other := &s.Servers[i]; slices.Contains(other.Ring, k) || slices.Contains(other.Retired, k) {
			n.Borrowed = append(n.Borrowed, k)
		}
	}
	return k
}

// retire destroys all ticket keys but the last. RFC 9325 3.4: "Old ticket-
// encryption keys MUST be destroyed at the end of the validity period".
func (n *ServerNode) retire() { n.Ring = slices.Clone(n.Ring[len(n.Ring)-1:]) }

// nameKey finds the ticket key that key= names, for the next start of the
// server: servers that name the same key share it.
func (s *State) nameKey(i int) {
	n := &s.Servers[i]
	n.Named = 0
	if n.Options.Key == 0 {
		return
	}
	for j := range s.Servers {
		if j != i && s.Servers[j].Options.Key == n.Options.Key && s.Servers[j].Named != 0 {
			n.Named = s.Servers[j].Named
			return
		}
	}
	n.Named = s.fresh()
}

// The operator. RFC 5077 5.5 wants ticket keys changed; the mail of 2021-10-25
// wants options to change under way without breaking a connection.
var (
	_ = action("rotate", "RFC 5077 5.5", func(s *State, a Action) bool {
		s.world.policy.Rotate(s, &s.Servers[a.Server])
		return true
	})
	_ = action("share", "RFC 5077 5.5", func(s *State, a Action) bool {
		n, from := &s.Servers[a.Heir], &s.Servers[a.Server]
		if slices.Equal(n.Ring, from.Ring) {
			return false
		}
		n.hold(slices.Clone(from.Ring), from.Sealing)
		return true
	})
	_ = action("retire", "RFC 5077 5.5", func(s *State, a Action) bool {
		n := &s.Servers[a.Server]
		if len(n.Ring) == 1 {
			return false
		}
		n.Retired = append(n.Retired, n.Ring[:len(n.Ring)-1]...)
		s.world.policy.Retire(n)
		return true
	})
	_ = action("restart", "RFC 5077 4", func(s *State, a Action) bool {
		s.boot(a.Server)
		for i := range s.Conns {
			if c := &s.Conns[i]; c.Server == a.Server && !c.Buried {
				s.breakOff(i)
				c.sever()
			}
		}
		return true
	})
	_ = action("evict", "RFC 5246 F.1.4", func(s *State, a Action) bool {
		cache := s.cacheOf(a.Server)
		had := len(*cache) > 0
		*cache = nil
		return had
	})
	_ = action("deploy", "TLS list 2021-10-25", func(s *State, a Action) bool {
		node := traces.Node{Name: s.world.text(s.world.clients[a.Client])}
		o := &s.Clients[a.Client].Options
		if a.Side == Server {
			node.Name = s.world.text(s.world.servers[a.Server])
			o = &s.Servers[a.Server].Options
		}
		before := *o
		node.Options = s.world.spell(o)
		*o = s.world.options(node.Edit(strings.Fields(a.Text)))
		if o.Key != before.Key {
			s.nameKey(a.Server)
		}
		return *o != before
	})
)

// spell is the inverse of World.options.
func (w *World) spell(o *Options) []traces.Option {
	var all []traces.Option
	flag := func(on bool, key, value string) {
		if on {
			all = append(all, traces.Option{Key: key, Value: value})
		}
	}
	for _, f := range []struct {
		on  bool
		key string
	}{{o.EMS, "ems"}, {o.Tickets, "tickets"}, {o.Renew, "renew"}, {o.Cache, "cache"}, {o.Marker, "marker"}, {o.AlwaysID, "id"}, {o.Extension, "ri"}, {o.Reneg, "reneg"}} {
		flag(f.on, f.key, "")
	}
	flag(o.SNI != 0, "sni", w.text(o.SNI))
	vhost, auth, vhosts := o.Hosts.spell(w)
	flag(vhost != "", "vhost", vhost)
	flag(auth != "", "auth", auth)
	flag(vhosts != "", "vhosts", vhosts)
	flag(o.Identity != 0, "identity", w.text(o.Identity))
	flag(o.Key != 0, "key", w.text(o.Key))
	flag(o.Store != 0, "store", w.text(o.Store))
	flag(o.RSA, "cert", "rsa")
	flag(o.Readings != 0, "policy", o.Readings.String())
	var suites []string
	for _, suite := range o.Suites {
		if suite != 0 {
			suites = append(suites, suite.String())
		}
	}
	flag(o.Suites != defaultSuites(), "suites", strings.Join(suites, ","))
	return all
}

// tick: the clock's.
var _ = action("tick", "RFC 5077 5.6", func(s *State, a Action) bool {
	d, err := traces.Duration(a.Text)
	if err != nil {
		return false
	}
	s.Now += Seconds(d / time.Second)
	for i := range s.Clients {
		c := &s.Clients[i]
		c.Store = slices.DeleteFunc(c.Store, func(h Stored) bool { return c.over(s, &h) && c.gone(s, &h) })
	}
	return true
})
