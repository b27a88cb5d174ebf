package campaign

import (
	"context"
	"errors"
	"flag"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
)

var distributed = flag.Bool("distributed", false, "run go-fuzz's coordinator with a worker that is killed, half a minute behind its build")

// A worker that is killed takes nothing with it, and may come back.
func TestAKilledWorkerTakesNothingWithIt(t *testing.T) {
	if !*distributed {
		t.Skip("SKIPPED, nothing was run: run go test ./fuzz/campaign -run KilledWorker -distributed")
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	p := Project{Root: root}
	b, err := p.identify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	target, err := fuzz.Named("ClientHello")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	said := &talk{}
	gate, err := Listen("127.0.0.1:0", said)
	if err != nil {
		t.Fatal(err)
	}
	defer gate.Close()
	build, err := p.built(t.Context(), filepath.Join(root, ".fuzz", "build", "gofuzz"), b.Key, func(ctx context.Context, into string) error {
		return GoFuzz{}.Build(ctx, p, into)
	})
	if err != nil {
		t.Fatal(err)
	}
	d := Distributed{Gate: gate}
	given, problems, err := entries.Read(filepath.Join(root, "corpus", target.Name))
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	all := [][]byte{given[0].Data} // the others are there to be found
	s := Slice{Target: target.Name, Build: build, Work: filepath.Join(folder, "work", "gofuzz", target.Name), Time: time.Minute, Procs: 1}
	if err := d.Give(s.Work, s.Target, all); err != nil {
		t.Fatal(err)
	}
	slice, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan Progress)
	go func() {
		now, err := d.Run(slice, s, func(Progress) {})
		if err != nil {
			t.Error(err)
		}
		ended <- now
	}()
	// Each life ends by kill -9, which is what exec does when its context ends.
	live := func(life time.Duration) {
		ctx, kill := context.WithTimeout(t.Context(), life)
		defer kill()
		w := Worker{Address: gate.Address(), Build: b.Key, Talk: said, Fuzz: func(ctx context.Context, target, coordinator string) error {
			args := d.args(build, target, 1, "-worker", coordinator)
			c := exec.CommandContext(ctx, args[0], args[1:]...)
			c.Env = append(c.Environ(), "TMPDIR="+t.TempDir())
			return c.Run()
		}}
		if err := w.Run(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want it killed", err)
		}
	}
	live(8 * time.Second)
	before, err := d.Harvest(s.Work, s.Target)
	if err != nil {
		t.Fatal(err)
	}
	live(8 * time.Second)
	stop()
	now := <-ended
	after, err := d.Harvest(s.Work, s.Target)
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]bool{}
	for _, e := range after.Entries {
		has[entries.Name(e.Data)] = true
	}
	for _, e := range before.Entries {
		if !has[entries.Name(e.Data)] {
			t.Errorf("lost: %x", e.Data)
		}
	}
	if got := strings.Count(said.String(), "a worker joins "+target.Name); got < 2 {
		t.Errorf("got %d workers that joined, want two lives\n%s", got, said)
	}
	if now.Execs == 0 || len(before.Entries) == 0 {
		t.Errorf("got %+v, %d entries when the worker was killed: nothing could be lost", now, len(before.Entries))
	}
	t.Logf("%d executions, %d entries when the worker was killed, %d at the end\n%s", now.Execs, len(before.Entries), len(after.Entries), said)
}
