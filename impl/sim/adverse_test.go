package sim

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/traces"
)

// What the adversary's search has found is so with real cryptography. The policy
// early-ccs is not had here: it is a defect.
func TestAdversarysTracesReplay(t *testing.T) {
	files, err := traces.Find(filepath.Join("..", "..", "traces", "adversary"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no traces: %v", err)
	}
	for _, file := range files {
		want, err := traces.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := traces.Run(context.Background(), Open, want)
		if strings.Contains(want.Header.Servers[0].String(), "early-ccs") {
			if !errors.Is(err, traces.ErrCannot) || !strings.Contains(err.Error(), "early-ccs") {
				t.Errorf("%s: got %v, want cannot, with the policy", file, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", file, err)
		} else if d := traces.Diff(want, got); d != nil {
			t.Errorf("%s: %v\n%s", file, d, traces.Format(got))
		}
	}
}

// The two handshakes that an attack begins with: the client's with the adversary, and the
// adversary's with the server.
type exchange struct{ name, server, client, forged, answered string }

var exchanges = []exchange{
	{"RSA, encrypted anew", "RSA", "RSA,DHE_RSA", "suite=RSA", " secret=k1"},
	{"RSA, a group for its secret", "RSA", "RSA,DHE_RSA", "suite=DHE_RSA group=k3", ""},
	{"RSA, a group of its own", "RSA", "RSA,DHE_RSA", "suite=DHE_RSA group=own", ""},
	{"DHE, a group for its secret", "DHE_RSA", "DHE_RSA", "suite=DHE_RSA group=k3", ""},
	{"ECDHE, a group for its secret", "ECDHE_RSA", "ECDHE_RSA,DHE_RSA", "suite=DHE_RSA group=k3", ""},
}

// synchronised begins both handshakes, and ends them.
func (x exchange) synchronised() []string {
	return []string{
		"dial k1 c0 m", "dial k3 m s0", "relay k1.c k3.s",
		"forge k1.c ServerHello random=k3 session=k3 EMS cert=m " + x.forged,
		"forge k3.s ClientKeyExchange" + x.answered,
		"forge k1.c " + "LAST",
	}
}

var (
	resumption = []string{"dial k2 c0 m", "dial k4 m s0", "relay k2.c k4.s", "relay k4.s k2.c", "relay k2.c k4.s"}
	// The third handshake is with the server itself, all through.
	authentication = []string{"renegotiate k2.c session=none", "relay k2.c k4.s", "relay k4.s k2.c", "relay k2.c k4.s"}
)

// A realm is what the ends of an attack are.
type realm struct{ tickets, ems, change bool }

func (r realm) header(x exchange) string {
	flag := func(is bool, word string) string {
		if is {
			return word
		}
		return ""
	}
	ems, policy, names := "", " policy=ems-ignorant", " cache"
	if r.ems {
		ems, policy = " ems", " policy=ems-require"
	}
	if r.tickets {
		names = " tickets"
	}
	return "rule: RFC 7627 6.1\nfrom: a test\n" +
		"server s0" + ems + names + " cert=rsa auth=request reneg" + policy + " suites=" + suitesOf(x.server) + "\n" +
		"client c0" + ems + strings.TrimSuffix(names, " cache") + " identity=c0" + policy + flag(r.change, ",cert-change") + " suites=" + suitesOf(x.client) + "\n" +
		"adversary m\nseed: 1\n\n"
}

func suitesOf(list string) string {
	names := strings.Split(list, ",")
	for i, n := range names {
		names[i] = "TLS_" + n + "_WITH_AES_128_GCM_SHA256"
	}
	return strings.Join(names, ",")
}

func (r realm) play(t *testing.T, x exchange, commands ...[]string) *traces.Trace {
	t.Helper()
	last, hello := "Finished", ""
	if r.tickets {
		last = "NewSessionTicket ticket=k3"
	}
	if r.ems {
		hello = "ems "
	}
	text := ""
	for _, c := range commands {
		text += strings.Join(c, "\n") + "\n"
	}
	text = strings.NewReplacer("LAST", last, "EMS ", hello, "suite=", "suite=TLS_").Replace(text)
	for _, kx := range []string{"DHE_RSA", "RSA"} { // the longer first
		text = strings.ReplaceAll(text, "suite=TLS_"+kx, "suite="+suitesOf(kx))
	}
	return played(t, r.header(x)+text)
}

func played(t *testing.T, text string) *traces.Trace {
	t.Helper()
	trace, err := traces.Parse(t.Name(), []byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	got, err := traces.Run(context.Background(), Open, trace)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return got
}

// ending is the last event of an end: how its handshake ended, or why it gave up.
func ending(t *traces.Trace, end string) (last traces.Event) {
	for _, s := range t.Steps {
		for _, e := range s.Events {
			if e.End == end && (e.Mark == traces.Agreed || e.Mark == traces.Aborted) {
				last = e
			}
		}
	}
	return last
}

// both is what a fact says at two ends: their values, where both have it.
func both(t *traces.Trace, fact, one, two string) (a, b string) {
	a, _ = ending(t, one).Fact(fact)
	b, _ = ending(t, two).Fact(fact)
	return a, b
}

func equal(t *testing.T, got *traces.Trace, fact, one, two string, want bool) {
	t.Helper()
	a, b := both(got, fact, one, two)
	switch {
	case a == "" || b == "" || a == "empty" || b == "empty":
		t.Errorf("%s: got %q at %s and %q at %s, want both\n%s", fact, a, one, b, two, traces.Format(got))
	case (a == b) != want:
		t.Errorf("%s: got %s at %s and %s at %s, equal should be %t\n%s", fact, a, one, b, two, want, traces.Format(got))
	}
}

func gaveUp(t *testing.T, got *traces.Trace, end, alert string) {
	t.Helper()
	if e := ending(got, end); e.Mark != traces.Aborted || e.What != alert {
		t.Errorf("%s: got «%s», want %s\n%s", end, e, alert, traces.Format(got))
	}
}

func eachExchange(t *testing.T, run func(*testing.T, exchange, realm)) {
	for _, x := range exchanges {
		for _, tickets := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, tickets %t", x.name, tickets), func(t *testing.T) { run(t, x, realm{tickets: tickets}) })
		}
	}
}

// RFC 7627 6.1: without the extended master secret two sessions of the adversary's, with a
// client and with a server, have the same master secret after one handshake each, and so
// export the same. With it they end, too, and share nothing.
func TestExportersOfSynchronisedSessions(t *testing.T) {
	eachExchange(t, func(t *testing.T, x exchange, r realm) {
		got := r.play(t, x, x.synchronised())
		equal(t, got, "ms", "k1.c", "k3.s", true)
		equal(t, got, "exporter", "k1.c", "k3.s", true)
		equal(t, got, "tls_unique", "k1.c", "k3.s", false) // the certificates differ
		r.ems = true
		got = r.play(t, x, x.synchronised())
		equal(t, got, "ms", "k1.c", "k3.s", false)
		equal(t, got, "exporter", "k1.c", "k3.s", false)
	})
}

// alike says that both handshakes have the same cipher suite, as their sessions then have.
func (x exchange) alike() bool { return strings.HasPrefix(x.forged+" ", "suite="+x.server+" ") }

// RFC 7627 6.1: once both are resumed, the handshakes are the same byte for byte, and so
// is tls-unique. With the extended master secret the server's Finished is not one for
// the client. Sessions with other suites are not resumed by one ServerHello.
func TestTLSUniqueOfSynchronisedSessions(t *testing.T) {
	eachExchange(t, func(t *testing.T, x exchange, r realm) {
		got := r.play(t, x, x.synchronised(), resumption)
		if !x.alike() {
			gaveUp(t, got, "k2.c", "illegal_parameter")
			return
		}
		equal(t, got, "tls_unique", "k2.c", "k4.s", true)
		equal(t, got, "exporter", "k2.c", "k4.s", true)
		r.ems = true
		got = r.play(t, x, x.synchronised(), resumption)
		gaveUp(t, got, "k2.c", "decrypt_error")
		gaveUp(t, got, "k4.s", "unexpected_message")
	})
}

// The Triple Handshake: the client, which has dialled the adversary, is authenticated at
// the server. It takes both that the master secret is not bound to the handshake and
// that the client lets the server's certificate change (RFC 7627 6.1, RFC 5746 5).
func TestTripleHandshake(t *testing.T) {
	eachExchange(t, func(t *testing.T, x exchange, r realm) {
		attack := [][]string{x.synchronised(), resumption, authentication}
		got := r.play(t, x, attack...)
		gaveUp(t, got, "k2.c", "illegal_parameter") // the certificate has changed, or the suite
		if !x.alike() {
			return // at the second handshake
		}
		r.change = true
		got = r.play(t, x, attack...)
		if e := ending(got, "k4.s"); e.Mark != traces.Agreed || e.What != "full" || fact(e, "peer") != "c0" {
			t.Errorf("got «%s», want a full handshake with c0\n%s", e, traces.Format(got))
		}
		r.ems = true
		got = r.play(t, x, attack...)
		gaveUp(t, got, "k2.c", "decrypt_error") // before anything is negotiated again
		if e := ending(got, "k4.s"); e.Mark == traces.Agreed {
			t.Errorf("got «%s», want no more handshake\n%s", e, traces.Format(got))
		}
	})
}

func fact(e traces.Event, key string) string { v, _ := e.Fact(key); return v }

// A client that knows of the extended master secret, and goes on without, exports
// nothing; when it has resumed such a session it has no tls-unique, and does not
// negotiate again (RFC 7627 5.4).
func TestClientThatResumesLegacySessions(t *testing.T) {
	x := exchanges[0]
	header := realm{}.header(x)
	header = strings.Replace(header, "client c0 identity=c0 policy=ems-ignorant", "client c0 ems identity=c0 policy=ems-offer-legacy,cert-change", 1)
	var text string
	for _, c := range slices.Concat(x.synchronised(), resumption, authentication[:1]) {
		text += c + "\n"
	}
	text = strings.NewReplacer("LAST", "Finished", "EMS ", "", "suite=RSA", "suite="+suitesOf("RSA")).Replace(text)
	got := played(t, header+text)
	for _, key := range []string{"exporter", "tls_unique"} {
		if e := ending(got, "k2.c"); e.What != "resumed" || fact(e, key) != "empty" {
			t.Errorf("got «%s», want a resumption with %s=empty\n%s", e, key, traces.Format(got))
		}
	}
	for i, s := range got.Steps {
		if s.Command.Verb == "renegotiate" && len(s.Events) > 0 {
			t.Errorf("step %d: got %v, want nothing", i, s.Events)
		}
	}
}

// What the adversary has no key for it does not open, and does not make: it is refused
// with what is missing.
func TestAdversaryLacksWhatItHasNoKeyFor(t *testing.T) {
	honest := []string{"dial k1 c0 s0", "dial k3 m s0", "relay k1.c k3.s", "relay k3.s k1.c", "relay k1.c k3.s"}
	for _, c := range []struct {
		name, why string
		commands  []string
	}{
		{"Finished of others", "does not know the master secret", append(honest, "forge k1.c Finished")},
		{"ticket of others", "was not said yet", append(honest, "forge k1.c NewSessionTicket ticket=k3")},
		{"message under others' keys", "does not know the keys of k3", append(honest, "forge k3.s ClientHello")},
		{"secret encrypted to others", "does not know a secret that was encrypted to it on k1", append(honest[:4:4], "forge k3.s ClientKeyExchange secret=k1")},
		{"session of others", "does not know the session", append(honest, "relay k3.s k1.c", "dial k2 c0 s0", "forge k2.c ServerHello")},
		{"share of nobody", "was not said yet", append(honest[:3:3], "forge k1.c ServerHello cert=m suite="+suitesOf("DHE_RSA")+" share=k3")},
		{"group for a curve", "nobody can make that", []string{"dial k1 c0 m", "forge k1.c ServerHello cert=m suite=" + suitesOf("ECDHE_RSA") + " group=own"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			trace, err := traces.Parse(c.name, []byte(realm{}.header(exchanges[0])+strings.Join(c.commands, "\n")+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			got, err := traces.Run(context.Background(), Open, trace)
			if !errors.Is(err, traces.ErrCannot) || !strings.Contains(err.Error(), c.why) {
				t.Errorf("got %v, want cannot, with %q\n%s", err, c.why, traces.Format(got))
			}
		})
	}
}

// An adversary that passes everything on is an honest network: the ends do and believe the
// same. It knows nothing then, and opens nothing that is protected.
func TestAdversaryThatRelaysIsAnHonestNetwork(t *testing.T) {
	honest := []string{
		"dial k1 c0 s0", "deliver k1.s", "deliver k1.c", "deliver k1.s", "deliver k1.c",
		"renegotiate k1.c", "deliver k1.s", "deliver k1.c", "deliver k1.s", "deliver k1.c",
		"dial k2 c0 s0", "deliver k2.s", "deliver k2.c", "deliver k2.s", "send k2.c hello", "deliver k2.s", "close k2.s",
	}
	adverse := []string{
		"dial k1 c0 s0", "dial k3 m s0", "relay k1.c k3.s", "relay k3.s k1.c", "relay k1.c k3.s", "relay k3.s k1.c",
		"renegotiate k1.c", "relay k1.c k3.s", "relay k3.s k1.c", "relay k1.c k3.s",
		"dial k2 c0 s0", "dial k4 m s0", "relay k2.c k4.s", "relay k4.s k2.c", "relay k2.c k4.s", "send k2.c hello", "relay k2.c k4.s", "close k4.s",
	}
	for _, x := range []exchange{{server: "RSA", client: "RSA"}, {server: "DHE_RSA", client: "DHE_RSA"}, {server: "ECDHE_RSA", client: "ECDHE_RSA"}} {
		for _, r := range []realm{{}, {tickets: true}, {ems: true}, {ems: true, tickets: true}} {
			header := r.header(x)
			want := played(t, strings.Replace(header, "adversary m\n", "", 1)+strings.Join(honest, "\n")+"\n")
			got := played(t, header+strings.Join(adverse, "\n")+"\n")
			for _, end := range []string{"k1.c", "k1.s", "k2.c", "k2.s"} {
				if w, g := told(want, end), told(got, end); w != g || w == "" {
					t.Errorf("%s, %+v: %s: got\n%s\nwant\n%s", x.server, r, end, g, w)
				}
			}
		}
	}
}

// told is what an end did: the server's of a connection through the adversary is that of
// another one. What is exported is told where there is an adversary.
func told(t *traces.Trace, end string) string {
	var b strings.Builder
	for _, s := range t.Steps {
		for _, e := range s.Events {
			e.End = strings.NewReplacer("k3.s", "k1.s", "k4.s", "k2.s").Replace(e.End)
			e.Facts = slices.DeleteFunc(slices.Clone(e.Facts), func(f traces.Fact) bool { return f.Key == "exporter" })
			if e.End == end {
				fmt.Fprintln(&b, e)
			}
		}
	}
	return b.String()
}
