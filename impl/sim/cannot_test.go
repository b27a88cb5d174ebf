package sim

import (
	"context"
	"errors"
	"strings"
	"testing"

	"tlsresume/traces"
)

// What the simulator does not do it refuses, and names: never does it play another
// world, or leave out a command.
func TestWhatIsNotHeededIsRefused(t *testing.T) {
	plain := traces.Header{
		Servers: []traces.Node{{Name: "s0"}}, Clients: []traces.Node{{Name: "c0"}},
	}
	with := func(key string) traces.Header {
		h := plain
		h.Servers = []traces.Node{plain.Servers[0].Edit([]string{"+" + key + "=1"})}
		return h
	}
	refused := func(name string, err error) {
		t.Helper()
		if !errors.Is(err, traces.ErrCannot) || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want cannot, with %q", err, name)
		}
	}
	_, err := Open(context.Background(), with("no-such-option"))
	refused("no-such-option", err)

	sys, err := Open(context.Background(), plain)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sys.Do(context.Background(), traces.Command{Verb: "deploy", Args: []string{"s0", "+no-such-option"}})
	refused("no-such-option", err)
	_, err = sys.Do(context.Background(), traces.Command{Verb: "no-such-verb", Args: []string{"k1.c"}})
	refused("no-such-verb", err)
	if sys.Can("no-such-verb") {
		t.Error("the world can what it cannot")
	}
	_, err = sys.Do(context.Background(), traces.Command{Verb: "dial", Args: []string{"k1", "c0", "m"}})
	refused("m", err)
}
