package resume

import (
	"slices"
	"strconv"

	"tlsresume/traces"
)

// A Liberty is a choice that the RFCs leave to an honest end, and that no option of
// its node settles for good. State.Do makes each choice in one way; whoever follows
// a run lets the events show which way it went.
type Liberty struct {
	Name  string
	Cites string
	Of    Side
	// ways lists how the end may choose otherwise. A client chooses when it says
	// hello, a server when it takes one.
	ways func(*choice) []func(*choice)
	// adopt makes a message what the event says of it, where that is the sender's to
	// settle: the value of a fact, by the message and the key.
	adopt adoption
}

// An adoption takes over one fact of one message.
type adoption struct {
	what, key string
	may       func(value string) bool
	take      func(m *Message, value string)
}

// A choice is what an end decides on, for the length of one action.
type choice struct {
	policy *Policy
	node   *Options
	hello  *Offer // server: the hello that it takes now
}

// Liberties lists them: the client's, then the server's.
func Liberties() []Liberty { return slices.Clone(liberties[:]) }

var liberties = [...]Liberty{
	// "The ID of a session the client wishes to use for this connection."
	{Name: "offer-nothing", Cites: "RFC 5246 7.4.1.2", Of: Client, ways: one(func(c *choice) {
		c.policy.Withholdings = append(slices.Clip(c.policy.Withholdings), Withholding{
			Name: "not-wanted", Cites: "RFC 5246 7.4.1.2",
			When: func(*State, *ClientNode, *Stored) bool { return true },
		})
	})},
	// "When presenting a ticket, the client MAY generate and include a Session ID".
	{Name: "id-beside-ticket", Cites: "RFC 5077 3.4", Of: Client, ways: one(func(c *choice) { c.node.Marker = !c.node.Marker })},
	{Name: "id-in-every-hello", Cites: "RFC 8446 D.4", Of: Client, ways: one(func(c *choice) { c.node.AlwaysID = !c.node.AlwaysID })},
	// "either an empty "renegotiation_info" extension, or the ... SCSV".
	{Name: "signal-of-renegotiation", Cites: "RFC 5746 3.4", Of: Client, ways: one(func(c *choice) { c.node.Extension = !c.node.Extension })},

	// "If a match is found, and the server is willing to re-establish the connection".
	// A server that has to abort has no such choice.
	{Name: "decline", Cites: "RFC 5246 7.3", Of: Server, ways: one(func(c *choice) {
		c.policy.EMS = slices.Clone(c.policy.EMS)
		for i := range c.policy.EMS {
			if l := &c.policy.EMS[i]; l.Side == Server && l.Session != NoSession && l.Verdict == Resume {
				l.Verdict = Decline
			}
		}
	})},
	// "The server uses a zero-length SessionTicket extension to indicate to the client
	// that it will send a new session ticket": it sends none if it will not.
	{Name: "promise-no-ticket", Cites: "RFC 5077 3.2", Of: Server, ways: one(func(c *choice) { c.hello.Ready = false })},
	// "it MAY renew the ticket".
	{Name: "renew", Cites: "RFC 5077 3.3", Of: Server, ways: one(func(c *choice) { c.node.Renew = true })},
	// "The server may return an empty session_id to indicate that the session will not
	// be cached"; and RFC 5077 3.4 has only a SHOULD against one beside a ticket.
	{Name: "id-of-new-session", Cites: "RFC 5246 7.4.1.3", Of: Server, ways: one(func(c *choice) {
		stock := c.policy.Names
		c.policy.Names = func(o *Options, a *Answer) bool { return !stock(o, a) }
	})},
	// "selected by the server from the list in ClientHello.cipher_suites".
	{Name: "suite", Cites: "RFC 5246 7.4.1.3", Of: Server, ways: otherSuites},
	// "a hint from the server about how long the ticket should be stored".
	{Name: "hint", Cites: "RFC 5077 3.3", Of: Server, adopt: adoption{
		what: "NewSessionTicket", key: "hint", may: func(string) bool { return true }, take: takeHint,
	}},
	// "If the server determines that it does not want to include a ticket after it has
	// included the SessionTicket extension in the ServerHello, then it sends a
	// zero-length ticket".
	{Name: "empty-ticket", Cites: "RFC 5077 3.3", Of: Server, adopt: adoption{
		what: "NewSessionTicket", key: "ticket", may: func(v string) bool { return v == "empty" },
		take: func(m *Message, _ string) { m.Ticket = Ticket{} },
	}},
}

// one is a choice between two.
func one(other func(*choice)) func(*choice) []func(*choice) {
	return func(*choice) []func(*choice) { return []func(*choice){other} }
}

// first is the list with a suite of it in front.
func (l Suites) first(s Suite) Suites {
	i := slices.Index(l[:], s)
	copy(l[1:i+1], l[:i])
	l[0] = s
	return l
}

// otherSuites are the suites that the server could choose as well.
func otherSuites(c *choice) (ways []func(*choice)) {
	for _, suite := range c.node.Suites {
		if suite != 0 && c.hello.Suites.has(suite) && suite.fits(c.node.RSA) && suite != c.node.choose(&c.hello.Suites) {
			ways = append(ways, func(c *choice) { c.hello.Suites = c.hello.Suites.first(suite) })
		}
	}
	return ways
}

// takeHint: RFC 5077 3.3, "A value of zero is reserved to indicate that the lifetime
// of the ticket is unspecified".
func takeHint(m *Message, value string) {
	n, err := strconv.ParseUint(value, 10, 32)
	if m.Hint = Seconds(n); err != nil || n == 0 {
		m.Hint = Day
	}
}

// adopted finds the liberty by which the sender settles this fact.
func adopted(e *traces.Event, key, value string) *adoption {
	for i := range liberties {
		a := &liberties[i].adopt
		if e.Mark == traces.Sent && a.what == e.What && a.key == key && a.may(value) {
			return a
		}
	}
	return nil
}

// picks are all ways in which an end of this side may choose, each a list of edits:
// first the one of State.Do, with none.
func picks(side Side, c *choice) [][]func(*choice) {
	all := [][]func(*choice){nil}
	for _, l := range liberties {
		if l.Of != side || l.ways == nil {
			continue
		}
		before := slices.Clip(all)
		for _, way := range l.ways(c) {
			for _, pick := range before {
				all = append(all, append(slices.Clip(pick), way))
			}
		}
	}
	return all
}
