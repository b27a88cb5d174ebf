package conform

import (
	"context"
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
	name            string
	honest, adverse []string
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
	refused  = passage{"not renegotiated", []string{"renegotiate k1.c"}, []string{"renegotiate k1.c"}}
	byTicket = passage{"renegotiated behind a loss of what only session IDs name",
		[]string{"evict s0", "renegotiate k1.c", "deliver k1.s", "deliver k1.c", "deliver k1.s"},
		[]string{"evict s0", "renegotiate k1.c", "relay k1.c k3.s", "relay k3.s k1.c", "relay k1.c k3.s"}}
	afresh = passage{"renegotiated in full",
		[]string{"evict s0", "renegotiate k1.c", "deliver k1.s", "deliver k1.c", "deliver k1.s", "deliver k1.c"},
		[]string{"evict s0", "renegotiate k1.c", "relay k1.c k3.s", "relay k3.s k1.c", "relay k1.c k3.s", "relay k3.s k1.c"}}
)

// either is what names sessions.
var either = []string{" cache", " tickets"}

// What the server and the client have of the extended master secret.
var (
	predating = [2]string{" policy=ems-ignorant", " policy=ems-ignorant"}
	requiring = [2]string{" ems policy=ems-require", " ems policy=ems-require"}
	tolerant  = [2]string{" ems", " ems policy=ems-offer-legacy"}
	alone     = [2]string{" policy=ems-ignorant", " ems policy=ems-offer-legacy"}
)

// An adversary that passes everything on is an honest network: the two relations,
// which share no code, then have the honest ends do and believe the same.
func TestAdversaryThatRelaysIsAnHonestNetwork(t *testing.T) {
	for _, passages := range [][]passage{
		{full}, {full, resumed}, {full, again}, {full, resumed, again}, {full, again, resumed},
	} {
		relaysFaithfully(t, either, passages, predating, requiring, tolerant, alone)
	}
	for names, p := range map[string]passage{" cache": afresh, " tickets": byTicket} {
		for _, passages := range [][]passage{{full, p}, {full, p, resumed}, {full, resumed, p}} {
			relaysFaithfully(t, []string{names}, passages, predating, requiring, tolerant, alone)
		}
	}
	relaysFaithfully(t, either, []passage{full, again, again}, predating, requiring, tolerant)
	// RFC 7627 5.4: behind a resumption without the extension a client that knows of it
	// negotiates no more.
	relaysFaithfully(t, either, []passage{full, again, refused}, alone)
}

func relaysFaithfully(t *testing.T, naming []string, passages []passage, worlds ...[2]string) {
	for _, ems := range worlds {
		for _, names := range naming {
			for _, auth := range []string{"", " auth=request"} {
				for _, suite := range []string{"RSA", "DHE_RSA", "ECDHE_RSA"} {
					relays(t, passages, server(ems[0], names, auth, suite), client(ems[1], names, suite))
				}
			}
		}
	}
}

func server(ems, names, auth, suite string) string {
	extension, policy, _ := strings.Cut(ems, " policy")
	return "server s0" + extension + names + " cert=rsa" + auth + " reneg" + named(policy) + suites(suite)
}

func client(ems, names, suite string) string {
	extension, policy, _ := strings.Cut(ems, " policy")
	return "client c0" + extension + strings.TrimSuffix(names, " cache") + " identity=c0" + named(policy) + suites(suite)
}

func named(policy string) string {
	if policy == "" {
		return ""
	}
	return " policy" + policy
}

func suites(kex string) string { return " suites=TLS_" + kex + "_WITH_AES_128_GCM_SHA256\n" }

func relays(t *testing.T, passages []passage, server, client string) {
	t.Helper()
	var honest, adverse []string
	for _, p := range passages {
		honest, adverse = append(honest, p.honest...), append(adverse, p.adverse...)
	}
	want := played(t, resume.Open, server+client+"seed: 1\n\n", honest)
	got := played(t, adversary.Open, server+client+"adversary m\nseed: 1\n\n", adverse)
	for _, end := range []string{"k1.c", "k1.s", "k2.c", "k2.s"} {
		if w, g := eventsOf(want, end), eventsOf(got, end); !slices.EqualFunc(w, g, alike) {
			t.Errorf("%v\n%s%s%s: got\n%v\nwant\n%v", passages, server, client, end, g, w)
		}
	}
}

// String is the name of the passage.
func (p passage) String() string { return p.name }

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
func eventsOf(t *traces.Trace, end string) (all []traces.Event) {
	same := map[string]string{"k3.s": "k1.s", "k4.s": "k2.s"}
	for _, s := range t.Steps {
		for _, e := range s.Events {
			if other, ok := same[e.End]; ok {
				e.End = other
			}
			if e.End == end {
				all = append(all, e)
			}
		}
	}
	return all
}

// alike compares events. What is exported is told where there is an adversary; an end
// that has nothing to export has no tls-unique to give either (RFC 7627 5.4), which
// the other relation does not tell.
func alike(honest, adverse traces.Event) bool {
	untold := []string{"exporter"}
	if v, ok := adverse.Fact("exporter"); ok && v == "empty" {
		untold = append(untold, "tls_unique")
	}
	told := func(e traces.Event) string {
		e.Facts = slices.DeleteFunc(slices.Clone(e.Facts), func(f traces.Fact) bool { return slices.Contains(untold, f.Key) })
		return e.String()
	}
	return told(honest) == told(adverse)
}
