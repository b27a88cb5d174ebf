package adversary

import (
	"context"
	"fmt"
	"strings"

	"tlsresume/model/check"
)

// A Config is an exam: a world, and what must not happen in it.
type Config struct {
	Name  string
	Shows string
	// Breaks is the invariant that the world breaks; empty if everything is to hold.
	Breaks    string
	world     world
	invariant invariant
}

// legacy are ends that predate RFC 7627, modern those that require it.
var (
	legacy = world{Kex: []kex{rsa, dhe, ecdhe}, ChosenGroup: true}
	modern = world{Kex: []kex{rsa, dhe, ecdhe}, ChosenGroup: true, EMS: true}
)

func (w world) certChange() world {
	w.CertChange = true
	return w
}

var configs = []Config{
	{"exporter-ems", "with EMS no two connections export the same",
		"", modern, exporterApart},
	{"exporter-no-ems", "without EMS two connections export the same after one handshake each",
		"exporter-apart", legacy, exporterApart},
	{"tls-unique-ems", "with EMS no two connections have the same tls-unique, resumed or not",
		"", modern, uniqueApart},
	{"tls-unique-no-ems", "without EMS two connections have the same tls-unique after a resumption",
		"tls-unique-apart", legacy, uniqueApart},
	{"triple-handshake-ems", "with EMS a client is authenticated only at the server that it means to talk to",
		"", modern.certChange(), clientMeansServer},
	{"triple-handshake-no-ems", "without EMS a client that lets the server's certificate change on renegotiation " +
		"is authenticated at a server that it never meant to talk to",
		"client-means-server", legacy.certChange(), clientMeansServer},
}

// Configs lists the configurations, by name.
func Configs() []Config { return configs }

// A Report is what an exploration found.
type Report struct {
	Result  check.Result[Action]
	Witness string // what broke the invariant, if anything did
	// Run is a shortest run to it, a flight with its reply to a line, in the
	// manner of a trace.
	Run string
}

// An Action is a flight that reaches an honest end.
type Action = flight

// Check explores a configuration.
func Check(ctx context.Context, c Config, o check.Options) Report {
	m := c.model()
	r := Report{Result: check.Run(ctx, m, o)}
	if len(r.Result.Broken) > 0 {
		b := r.Result.Broken[0]
		r.Witness, r.Run = b.Name+": "+b.Witness, c.run(b.Path.Actions)
	}
	return r
}

func (c Config) model() *check.Model[state, flight] {
	return &check.Model[state, flight]{
		Init:       []state{{}},
		Actions:    c.world.flights,
		Next:       c.world.next,
		Encode:     (*state).encode,
		Decode:     func(b []byte, s *state) { s.decode(b) },
		Invariants: []check.Predicate[state]{{Name: c.invariant.name, Holds: c.invariant.holds}},
		Goals:      c.goals(),
	}
}

// run writes the flights down. The language of traces has no words for what the
// adversary derives, so this is for people and not for replay.
func (c Config) run(path []flight) string {
	var b strings.Builder
	fmt.Fprintf(&b, "rule: %s\nfrom: model, config %s\nserver s0%s\nclient c0%[3]s\n\n", c.Shows, c.Name, c.option())
	var s state
	for _, f := range path {
		n, _ := c.world.next(&s, f)
		f.write(&b, &s, &n)
		s = n
	}
	return b.String()
}

func (c Config) option() string {
	if c.world.EMS {
		return " ems"
	}
	return ""
}

var partyNames = [...]string{"nobody", "c0", "s0", "m"}

func from(role string, first, slot uint8) string {
	if slot == noSlot {
		return "m's own"
	}
	return fmt.Sprintf("k%d.%s's", first+slot, role)
}

func (f flight) write(b *strings.Builder, before, after *state) {
	k := fmt.Sprintf("k%d", f.Slot+1)
	switch f.Verb {
	case dial:
		fmt.Fprintf(b, "dial %s c0 %s\n  %s.c > ClientHello%s\n", k, partyNames[f.To], k, offered("c", 1, f.Offer))
	case renegotiate:
		fmt.Fprintf(b, "renegotiate %s.c\n  %s.c > ClientHello%s\n", k, k, offered("c", 1, f.Offer))
	case greetClient:
		c := after.Clients[f.Slot]
		if c.Phase == done {
			fmt.Fprintf(b, "m to %s.c: ServerHello (random: %s) Finished\n  %s.c > Finished\n  %s.c = resumed\n",
				k, from("s", 3, f.Copy), k, k)
			return
		}
		fmt.Fprintf(b, "m to %s.c: ServerHello (random, session_id: %s) Certificate of %s, %s%s\n  %s.c > ClientKeyExchange Finished\n",
			k, from("s", 3, f.Copy), partyNames[f.To], kexNames[f.Kex], f.extras(), k)
	case finishClient:
		fmt.Fprintf(b, "m to %s.c: Finished (%s)\n  %s.c = full\n", k, from("s", 3, f.Copy), k)
	case greetServer:
		k = fmt.Sprintf("k%d", f.Slot+3)
		if before.Servers[f.Slot].Phase == idle {
			fmt.Fprintf(b, "dial %s m s0\n", k)
		}
		fmt.Fprintf(b, "m to %s.s: ClientHello (random: %s)%s\n", k, from("c", 1, f.Copy), offered("s", 3, f.Offer))
		if f.Offer != noSlot {
			fmt.Fprintf(b, "  %s.s > ServerHello Finished\n", k)
			return
		}
		fmt.Fprintf(b, "  %s.s > ServerHello Certificate of s0, %s%s\n", k, kexNames[f.Kex], f.extras())
	case finishServer:
		k = fmt.Sprintf("k%d", f.Slot+3)
		if before.Servers[f.Slot].Abbreviated {
			fmt.Fprintf(b, "m to %s.s: Finished (%s)\n  %s.s = resumed\n", k, from("c", 1, f.Copy), k)
			return
		}
		fmt.Fprintf(b, "m to %s.s: ClientKeyExchange (secret or share: %s), client %s, Finished\n  %s.s > Finished\n  %s.s = full peer=%s\n",
			k, from("c", 1, f.Copy), partyNames[f.To], k, k, partyNames[f.To])
	}
}

func offered(role string, first, slot uint8) string {
	if slot == noSlot {
		return ""
	}
	return " offering " + from(role, first, slot) + " session"
}

func (f flight) extras() string {
	var s string
	if f.Shared {
		s += ", share of s0"
	}
	switch {
	case f.Verb != greetClient || f.Target == noTarget:
	case f.Target == ownTarget:
		s += ", group that makes the premaster secret m's own"
	default:
		s += fmt.Sprintf(", group that makes the premaster secret that of m and k%d.s", f.Target+3)
	}
	if f.Asks {
		s += ", CertificateRequest"
	}
	return s
}

// goals are those that can be reached: with EMS nothing is synchronised.
func (c Config) goals() []check.Goal[state] {
	if c.world.EMS {
		return goals
	}
	return append(goals[:len(goals):len(goals)], synchronised)
}
