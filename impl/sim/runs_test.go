package sim

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/traces"
)

// Whatever is done to a world, what happened in it is a trace: it parses, and
// replays to the same events.
func TestEveryRunIsATrace(t *testing.T) {
	const header = "rule: any\nfrom: a test\nserver s0 ems tickets renew cache\nclient c0 ems tickets\nseed: 1\n\ndial k1 c0 s0\ndial k2 c0 s0\n"
	messages := map[string][]string{
		".c": {"ClientHello", "Certificate", "ClientKeyExchange", "ChangeCipherSpec", "Finished"},
		".s": {"ServerHello", "Certificate", "ServerKeyExchange", "ServerHelloDone", "NewSessionTicket", "ChangeCipherSpec", "Finished"},
	}
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		b.WriteString(header)
		for range rapid.IntRange(1, 30).Draw(t, "commands") {
			side := rapid.SampledFrom([]string{".c", ".s"}).Draw(t, "side")
			end := rapid.SampledFrom([]string{"k1", "k2"}).Draw(t, "conn") + side
			message := func() string { return rapid.SampledFrom(messages[side]).Draw(t, "message") }
			n := rapid.IntRange(1, 4).Draw(t, "n")
			fmt.Fprintln(&b, rapid.SampledFrom([]string{
				"deliver " + end, "deliver " + end, "deliver " + end, fmt.Sprint("deliver ", end, " ", n),
				fmt.Sprint("drop ", end, " ", n), fmt.Sprint("dup ", end, " ", n), fmt.Sprint("swap ", end, " ", n),
				"omit " + end + " " + message(), "say " + end + " " + message(), "reorder " + end + " " + message() + " " + message(),
				"send " + end + " hello", "close " + end, "restart s0", "rotate s0", "tick 1h",
			}).Draw(t, "command"))
		}
		script, err := traces.Parse("script", []byte(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		got := run(t, script)
		again, err := traces.Parse("run", traces.Format(got))
		if err != nil {
			t.Fatalf("%v\n%s", err, traces.Format(got))
		}
		if d := traces.Diff(again, run(t, again)); d != nil {
			t.Fatalf("the same commands give other events: %v", d)
		}
		if strings.Contains(string(traces.Format(got)), "internal_error") {
			t.Fatalf("an end of ours failed\n%s", traces.Format(got))
		}
	})
}

func run(t *rapid.T, script *traces.Trace) *traces.Trace {
	got, err := traces.Run(context.Background(), Open, script)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
