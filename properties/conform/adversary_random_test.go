package conform

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/impl/sim"
	"tlsresume/model/adversary"
	"tlsresume/properties"
	"tlsresume/traces"
)

// The relation with an adversary and the implementation with one, which does real
// cryptography, agree on what the ends do, whatever the adversary does. What it cannot do
// in the model it is not asked to do here.
func TestTheModelFollowsTheImplementationUnderAttack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := attack{choose: func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") }}
		if err := a.run(); err != nil {
			if a.trace == nil {
				t.Fatal(err)
			}
			replay, failed := Record("conformance-attack", a.trace)
			if failed != nil {
				t.Fatal(failed)
			}
			t.Fatalf("%v\nreplay: %s\n%s", err, replay, traces.Format(a.trace))
		}
		for _, v := range properties.Check(a.trace) {
			if !a.succeeds(v.Property.Name) {
				t.Fatalf("%v\n%s", v, traces.Format(a.trace))
			}
		}
	})
}

// succeeds reports whether an attack may break the property: RFC 7627 1, that is what the
// extended master secret is against, and where nobody demands it they succeed.
func (a *attack) succeeds(property string) bool {
	return slices.Contains([]string{"master-secret-apart", "binding-apart"}, property) &&
		!slices.Contains(a.trace.Header.Servers[0].Policies(), "ems-require")
}

// An attack is a random run of a world with an adversary.
type attack struct {
	choose Chooser
	trace  *traces.Trace
}

func (a *attack) one(of ...string) string { return of[a.choose(len(of))] }

// deeds of an attack.
const deeds = 15

func (a *attack) run() error {
	parsed, err := traces.Parse("attack", []byte(a.world()+"dial k1 c0 m\n"))
	if err != nil {
		return err
	}
	a.trace = &traces.Trace{Header: parsed.Header}
	ctx := context.Background()
	model, err := adversary.Open(ctx, a.trace.Header)
	if err != nil {
		return err
	}
	defer model.Close()
	impl, err := sim.Open(ctx, a.trace.Header)
	if err != nil {
		return err
	}
	defer impl.Close()
	for range deeds {
		for _, c := range a.deeds() {
			if err := a.both(model, impl, c); errors.Is(err, errRefused) {
				return nil
			} else if err != nil {
				return err
			}
		}
	}
	return nil
}

// errRefused ends an attack where an end refuses a flight whatever it is made of. The
// model then does not ask whether the adversary could make it and, of a client whose
// handshake is over, takes no notice of it.
var errRefused = errors.New("the end refuses the flight")

func givesUp(events []traces.Event) bool { return len(events) == 1 && events[0].Mark == traces.Aborted }

// both has the model and the implementation do a command, if the model can.
func (a *attack) both(model, impl traces.System, text string) error {
	script := string(traces.Format(&traces.Trace{Header: a.trace.Header, Steps: a.commands()}))
	parsed, err := traces.Parse("attack", []byte(script+text+"\n"))
	if err != nil {
		return nil // it names what is not there
	}
	c := parsed.Steps[len(parsed.Steps)-1].Command
	want, err := model.Do(context.Background(), c)
	if err != nil {
		return nil
	}
	got, err := impl.Do(context.Background(), c)
	switch {
	case errors.Is(err, traces.ErrCannot) && len(want) == 0:
		return nil
	case errors.Is(err, traces.ErrCannot) && givesUp(want), givesUp(got) && len(want) == 0, untimely(c, want, got):
		return errRefused
	}
	a.trace.Steps = append(a.trace.Steps, traces.Step{Command: c, Events: got})
	if err != nil {
		return fmt.Errorf("%s: %w", c, err)
	}
	step := func(events []traces.Event) *traces.Trace {
		return &traces.Trace{Steps: []traces.Step{{Command: c, Events: events}}}
	}
	if d := traces.Diff(step(want), step(got)); d != nil {
		return d
	}
	if a.forgets(got) {
		return errRefused
	}
	return nil
}

// untimely says that an end refuses a message under no keys which comes when the next
// message is ChangeCipherSpec: as untimely, or as a record that does not open. RFC 5246
// 7.1 has the reading keys change with the ChangeCipherSpec, and not before.
func untimely(c traces.Command, want, got []traces.Event) bool {
	return c.Verb == "relay" && givesUp(want) && givesUp(got) && want[0].What == "bad_record_mac" && got[0].What == "unexpected_message"
}

func (a *attack) commands() (steps []traces.Step) {
	for _, s := range a.trace.Steps {
		steps = append(steps, traces.Step{Command: s.Command})
	}
	return steps
}

// Connections of the client are k1 and k2, of the server k3 and k4.
func (a *attack) deeds() []string {
	c, s := a.one("k1", "k2"), a.one("k3", "k4")
	part := func(words ...string) string { return a.one(append(words, make([]string, len(words))...)...) }
	other := func(key, conn string) string { return part(" " + key + "=" + conn) }
	ems := part(" ems")
	hello := "forge " + c + ".c ServerHello" + other("random", s) + other("session", s)
	full := hello + ems + " cert=" + a.one("m", "m", "m", "s0") + " suite=TLS_" + a.one("RSA", "DHE_RSA", "ECDHE_RSA") + "_WITH_AES_128_GCM_SHA256"
	switch a.choose(12) {
	case 0:
		return []string{"dial " + c + " c0 " + a.one("m", "s0") + part(" session=none", " session=k1")}
	case 1:
		return []string{"dial " + s + " m s0"}
	case 2, 3:
		return []string{"relay " + c + ".c " + s + ".s"}
	case 4:
		return []string{"relay " + s + ".s " + c + ".c"}
	case 5:
		return []string{"forge " + s + ".s ClientHello" + other("random", c) + a.one(ems, ems+" early", " session="+a.one(c, s, "k3")+a.fitting(ems))}
	case 6:
		return []string{full + part(" share="+s, " group="+s, " group=own") + part(" ask"), "forge " + c + ".c " + a.one("Finished", "NewSessionTicket")}
	case 7:
		return []string{hello + a.fitting(ems)}
	case 8:
		return []string{"forge " + s + ".s ClientKeyExchange" + other("secret", c) + part(" cert=c0", " verify="+c)}
	case 9:
		return []string{a.one("forge "+s+".s Finished", "forge "+c+".c Finished", "forge "+c+".c NewSessionTicket"+other("ticket", s)+other("finished", s), "evict s0")}
	case 10:
		return []string{"renegotiate " + c + ".c" + part(" session=none")}
	}
	return a.synchronise(c, s)
}

// fitting is the extended master secret of a forged hello that resumes: as the ends want
// it. Otherwise the hello is wrong in two ways, and the two sides name either.
func (a *attack) fitting(ems string) string {
	_, has := a.trace.Header.Clients[0].Has("ems")
	switch {
	case !has:
		return ""
	case slices.Contains(a.trace.Header.Servers[0].Policies(), "ems-ignorant"):
		return ems
	}
	return " ems"
}

// forgets says that a server has given up that issues tickets: whether they go on is what
// RFC 5246 7.2.2 and RFC 5077 5.1 contradict each other in.
func (a *attack) forgets(events []traces.Event) bool {
	_, issues := a.trace.Header.Servers[0].Has("tickets")
	return issues && givesUp(events) && strings.HasSuffix(events[0].End, ".s")
}

// synchronise is how most attacks begin, and some of them go on.
func (a *attack) synchronise(c, s string) []string {
	suite := " suite=TLS_" + a.one("RSA", "DHE_RSA", "ECDHE_RSA") + "_WITH_AES_128_GCM_SHA256"
	ems := a.one("", " ems")
	return []string{
		"dial " + c + " c0 m", "dial " + s + " m s0", "relay " + c + ".c " + s + ".s",
		"forge " + c + ".c ServerHello random=" + s + a.one(" session="+s, "") + ems + " cert=m" + suite + a.one("", " group="+s, " group=own"),
		"forge " + s + ".s ClientKeyExchange" + a.one("", " secret="+c),
		"forge " + c + ".c " + a.one("Finished", "NewSessionTicket", "NewSessionTicket ticket="+s),
	}
}

func (a *attack) world() string {
	ends := [][2]string{predating, requiring, tolerant, alone}[a.choose(4)]
	names, suite := a.one(" cache", " tickets"), a.one("RSA", "DHE_RSA", "ECDHE_RSA")
	const gcm = "_WITH_AES_128_GCM_SHA256"
	c := client(ends[1]+a.one("", ",cert-change"), names, "RSA"+gcm+",TLS_DHE_RSA"+gcm+",TLS_ECDHE_RSA")
	return "rule: the model allows what the implementation does\nfrom: a random attack\n" +
		server(ends[0], names, " auth=request", suite) + c + "adversary m\nseed: 1\n\n"
}
