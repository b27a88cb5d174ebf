package stack

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tlsresume/impl/handshake"
	"tlsresume/impl/peers/installed"
	"tlsresume/impl/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is more than anything takes here; what a stack should not be able to do
// is given up earlier.
const (
	patience = time.Minute
	attempt  = 20 * time.Second
)

// A scenario is a row of the table that every stack plays in both roles and in
// every version.
type scenario struct {
	name    string
	needs   []Ability
	theirs  func(*Setup)                       // what the stack is asked to do otherwise
	ours    func(*handshake.Policy)            // what our end does otherwise
	operate func(n int, server operator) error // before connection n
	want    []handshake.By                     // of each connection
	renews  bool                               // each resumption brings another ticket
	wary    bool                               // a client of ours does not offer the session
	noEMS   bool                               // want none
	older   bool                               // play it in 1.0 and 1.1, too
}

// An operator runs a server, ours or theirs.
type operator interface {
	// forget makes every session unknown.
	forget() error
	// rotate makes a new ticket key the first, and retire drops the others.
	rotate() error
	retire() error
}

// The ways that a run of connections can go.
var (
	byTicket = []handshake.By{handshake.ByNothing, handshake.ByTicket, handshake.ByTicket}
	byID     = []handshake.By{handshake.ByNothing, handshake.ByID, handshake.ByID}
	rejected = []handshake.By{handshake.ByNothing, handshake.ByNothing, handshake.ByTicket}
	never    = []handshake.By{handshake.ByNothing, handshake.ByNothing, handshake.ByNothing}
	unknown  = []handshake.By{handshake.ByNothing, handshake.ByNothing, handshake.ByID}
)

func withoutTickets(p *handshake.Policy) { p.Tickets = false }
func withoutEMS(p *handshake.Policy)     { p.EMS = false }

func neither(p *handshake.Policy) { p.Tickets, p.EMS = false, false }

// forgetful loses its sessions after the first connection.
func forgetful(n int, server operator) error {
	if n != 1 {
		return nil
	}
	return server.forget()
}

// turning is how a key is rotated without the loss of a session: what was sealed
// with the old one is renewed before that goes.
func turning(n int, server operator) error {
	switch n {
	case 1:
		return server.rotate()
	case 2:
		return server.retire()
	}
	return nil
}

var scenarios = []scenario{
	{name: "ticket", needs: []Ability{ByTicket}, want: byTicket, older: true},
	{name: "id", needs: []Ability{ByID}, ours: withoutTickets, want: byID, older: true},
	{name: "id, tickets off by them", needs: []Ability{ByID, NoTickets}, theirs: func(s *Setup) { s.Tickets = false }, want: byID},
	{name: "ticket, ems off by us", needs: []Ability{ByTicket, Legacy}, ours: withoutEMS, want: byTicket, noEMS: true, older: true},
	{name: "ticket, ems off by them", needs: []Ability{ByTicket, NoEMS}, theirs: func(s *Setup) { s.EMS = false }, want: byTicket, noEMS: true, wary: true, older: true},
	{name: "ticket, ems off by both", needs: []Ability{ByTicket, NoEMS}, ours: withoutEMS, theirs: func(s *Setup) { s.EMS = false }, want: byTicket, noEMS: true},
	{name: "id, ems off by us", needs: []Ability{ByID, Legacy}, ours: neither, want: byID, noEMS: true},
	{name: "id, ems off by them", needs: []Ability{ByID, NoEMS}, ours: withoutTickets, theirs: func(s *Setup) { s.EMS = false }, want: byID, noEMS: true, wary: true},
	{name: "renewed ticket", needs: []Ability{ByTicket, Renew, Often}, ours: func(p *handshake.Policy) { p.Renew = true }, operate: turning, want: byTicket, renews: true},
	{name: "rejected ticket", needs: []Ability{ByTicket, Reject}, operate: forgetful, want: rejected},
	{name: "unknown id", needs: []Ability{ByID}, ours: withoutTickets, operate: forgetful, want: unknown},
}

var versions = map[wire.Version]Ability{wire.TLS10: TLS10, wire.TLS11: TLS11, wire.TLS12: TLS12}

// A game is a scenario with a stack in a role and a version.
type game struct {
	*scenario
	stack   *Stack
	place   *Place
	role    handshake.Side
	version wire.Version
}

// A tally counts what became of the games.
type tally struct{ played, lacking, missing atomic.Int32 }

func TestInterop(t *testing.T) {
	var count tally
	t.Run("stacks", func(t *testing.T) {
		for _, s := range All() {
			t.Run(s.Name, func(t *testing.T) {
				t.Parallel()
				if why := s.Missing(); why != "" {
					count.missing.Add(1)
					installed.Missing(t, s.Name, why)
				}
				place, err := NewPlace(t.TempDir(), credential())
				if err != nil {
					t.Fatal(err)
				}
				for _, role := range []handshake.Side{handshake.Server, handshake.Client} {
					t.Run(role.String(), func(t *testing.T) { count.all(t, s, place, role) })
				}
			})
		}
	})
	t.Logf("%d games were played, %d cannot be, %d stacks are not installed",
		count.played.Load(), count.lacking.Load(), count.missing.Load())
}

func (c *tally) all(t *testing.T, s *Stack, place *Place, role handshake.Side) {
	for _, version := range wire.Versions {
		if testing.Short() && version != wire.TLS12 {
			continue
		}
		for i := range scenarios {
			g := &game{&scenarios[i], s, place, role, version}
			if g.older || version == wire.TLS12 {
				t.Run(version.String()+" "+g.name, func(t *testing.T) { c.one(t, g) })
			}
		}
	}
}

// one plays a game. One that the stack lacks something for must fail.
func (c *tally) one(t *testing.T, g *game) {
	if what, why := g.lacks(); why != "" {
		tried := errors.New("not tried: it would show nothing")
		if g.shows(what) {
			tried = g.within(t.Context(), attempt)
		}
		if tried == nil {
			t.Errorf("it went well, and the table says that it cannot %s: %s", what, why)
		}
		c.lacking.Add(1)
		t.Skipf("as a %v %s cannot %s: %s\n%v", g.role, g.stack.Name, what, why, tried)
	}
	if err := g.within(t.Context(), patience); err != nil {
		t.Fatal(err)
	}
	c.played.Add(1)
}

// shows reports whether the game shows that the stack has an ability: two
// connections say nothing of a third, nor the extended master secret that we do
// not have whether the stack has it.
func (g *game) shows(what Ability) bool {
	return what != Often && (what != NoEMS || g.policy().EMS)
}

func (g *game) within(ctx context.Context, limit time.Duration) error {
	ctx, done := context.WithTimeout(ctx, limit)
	defer done()
	return g.play(ctx)
}

// lacks is what the stack cannot do that it would need, and why; or nothing.
func (g *game) lacks() (what Ability, why string) {
	for _, what := range append([]Ability{versions[g.version]}, g.needs...) {
		if why := g.stack.Lack(g.role, what); why != "" {
			return what, why
		}
	}
	return "", ""
}

func (g *game) can(what Ability) bool { return g.stack.Lack(g.role, what) == "" }

func (g *game) play(ctx context.Context) error {
	if g.role == handshake.Server {
		return g.weConnect(ctx)
	}
	return g.weServe(ctx)
}

// wanted is what should come of each connection, of as many as the stack can
// make. RFC 7627 5.3: "The client SHOULD NOT offer an abbreviated handshake to
// resume a session that does not use an extended master secret."
func (g *game) wanted() []handshake.By {
	want := g.want
	if g.wary && g.role == handshake.Server {
		want = never
	}
	if !g.can(Often) {
		want = want[:2]
	}
	return want
}

func (g *game) setup() Setup {
	s := Setup{Version: g.version, Tickets: true, EMS: true, Connections: len(g.wanted()), Replaced: g.operate != nil}
	if g.theirs != nil {
		g.theirs(&s)
	}
	return s
}

func (g *game) policy() handshake.Policy {
	p := handshake.DefaultPolicy()
	p.Versions = []wire.Version{g.version}
	if g.version < wire.TLS12 {
		p.Schemes = append(p.Schemes, 0x0201, 0x0203)
	}
	if g.ours != nil {
		g.ours(&p)
	}
	return p
}

// credential is what every server has, ours and theirs.
var credential = sync.OnceValue(func() *handshake.Credential {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"},
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	return &handshake.Credential{Chain: [][]byte{der}, Key: key}
})

// Every row is of a stack that there is, and gives its reason.
func TestLacks(t *testing.T) {
	seen := map[Lack]bool{}
	for _, l := range Lacks {
		known := false
		for _, s := range All() {
			known = known || s.Name == l.Stack
		}
		row := Lack{l.Stack, l.Role, l.What, ""}
		if !known || l.Reason == "" || seen[row] {
			t.Errorf("got a row %+v of no stack, with no reason or twice", l)
		}
		seen[row] = true
	}
}

func TestMissing(t *testing.T) {
	s := &Stack{Name: "none", Packages: "none-bin", needs: []string{"/", "no-such-program", "/no/such/file"}}
	const want = "got no no-such-program, /no/such/file, want Debian's none-bin installed"
	if got := s.Missing(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !installed.All() {
		return
	}
	for _, s := range All() {
		if why := s.Missing(); why != "" {
			t.Errorf("%s: %s", s.Name, why)
		}
	}
}

// No server outlives its Close or its context, and none listens for others.
func TestServersEnd(t *testing.T) {
	for _, s := range All() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			if why := s.Missing(); why != "" {
				installed.Missing(t, s.Name, why)
			}
			place, err := NewPlace(t.TempDir(), credential())
			if err != nil {
				t.Fatal(err)
			}
			setup := Setup{Version: wire.TLS12, Tickets: true, EMS: true}
			for _, end := range []func(*Server, context.CancelFunc) error{
				func(s *Server, _ context.CancelFunc) error { return s.Close() },
				func(s *Server, cancel context.CancelFunc) error { cancel(); return s.Close() },
			} {
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				defer cancel()
				server, err := s.Serve(ctx, place, setup)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.HasPrefix(server.Addr, "127.0.0.1:") {
					t.Errorf("got a server at %s, want it on the loopback", server.Addr)
				}
				_, port, _ := net.SplitHostPort(server.Addr)
				for _, addr := range others(t) {
					if conn, err := net.DialTimeout("tcp", net.JoinHostPort(addr, port), patience); err == nil {
						conn.Close()
						t.Errorf("got a connection at %s", addr)
					}
				}
				if err := end(server, cancel); err != nil {
					t.Error(err)
				}
				if conn, err := net.DialTimeout("tcp", server.Addr, patience); err == nil {
					conn.Close()
					t.Error("got a connection after the end")
				}
			}
		})
	}
}

// others are the addresses of this machine that are not the loopback's.
func others(t *testing.T) (all []string) {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() {
			all = append(all, n.IP.String())
		}
	}
	return all
}

// A client whose context ends does not hold its caller up.
func TestClientsEnd(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() })
	for _, s := range All() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			if why := s.Missing(); why != "" {
				installed.Missing(t, s.Name, why)
			}
			place, err := NewPlace(t.TempDir(), credential())
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			claims, err := s.Connect(ctx, place, Setup{Version: wire.TLS12, Connections: 1}, silent.Addr().String())
			if err == nil || len(claims) > 0 {
				t.Errorf("got %v, %v of a server that is silent", claims, err)
			}
		})
	}
}
