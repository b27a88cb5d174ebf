package peers

import (
	"context"
	"errors"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tlsresume/impl/peers/installed"
	"tlsresume/impl/peers/process"
	"tlsresume/traces"
)

func TestAllIsSorted(t *testing.T) {
	var names []string
	for _, p := range All() {
		names = append(names, name(p))
	}
	if want := []string{"openssl client", "openssl server", "stdlib client", "stdlib server"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

// header has one server and one client that fit the peer, and then the edits.
func header(t *testing.T, p Peer, edits ...string) traces.Header {
	plain := scenario{server: " ems tickets", client: " ems tickets"}
	t.Helper()
	fitted, _ := fit(plain.trace(t), p)
	h := fitted.Header
	if p.Role == Server {
		h.Servers = edited(h.Servers, "s0", edits)
	} else {
		h.Clients = edited(h.Clients, "c0", edits)
	}
	return h
}

func open(t *testing.T, p Peer, h traces.Header) traces.System {
	t.Helper()
	if why := p.Missing(); why != "" {
		installed.Missing(t, name(p), why)
	}
	sys, err := p.Open(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sys.Close(); err != nil {
			t.Error(err)
		}
	})
	return sys
}

// do carries out commands, of which only the last may fail.
func do(t *testing.T, sys traces.System, commands ...string) error {
	t.Helper()
	for i, c := range commands {
		words := strings.Fields(c)
		_, err := sys.Do(t.Context(), traces.Command{Verb: words[0], Args: words[1:]})
		if err != nil && i < len(commands)-1 {
			t.Fatalf("%s: %v", c, err)
		}
		if i == len(commands)-1 {
			return err
		}
	}
	return nil
}

// A header may say of a stack neither what it never does nor the contrary of
// what it always does.
func TestOpenRefusesWhatAStackCannotBe(t *testing.T) {
	for _, p := range All() {
		for _, l := range p.with.limits {
			t.Run(name(p)+"/"+l.Option, func(t *testing.T) {
				edit := "+" + l.Option
				if l.Always {
					edit = "-" + l.Option
				}
				sys, err := p.Open(t.Context(), header(t, p, edit))
				if why := p.Missing(); why != "" {
					installed.Missing(t, name(p), why)
				}
				if err == nil {
					sys.Close()
				}
				for _, want := range []string{p.Stack, l.Option, l.Why} {
					if !errors.Is(err, traces.ErrCannot) || !strings.Contains(err.Error(), want) {
						t.Errorf("got the error %v, want cannot, with %q", err, want)
					}
				}
			})
		}
	}
}

func TestRefusedVerbs(t *testing.T) {
	for _, p := range All() {
		t.Run(name(p), func(t *testing.T) {
			sys := open(t, p, header(t, p))
			if err := do(t, sys, "dial k1 c0 s0"); err != nil {
				t.Fatal(err)
			}
			theirs := "k1." + p.Role.String()[:1]
			for _, c := range []string{
				"tick 1h", "drop k1.s 1", "dup k1.s 1", "swap k1.s 1", "deliver k1.s 1",
				"omit " + theirs + " Finished", "say " + theirs + " Finished", "reorder " + theirs + " Finished Finished",
			} {
				if err := do(t, sys, c); !errors.Is(err, traces.ErrCannot) {
					t.Errorf("%s: got the error %v, want cannot", c, err)
				}
			}
		})
	}
}

// Silence proves nothing: our server leaves out what the client waits for.
func TestSilenceIsInconclusive(t *testing.T) {
	for _, p := range All() {
		if p.Role == Server {
			continue
		}
		t.Run(name(p), func(t *testing.T) {
			p.Patience = 200 * time.Millisecond
			sys := open(t, p, header(t, p))
			err := do(t, sys, "dial k1 c0 s0", "omit k1.s ServerHelloDone", "deliver k1.s", "deliver k1.c", "deliver k1.s")
			if !errors.Is(err, ErrInconclusive) {
				t.Errorf("got the error %v, want inconclusive", err)
			}
		})
	}
}

// A flight that was not delivered is not answered: nothing is waited for.
func TestNothingIsOwedBeforeTheStackHasOurFlight(t *testing.T) {
	for _, p := range All() {
		t.Run(name(p), func(t *testing.T) {
			p.Patience = 10 * time.Second
			sys := open(t, p, header(t, p))
			began := time.Now()
			ours := "deliver k1." + Role(1 - p.Role).String()[:1]
			if err := do(t, sys, "dial k1 c0 s0", ours, ours); err != nil {
				t.Error(err)
			}
			if took := time.Since(began); took > p.Patience/2 {
				t.Errorf("got a wait of %v, want none", took)
			}
		})
	}
}

func TestTheContextEndsAWait(t *testing.T) {
	for _, p := range All() {
		if p.Role == Server {
			continue
		}
		t.Run(name(p), func(t *testing.T) {
			p.Patience = time.Minute
			sys := open(t, p, header(t, p))
			if err := do(t, sys, "dial k1 c0 s0", "omit k1.s ServerHelloDone", "deliver k1.s", "deliver k1.c"); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(100*time.Millisecond, cancel)
			_, err := sys.Do(ctx, traces.Command{Verb: "deliver", Args: []string{"k1.s"}})
			if !errors.Is(err, context.Canceled) || errors.Is(err, ErrInconclusive) {
				t.Errorf("got the error %v, want that of the context", err)
			}
		})
	}
}

// Every address, process and file of a world is gone after Close, also in the
// middle of a connection; goroutines are checked when all tests are over.
func TestCloseLeavesNothing(t *testing.T) {
	for _, p := range All() {
		t.Run(name(p), func(t *testing.T) {
			if why := p.Missing(); why != "" {
				installed.Missing(t, name(p), why)
			}
			sys, err := p.Open(t.Context(), header(t, p))
			if err != nil {
				t.Fatal(err)
			}
			if err := do(t, sys, "dial k1 c0 s0", "deliver k1.s"); err != nil {
				t.Fatal(err)
			}
			w := sys.(*world)
			addrs, processes := addressesOf(w), processesOf(w)
			if err := sys.Close(); err != nil {
				t.Error(err)
			}
			for _, a := range addrs {
				if c, err := net.Dial("tcp", a); err == nil {
					c.Close()
					t.Errorf("%s: got a connection after Close", a)
				}
			}
			for _, p := range processes {
				if !p.Ended() {
					t.Errorf("got process %d after Close", p.Pid())
				}
			}
			for _, k := range w.conns {
				if c, ok := k.peer.(*stdlibConn); ok && !isClosed(c.ended) {
					t.Error("got an application that still runs after Close")
				}
			}
			if _, err := os.Stat(w.site.dir); !os.IsNotExist(err) {
				t.Errorf("%s: got %v after Close, want no folder", w.site.dir, err)
			}
			if p.Stack == "openssl" && len(processes) == 0 {
				t.Error("got no process to look after")
			}
		})
	}
}

func isClosed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func addressesOf(w *world) []string {
	var all []string
	for _, l := range w.listeners {
		all = append(all, l.Addr().String())
	}
	for _, s := range w.servers {
		switch s := s.(type) {
		case *opensslListener:
			all = append(all, s.at)
		case *stdlibListener:
			all = append(all, s.listener.Addr().String())
		}
	}
	return all
}

func processesOf(w *world) []*process.Process {
	var all []*process.Process
	for _, s := range w.servers {
		if l, ok := s.(*opensslListener); ok {
			all = append(all, l.process)
		}
	}
	for _, k := range w.conns {
		if c, ok := k.peer.(*opensslClientConn); ok {
			all = append(all, c.process)
		}
	}
	return all
}

// What fails half way in Open leaves nothing, too.
func TestOpenThatFailsLeavesNothing(t *testing.T) {
	p := All()[1]
	if why := p.Missing(); why != "" {
		installed.Missing(t, name(p), why)
	}
	files := t.TempDir()
	t.Setenv("TMPDIR", files)
	t.Setenv("PATH", t.TempDir())
	if _, err := p.Open(t.Context(), header(t, p)); err == nil {
		t.Errorf("%s: got a world without the program", name(p))
	}
	if left, err := os.ReadDir(files); err != nil || len(left) > 0 {
		t.Errorf("got %v, %v, want an empty folder", left, err)
	}
}

// An option of its own node that a stack would ignore is refused by name.
func TestUnheededOptionsAreRefused(t *testing.T) {
	for _, p := range All() {
		if why := p.Missing(); why != "" {
			t.Logf("%s: %s", name(p), why)
			continue
		}
		for _, option := range []string{"reneg", "policy=ems-require", "no-such-option"} {
			_, err := p.Open(t.Context(), header(t, p, "+"+option))
			key, _, _ := strings.Cut(option, "=")
			if !errors.Is(err, traces.ErrCannot) || !strings.Contains(err.Error(), key) {
				t.Errorf("%s with %s: got %v, want cannot", name(p), option, err)
			}
		}
		sys := open(t, p, header(t, p))
		if err := do(t, sys, "dial k1 c0 s0", "renegotiate k1.c"); !errors.Is(err, traces.ErrCannot) {
			t.Errorf("%s is told to renegotiate: got %v, want cannot", name(p), err)
		}
	}
}
