package peers

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"tlsresume/impl/peers/installed"
	"tlsresume/impl/sim"
	"tlsresume/traces"
)

// A scenario is commands and the nodes that they act on. "full K" stands for a
// whole handshake of connection K, "bye K" for the client's close of it.
type scenario struct{ name, server, client, steps string }

func (s scenario) trace(t *testing.T) *traces.Trace {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "rule: none\nfrom: test\nserver s0%s\nclient c0%s\nseed: 1\n\n", s.server, s.client)
	for _, step := range strings.FieldsFunc(s.steps, func(r rune) bool { return r == ';' }) {
		verb, k, _ := strings.Cut(strings.TrimSpace(step), " ")
		switch verb {
		case "full":
			fmt.Fprintf(&b, "dial %s c0 s0\n%s", k, strings.Repeat(fmt.Sprintf("deliver %s.s\ndeliver %s.c\n", k, k), 2))
		case "bye":
			fmt.Fprintf(&b, "close %s.c\ndeliver %s.s\ndeliver %s.c\n", k, k, k)
		default:
			fmt.Fprintf(&b, "%s %s\n", verb, k)
		}
	}
	parsed, err := traces.Parse("scenario", []byte(b.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	return parsed
}

// play plays a scenario on a peer and on the simulator, which says what is
// wanted. The header is edited as for the figures.
func (s scenario) play(t *testing.T, p Peer) (want, got *traces.Trace, err error) {
	t.Helper()
	if why := p.Missing(); why != "" {
		installed.Missing(t, name(p), why)
	}
	ctx, done := context.WithTimeout(t.Context(), 20*time.Second)
	defer done()
	script, _ := fit(s.trace(t), p)
	if want, err = traces.Run(ctx, sim.Open, script); err != nil {
		t.Fatal(err)
	}
	got, err = traces.Run(ctx, p.Open, script)
	return want, got, err
}

const data = ";send k2.c ping;deliver k2.s;send k2.s pong;deliver k2.c;bye k2"

const (
	strong = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
	chacha = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
)

var scenarios = []scenario{
	{"one has no ems", "", " ems", "full k1"},
	{"ticket without ems", " tickets", " tickets", "full k1;bye k1;full k2" + data},
	{"id without ems", " cache", "", "full k1;bye k1;full k2" + data},
	{"client loses ems", " ems tickets", " ems tickets", "full k1;bye k1;deploy c0 -ems;full k2"},
	{"server loses ems", " ems tickets", " ems tickets", "full k1;bye k1;deploy s0 -ems;full k2"},
	{"ticket and cache", " ems tickets cache", " ems tickets", "full k1;bye k1;full k2" + data},
	{"renewed twice", " ems tickets renew", " ems tickets", "full k1;bye k1;full k2;bye k2;full k3;bye k3"},
	{"no name", " ems tickets", " ems tickets", "full k1;bye k1;full k2" + data},
	{"name goes", " ems tickets vhost=a.example", " ems tickets sni=a.example", "full k1;bye k1;deploy c0 -sni;full k2"},
	{"other name", " ems vhost=a.example", " ems sni=b.example", "dial k1 c0 s0;deliver k1.s;deliver k1.c;deliver k1.s;deliver k1.c"},
	{"rsa", " ems tickets cert=rsa", " ems tickets", "full k1;bye k1;full k2" + data},
	{
		"static rsa", " ems tickets cert=rsa suites=TLS_RSA_WITH_AES_128_CBC_SHA",
		" ems tickets suites=TLS_RSA_WITH_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_128_CBC_SHA", "full k1;bye k1;full k2" + data,
	},
	{
		"preference", " ems", " ems suites=TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
		"full k1",
	},
	{"no default suite", " ems", " ems suites=" + strong, "dial k1 c0 s0;deliver k1.s;deliver k1.c"},
	{
		"AES-256", " ems tickets suites=" + strong, " ems tickets suites=" + strong,
		"full k1;bye k1;deploy c0 +suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256," + strong + ";full k2" + data,
	},
	{
		"AES-256 of RSA", " ems cache cert=rsa suites=TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,TLS_RSA_WITH_AES_256_GCM_SHA384",
		" ems suites=TLS_RSA_WITH_AES_256_GCM_SHA384,TLS_RSA_WITH_AES_256_CBC_SHA", "full k1;bye k1;full k2" + data,
	},
	{
		"ChaCha20", " ems tickets suites=" + chacha, " ems tickets suites=" + chacha, "full k1;bye k1;full k2" + data,
	},
	{
		"ChaCha20 or AES", " ems suites=" + chacha + "," + strong, " ems suites=" + chacha + "," + strong, "full k1",
	},
	{"no shared suite", " ems", " ems suites=TLS_RSA_WITH_AES_128_GCM_SHA256", "dial k1 c0 s0;deliver k1.s;deliver k1.c"},
	{"new key", " ems tickets", " ems tickets", "full k1;bye k1;rotate s0;full k2"},
	{"new key alone", " ems tickets", " ems tickets", "full k1;bye k1;rotate s0;retire s0;full k2"},
	{"pinned key", " ems tickets key=K1", " ems tickets", "full k1;bye k1;restart s0;full k2"},
	{"restart cuts", " ems cache", " ems", "full k1;restart s0;send k1.c ping;full k2"},
	{"evict", " ems cache", " ems", "full k1;bye k1;evict s0;full k2"},
	{"cut", " ems tickets", " ems tickets", "full k1;cut k1;full k2" + data},
	{"send before our end is done", " ems tickets", " ems", "dial k1 c0 s0;deliver k1.s;deliver k1.c;deliver k1.s;send k1.s pong;deliver k1.c;bye k1"},
	{"send before theirs is done", " ems", " ems", "dial k1 c0 s0;send k1.s pong;send k1.c ping;deliver k1.s;deliver k1.c;deliver k1.s;deliver k1.c"},
	{"server closes", " ems", " ems", "full k1;close k1.s;deliver k1.c;deliver k1.s"},
	{"letters of commands", " ems", " ems", "full k1;send k1.s Quit;deliver k1.c;send k1.c Re;deliver k1.s;bye k1"},
	{"two at once", " ems", " ems", "full k1;full k2"},
	{"server misbehaves", " ems tickets", " ems tickets", "dial k1 c0 s0;deliver k1.s;deliver k1.c;reorder k1.s NewSessionTicket ChangeCipherSpec;deliver k1.s;deliver k1.c;deliver k1.s"},
	{"client misbehaves", " ems", " ems", "dial k1 c0 s0;deliver k1.s;omit k1.c ClientKeyExchange;deliver k1.c;deliver k1.s;deliver k1.c"},
}

// refusals are the scenarios that a peer cannot play, and a word of the reason.
var refusals = map[string]string{
	"stdlib server/one has no ems":     "always has the extended master secret",
	"stdlib client/ticket without ems": "always has the extended master secret",
	"stdlib server/ticket without ems": "always has the extended master secret",
	"stdlib client/id without ems":     "always has the extended master secret",
	"stdlib server/id without ems":     "always has the extended master secret",
	"stdlib client/client loses ems":   "always has the extended master secret",
	"stdlib server/server loses ems":   "always has the extended master secret",
	"openssl server/server loses ems":  "loss of its sessions",
	"openssl client/renewed twice":     "ticket that a resumption brought",
	"stdlib client/ChaCha20 or AES":    "lets the processor choose",
	"stdlib server/ChaCha20 or AES":    "lets the processor choose",
	"stdlib client/preference":         "order of suites",
	"stdlib server/preference":         "order of suites",
	"openssl server/new key":           "older key",
	"openssl server/pinned key":        "ticket key itself",
	"openssl server/server closes":     "does not close",
	"openssl server/two at once":       "one connection at a time",
	"openssl server/server misbehaves": "by order",
	"stdlib server/server misbehaves":  "by order",
	"openssl client/client misbehaves": "by order",
	"stdlib client/client misbehaves":  "by order",
}

// differences are the scenarios in which a peer does otherwise than the
// simulator, and the first event in which it does.
var differences = map[string]string{
	// s_client offers what it has, and leaves it to the server (RFC 7627 5.3).
	"openssl client/client loses ems": "k2.c > ClientHello ticket=T1 session_id=S1 ri=scsv",
	// RFC 6066 3 would rather have nothing than this warning.
	"openssl server/other name": "k1.s > Alert level=warning alert=unrecognized_name",
}

func TestScenarios(t *testing.T) {
	for _, s := range scenarios {
		for _, p := range All() {
			t.Run(name(p)+"/"+s.name, func(t *testing.T) {
				want, got, err := s.play(t, p)
				if why := refusals[name(p)+"/"+s.name]; why != "" {
					if !errors.Is(err, traces.ErrCannot) || !strings.Contains(err.Error(), why) {
						t.Errorf("got the error %v, want cannot: %s", err, why)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if d := difference(ends(want, p), ends(got, p)); d != differences[name(p)+"/"+s.name] {
					t.Errorf("got %q, want %q, in\n%s", d, differences[name(p)+"/"+s.name], traces.Format(got))
				}
			})
		}
	}
}

// difference is the first event of a run, by the ends' names, that the other
// does not have; "nothing" when it only lacks events.
func difference(want, got map[string][]string) string {
	for _, end := range slices.Sorted(maps.Keys(want)) {
		w, g := want[end], got[end]
		for i := range g {
			if i >= len(w) || g[i] != w[i] {
				return g[i]
			}
		}
		if len(g) < len(w) {
			return "nothing"
		}
	}
	return ""
}
