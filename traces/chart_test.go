package traces

import "testing"

func TestChart(t *testing.T) {
	for _, c := range []struct{ name, trace, want string }{
		{"a network", `rule: a sentence
from: a test
server s0
client c0
seed: 1

dial k1 c0 s0
  k1.c > ClientHello session_id=empty ri=scsv
deliver k1.s
  k1.s < ClientHello
  k1.s > ServerHello session_id=empty
  k1.s > ServerHelloDone
tick 1h
deliver k1.c
  k1.c ! unexpected_message got=ServerHelloDone want=Certificate
`, `sequenceDiagram
  participant c0
  participant s0
  c0->>s0: k1 ClientHello
  s0->>c0: k1 ServerHello, ServerHelloDone
  Note over c0,s0: tick 1h
  c0-xs0: k1 unexpected_message
`},
		{"an adversary", `rule: a sentence
from: a test
server s0
client c0
adversary m
seed: 1

dial k1 c0 m
  k1.c > ClientHello session_id=empty ri=scsv
dial k3 m s0
relay k1.c k3.s
  k3.s < ClientHello
  k3.s > ServerHello session_id=S1 ri=empty
forge k1.c ServerHello random=k3 cert=m suite=TLS_RSA_WITH_AES_128_GCM_SHA256
  k1.c > Finished
forge k1.c Finished
  k1.c < Finished
  k1.c = full ms=M1 peer=m version=1.2 tls_unique=U1 exporter=E1
`, `sequenceDiagram
  participant c0
  participant m
  participant s0
  c0->>m: k1 ClientHello
  m->>s0: k3, as k1.c said it
  s0->>m: k3 ServerHello
  m->>c0: k1 ServerHello random=k3 cert=m
  c0->>m: k1 Finished
  m->>c0: k1 Finished
  Note over c0: k1 full ms=M1 peer=m tls_unique=U1 exporter=E1
`},
	} {
		if got := string(Chart(parse(t, c.trace))); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}
