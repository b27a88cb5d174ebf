package peers

import (
	"context"
	"errors"
	"net"
	"slices"
	"testing"
	"time"

	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// A recital is a server that says what it was given, a part at a time, whatever
// it hears.
type recital struct {
	listener *net.TCPListener
	parts    [][]byte
	socket   net.Conn
	ended    chan struct{}
}

func (r *recital) addr() (string, error) { return r.listener.Addr().String(), nil }

func (r *recital) accept(context.Context) (_ connection, err error) {
	if r.socket, err = r.listener.Accept(); err != nil {
		return nil, err
	}
	r.ended = make(chan struct{})
	go func() {
		defer close(r.ended)
		for _, p := range r.parts {
			r.socket.Write(p)
			time.Sleep(20 * time.Millisecond)
		}
	}()
	return r, nil
}

func (r *recital) operate(context.Context, string) error     { return nil }
func (r *recital) deploy(context.Context, traces.Node) error { return nil }
func (r *recital) report(context.Context) (*claim, error)    { return nil, nil }
func (r *recital) send(string) error                         { return nil }
func (r *recital) release() error                            { <-r.ended; return r.socket.Close() }
func (r *recital) close() error                              { return r.listener.Close() }
func reciting(parts ...[]byte) func(context.Context, *site, traces.Node) (server, error) {
	return func(context.Context, *site, traces.Node) (server, error) {
		l, err := listen()
		return &recital{listener: l, parts: parts}, err
	}
}

// plainRecord is a message in a record of its own.
func plainRecord(t *testing.T, body wire.Body) []byte {
	t.Helper()
	m, err := wire.Encode(body)
	if err != nil {
		t.Fatal(err)
	}
	return append([]byte{22, 3, 3, byte(len(m.Raw) >> 8), byte(len(m.Raw))}, m.Raw...)
}

// What our end refuses shows as well, and so does the rest of its flight, in
// whatever portions it comes.
func TestRefusedFlightShows(t *testing.T) {
	hello := plainRecord(t, &wire.ServerHello{Version: wire.TLS12, Suite: 0x002f})
	done := plainRecord(t, &wire.Empty{Of: wire.KindServerHelloDone})
	s := &stack{name: "recital", role: Server, missing: here, serve: reciting(hello[:7], hello[7:], done[:3], done[3:])}
	want := []string{
		"k1.s > ServerHello session_id=empty suite=TLS_RSA_WITH_AES_128_CBC_SHA version=1.2",
		"k1.c ! illegal_parameter",
		"k1.s > ServerHelloDone",
	}
	got := recite(t, s)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A suite without a name does not stop the show.
func TestUnknownSuiteShows(t *testing.T) {
	hello := plainRecord(t, &wire.ServerHello{Version: wire.TLS12, Suite: 0xfefe})
	done := plainRecord(t, &wire.Empty{Of: wire.KindServerHelloDone})
	s := &stack{name: "recital", role: Server, missing: here, serve: reciting(hello, done)}
	want := []string{"k1.s > ServerHello", "k1.c ! illegal_parameter", "k1.s > ServerHelloDone"}
	if got := recite(t, s); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// recite gives the events of a dial to a recital, without their prose.
func recite(t *testing.T, s *stack) []string {
	t.Helper()
	sys := open(t, Peer{Stack: s.name, Role: s.role, with: s}, scenario{server: "", client: ""}.trace(t).Header)
	var got []string
	for _, c := range []traces.Command{
		{Verb: "dial", Args: []string{"k1", "c0", "s0"}},
		{Verb: "deliver", Args: []string{"k1.s"}}, {Verb: "deliver", Args: []string{"k1.c"}},
	} {
		events, err := sys.Do(t.Context(), c)
		if err != nil && !errors.Is(err, traces.ErrCannot) {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Note = ""; c.Verb == "deliver" {
				got = append(got, e.String())
			}
		}
	}
	return got
}
