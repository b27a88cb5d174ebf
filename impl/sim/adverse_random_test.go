package sim

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/traces"
)

// Whatever the adversary does, in whatever order: no end of ours fails, what happened is a
// trace, and it happens again. What the adversary cannot do it says so of, and goes on.
func TestEveryAttackIsATrace(t *testing.T) {
	const header = "rule: any\nfrom: a test\n" +
		"server s0 ems tickets renew cache cert=rsa auth=request reneg suites=%s\n" +
		"client c0 ems tickets identity=alice policy=ems-offer-legacy,cert-change suites=%[1]s\n" +
		"client c1 reneg suites=%[1]s\nadversary m\nseed: 1\n\n" +
		"dial k1 c0 s0\ndial k2 c1 m\ndial k3 m s0\ndial k4 m s0\n"
	rapid.Check(t, func(t *rapid.T) {
		one := func(of ...string) string { return rapid.SampledFrom(of).Draw(t, "word") }
		text := fmt.Sprintf(header, suitesOf(one("RSA", "RSA,ECDHE_RSA", "ECDHE_RSA,DHE_RSA", "DHE_RSA,RSA")))
		for i := range rapid.IntRange(1, 30).Draw(t, "commands") {
			text += randomDeed(one, i)
		}
		script, err := traces.Parse("script", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		got := attacked(t, script)
		printed := traces.Format(got)
		again, err := traces.Parse("run", printed)
		if err != nil {
			t.Fatalf("%v\n%s", err, printed)
		}
		if d := traces.Diff(again, attacked(t, again)); d != nil {
			t.Fatalf("the same commands give other events: %v\n%s", d, printed)
		}
		if strings.Contains(string(printed), "internal_error") {
			t.Fatalf("an end of ours failed\n%s", printed)
		}
	})
}

// randomDeed is a command, the i-th.
func randomDeed(one func(...string) string, i int) string {
	end := func() string { return one("k1.c", "k2.c", "k3.s", "k4.s") }
	conn := func(key string) string { return one("", " "+key+"="+one("k1", "k2", "k3", "k4")) }
	suite := " suite=" + suitesOf(one("RSA", "DHE_RSA", "ECDHE_RSA"))
	return one(
		"relay "+end()+" "+end(),
		"relay "+one("k1.c k3.s", "k3.s k1.c", "k2.c k4.s", "k4.s k2.c"),
		"forge "+end()+" ClientHello"+conn("random")+conn("session")+one("", " ems")+one("", " early"),
		"forge "+end()+" ServerHello"+conn("random")+conn("session")+one("", " ems")+one("", " early"),
		"forge "+end()+" ServerHello"+conn("random")+conn("session")+one("", " ems")+one("", " early")+
			" cert="+one("m", "m", "s0")+suite+conn("share")+one("", " group=own", conn("group"))+one("", " ask"),
		"forge "+end()+" ClientKeyExchange"+conn("secret")+one("", " cert=c0", " cert=c1")+conn("verify"),
		"forge "+end()+" NewSessionTicket"+conn("ticket")+conn("finished"),
		"forge "+end()+" Finished",
		"renegotiate "+end()+one("", " session=none", " session=k1", " session=k3"),
		fmt.Sprintf("dial r%d %s %s", i, one("c0", "c1"), one("s0", "m")),
		fmt.Sprintf("dial r%d c0 m session=%s", i, one("none", "k1", "k2", "k3")),
		"send "+end()+" hello", "close "+end(), "cut "+one("k1", "k2", "k3", "k4"),
		"omit "+end()+" Finished", "say "+end()+" ChangeCipherSpec", "restart s0", "rotate s0", "evict s0", "tick 1h", "deploy s0 -ems",
	) + "\n"
}

// attacked plays a script. A command that the adversary cannot do is left out.
func attacked(t *rapid.T, script *traces.Trace) *traces.Trace {
	ctx := context.Background()
	world, err := Open(ctx, script.Header)
	if err != nil {
		t.Fatal(err)
	}
	got := &traces.Trace{Header: script.Header}
	for _, s := range script.Steps {
		events, err := world.Do(ctx, s.Command)
		switch {
		case errors.Is(err, traces.ErrCannot):
		case err != nil:
			t.Fatalf("%s: %v", s.Command, err)
		default:
			got.Steps = append(got.Steps, traces.Step{Command: s.Command, Events: events})
		}
	}
	return got
}
