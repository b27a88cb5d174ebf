package conform

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tlsresume/traces"
)

// The relation with an adversary and the implementation with one, which does real
// cryptography, agree on what the ends do, whatever the adversary does.
func TestTheModelFollowsTheImplementationUnderAttack(t *testing.T) {
	followsAll(t, "conformance-attack", func(choose Chooser) (*traces.Trace, error) { return Attack(choose, deeds) })
}

// deeds are how many of the adversary's an attack has.
const deeds = 15

// Random attacks come far: sessions are synchronised and resumed, handshakes are done
// again, ends of every kind refuse, and little is left out because the adversary of the
// implementation cannot do it.
func TestAttacksComeFar(t *testing.T) {
	const attacks = 200
	random := rand.New(rand.NewPCG(1, 0))
	reached, commands, followed := map[string]int{}, 0, 0
	for i := range attacks {
		script, err := Attack(random.IntN, deeds)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Try(t.Context(), fmt.Sprintf("attack-%d", i+1), script, Follow)
		if err != nil {
			t.Fatal(err)
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
