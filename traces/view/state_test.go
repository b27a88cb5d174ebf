package view_test

import (
	"fmt"
	"strings"
	"testing"

	"tlsresume/traces"
	"tlsresume/traces/view"
)

// A trace of each life that an end can have.
const lives = `rule: a sentence
from: a test
server s0 tickets
client c0 tickets
seed: 1

dial k1 c0 s0
  k1.c > ClientHello ticket=empty session_id=empty ri=scsv
deliver k1.s
  k1.s < ClientHello
  k1.s > ServerHello ticket=promised session_id=empty ri=empty
  k1.s > NewSessionTicket ticket=T1 hint=86400
  k1.s > ChangeCipherSpec
  k1.s = full ms=M1 version=1.2
tick 1h
deliver k1.s
  k1.s < ClientHello
close k1.s
  k1.s > Alert level=warning alert=close_notify
deliver k1.c
  k1.c ! unexpected_message got=ChangeCipherSpec
dial k2 c0 s0
dial k3 c0 s0
  k3.c > Alert level=warning alert=close_notify
deliver k3.s
  k3.s < Alert level=warning alert=close_notify
dial k4 c0 s0
deliver k4.c
  k4.c < Alert level=fatal alert=decode_error
restart s0
`

func TestStates(t *testing.T) {
	trace, err := traces.Parse("lives", []byte(lives))
	if err != nil {
		t.Fatal(err)
	}
	states := view.States(trace)
	for i, want := range []string{
		0:  "0s",
		1:  "0s k1.c=handshake k1.s=new",
		2:  "0s k1.c=handshake k1.s=open",
		3:  "1h0m0s k1.c=handshake k1.s=open",
		4:  "1h0m0s k1.c=handshake k1.s=renegotiation",
		5:  "1h0m0s k1.c=handshake k1.s=closing",
		6:  "1h0m0s k1.c=gave up k1.s=closing",
		8:  "1h0m0s k1.c=gave up k1.s=closing k2.c=new k2.s=new k3.c=closing k3.s=new",
		9:  "1h0m0s k1.c=gave up k1.s=closing k2.c=new k2.s=new k3.c=closing k3.s=closed",
		11: "1h0m0s k1.c=gave up k1.s=closing k2.c=new k2.s=new k3.c=closing k3.s=closed k4.c=told off k4.s=new",
		12: "1h0m0s k1.c=gave up k1.s=cut k2.c=cut k2.s=cut k3.c=cut k3.s=closed k4.c=told off k4.s=cut",
	} {
		if got := line(states[i]); want != "" && got != want {
			t.Errorf("behind step %d: got %s, want %s", i, got, want)
		}
	}
	var facts []string
	for _, f := range states[2].Ends[1].Facts() {
		facts = append(facts, f.Key+"="+f.Value)
	}
	const want = "life=open said=ChangeCipherSpec heard=ClientHello keys=writing hello=ticket=promised session_id=empty ri=empty" +
		" ticket=T1 handshakes=1 how=full ms=M1 version=1.2"
	if got := strings.Join(facts, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func line(s view.State) string {
	text := s.Now.String()
	for _, e := range s.Ends {
		text += fmt.Sprintf(" %s=%s", e.Name, e.Life)
	}
	return text
}
