package metamorphic

import (
	"context"
	"flag"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	_ "pgregory.net/rapid" // for -rapid.checks

	"tlsresume/impl/defect"
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

func stock() script.Seams { return script.Seams{} }

// seeds are how many scripts a relation is tried with: half as many as -rapid.checks says.
func seeds(t *testing.T) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(flag.Lookup("rapid.checks").Value.String(), 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return max(20, n/2)
}

func TestTheImplementationHasEveryRelation(t *testing.T) {
	for _, r := range All() {
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			applied := uint64(0)
			for seed := range seeds(t) {
				applies := false
				_, err := conform.Try(t.Context(), r.Name, Draw(seed), func(ctx context.Context, s *traces.Trace) (_ *traces.Trace, err error) {
					applies, err = r.check(ctx, stock, s, seed)
					return nil, err
				})
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				if applies {
					applied++
				}
			}
			if applied < seeds(t)/4 {
				t.Errorf("got %d of %d scripts to which it applies, want a quarter", applied, seeds(t))
			}
			t.Logf("holds of %d scripts, seeds 0 to %d", applied, seeds(t)-1)
		})
	}
}

// What breaks each relation.
var wrong = map[string]func() script.Seams{
	// The client takes a bit of the ticket for a flag.
	"ticket-opaque": config(handshake.Client, func(_ traces.Node, c *handshake.Config) {
		if c.Session != nil && len(c.Session.Ticket) > 0 && c.Session.Ticket[0]&1 == 1 {
			c.Session = nil
		}
	}),
	"marker": named("sid-decides-ticket-validity"),
	// A master secret that begins with a small byte is lost, as leading zeros have been.
	"seed": config(handshake.Client, func(_ traces.Node, c *handshake.Config) {
		if c.Session != nil && c.Session.Master[0] < 64 {
			c.Session = nil
		}
	}),
	// Sessions are looked up by the hour of the day.
	"clock": func() script.Seams {
		return script.Seams{Store: func(_ traces.Node, of session.Store) session.Store { return morning{of} }}
	},
	"names": config(handshake.Server, func(n traces.Node, c *handshake.Config) {
		if n.Name == "west" {
			c.Sealer = closed{c.Sealer}
		}
	}),
	// An ID that is not found empties the cache.
	"fresh-id": func() script.Seams {
		shelf := &jumpy{}
		return script.Seams{Store: func(_ traces.Node, of session.Store) session.Store { return shelf.over(of) }}
	},
	// Who asks for no host gets the last.
	"unused-host": config(handshake.Server, func(_ traces.Node, c *handshake.Config) {
		for _, name := range slices.Sorted(maps.Keys(c.Hosts.Named)) {
			c.Hosts.Default = c.Hosts.Named[name]
		}
	}),
	"stranger": named("client-cache-shared-across-configs"),
}

func config(side handshake.Side, change func(traces.Node, *handshake.Config)) func() script.Seams {
	return func() script.Seams {
		return script.Seams{Config: func(s handshake.Side, n traces.Node, c *handshake.Config) {
			if s == side {
				change(n, c)
			}
		}}
	}
}

func named(name string) func() script.Seams {
	i := slices.IndexFunc(defect.All(), func(d defect.Defect) bool { return d.Name == name })
	return defect.All()[i].Open
}

// jumpy forgets all that it was given once it is asked for what it does not have.
type jumpy struct {
	session.Store
	ids *[][]byte
}

func (j *jumpy) over(of session.Store) session.Store {
	if j.ids == nil {
		j.ids = &[][]byte{}
	}
	return jumpy{of, j.ids}
}

// Put implements session.Store.
func (j jumpy) Put(id []byte, s *session.State) {
	*j.ids = append(*j.ids, id)
	j.Store.Put(id, s)
}

// Get implements session.Store.
func (j jumpy) Get(id []byte, now time.Time) (*session.State, bool) {
	s, ok := j.Store.Get(id, now)
	if !ok && len(id) > 0 {
		for _, id := range *j.ids {
			j.Store.Forget(id)
		}
	}
	return s, ok
}

// morning finds nothing in the first half hour.
type morning struct{ session.Store }

// Get implements session.Store.
func (m morning) Get(id []byte, now time.Time) (*session.State, bool) {
	if now.Sub(script.Epoch) < 30*time.Minute {
		return nil, false
	}
	return m.Store.Get(id, now)
}

func TestEachRelationCanFail(t *testing.T) {
	for _, r := range All() {
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			seams, ok := wrong[r.Name]
			if !ok {
				t.Fatal("nothing breaks it")
			}
			for seed := range uint64(400) {
				if _, err := r.Check(context.Background(), seams, seed); err != nil {
					t.Logf("seed %d: %v", seed, err)
					return
				}
			}
			t.Error("400 seeds did not find what is wrong")
		})
	}
}
