package conform

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/traces"
)

// The relation with an adversary and the implementation with one, which does real
// cryptography, agree on what the ends do, whatever the adversary does.
func TestTheModelFollowsTheImplementationUnderAttack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		script, err := Attack(func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") }, 15)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Follow(context.Background(), script)
		if err == nil {
			return
		}
		replay, failed := Record("conformance-attack", Answered(script, got))
		if failed != nil {
			t.Fatal(failed)
		}
		t.Fatalf("%v\nreplay: %s", err, replay)
	})
}

// Random attacks come far: sessions are synchronised and resumed, handshakes are done
// again, ends of every kind refuse, and little is left out because the adversary of the
// implementation cannot do it.
func TestAttacksComeFar(t *testing.T) {
	const attacks = 200
	random := rand.New(rand.NewPCG(1, 0))
	reached, commands, followed := map[string]int{}, 0, 0
	for range attacks {
		script, err := Attack(random.IntN, 15)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Follow(context.Background(), script)
		if err != nil {
			t.Fatalf("%v\n%s", err, traces.Format(Answered(script, got)))
		}
		commands, followed = commands+len(script.Steps), followed+len(got.Steps)
		for what, is := range situations(got) {
			if is {
				reached[what]++
			}
		}
	}
	t.Logf("%d of %d commands; in %d attacks %v", followed, commands, attacks, reached)
	if followed*10 < commands*9 {
		t.Errorf("got %d of %d commands followed, want nine of ten", followed, commands)
	}
	for what, least := range map[string]int{
		"one master secret, two peers": 30, "resumed": 10, "renegotiated": 10, "ems": 50, "explicit group": 15,
		"unexpected_message": 30, "decrypt_error": 20, "handshake_failure": 5, "bad_certificate": 2, "illegal_parameter": 1,
	} {
		if reached[what] < least {
			t.Errorf("%s: got it in %d attacks, want %d at least", what, reached[what], least)
		}
	}
}

// situations are what happens in an attack.
func situations(got *traces.Trace) map[string]bool {
	all, masters := map[string]bool{}, map[string]string{}
	for _, s := range got.Steps {
		for _, e := range s.Events {
			switch ms, _ := e.Fact("ms"); {
			case e.Mark == traces.Aborted, e.Mark == traces.Agreed && e.What == "resumed":
				all[e.What] = true
			case e.Mark == traces.Agreed:
				_, ems := e.Fact("ems")
				all["ems"] = all["ems"] || ems
				all["one master secret, two peers"] = all["one master secret, two peers"] || masters[ms] != "" && !strings.HasSuffix(e.End, masters[ms])
				masters[ms] = e.End[len(e.End)-2:]
				all["explicit group"] = all["explicit group"] || strings.Contains(s.Command.String(), "Finished") && grouped(got)
			}
			if ri, _ := e.Fact("ri"); ri == "bound" && e.What == "ServerHello" {
				all["renegotiated"] = true
			}
		}
	}
	return all
}

func grouped(t *traces.Trace) bool {
	return slices.ContainsFunc(t.Steps, func(s traces.Step) bool { return strings.Contains(s.Command.String(), " group=") })
}
