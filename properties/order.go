package properties

import (
	"strings"

	"tlsresume/traces"
)

// A slot is one place in a handshake: who speaks, what, and whether it must, may or must
// not come, as far as the events of the run tell.
type slot struct {
	from int // 0 is the client
	what string
	when func(*course) need
}

// A need says whether a message must, may or must not come.
type need int

const (
	may need = iota // or the events do not tell
	must
	never
)

// A course is one end in one handshake.
type course struct {
	run    Run
	h      Handshake
	side   int
	events []Event
}

// full is RFC 5246 figure 1 with RFC 5077 figure 1, and abbreviated figure 2 of both; the
// last slot of each is what the end believes then.
var (
	full = []slot{
		{0, "ClientHello", always},
		{1, "ServerHello", always},
		{1, "Certificate", always},
		{1, "ServerKeyExchange", ephemeral},
		{1, "CertificateRequest", wanted},
		{1, "ServerHelloDone", always},
		{0, "Certificate", asked},
		{0, "ClientKeyExchange", always},
		{0, "CertificateVerify", certified},
		{0, "ChangeCipherSpec", always},
		{0, "Finished", always},
		{1, "NewSessionTicket", promised},
		{1, "ChangeCipherSpec", always},
		{1, "Finished", always},
		{2, "full", always},
	}
	abbreviated = []slot{
		{0, "ClientHello", always},
		{1, "ServerHello", always},
		{1, "NewSessionTicket", promised},
		{1, "ChangeCipherSpec", always},
		{1, "Finished", always},
		{0, "ChangeCipherSpec", always},
		{0, "Finished", always},
		{2, "resumed", always},
	}
)

func always(*course) need { return must }

func when(b bool) need {
	if b {
		return must
	}
	return never
}

// promised: RFC 5077 3.3, NewSessionTicket "MUST be sent if the server included a
// SessionTicket extension in the ServerHello", and else MUST NOT.
func promised(c *course) need {
	if c.h.answer() == nil {
		return may
	}
	return when(promises(c.h))
}

// ephemeral: RFC 5246 7.4.3, static RSA has no ServerKeyExchange.
func ephemeral(c *course) need {
	if c.h.answer() == nil {
		return may
	}
	return when(!strings.HasPrefix(fact(c.h.answer(), "suite"), "TLS_RSA_"))
}

// wanted: RFC 5246 7.4.4, a server "can optionally request a certificate": it knows.
func wanted(c *course) need {
	if c.side == 0 || c.h.hello() == nil || !c.events[0].Calm {
		return may
	}
	return when(c.run.host(c.h).Demand != "")
}

// asked: RFC 5246 7.4.6, a client answers a CertificateRequest, and nothing else, by
// its certificates.
func asked(c *course) need {
	request := find(c.events, [...]byte{traces.Accepted, traces.Sent}[c.side], "CertificateRequest")
	return when(request != nil && request.Honest)
}

// certified: RFC 5246 7.4.8, CertificateVerify follows a certificate that can sign.
func certified(c *course) need {
	shown := find(c.h.Client, traces.Sent, "Certificate")
	switch {
	case shown == nil && c.side == 1 && asked(c) == must, shown != nil && !shown.Honest:
		return may
	}
	return when(shown != nil && fact(shown, "name") != "none")
}

// astray is the first event of an honest end that is in no order of a handshake, or nil.
func (c *course) astray() *Event {
	at := [2]int{}
	for i := range c.events {
		e := &c.events[i]
		if !e.Honest {
			return nil
		}
		from, ok := c.speaker(e)
		if !ok {
			continue
		}
		legal := false
		for p, plan := range [2][]slot{full, abbreviated} {
			at[p] = c.next(plan, at[p], from, e.What)
			legal = legal || at[p] >= 0
		}
		if !legal {
			return e
		}
	}
	return nil
}

// speaker is whose slot an event fills, if any: alerts, HelloRequest and application
// data are in no plan (RFC 5246 7.2, 7.4.1.1).
func (c *course) speaker(e *Event) (int, bool) {
	switch {
	case e.What == "Alert" || e.What == "HelloRequest" || e.What == "ApplicationData":
		return 0, false
	case e.Mark == traces.Sent:
		return c.side, true
	case e.Mark == traces.Accepted:
		return 1 - c.side, true
	}
	return 2, e.Mark == traces.Agreed
}

// next is the place behind the slot that is filled, or -1 if none can be.
func (c *course) next(plan []slot, at, from int, what string) int {
	for i := at; at >= 0 && i < len(plan); i++ {
		needed := plan[i].when(c)
		if plan[i].from == from && plan[i].what == what && needed != never {
			return i + 1
		}
		if needed == must {
			break
		}
	}
	return -1
}
