package stack

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/tlsconn"
)

// answer is what our server says to every line.
const answer = "HTTP/1.0 200 OK\r\n\r\nour server has heard "

// check holds what we believe of connection n against what we want and what the
// stack says.
func (g *game) check(n int, a handshake.Agreement, c Claim) error {
	var errs []error
	wrong := func(what string, got, want any) {
		errs = append(errs, fmt.Errorf("connection %d: got %s %v, want %v", n, what, got, want))
	}
	if want := g.wanted()[n]; a.By != want {
		wrong("resumed by", a.By, want)
	}
	if a.EMS == g.noEMS {
		wrong("extended master secret", a.EMS, !g.noEMS)
	}
	if a.Version != g.version {
		wrong("version", a.Version, g.version)
	}
	tells := func(what Ability, told bool) bool {
		if told && !g.can(what) {
			wrong("of the stack that it does", what, "nothing of it, as the table says")
		}
		return told || g.can(what)
	}
	if want := said(a.By != handshake.ByNothing); tells(TellResumed, c.Resumed != Nothing) && c.Resumed != want {
		wrong("of the stack, that it resumed:", c.Resumed, want)
	}
	if want := said(a.EMS); tells(TellEMS, c.EMS != Nothing) && c.EMS != want {
		wrong("of the stack, that it has the extended master secret:", c.EMS, want)
	}
	if want := a.Version.String(); tells(TellVersion, c.Version != "") && c.Version != want {
		wrong("of the stack, that the version is", c.Version, want)
	}
	if c.Master != nil && !bytes.Equal(c.Master, a.Master) {
		wrong("of the stack another", "master secret", "ours")
	}
	if c.Unique != nil && !bytes.Equal(c.Unique, a.TLSUnique) {
		wrong("of the stack another", "tls-unique", "ours")
	}
	return errors.Join(errs...)
}

// weConnect is a game with a server of the stack.
func (g *game) weConnect(ctx context.Context) (err error) {
	theirs := &theirServer{ctx: ctx, game: g}
	if err := theirs.start(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, theirs.Close()) }()
	cfg := &tlsconn.Config{
		Config: handshake.Config{
			Policy: g.policy(), ServerName: "localhost",
			Verify: func([][]byte, string) (string, error) { return "localhost", nil },
		},
		Sessions: session.NewClientStore(1), Key: session.ClientKey{Name: "the stack's"},
	}
	for n := range g.wanted() {
		if g.operate != nil {
			if err := g.operate(n, theirs); err != nil {
				return err
			}
		}
		before := ticketOf(cfg)
		conn, err := g.dial(ctx, theirs.Addr, n)
		if err != nil {
			return fmt.Errorf("connection %d: %w", n, err)
		}
		a, page, err := ask(conn, theirs.Answers, cfg)
		if err != nil {
			return fmt.Errorf("connection %d: %w", n, err)
		}
		claim, err := theirs.Claim(ctx, page)
		if err == nil {
			err = g.check(n, a, claim)
		}
		if err != nil {
			return err
		}
		if now := ticketOf(cfg); g.renews && a.By == handshake.ByTicket && now == before {
			return fmt.Errorf("connection %d: got no new ticket", n)
		}
	}
	return nil
}

func ticketOf(cfg *tlsconn.Config) string {
	s, ok := cfg.Sessions.Get(cfg.Key, time.Now())
	if !ok {
		return ""
	}
	return string(s.Ticket)
}

// ask is a connection to their server, up to the end of its answer.
func ask(conn net.Conn, end string, cfg *tlsconn.Config) (handshake.Agreement, string, error) {
	c := tlsconn.Client(conn, cfg)
	defer c.Close()
	if _, err := c.Write([]byte(Request)); err != nil {
		return handshake.Agreement{}, "", err
	}
	a, _ := c.Agreement()
	var page strings.Builder
	for b := make([]byte, 1<<14); !strings.Contains(page.String(), end); {
		n, err := c.Read(b)
		page.Write(b[:n])
		if err != nil {
			return a, page.String(), fmt.Errorf("got %q and then %w, want %q", page.String(), err, end)
		}
	}
	return a, page.String(), nil
}

// dial opens connection n of a game.
func (g *game) dial(ctx context.Context, addr string, n int) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	deadline, _ := ctx.Deadline()
	conn.SetDeadline(deadline)
	return g.captured(conn, n)
}

// theirServer is the operator of a server of the stack, which has one switch:
// that which starts it.
type theirServer struct {
	ctx  context.Context
	game *game
	*Server
}

func (s *theirServer) start() (err error) {
	s.Server, err = s.game.stack.Serve(s.ctx, s.game.place, s.game.setup())
	return err
}

func (s *theirServer) forget() error { return errors.Join(s.Close(), s.start()) }
func (s *theirServer) rotate() error { return nil }
func (s *theirServer) retire() error { return nil }

// weServe is a game with a client of the stack.
func (g *game) weServe(ctx context.Context) error {
	ours, err := newOurServer(g)
	if err != nil {
		return err
	}
	ctx, done := context.WithCancelCause(ctx)
	defer done(nil)
	var all sync.WaitGroup
	defer all.Wait()
	defer ours.Close()
	var agreements []handshake.Agreement
	var served error
	all.Go(func() {
		if agreements, served = ours.serve(ctx, len(g.wanted())); served != nil {
			done(served) // the client need not wait any longer
		}
	})
	claims, err := g.stack.Connect(ctx, g.place, g.setup(), ours.Addr().String())
	ours.Close() // to further connections
	all.Wait()
	if err != nil || served != nil {
		return errors.Join(served, err)
	}
	if len(claims) != len(agreements) || len(claims) != len(g.wanted()) {
		return fmt.Errorf("got %d connections and the words for %d, want %d", len(agreements), len(claims), len(g.wanted()))
	}
	var errs []error
	for n, c := range claims {
		errs = append(errs, g.check(n, agreements[n], c))
		heard := strings.Contains(c.Heard, "our server has heard")
		switch last := n == len(claims)-1; {
		case !heard && (last || g.can(TalkAlways)):
			errs = append(errs, fmt.Errorf("connection %d: got %q, want our answer in it", n, c.Heard))
		case heard && !last && !g.can(TalkAlways):
			errs = append(errs, fmt.Errorf("connection %d: got our answer heard, and the table says that it cannot be", n))
		}
	}
	return errors.Join(errs...)
}

// ourServer is a server of ours and its operator.
type ourServer struct {
	net.Listener
	game  *game
	ring  *session.Ring
	cache *session.Cache
	cfg   *tlsconn.Config
}

func newOurServer(g *game) (*ourServer, error) {
	s := &ourServer{game: g, ring: session.NewRing(), cache: session.NewCache(100, time.Hour)}
	if err := s.rotate(); err != nil {
		return nil, err
	}
	s.cfg = &tlsconn.Config{
		Config: handshake.Config{Policy: g.policy(), Hosts: handshake.OneHost(credential()), Sealer: s.ring},
		Store:  s.cache,
	}
	var err error
	s.Listener, err = net.Listen("tcp", "127.0.0.1:0")
	return s, err
}

func (s *ourServer) rotate() error {
	key, err := session.NewTicketKey(session.RFC5077, rand.Reader)
	s.ring.Rotate(key)
	return err
}

func (s *ourServer) retire() error {
	s.ring.Retire()
	return nil
}

func (s *ourServer) forget() error {
	s.cache.Clear()
	return errors.Join(s.rotate(), s.retire())
}

// serve is what we believe of so many connections, one after the other.
func (s *ourServer) serve(ctx context.Context, count int) ([]handshake.Agreement, error) {
	var all []handshake.Agreement
	for n := range count {
		if s.game.operate != nil {
			if err := s.game.operate(n, s); err != nil {
				return all, err
			}
		}
		stop := context.AfterFunc(ctx, func() { s.Close() })
		conn, err := s.Accept()
		stop()
		if err != nil {
			return all, fmt.Errorf("connection %d: %w", n, err)
		}
		deadline, _ := ctx.Deadline()
		conn.SetDeadline(deadline)
		if conn, err = s.game.captured(conn, n); err != nil {
			return all, fmt.Errorf("connection %d: %w", n, err)
		}
		a, err := s.answer(ctx, tlsconn.Server(conn, s.cfg), n == count-1)
		if err != nil {
			return all, fmt.Errorf("connection %d: %w", n, err)
		}
		all = append(all, a)
	}
	return all, nil
}

// answer answers a line. A client may close without one where it cannot always
// talk.
func (s *ourServer) answer(ctx context.Context, c *tlsconn.Conn, last bool) (handshake.Agreement, error) {
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if err := c.Handshake(ctx); err != nil {
		return handshake.Agreement{}, err
	}
	a, _ := c.Agreement()
	line, err := bufio.NewReader(c).ReadString('\n')
	if err != nil && !last && !s.game.can(TalkAlways) {
		return a, nil
	}
	if err == nil {
		_, err = c.Write([]byte(answer + line))
	}
	return a, err
}
