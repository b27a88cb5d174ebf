package conform

import (
	"context"
	"fmt"
	"slices"

	"tlsresume/model/resume"
	"tlsresume/traces"
)

// sweeps are the worlds in which Sweep has ends misbehave: with all messages that may lack;
// with a client that learns from the ServerHello whether it resumes by ticket; and, by a
// static RSA suite and session IDs, with none of the messages that may lack.
var sweeps = []string{
	"server s0 ems tickets renew vhost=a.example auth=request\nclient c0 ems tickets sni=a.example identity=alice\n",
	"server s0 ems tickets renew vhost=a.example\nclient c0 ems tickets marker sni=a.example\n",
	"server s0 ems cache vhost=a.example cert=rsa suites=TLS_RSA_WITH_AES_128_GCM_SHA256\n" +
		"client c0 ems sni=a.example suites=TLS_RSA_WITH_AES_128_GCM_SHA256\n",
}

// Sweep lists scripts in which each message of a handshake, full or abbreviated, lacks
// with all of its flight that is behind it, and each message that this end can say comes
// in its place, and application data.
func Sweep(ctx context.Context) (all []*traces.Trace, err error) {
	for i, world := range sweeps {
		first := []string{"dial k1 c0 s0", "deliver k1.s", "deliver k1.c", "deliver k1.s", "deliver k1.c"}
		second := []string{"dial k2 c0 s0", "deliver k2.s", "deliver k2.c", "deliver k2.s"}
		for _, honest := range [][2][]string{{nil, first}, {first, second}} {
			some, err := sweep(ctx, fmt.Sprintf("sweep %d", i+1), world, honest[0], honest[1])
			if err != nil {
				return nil, err
			}
			all = append(all, some...)
		}
	}
	return all, nil
}

// sweep goes through the flights of a handshake behind what was before.
func sweep(ctx context.Context, name, world string, before, handshake []string) (all []*traces.Trace, err error) {
	base, err := written(name, world, slices.Concat(before, handshake))
	if err != nil {
		return nil, err
	}
	honest, err := traces.Run(ctx, resume.Open, base)
	if err != nil {
		return nil, err
	}
	for i := range handshake[1:] { // the ClientHello comes with the dial, and in its place
		at := len(before) + 1 + i
		end := honest.Steps[at].Command.Args[0]
		flight := sentBy(honest.Steps[at].Events, end)
		for n := range flight {
			said := []string{"send " + end + " hello"}
			for _, m := range messages[end[len(end)-1:]] {
				said = append(said, "say "+end+" "+m)
			}
			for _, s := range said {
				commands := slices.Clone(slices.Concat(before, handshake)[:at])
				for _, left := range flight[n:] {
					commands = append(commands, "omit "+end+" "+left)
				}
				commands = append(commands, handshake[1+i], s, "deliver "+other(end), "deliver "+end)
				one, err := written(name, world, commands)
				if err != nil {
					return nil, err
				}
				all = append(all, one)
			}
		}
	}
	return all, nil
}

// sentBy are the messages that an end sends.
func sentBy(events []traces.Event, end string) (all []string) {
	for _, e := range events {
		if e.End == end && e.Mark == traces.Sent {
			all = append(all, e.What)
		}
	}
	return all
}

func written(name, world string, commands []string) (*traces.Trace, error) {
	text := "rule: RFC 5246 7.4, a message that is out of order is a fatal error\nfrom: " + name + "\n" + world + "seed: 1\n\n"
	for _, c := range commands {
		text += c + "\n"
	}
	return traces.Parse(name, []byte(text))
}
