package adversary

import (
	"fmt"
	"slices"
)

// relay gives an end what another said last. Nothing can keep the adversary from
// it; the end takes it or aborts.
func (y *system) relay(args []string) error {
	from, err := y.end(args[0])
	if err != nil {
		return err
	}
	to, err := y.end(args[1])
	if err != nil {
		return err
	}
	if from.role == to.role {
		return fmt.Errorf("got two ends of %s, want one of each", y.nodes[to.role].Name)
	}
	if y.said[from.place] == "" || y.over[to.place] {
		return nil
	}
	f, alert, err := y.asItIs(from.place, to.place)
	switch {
	case err != nil:
		return err
	case alert != "":
		y.abort(to.place, alert, y.resuming(f))
	default:
		y.happen(f)
	}
	return nil
}

// asItIs is the flight that an end said last as another gets it, or the alert by
// which that one answers.
func (y *system) asItIs(from, to place) (f flight, alert string, err error) {
	what, e, peer := y.said[from], y.state.at(to), y.state.at(from)
	switch {
	case what != y.awaits(to) && opens(&e.Conn, peer):
		return f, "unexpected_message", nil
	case what != y.awaits(to), !readable(e, peer):
		return f, "bad_record_mac", nil
	case what == "ClientHello" || what == "ServerHello":
		// RFC 5746 3.5, 3.7: "the client MUST abort the handshake", and the server
		if e.Conn.ClientData != peer.Conn.ClientData || e.Conn.ServerData != peer.Conn.ServerData {
			return f, "handshake_failure", nil
		}
	}
	f = bare
	f.Slot, f.Copy = to.slot, from.slot
	switch what {
	case "ClientHello":
		f.Verb, f.EMS = greetServer, y.EMS[client] != never
		f.Offer = y.holder(peer.Now.SID)
		if !y.resumes(&y.state, f) {
			f.Kex, f.Asks, err = y.choice()
		}
	case "ServerHello":
		f = y.serverHello(f, &peer.Now)
	case "ClientKeyExchange":
		if f.Verb = finishServer; peer.Now.Asked != e.Now.Asked {
			return f, "unexpected_message", nil
		}
		if peer.Now.Asked {
			f.To = honestClient
		}
	default:
		if f.Verb = finishServer; to.role == client {
			f.Verb, f.Ticket = finishClient, from.slot
		}
		if e.Now.MasterKnown {
			f.Copy = noSlot
		}
	}
	if err != nil || y.same(f, from, to) {
		return f, "", err
	}
	alert = y.alert(f)
	if alert == "" {
		alert = "decrypt_error" // RFC 5246 7.2.2: "unable to [...] validate a Finished message"
	}
	return f, alert, nil
}

// serverHello is a server's first flight as a client gets it.
func (y *system) serverHello(f flight, n *handshake) flight {
	f.Verb, f.EMS = greetClient, n.EMS
	if n.Abbreviated {
		f.Offer, f.Kex = 0, n.Kex
		return f
	}
	f.To, f.Kex, f.Shared, f.Asks = honestServer, n.Kex, n.Kex != rsa, n.Asked
	return f
}

// readable says whether what one end said under its keys can come to another: of
// a last flight, under the new ones.
func readable(e, peer *end) bool {
	keys, known := e.Conn.Keys, e.Conn.KeysKnown
	if e.Now.Phase == waiting {
		keys, known = e.Now.keys(), e.Now.keysKnown()
	}
	opens := peer.Conn.Keys == 0 || peer.Conn.KeysKnown
	return opens && (keys == 0 || known) || keys == peer.Conn.Keys
}

// opens says whether an end can read the first message of what another said, which
// comes under the keys that both have from the handshake before: those of the new one
// are for what is behind ChangeCipherSpec (RFC 5246 7.1).
func opens(c *connection, peer *end) bool {
	keys := peer.Conn.Keys
	if peer.Now.Phase == none {
		keys = peer.Conn.Before
	}
	return keys == c.Keys || (keys == 0 || peer.Conn.KeysKnown) && (c.Keys == 0 || c.KeysKnown)
}

// holder is the server's connection whose session an identifier or a ticket names.
func (y *system) holder(id Term) uint8 {
	for slot := range uint8(2) {
		if id != 0 && y.state.Servers[slot].Session.ID == id {
			return slot
		}
	}
	return noSlot
}

// same says whether an end takes a flight, and with it the Finished that the other
// end said.
func (y *system) same(f flight, from, to place) bool {
	w := y.world
	w.NoRenegotiateInfo = false // so that the Finished messages stay
	n, a := w.answer(&y.state, f)
	if !a.happens() {
		return false
	}
	e, peer := n.at(to), y.state.at(from)
	switch f.Verb {
	case finishServer:
		return e.Conn.ClientData == saidFinished(peer)
	case finishClient:
		return e.Conn.ServerData == saidFinished(peer)
	case greetClient:
		return !peer.Now.Abbreviated || e.Conn.ServerData == saidFinished(peer)
	}
	return true
}

// saidFinished is the Finished that an end said last.
func saidFinished(e *end) Term {
	if e.Now.Said != 0 {
		return e.Now.Said
	}
	return e.Conn.Said
}

// alert is how an honest end answers a flight that the adversary can make and that
// it does not take; empty if it is not for the end that there is no such flight.
func (y *system) alert(f flight) string {
	switch f.Verb {
	case greetServer:
		switch {
		case y.EMS[server] == always && !f.EMS:
			return "handshake_failure" // RFC 7627 5.2
		case f.Offer != noSlot && y.state.Servers[f.Offer].Session.EMS && !f.EMS:
			return "handshake_failure" // RFC 7627 5.3: "the server MUST abort the abbreviated handshake"
		case f.Early && !y.EarlyCCS:
			return "unexpected_message" // RFC 5246 7.1
		}
	case greetClient:
		return y.clientsAlert(f, &y.state.Clients[f.Slot])
	}
	return ""
}

// echoes says whether a server's first flight has the session identifier that the client
// offers, by which it resumes that session (RFC 5246 7.4.1.3).
func (y *system) echoes(f flight, c *end) bool {
	if f.Copy == noSlot || y.Tickets || c.Now.SID == 0 {
		return false
	}
	_, id := y.state.Servers[f.Copy].answered()
	return id == c.Now.SID
}

// resuming says whether an end that gets a flight knows by it that it resumes the session
// that its hello offers. RFC 5077 3.4: with a ticket it does by the message behind
// ServerHello.
func (y *system) resuming(f flight) bool {
	if f.Verb != greetClient || !slices.Contains(y.EMS[client].extensions(), f.EMS) {
		return false
	}
	c := &y.state.Clients[f.Slot]
	return c.Now.Master != 0 && (f.Offer != noSlot || y.echoes(f, c))
}

func (y *system) clientsAlert(f flight, c *end) string {
	resumes, echoes := f.Offer != noSlot, y.echoes(f, c)
	switch { // in the order of the flight
	case y.EMS[client] == always && !f.EMS:
		return "handshake_failure" // RFC 7627 5.2
	case y.EMS[client] == never && f.EMS:
		return "unsupported_extension" // RFC 5246 7.4.1.4
	case resumes && c.Now.Master == 0:
		return "unexpected_message" // the certificate is to come
	case (resumes || echoes) && f.EMS != c.Now.EMS:
		return "handshake_failure" // RFC 7627 5.3
	case (resumes || echoes) && f.Kex != c.Now.Kex:
		return "illegal_parameter" // RFC 5246 7.4.1.3: "the value from the state of the session being resumed"
	case resumes:
		return ""
	case echoes:
		return "unexpected_message" // a certificate comes
	case c.Conn.Keys == 0 && f.To != c.Meant:
		return "bad_certificate"
	case c.Conn.Keys != 0 && f.To != c.Conn.Peer && !y.CertChange:
		return "illegal_parameter" // RFC 5746 5: another certificate than in the handshake before
	case f.Kex != rsa && f.To == honestServer && !y.ShareUnsigned && !(f.Shared && y.state.Servers[f.Copy].Now.CR == c.Now.CR):
		return "decrypt_error" // the server's signature covers share and both randoms (RFC 5246 7.4.3)
	case f.Early && !y.EarlyCCS:
		return "unexpected_message" // RFC 5246 7.1
	}
	return ""
}
