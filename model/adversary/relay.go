package adversary

import "fmt"

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
	if y.said[from.place] == "" || y.awaits(to.place) == "" {
		return nil
	}
	f, alert, err := y.asItIs(from.place, to.place)
	switch {
	case err != nil:
		return err
	case alert != "":
		y.abort(to.place, alert)
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
	case !readable(e, peer):
		return f, "bad_record_mac", nil
	case what != y.awaits(to):
		return f, "unexpected_message", nil
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

func (y *system) clientsAlert(f flight, c *end) string {
	resumes := f.Offer != noSlot
	switch { // in the order of the flight
	case y.EMS[client] == always && !f.EMS:
		return "handshake_failure" // RFC 7627 5.2
	case y.EMS[client] == never && f.EMS:
		return "unsupported_extension" // RFC 5246 7.4.1.4
	case resumes && c.Now.Master == 0:
		return "unexpected_message" // the certificate is to come
	case resumes && f.EMS != c.Now.EMS:
		return "handshake_failure" // RFC 7627 5.3
	case resumes && f.Kex != c.Now.Kex:
		return "illegal_parameter" // RFC 5246 7.4.1.3: "the value from the state of the session being resumed"
	case resumes:
		return ""
	case c.Conn.Keys == 0 && f.To != c.Meant:
		return "bad_certificate"
	case c.Conn.Keys != 0 && f.To != c.Conn.Peer && !y.CertChange:
		return "illegal_parameter" // RFC 5746 5: another certificate than in the handshake before
	case f.Copy != noSlot && !y.Tickets && y.state.Servers[f.Copy].Now.SID == c.Now.SID && c.Now.SID != 0:
		return "unexpected_message" // the session is resumed, and a certificate comes
	case f.Kex != rsa && f.To == honestServer && !y.ShareUnsigned && !(f.Shared && y.state.Servers[f.Copy].Now.CR == c.Now.CR):
		return "decrypt_error" // the server's signature covers share and both randoms (RFC 5246 7.4.3)
	case f.Early && !y.EarlyCCS:
		return "unexpected_message" // RFC 5246 7.1
	}
	return ""
}
