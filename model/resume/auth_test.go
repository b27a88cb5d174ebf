package resume

import "testing"

// Each rule on whom a server may report has an end that it alone objects to.
func TestWhomAServerMayReport(t *testing.T) {
	w := newState(header(t, "server s0 vhost=a.example vhosts=b.example\nclient c0 identity=alice\n"), stock()).world
	a, b, alice := w.name("a.example"), w.name("b.example"), w.name("alice")
	for _, c := range []struct {
		deed       string
		by         By
		peer       Name // whom it reports
		proved     bool
		host, made Host
		session    Name // whom the session has
	}{
		{"", Nothing, 0, false, Host{a, Request}, Host{}, 0},
		{"", Nothing, alice, true, Host{a, Require}, Host{}, alice},
		{"let a client without certificate in at a host that requires one", Nothing, 0, false, Host{a, Require}, Host{}, 0},
		{"reported a client that has proved nothing", Nothing, alice, false, Host{a, Request}, Host{}, alice},
		{"", ByTicket, alice, false, Host{a, Require}, Host{a, Require}, alice},
		{"reported another client than the session has", ByTicket, 0, false, Host{a, NoDemand}, Host{a, NoDemand}, alice},
		{"reported another client than the session has", ByID, alice, false, Host{a, Request}, Host{a, Request}, 0},
		{"took a session that was made under a milder demand", ByTicket, alice, false, Host{a, Require}, Host{a, Request}, alice},
		{"took a session that was made at another host", ByTicket, alice, false, Host{b, NoDemand}, Host{a, NoDemand}, alice},
		{"took a session that was made at another host", ByTicket, 0, false, Host{b, Request}, Host{a, Request}, 0},
		{"", ByTicket, 0, false, Host{b, NoDemand}, Host{a, NoDemand}, 0},
	} {
		e := End{By: c.by, Host: c.host, Belief: Belief{Peer: c.peer}, Session: Session{Peer: c.session, Host: c.made}}
		e.Seen.Proved = c.proved
		if got := (&State{world: w}).misjudged(&e); got != c.deed {
			t.Errorf("%+v: got %q", c, got)
		}
	}
}
