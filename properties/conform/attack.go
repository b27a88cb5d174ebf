package conform

import (
	"context"
	"slices"
	"strings"

	"tlsresume/model/adversary"
	"tlsresume/traces"
)

// Attack makes a trace without events: a world with an adversary, and commands that the
// adversary can carry out in it, as the model says. It does so many deeds at most, of a
// few commands each.
//
// It ends before a flight that is relayed and refused as a whole: the RFCs have its first
// message judged first, and of a handshake that is over the model has no messages. Behind
// the alert of a client no other connection offers the newest session: whether a client
// that has forgotten it has an older one is for its store to say. So it is for whom a
// session is that a renegotiation made with another server than was dialled: behind that
// no session is offered.
func Attack(choose Chooser, deeds int) (*traces.Trace, error) {
	a := &attack{choose: choose}
	parsed, err := traces.Parse("attack", []byte(a.world()+"dial k1 c0 m\n"))
	if err != nil {
		return nil, err
	}
	a.trace = &traces.Trace{Header: parsed.Header}
	model, err := adversary.Open(context.Background(), parsed.Header)
	if err != nil {
		return nil, err
	}
	defer model.Close()
	for i := range deeds {
		for _, text := range a.deedsAt(i) {
			if !a.add(model, text) {
				return a.trace, nil
			}
		}
	}
	return a.trace, nil
}

// An attack is being made.
type attack struct {
	choose  Chooser
	trace   *traces.Trace
	invalid bool // the client has given up, and forgotten a session, or two
	astray  bool // the client has a session with who is not whom it dialled
}

// add adds a command if the model can do it. It reports false when the attack is to end.
func (a *attack) add(model traces.System, text string) bool {
	parsed, err := traces.Parse("attack", append(traces.Format(a.trace), text+"\n"...))
	if err != nil {
		return true // it names what is not there
	}
	step := parsed.Steps[len(parsed.Steps)-1]
	if c := step.Command; c.Verb == "renegotiate" && len(c.Args) == 1 && a.invalid || offers(c) && a.astray {
		return true
	}
	events, err := model.Do(context.Background(), step.Command)
	if err != nil {
		return true // what it would be made of is not there
	}
	switch verb := step.Command.Verb; {
	case len(events) == 0 && (verb == "forge" || verb == "relay"):
		return true // and changes nothing
	case verb == "relay" && givesUp(events) && !slices.Contains(told, events[0].What):
		return false
	}
	a.trace.Steps = append(a.trace.Steps, traces.Step{Command: step.Command})
	a.astray = a.astray || slices.ContainsFunc(events, a.changesServer)
	a.invalid = a.invalid || givesUp(events) && strings.HasSuffix(events[0].End, ".c")
	return true
}

// told are the alerts of relayed flights in which the model means the message that is
// refused. With the others it refuses flights as a whole: because they are stale, or of
// another kind of handshake.
var told = []string{"decrypt_error", "illegal_parameter", "handshake_failure", "unsupported_extension", "bad_certificate"}

// offers says whether a client may offer a session by a command.
func offers(c traces.Command) bool {
	return (c.Verb == "dial" && c.Args[1] == "c0" || c.Verb == "renegotiate") && !slices.Contains(c.Args, "session=none")
}

// changesServer says whether a client agrees with the honest server on a connection that it
// dialled to the adversary.
func (a *attack) changesServer(e traces.Event) bool {
	peer, _ := e.Fact("peer")
	return e.Mark == traces.Agreed && peer == "s0" && slices.ContainsFunc(a.trace.Steps, func(s traces.Step) bool {
		c := s.Command
		return c.Verb == "dial" && c.Args[0]+".c" == e.End && c.Args[2] == "m"
	})
}

func givesUp(events []traces.Event) bool { return len(events) == 1 && events[0].Mark == traces.Aborted }

// What the server and the client of an attack have of the extended master secret.
var attackedEnds = [][2]string{
	{" policy=ems-ignorant", " policy=ems-ignorant"},
	{" ems policy=ems-require", " ems policy=ems-require"},
	{" ems", " ems policy=ems-offer-legacy"},
	{" policy=ems-ignorant", " ems policy=ems-offer-legacy"},
}

func (a *attack) one(of ...string) string { return of[a.choose(len(of))] }

// world is the header of a world that the model has.
func (a *attack) world() string {
	ends, names := attackedEnds[a.choose(len(attackedEnds))], a.one(" cache", " tickets")
	server, serverPolicy, _ := strings.Cut(ends[0], " policy")
	client, clientPolicy, _ := strings.Cut(ends[1], " policy")
	if serverPolicy != "" {
		serverPolicy = " policy" + serverPolicy
	}
	return "rule: conformance: the model allows what the implementation does under attack\nfrom: a random attack\n" +
		"server s0" + server + names + " cert=rsa auth=request reneg" + serverPolicy + " suites=" + suite(a.one(exchanges...)) + "\n" +
		"client c0" + client + strings.TrimSuffix(names, " cache") + " identity=c0 policy" + clientPolicy + a.one("", ",cert-change") +
		" suites=" + suite("RSA") + "," + suite("DHE_RSA") + "," + suite("ECDHE_RSA") + "\nadversary m\nseed: 1\n\n"
}

var exchanges = []string{"RSA", "DHE_RSA", "ECDHE_RSA"}

func suite(exchange string) string { return "TLS_" + exchange + "_WITH_AES_128_GCM_SHA256" }

// deedsAt are the commands of the i-th deed. Every other attack begins as those of RFC 7627
// 6.1 do: two sessions are synchronised, resumed, and a handshake is done again.
func (a *attack) deedsAt(i int) []string {
	switch {
	case i > 0 || a.choose(2) == 0:
		return a.deeds()
	case a.choose(2) == 0:
		return a.synchronise("k1", "k3")
	}
	return append(a.synchronise("k1", "k3"),
		"dial k2 c0 m", "dial k4 m s0", "relay k2.c k4.s", "relay k4.s k2.c", "relay k2.c k4.s",
		"renegotiate k2.c"+a.one("", " session=none"), "relay k2.c k4.s", "relay k4.s k2.c", "relay k2.c k4.s")
}

// deeds are a few commands that belong together. Connections of the client are k1 and k2,
// those of the server k3 and k4.
func (a *attack) deeds() []string {
	c, s := a.one("k1", "k2"), a.one("k3", "k4")
	part := func(words ...string) string { return a.one(append(words, make([]string, len(words))...)...) }
	other := func(key, conn string) string { return part(" " + key + "=" + conn) }
	ems := part(" ems")
	hello := "forge " + c + ".c ServerHello" + other("random", s)
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
		return []string{"forge " + s + ".s ClientHello" + other("random", c) + a.one(ems, ems+" early", " session="+a.one(c, s, "k3")+ems)}
	case 6:
		full := hello + ems + " cert=" + a.one("m", "m", "m", "s0") + " suite=" + suite(a.one(exchanges...)) // and a session of its own
		return []string{full + part(" share="+s, " group="+s, " group=own") + part(" ask"), "forge " + c + ".c " + a.one("Finished", "NewSessionTicket")}
	case 7:
		return []string{hello + other("session", s) + ems}
	case 8:
		return []string{"forge " + s + ".s ClientKeyExchange" + other("secret", c) + part(" cert=c0", " verify="+c)}
	case 9:
		return []string{a.one("forge "+s+".s Finished", "forge "+c+".c Finished", "forge "+c+".c NewSessionTicket"+other("finished", s), "evict s0")}
	case 10:
		return []string{"renegotiate " + c + ".c" + part(" session=none")}
	}
	return a.synchronise(c, s)
}

// fitting is the extended master secret of a forged hello as both ends have it.
func (a *attack) fitting() string {
	_, client := a.trace.Header.Clients[0].Has("ems")
	_, server := a.trace.Header.Servers[0].Has("ems")
	if client && server {
		return " ems"
	}
	return ""
}

// synchronise is how most attacks begin: the adversary makes of a session with the client
// and one with the server the same, as far as it can (RFC 7627 6.1). Mostly both have the
// cipher suite of the server's.
func (a *attack) synchronise(c, s string) []string {
	of, _ := a.trace.Header.Servers[0].Has("suites")
	mine := a.one(of, of, of, suite(a.one(exchanges...)))
	_, tickets := a.trace.Header.Servers[0].Has("tickets")
	session, last := " session="+s, "Finished"
	if tickets {
		session, last = "", "NewSessionTicket ticket="+s
	}
	group, secret := "", ""
	switch {
	case of != mine:
	case of == suite("RSA"):
		secret = " secret=" + c
	case of == suite("DHE_RSA"):
		group = " group=" + s
	}
	ask := a.one("", " ask")
	return []string{
		"dial " + c + " c0 m", "dial " + s + " m s0", a.one("relay "+c+".c "+s+".s", "forge "+s+".s ClientHello random="+c+a.fitting()),
		"forge " + c + ".c ServerHello random=" + s + session + a.fitting() + " cert=m suite=" + mine + group + ask,
		"forge " + s + ".s ClientKeyExchange" + secret,
		"forge " + c + ".c " + last,
	}
}
