package adversary

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// What the adversary lacks for a flight.
var (
	errAbsent      = errors.New("what this is to be made of is not there")
	errUnderivable = errors.New("the adversary does not know the master secret, and no end has said the Finished that this needs")
)

// forge gives an end a flight that the adversary makes.
func (y *system) forge(args []string) error {
	to, err := y.end(args[0])
	if err != nil {
		return err
	}
	awaits, e := y.awaits(to.place), y.state.at(to.place)
	if e.bound() {
		return fmt.Errorf("the adversary does not know the keys of %s", to.end())
	}
	if awaits != args[1] {
		if !y.over[to.place] {
			y.abort(to.place, "unexpected_message", false)
		}
		return nil
	}
	f, err := y.forgery(to.place, args[1], args[2:])
	if err != nil {
		return err
	}
	if alert := y.alert(f); alert != "" {
		y.abort(to.place, alert, y.resuming(f))
		return nil
	}
	if alert := y.verified(f, args[2:]); alert != "" {
		y.abort(to.place, alert, false)
		return nil
	}
	switch a := y.happen(f); {
	case a == refused:
		y.abort(to.place, "decrypt_error", y.resuming(f))
	case a == untimely:
		return errAbsent
	case !a.happens():
		return errUnderivable
	}
	return nil
}

// forgery reads the parts of a flight.
func (y *system) forgery(to place, what string, parts []string) (f flight, err error) {
	f = bare
	f.Slot = to.slot
	switch what {
	case "ClientHello":
		f.Verb = greetServer
	case "ServerHello":
		f.Verb, f.Offer, f.Kex = greetClient, 0, y.state.at(to).Now.Kex
	default:
		if f.Verb = finishServer; to.role == client {
			f.Verb = finishClient
		}
	}
	for _, part := range parts {
		key, value, _ := strings.Cut(part, "=")
		if err := y.part(&f, key, value); err != nil {
			return f, fmt.Errorf("%s: %w", part, err)
		}
	}
	if f.Verb == greetServer && !y.resumes(&y.state, f) {
		if f.Kex, f.Asks, err = y.choice(); err != nil {
			return f, err
		}
	}
	if want := y.parts(f); f.Verb != finishServer && !slices.Equal(parts, want) {
		return f, fmt.Errorf("got the parts %q, and %q is all that the model has: %w", parts, want, traces.ErrCannot)
	}
	return f, nil
}

// part reads where one part of a flight comes from.
func (y *system) part(f *flight, key, value string) (err error) {
	other := server
	if f.Verb == greetServer || f.Verb == finishServer {
		other = client
	}
	switch key {
	case "random", "share", "secret", "finished":
		if f.Copy, err = y.slot(other, value); err == nil && key != "finished" && y.state.at(place{other, f.Copy}).Now.Phase == none {
			err = fmt.Errorf("no handshake of %s is under way", value)
		}
		f.Shared = f.Shared || key == "share"
	case "session":
		err = y.session(f, value)
	case "verify":
		f.To = honestClient
		_, err = y.slot(client, value)
	case "ems":
		f.EMS = true
	case "early":
		f.Early = true
	case "cert":
		if f.To, f.Offer = y.party(value), noSlot; f.Verb == finishServer {
			f.To = honestClient
		}
	case "suite":
		f.Kex = kex(max(slices.Index(suites[:], value), 0))
	case "group":
		if f.Target = ownTarget; value != "own" {
			f.Target, err = y.slot(server, value)
		}
	case "ask":
		f.Asks = true
	case "ticket":
		f.Ticket, err = y.slot(server, value)
	}
	return err
}

// session is the session of a hello: of a connection's server, or as a client
// offers it.
func (y *system) session(f *flight, name string) error {
	k, err := y.conn(name)
	switch {
	case err != nil:
		return err
	case f.Verb == greetClient || k.role == client:
		f.Copy = k.slot
	default:
		f.Offer = k.slot
	}
	return nil
}

// parts are those of a flight: what forgery reads.
func (y *system) parts(f flight) (parts []string) {
	add := func(on bool, key string, p place) {
		if on {
			parts = append(parts, key+"="+y.name(p))
		}
	}
	flag := func(on bool, word string) {
		if on {
			parts = append(parts, word)
		}
	}
	copies := f.Copy != noSlot
	switch f.Verb {
	case greetServer:
		from := place{client, f.Copy}
		add(copies, "random", from)
		add(f.Offer != noSlot, "session", place{server, f.Offer})
		add(copies && f.Offer == noSlot && !y.state.knows(y.state.at(from).Now.SID), "session", from)
	case greetClient:
		from := place{server, f.Copy}
		add(copies && y.state.at(from).Now.SR != 0, "random", from)
		add(copies && f.Offer == noSlot && !y.Tickets, "session", from)
	case finishServer:
		add(copies, "secret", place{client, f.Copy})
	case finishClient:
		add(f.Ticket != noSlot, "ticket", place{server, f.Ticket})
		add(copies, "finished", place{server, f.Copy})
	}
	flag(f.EMS, "ems")
	flag(f.Early, "early")
	if f.Verb != greetClient || f.Offer != noSlot {
		return parts
	}
	parts = append(parts, "cert="+y.names[f.To], "suite="+suites[f.Kex])
	add(f.Shared, "share", place{server, f.Copy})
	flag(f.Target == ownTarget, "group=own")
	add(f.Target < noSlot, "group", place{server, f.Target})
	flag(f.Asks, "ask")
	return parts
}

// verified is the alert by which a server answers a certificate whose
// CertificateVerify is not over what it has seen, or that has none.
func (y *system) verified(f flight, parts []string) (alert string) {
	switch want := y.certificate(f); {
	case f.Verb != finishServer || f.To == nobody || y.NoVerify || slices.Contains(parts, want) && y.signer(f) != noSlot:
		return ""
	case slices.ContainsFunc(parts, func(part string) bool { return strings.HasPrefix(part, "verify=") }):
		return "decrypt_error" // RFC 5246 7.4.8
	}
	return "unexpected_message"
}

// certificate is the part of the client's second flight that proves who it is.
func (y *system) certificate(f flight) string {
	slot := y.signer(f)
	if slot == noSlot {
		return "cert=" + y.nodes[client].Name
	}
	return "verify=" + y.name(place{client, slot})
}

// signer is the client's connection whose CertificateVerify a flight would need.
func (y *system) signer(f flight) uint8 {
	w := y.world
	w.NoVerify = true
	n, a := w.answer(&y.state, f)
	for slot := range uint8(2) {
		if signed := y.state.Clients[slot].Now.Signed; a.happens() && signed != 0 && signed == n.Servers[f.Slot].Conn.Signed {
			return slot
		}
	}
	return noSlot
}
