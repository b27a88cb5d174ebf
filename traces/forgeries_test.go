package traces

import "testing"

const adverse = `rule: a sentence (RFC 7627 1)
from: a test
server s0
client c0
adversary m
seed: 7

dial k1 c0 m session=none
dial k3 m s0
dial k2 c0 s0 session=k1
forge k3.s ClientHello random=k1 session=k3
forge k1.c ServerHello random=k3 session=k3 cert=m suite=TLS_RSA_WITH_AES_128_GCM_SHA256 group=own ask
forge k3.s ClientKeyExchange secret=k1 verify=k1
forge k1.c Finished
relay k3.s k1.c
renegotiate k1.c session=none
`

func TestTraceWithAnAdversaryParses(t *testing.T) {
	trace, err := Parse("adverse", []byte(adverse))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(Format(trace)); got != adverse {
		t.Errorf("got\n%s\nwant\n%s", got, adverse)
	}
	if trace.Header.Adversary != "m" {
		t.Errorf("got the adversary %q, want m", trace.Header.Adversary)
	}
}

func TestMistakesAboutTheAdversaryNameLineAndColumn(t *testing.T) {
	mistaken(t, adverse, []mistake{
		{"adversary twice", "seed: 7", "adversary n\nseed: 7", 6, 1, "a second line"},
		{"adversary with options", "adversary m", "adversary m ems", 5, 11, "want a letter"},
		{"name twice", "adversary m", "adversary c0", 5, 11, "a second time"},
		{"adversary before the nodes", "client c0\nadversary m\n", "adversary m\nclient c0\n", 4, 1, "one spelling"},
		{"adversary at both ends", "dial k3 m s0", "dial k3 m m", 9, 11, "want an honest server"},
		{"offer of the adversary", "dial k3 m s0", "dial k3 m s0 session=none", 9, 11, "want an honest server"},
		{"adversary as a node", "relay k3.s k1.c", "deploy m +ems", 15, 8, `got "m"`},
		{"adversary as a server", "relay k3.s k1.c", "restart m", 15, 9, `got "m"`},
		{"offer of an unknown connection", "session=k1", "session=k9", 10, 23, `got "k9"`},
		{"offer of something else", "session=k1", "ticket=k1", 10, 15, "want session="},
		{"message that begins no flight", "forge k1.c Finished", "forge k1.c ServerHelloDone", 14, 12, "want one of ClientHello, ClientKeyExchange, Finished, NewSessionTicket, ServerHello"},
		{"part of another flight", "secret=k1", "group=k1", 13, 30, `got the key "group"`},
		{"certificate of the adversary as a client", "secret=k1", "cert=m", 13, 35, `got "m"`},
		{"part of a flight without parts", "forge k1.c Finished", "forge k1.c Finished ask", 14, 21, "want one of nothing"},
		{"part without its value", "secret=k1", "secret", 13, 30, "without a value"},
		{"flag with a value", " ask", " ask=k1", 12, 103, "takes none"},
		{"part twice", "verify=k1", "secret=k3", 13, 40, "a second time"},
		{"parts in another order", "random=k1 session=k3", "session=k3 random=k1", 11, 24, "one spelling"},
		{"part of an unknown connection", "random=k1", "random=k9", 11, 31, `got "k9"`},
		{"certificate of a client", "cert=m", "cert=c0", 12, 50, `got "c0"`},
		{"unknown suite", "TLS_RSA_WITH_AES_128_GCM_SHA256", "RSA", 12, 58, `got the suite "RSA"`},
		{"group of nobody", "group=own", "group=k9", 12, 96, `got "k9"`},
		{"relay to nobody", "relay k3.s k1.c", "relay k3.s", 15, 11, "end of the line"},
		{"relay to a connection", "relay k3.s k1.c", "relay k3.s k1", 15, 12, `got "k1"`},
	})
}
