package matrix

import (
	"context"
	"math/rand/v2"
	"testing"

	"tlsresume/impl/defect"
	"tlsresume/impl/sim"
	"tlsresume/properties"
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// scripts are the stored traces, and random ones.
func scripts(t *testing.T) []*traces.Trace {
	t.Helper()
	files, err := traces.Find("../../traces/figures")
	if err != nil {
		t.Fatal(err)
	}
	var all []*traces.Trace
	for _, file := range files {
		trace, err := traces.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, trace)
	}
	random := rand.New(rand.NewPCG(1, 0))
	for range 50 {
		all = append(all, conform.Script(random.IntN, 40))
	}
	return all
}

func TestEveryDefectIsFoundByWhatItNames(t *testing.T) {
	all := scripts(t)
	killers := map[string]bool{}
	for _, d := range defect.All() {
		k, err := Play(context.Background(), d, all)
		if err != nil {
			t.Fatal(err)
		}
		if err := k.Err(); err != nil {
			t.Error(err)
		}
		t.Logf("%s: found by %v, %d handshakes refused by clients, in %d runs", d.Name, k.Properties, k.Aborts, k.Runs)
		if k.Aborts == 0 {
			t.Errorf("%s: no honest client refused", d.Name)
		}
		for _, p := range k.Properties {
			killers[p] = true
		}
	}
	if !killers["ticket-before-ccs"] {
		t.Error("ticket-before-ccs found nothing")
	}
}

func TestTheStockImplementationIsFoundByNothing(t *testing.T) {
	for _, script := range scripts(t) {
		got, err := traces.Run(context.Background(), sim.Open, script)
		if err != nil {
			t.Fatal(err)
		}
		if broken := properties.Check(got); len(broken) > 0 {
			t.Errorf("%v\n%s", broken[0], traces.Format(got))
		}
	}
	k, err := Play(context.Background(), defect.Defect{Name: "none", KilledBy: []string{"ticket-before-ccs"}}, scripts(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(k.Properties) > 0 || k.Aborts > 0 || k.Err() == nil {
		t.Errorf("no defect was found by %v, with %d refusals", k.Properties, k.Aborts)
	}
}

// A property whose situation never occurs proves nothing.
func TestEverySituationOccurs(t *testing.T) {
	occurs := map[string]int{}
	for _, script := range scripts(t) {
		got, err := conform.Follow(context.Background(), script)
		if err != nil {
			t.Fatalf("%v\n%s", err, traces.Format(got))
		}
		run := properties.NewRun(got)
		for _, p := range properties.All() {
			if p.Occurs(run) {
				occurs[p.Name]++
			}
		}
	}
	for _, p := range properties.All() {
		t.Logf("%s: its situation occurs in %d runs", p.Name, occurs[p.Name])
		if occurs[p.Name] == 0 {
			t.Errorf("%s: its situation occurs in no run", p.Name)
		}
	}
}
