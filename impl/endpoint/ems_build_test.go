package endpoint_test

import (
	"testing"

	"tlsresume/impl/handshake"
)

// What an end of a build is, in the words of RFC 7627 and the mail of 2021-10-25.
type emsBuild struct{ speaks, required, mixed, readsIt, heedsIt bool }

var emsBuilds = map[string]emsBuild{
	"required": {speaks: true, required: true, readsIt: true, heedsIt: true},
	"on":       {speaks: true, readsIt: true, heedsIt: true},
	"mixed":    {speaks: true, readsIt: true, heedsIt: true, mixed: true},
	"off":      {readsIt: true, heedsIt: true},
	"ignorant": {},
	"unfenced": {readsIt: true},
}

// An outcome is how a connection went: who gave up and why, or whether it resumed.
type outcome struct {
	gaveUp  string // client, server or nobody
	why     handshake.Reason
	resumed bool
	ems     bool
}

// expected is what the sources say of a session with or without the extended master
// secret, when a client of one build comes back to a server of another.
func expected(session bool, client, server emsBuild) outcome {
	// RFC 7627 5.3: no offer of a legacy session; the mail: nor of the other, "legacy
	// clients SHOULD NOT offer such sessions".
	offers := session == client.speaks || session && client.readsIt && !client.heedsIt
	answer := client.speaks && server.speaks // 5.2 and 5.3
	resumes := offers
	switch {
	case server.required && !client.speaks:
		return outcome{gaveUp: "server", why: handshake.EMSRequired} // 5.2
	case offers && session && !server.readsIt, offers && session && server.heedsIt && !server.speaks:
		resumes = false // the mail: "legacy servers SHOULD ignore such sessions"
	case offers && session && server.speaks && !client.speaks && !server.mixed:
		return outcome{gaveUp: "server", why: handshake.EMSSessionPlainHello} // 5.3
	}
	switch {
	case client.required && !answer:
		return outcome{gaveUp: "client", why: handshake.EMSRequired} // 5.2
	case resumes && session && !answer && client.heedsIt && !client.mixed:
		return outcome{gaveUp: "client", why: handshake.EMSSessionPlainAnswer} // 5.3
	}
	// 5.4: the session is what it was, for those who see it
	return outcome{"nobody", handshake.None, resumes, answer || resumes && session && client.heedsIt && server.heedsIt}
}

func (p *pair) verdict() outcome {
	client, server := p.ends()
	c, s := p.talk(client, server, nil)
	switch {
	case abort(s) != nil:
		return outcome{gaveUp: "server", why: abort(s).Reason}
	case abort(c) != nil:
		return outcome{gaveUp: "client", why: abort(c).Reason}
	}
	mine, theirs := agreement(c), agreement(s)
	if mine == nil || theirs == nil || (mine.By == handshake.ByNothing) != (theirs.By == handshake.ByNothing) {
		p.t.Fatalf("client %v, server %v", mine, theirs)
	}
	return outcome{"nobody", handshake.None, mine.By != handshake.ByNothing, mine.EMS && theirs.EMS}
}

// Every build of a client against every build of a server, with a session that was
// made before they came to be, by ticket and by ID.
func TestEMSBuilds(t *testing.T) {
	for _, tickets := range []bool{true, false} {
		for _, made := range []string{"on", "ignorant"} {
			for client, c := range emsBuilds {
				for server, s := range emsBuilds {
					p := newPair(t)
					p.client.Policy.Tickets = tickets
					handshake.EMSBuilds[made](&p.client.Policy)
					handshake.EMSBuilds[made](&p.server.Policy)
					if first := p.verdict(); first != (outcome{"nobody", handshake.None, false, made == "on"}) {
						t.Fatalf("%s: got %v", made, first)
					}
					handshake.EMSBuilds[client](&p.client.Policy)
					handshake.EMSBuilds[server](&p.server.Policy)
					want := expected(made == "on", c, s)
					if got := p.verdict(); got != want {
						t.Errorf("tickets %t, session of %s, client %s, server %s: got %v, want %v", tickets, made, client, server, got, want)
					}
				}
			}
		}
	}
	if len(emsBuilds) != len(handshake.EMSBuilds) {
		t.Errorf("got %d builds, want all %d", len(emsBuilds), len(handshake.EMSBuilds))
	}
}

// Mail of 2021-10-25: "it must be possible to roll EMS out gradually, or roll it back,
// without breaking connections", and where both support it, it is negotiated. So no
// connection breaks between on, off and ignorant, whatever was before.
func TestEMSRollout(t *testing.T) {
	safe := []string{"on", "off", "ignorant"}
	type pairOf struct{ client, server string }
	var pairs []pairOf
	for _, c := range safe {
		for _, s := range safe {
			pairs = append(pairs, pairOf{c, s})
		}
	}
	for _, tickets := range []bool{true, false} {
		p := newPair(t)
		p.client.Policy.Tickets = tickets
		connect := func(now pairOf) {
			handshake.EMSBuilds[now.client](&p.client.Policy)
			handshake.EMSBuilds[now.server](&p.server.Policy)
			got := p.verdict()
			if both := now == (pairOf{"on", "on"}); got.gaveUp != "nobody" || got.ems != both {
				t.Errorf("tickets %t, %v: got %v", tickets, now, got)
			}
		}
		for _, before := range pairs {
			for _, now := range pairs {
				connect(before)
				connect(now)
			}
		}
	}
}
