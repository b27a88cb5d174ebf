package conform

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tlsresume/model/adversary"
	"tlsresume/model/resume"
	"tlsresume/traces"
)

// A passage is a connection of the honest client to the honest server, as commands
// of a world without an adversary and of one with.
type passage struct {
	name               string
	honest, adversarys []string
}

var (
	full = passage{"full",
		[]string{"dial k1 c0 s0", "deliver k1.s", "deliver k1.c", "deliver k1.s", "deliver k1.c"},
		[]string{"dial k1 c0 s0", "dial k3 m s0", "relay k1.c k3.s", "relay k3.s k1.c", "relay k1.c k3.s", "relay k3.s k1.c"}}
	resumed = passage{"resumed",
		[]string{"dial k2 c0 s0", "deliver k2.s", "deliver k2.c", "deliver k2.s"},
		[]string{"dial k2 c0 s0", "dial k4 m s0", "relay k2.c k4.s", "relay k4.s k2.c", "relay k2.c k4.s"}}
	again = passage{"renegotiated, and resumed",
		[]string{"renegotiate k1.c", "deliver k1.s", "deliver k1.c", "deliver k1.s"},
		[]string{"renegotiate k1.c", "relay k1.c k3.s", "relay k3.s k1.c", "relay k1.c k3.s"}}
)

// An adversary that passes everything on is an honest network: the two relations,
// which share no code, then have the honest ends do and believe the same.
func TestAdversaryThatRelaysIsAnHonestNetwork(t *testing.T) {
	for _, passages := range [][]passage{{full}, {full, resumed}, {full, again}, {full, resumed, again}, {full, again, resumed}} {
		for _, ems := range []string{"", " ems", " ems policy=ems-require"} {
			for _, names := range []string{" cache", " tickets"} {
				for _, suite := range []string{"RSA", "DHE_RSA", "ECDHE_RSA"} {
					last := passages[len(passages)-1].name
					t.Run(fmt.Sprint(last, ems, names, " ", suite), func(t *testing.T) {
						relaysFaithfully(t, passages, ems, names, suite)
					})
				}
			}
		}
	}
}

func relaysFaithfully(t *testing.T, passages []passage, ems, names, suite string) {
	extension, policy, _ := strings.Cut(ems, " policy")
	if policy != "" {
		policy = " policy" + policy
	}
	suite = " suites=TLS_" + suite + "_WITH_AES_128_GCM_SHA256"
	tickets := strings.TrimSuffix(names, " cache")
	s := "server s0" + extension + names + " cert=rsa reneg"
	c := "client c0" + extension + tickets
	var honest, adversarys []string
	for _, p := range passages {
		honest, adversarys = append(honest, p.honest...), append(adversarys, p.adversarys...)
	}
	want := played(t, resume.Open, s+policy+suite+"\n"+c+policy+suite+"\nseed: 1\n\n", honest)
	got := played(t, adversary.Open, s+policy+suite+"\n"+c+" identity=c0"+policy+suite+"\nadversary m\nseed: 1\n\n", adversarys)
	for _, end := range []string{"k1.c", "k1.s", "k2.c", "k2.s"} {
		if w, g := eventsOf(want, end), eventsOf(got, end); !slices.Equal(w, g) {
			t.Errorf("%s: got\n%s\nwant\n%s", end, strings.Join(g, "\n"), strings.Join(w, "\n"))
		}
	}
}

func played(t *testing.T, open traces.Open, world string, commands []string) *traces.Trace {
	t.Helper()
	trace, err := traces.Parse(t.Name(), []byte("rule: a faithful network\nfrom: here\n"+world+strings.Join(commands, "\n")+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := traces.Run(context.Background(), open, trace)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// eventsOf is what an end did: the server's of a connection through the adversary is
// that of another one.
func eventsOf(t *traces.Trace, end string) (all []string) {
	same := map[string]string{"k3.s": "k1.s", "k4.s": "k2.s"}
	for _, s := range t.Steps {
		for _, e := range s.Events {
			if other, ok := same[e.End]; ok {
				e.End = other
			}
			e.Facts = slices.DeleteFunc(slices.Clone(e.Facts), func(f traces.Fact) bool { return f.Key == "exporter" })
			if e.End == end {
				all = append(all, e.String())
			}
		}
	}
	return all
}
