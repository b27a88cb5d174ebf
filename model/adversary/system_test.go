package adversary

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/traces"
)

const suitesAll = " suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_128_GCM_SHA256"

func header(t *testing.T, server, client string) traces.Header {
	t.Helper()
	text := "rule: a world\nfrom: here\nserver s0" + server + "\nclient c0" + client + "\nadversary m\nseed: 1\n\n"
	trace, err := traces.Parse(t.Name(), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return trace.Header
}

// run does commands in a world and gives the last event, with the error of the last
// command.
func run(t *testing.T, h traces.Header, commands string) (last string, err error) {
	t.Helper()
	y, err := Open(context.Background(), h)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimSpace(commands), "\n") {
		words := strings.Fields(line)
		events, failed := y.Do(context.Background(), traces.Command{Verb: words[0], Args: words[1:]})
		if err = failed; len(events) > 0 {
			last = events[len(events)-1].String()
		}
	}
	return last, err
}

const (
	fullToAdversary = `
dial k1 c0 m
forge k1.c ServerHello cert=m suite=TLS_RSA_WITH_AES_128_GCM_SHA256
forge k1.c Finished
`
	throughNetwork = `
dial k1 c0 s0
dial k3 m s0
relay k1.c k3.s
relay k3.s k1.c
relay k1.c k3.s
relay k3.s k1.c
`
)

// An honest end aborts as it does in a world without an adversary.
func TestHonestEndsRefuse(t *testing.T) {
	for _, c := range []struct{ name, commands, last string }{
		{"another certificate than dialled", "dial k1 c0 m\nforge k1.c ServerHello cert=s0 suite=TLS_RSA_WITH_AES_128_GCM_SHA256",
			"k1.c ! bad_certificate"},
		{"another certificate, passed on", "dial k1 c0 m\ndial k3 m s0\nrelay k1.c k3.s\nrelay k3.s k1.c", "k1.c ! bad_certificate"},
		{"another certificate on renegotiation", fullToAdversary +
			"renegotiate k1.c\nforge k1.c ServerHello cert=s0 suite=TLS_RSA_WITH_AES_128_GCM_SHA256", "k1.c ! illegal_parameter"},
		{"a flight out of turn", "dial k1 c0 m\nforge k1.c Finished", "k1.c ! unexpected_message"},
		{"a flight out of turn, passed on", "dial k1 c0 s0\ndial k3 m s0\nrelay k1.c k3.s\nrelay k1.c k3.s", "k3.s ! unexpected_message"},
		{"a share signed for another random", "dial k1 c0 s0\ndial k3 m s0\nforge k3.s ClientHello\nrelay k3.s k1.c",
			"k1.c ! decrypt_error"},
		{"a share that the server has not signed", "dial k1 c0 s0\nforge k1.c ServerHello cert=s0 suite=TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
			"k1.c ! decrypt_error"},
		{"a certificate without CertificateVerify", "dial k3 m s0\nforge k3.s ClientHello\nforge k3.s ClientKeyExchange cert=c0",
			"k3.s ! unexpected_message"},
		{"ChangeCipherSpec too early, at the server", "dial k3 m s0\nforge k3.s ClientHello early", "k3.s ! unexpected_message"},
		{"keys of another connection", throughNetwork + "renegotiate k1.c session=none\ndial k4 m s0\nrelay k1.c k4.s",
			"k4.s ! bad_record_mac"},
		{"verify_data of another connection", fullToAdversary + "renegotiate k1.c session=none\ndial k3 m s0\nrelay k1.c k3.s",
			"k3.s ! handshake_failure"},
		{"Finished of another handshake", `
dial k1 c0 m
dial k3 m s0
relay k1.c k3.s
forge k1.c ServerHello random=k3 session=k3 cert=m suite=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 ask
relay k1.c k3.s`, "k3.s ! decrypt_error"},
		{"Finished of another handshake, at the client", `
dial k1 c0 m
forge k1.c ServerHello cert=m suite=TLS_RSA_WITH_AES_128_GCM_SHA256
dial k3 m s0
forge k3.s ClientHello
forge k3.s ClientKeyExchange
relay k3.s k1.c`, "k1.c ! decrypt_error"},
		{"Finished of another resumption, at the client", `
dial k1 c0 m
dial k3 m s0
relay k1.c k3.s
forge k1.c ServerHello random=k3 session=k3 cert=m suite=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
forge k3.s ClientKeyExchange
forge k1.c Finished
dial k2 c0 m
dial k4 m s0
relay k2.c k4.s
relay k4.s k2.c`, "k2.c ! decrypt_error"},
		{"a resumption under another suite", `
dial k1 c0 m
dial k3 m s0
relay k1.c k3.s
forge k1.c ServerHello random=k3 session=k3 cert=m suite=TLS_RSA_WITH_AES_128_GCM_SHA256
forge k3.s ClientKeyExchange
forge k1.c Finished
dial k2 c0 m
dial k4 m s0
relay k2.c k4.s
relay k4.s k2.c`, "k2.c ! illegal_parameter"},
		{"an extension that was not offered", "dial k1 c0 m\nforge k1.c ServerHello ems cert=m suite=TLS_RSA_WITH_AES_128_GCM_SHA256",
			"k1.c ! unsupported_extension"},
		{"ChangeCipherSpec too early", "dial k1 c0 m\nforge k1.c ServerHello early cert=m suite=TLS_RSA_WITH_AES_128_GCM_SHA256",
			"k1.c ! unexpected_message"},
		{"CertificateVerify of another handshake", `
dial k1 c0 m
forge k1.c ServerHello cert=m suite=TLS_RSA_WITH_AES_128_GCM_SHA256 ask
dial k3 m s0
forge k3.s ClientHello
forge k3.s ClientKeyExchange verify=k1`, "k3.s ! decrypt_error"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := header(t, " cache cert=rsa auth=request reneg policy=ems-ignorant"+suitesAll, " identity=c0 policy=ems-ignorant"+suitesAll)
			if last, err := run(t, h, c.commands); err != nil || last != c.last {
				t.Errorf("got %q and %v, want %q", last, err, c.last)
			}
		})
	}
}

func TestEndsThatRequireTheExtensionRefuse(t *testing.T) {
	h := header(t, " ems cache cert=rsa reneg policy=ems-require"+suitesAll, " ems identity=c0 policy=ems-require"+suitesAll)
	for commands, want := range map[string]string{
		"dial k1 c0 m\nforge k1.c ServerHello cert=m suite=TLS_RSA_WITH_AES_128_GCM_SHA256": "k1.c ! handshake_failure",
		"dial k3 m s0\nforge k3.s ClientHello":                                              "k3.s ! handshake_failure",
	} {
		if last, err := run(t, h, commands); err != nil || last != want {
			t.Errorf("got %q and %v, want %q", last, err, want)
		}
	}
}

// Nothing is said that the adversary cannot derive.
func TestAdversaryIsHeldToWhatItKnows(t *testing.T) {
	for _, c := range []struct{ name, commands, says string }{
		{"a premaster secret that the client encrypted to the server", `
dial k1 c0 s0
forge k1.c ServerHello cert=s0 suite=TLS_RSA_WITH_AES_128_GCM_SHA256
forge k1.c Finished`, "does not know the master secret"},
		{"the keys of a connection", throughNetwork + "renegotiate k1.c\nforge k3.s ClientHello", "does not know the keys of k3.s"},
		{"a random that nobody has said", "dial k1 c0 m\ndial k3 m s0\nforge k1.c ServerHello random=k3 session=k3 cert=m suite=TLS_RSA_WITH_AES_128_GCM_SHA256",
			"no handshake of k3 is under way"},
		{"a session of a connection that is not there", "dial k1 c0 m session=k1", "k1"},
		{"a connection of the other end", "dial k1 c0 m\ndial k3 m s0\nforge k3.s ClientHello random=k3", "want a connection of c0"},
		{"a flight in part", "dial k1 c0 m\ndial k3 m s0\nforge k3.s ClientHello\nforge k1.c ServerHello random=k3 cert=m suite=TLS_RSA_WITH_AES_128_GCM_SHA256",
			"is all that the model has"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := header(t, " cache cert=rsa reneg policy=ems-ignorant"+suitesAll, " identity=c0 policy=ems-ignorant"+suitesAll)
			last, err := run(t, h, c.commands)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v behind %q, want an error with %q", err, last, c.says)
			}
		})
	}
}

// Whatever is commanded, the ends answer or the adversary says what it lacks.
func TestEveryCommandIsAnswered(t *testing.T) {
	suite := rapid.SampledFrom(suites[:])
	conn := rapid.SampledFrom([]string{"k1", "k2", "k3", "k4"})
	parts := map[string]*rapid.Generator[string]{
		"random=": conn, "session=": conn, "cert=": rapid.SampledFrom([]string{"s0", "m", "c0"}), "suite=": suite, "share=": conn,
		"group=": rapid.OneOf(conn, rapid.Just("own")), "secret=": conn, "verify=": conn, "ticket=": conn, "finished=": conn,
		"ems": rapid.Just(""), "early": rapid.Just(""), "ask": rapid.Just(""),
	}
	drawn := func(t *rapid.T, message string) (all []string) {
		for _, w := range traces.Forgeries[message] {
			key := w.Name
			if w.Valued {
				key += "="
			}
			if rapid.Bool().Draw(t, key) {
				all = append(all, key+parts[key].Draw(t, "value"))
			}
		}
		return all
	}
	worlds := []traces.Header{
		header(t, " cache cert=rsa auth=request reneg policy=ems-ignorant"+suitesAll, " identity=c0 policy=ems-ignorant,cert-change"+suitesAll),
		header(t, " ems tickets cert=rsa reneg"+suitesAll, " ems tickets identity=c0 policy=ems-offer-legacy"+suitesAll),
		header(t, " ems cache cert=rsa reneg policy=ems-require,early-ccs"+suitesAll, " ems identity=c0 policy=ems-require,early-ccs"+suitesAll),
	}
	rapid.Check(t, func(t *rapid.T) {
		y, err := Open(context.Background(), rapid.SampledFrom(worlds).Draw(t, "world"))
		if err != nil {
			t.Fatal(err)
		}
		do := func(words ...string) {
			if _, err := y.Do(context.Background(), traces.Command{Verb: words[0], Args: words[1:]}); err != nil && err.Error() == "" {
				t.Errorf("%q: got an error that says nothing", words)
			}
		}
		do("dial", "k1", "c0", rapid.SampledFrom([]string{"m", "s0"}).Draw(t, "whom"))
		do("dial", "k3", "m", "s0")
		ends := rapid.SampledFrom([]string{"k1.c", "k2.c", "k3.s", "k4.s"})
		for range rapid.IntRange(1, 25).Draw(t, "commands") {
			switch end := ends.Draw(t, "end"); rapid.IntRange(0, 9).Draw(t, "verb") {
			case 0:
				do("dial", "k2", "c0", rapid.SampledFrom([]string{"m", "s0"}).Draw(t, "whom"))
				do("dial", "k4", "m", "s0")
			case 1:
				do("renegotiate", end)
			case 2:
				do(strings.Fields(rapid.SampledFrom([]string{"evict s0", "deploy s0 -auth", "deploy s0 +auth=request"}).Draw(t, "operator"))...)
			case 3, 4, 5, 6:
				do("relay", end, ends.Draw(t, "to"))
			default:
				message := rapid.SampledFrom(slices.Sorted(maps.Keys(traces.Forgeries))).Draw(t, "message")
				do(append([]string{"forge", end, message}, drawn(t, message)...)...)
			}
		}
	})
}

// A world that the relation does not have is refused.
func TestOtherWorldsCannotBe(t *testing.T) {
	server, client := " cache cert=rsa reneg policy=ems-ignorant suites=TLS_RSA_WITH_AES_128_GCM_SHA256", " identity=c0 policy=ems-ignorant suites=TLS_RSA_WITH_AES_128_GCM_SHA256"
	if _, err := Open(context.Background(), header(t, server, client)); err != nil {
		t.Fatal(err)
	}
	for i, nodes := range [][2]string{
		{strings.Replace(server, " cache", "", 1), client},
		{strings.Replace(server, " cert=rsa", "", 1), client},
		{strings.Replace(server, " reneg", "", 1), client},
		{strings.Replace(server, " cache", " tickets", 1), client},
		{strings.Replace(server, " cache", " tickets cache", 1), client},
		{strings.Replace(server, "ems-ignorant", "ems-ignorant,early-ccs", 1), client},
		{strings.Replace(server, "ems-ignorant", "ems-ignorant,invalidate-never", 1), client},
		{strings.Replace(server, " reneg", " auth=require reneg", 1), client},
		{strings.Replace(server, "TLS_RSA", "TLS_ECDHE_ECDSA", 1), client},
		{server, strings.Replace(client, " identity=c0", "", 1)},
		{server, " marker" + client},
		{strings.Replace(server, " policy=ems-ignorant", "", 1), client},
		{server, strings.Replace(client, " identity=c0 policy=ems-ignorant", " ems identity=c0", 1)},
	} {
		if _, err := Open(context.Background(), header(t, nodes[0], nodes[1])); !errors.Is(err, traces.ErrCannot) {
			t.Errorf("%d: got %v, want an error that it cannot", i, err)
		}
	}
	h := header(t, server, client)
	h.Clients = append(h.Clients, h.Clients[0])
	if _, err := Open(context.Background(), h); !errors.Is(err, traces.ErrCannot) {
		t.Errorf("two clients: got %v, want an error that it cannot", err)
	}
	if y, _ := Open(context.Background(), header(t, server, client)); y.Can("tick") || !y.Can("forge") {
		t.Error("got the wrong abilities")
	}
}

// Whoever has aborted, or was cut off, says nothing more.
func TestDeadEndsAreSilent(t *testing.T) {
	h := header(t, " cache cert=rsa reneg policy=ems-ignorant"+suitesAll, " identity=c0 policy=ems-ignorant"+suitesAll)
	for _, end := range []string{"forge k1.c Finished", "cut k1"} {
		y, err := Open(context.Background(), h)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, line := range []string{"dial k1 c0 m", end, "forge k1.c ServerHello cert=m suite=TLS_RSA_WITH_AES_128_GCM_SHA256", "renegotiate k1.c"} {
			words := strings.Fields(line)
			events, err := y.Do(context.Background(), traces.Command{Verb: words[0], Args: words[1:]})
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, fmt.Sprint(len(events)))
		}
		if !slices.Equal(got[2:], []string{"0", "0"}) {
			t.Errorf("%s: got so many events %v, want none at the end", end, got)
		}
	}
}
