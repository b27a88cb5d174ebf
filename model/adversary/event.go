package adversary

import (
	"encoding/binary"

	"tlsresume/traces"
)

// event is what an honest end did.
func (y *system) event(p place, mark byte, what string, facts ...traces.Fact) {
	k := conn{y.name(p), p}
	e := traces.Event{End: k.end(), Mark: mark, What: what, Facts: facts}
	traces.SortFacts(&e)
	y.events = append(y.events, e)
}

// sends and takes are messages of which there is no more to say.
func (y *system) sends(p place, messages ...string) {
	for _, m := range messages {
		y.event(p, traces.Sent, m)
	}
}

func (y *system) takes(p place, messages ...string) {
	for _, m := range messages {
		y.event(p, traces.Accepted, m)
	}
}

// only lists a word if there is one.
func only(on bool, word string) []string {
	if on {
		return []string{word}
	}
	return nil
}

// tell is what an end did with the flight that led to the present state.
func (y *system) tell(f flight, before *state) {
	switch f.Verb {
	case dial, renegotiate:
		y.tellHello(place{client, f.Slot})
	case greetServer:
		y.tellGreetServer(f, place{server, f.Slot})
	case greetClient:
		y.tellGreetClient(f, before, place{client, f.Slot})
	case finishServer:
		y.tellFinishServer(f, before, place{server, f.Slot})
	case finishClient:
		y.tellFinishClient(before, place{client, f.Slot})
	}
}

func (y *system) tellHello(p place) {
	n := &y.state.at(p).Now
	facts := append(y.extensions(p, n.SID), y.signal(p, "scsv")...)
	if y.EMS[client] != never {
		facts = append(facts, traces.Fact{Key: "ems"})
	}
	if y.Tickets {
		facts = append(facts, y.symbol("ticket", traces.TicketSymbol, n.SID))
	}
	y.event(p, traces.Sent, "ClientHello", facts...)
	y.said[p] = "ClientHello"
}

func (y *system) tellGreetServer(f flight, p place) {
	n := &y.state.at(p).Now
	y.takes(p, "ClientHello")
	y.takes(p, only(n.Early, "ChangeCipherSpec")...)
	facts := append(y.extensions(p, n.SID), y.signal(p, "empty")...)
	facts = append(facts, traces.Fact{Key: "suite", Value: suites[n.Kex]}, traces.Fact{Key: "version", Value: "1.2"})
	if n.EMS {
		facts = append(facts, traces.Fact{Key: "ems"})
	}
	if y.Tickets && !n.Abbreviated {
		facts = append(facts, traces.Fact{Key: "ticket", Value: "promised"})
	}
	y.event(p, traces.Sent, "ServerHello", facts...)
	y.said[p] = "ServerHello"
	if n.Abbreviated {
		y.sends(p, "ChangeCipherSpec", "Finished")
		return
	}
	y.event(p, traces.Sent, "Certificate", traces.Fact{Key: "name", Value: y.names[honestServer]})
	y.sends(p, only(n.Kex != rsa, "ServerKeyExchange")...)
	y.sends(p, only(n.Asked, "CertificateRequest")...)
	y.sends(p, "ServerHelloDone")
}

func (y *system) tellGreetClient(f flight, before *state, p place) {
	y.takes(p, "ServerHello")
	if f.Offer != noSlot {
		y.takes(p, "ChangeCipherSpec", "Finished")
		y.sends(p, "ChangeCipherSpec", "Finished")
		y.said[p] = "Finished"
		y.agree(p, before)
		return
	}
	n := &y.state.at(p).Now
	y.takes(p, "Certificate")
	y.takes(p, only(n.Kex != rsa, "ServerKeyExchange")...)
	y.takes(p, only(n.Asked, "CertificateRequest")...)
	y.takes(p, "ServerHelloDone")
	y.takes(p, only(n.Early, "ChangeCipherSpec")...)
	if n.Asked {
		y.event(p, traces.Sent, "Certificate", traces.Fact{Key: "name", Value: y.names[honestClient]})
	}
	y.sends(p, "ClientKeyExchange")
	y.sends(p, only(n.Asked, "CertificateVerify")...)
	y.sends(p, "ChangeCipherSpec", "Finished")
	y.said[p] = "ClientKeyExchange"
}

func (y *system) tellFinishServer(f flight, before *state, p place) {
	n := &before.at(p).Now
	if !n.Abbreviated {
		y.takes(p, only(n.Asked, "Certificate")...)
		y.takes(p, "ClientKeyExchange")
		y.takes(p, only(f.To != nobody, "CertificateVerify")...)
	}
	y.takes(p, only(!n.Early, "ChangeCipherSpec")...)
	y.takes(p, "Finished")
	if !n.Abbreviated {
		if y.Tickets {
			y.event(p, traces.Sent, "NewSessionTicket",
				y.symbol("ticket", traces.TicketSymbol, y.state.at(p).Session.ID), traces.Fact{Key: "hint", Value: "86400"})
		}
		y.sends(p, "ChangeCipherSpec", "Finished")
		y.said[p] = y.lastFlight()
	}
	y.agree(p, before)
}

func (y *system) tellFinishClient(before *state, p place) {
	y.takes(p, only(y.Tickets, "NewSessionTicket")...)
	y.takes(p, only(!before.at(p).Now.Early, "ChangeCipherSpec")...)
	y.takes(p, "Finished")
	y.agree(p, before)
}

// agree is what an end believes after the handshake that it had before.
func (y *system) agree(p place, before *state) {
	n, e := &before.at(p).Now, y.state.at(p)
	what, facts := "full", []traces.Fact{
		y.symbol("ms", traces.MasterSymbol, e.Session.Master),
		{Key: "version", Value: "1.2"},
		y.symbol("tls_unique", traces.UniqueSymbol, e.Conn.Unique),
		y.exporter(p.role, &e.Conn),
	}
	if resumed := n.Abbreviated || p.role == client && n.Phase == hello; resumed {
		what = "resumed"
		facts = append(facts, traces.Fact{Key: "by", Value: y.naming()})
	}
	facts = append(facts, traces.Fact{Key: "suite", Value: suites[e.Session.Kex]})
	if e.Conn.EMS {
		facts = append(facts, traces.Fact{Key: "ems"})
	}
	if peer := y.names[e.Conn.Peer]; peer != "" {
		facts = append(facts, traces.Fact{Key: "peer", Value: peer})
	}
	if p.role == client {
		y.newest = append(y.newest, p.slot)
	}
	y.event(p, traces.Agreed, what, facts...)
}

// exporter is what a connection exports. RFC 7627 5.4: without the extension ends that
// know of it "MUST NOT export any key material".
func (y *system) exporter(role int, c *connection) traces.Fact {
	keys := c.Keys
	if !y.binds(role, c.EMS) {
		keys = 0
	}
	return y.symbol("exporter", traces.ExporterSymbol, keys)
}

// naming is what names sessions.
func (y *system) naming() string {
	if y.Tickets {
		return "ticket"
	}
	return "id"
}

// extensions says the session identifier of a hello. Where tickets name sessions it
// is empty.
func (y *system) extensions(p place, id Term) []traces.Fact {
	if y.Tickets {
		id = 0
	}
	return []traces.Fact{y.symbol("session_id", traces.SessionIDSymbol, id)}
}

// signal is how a hello has renegotiation_info.
func (y *system) signal(p place, first string) []traces.Fact {
	switch {
	case y.NoRenegotiateInfo:
		return nil
	case y.state.at(p).Conn.Keys == 0:
		return []traces.Fact{{Key: "ri", Value: first}}
	}
	return []traces.Fact{{Key: "ri", Value: "bound"}}
}

// symbol is a fact about a secret or an identifier.
func (y *system) symbol(key string, letter byte, t Term) traces.Fact {
	var value []byte
	if t != 0 {
		value = binary.BigEndian.AppendUint64(nil, uint64(t))
	}
	return traces.Fact{Key: key, Value: y.symbols.Name(letter, value)}
}
