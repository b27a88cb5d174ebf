package adversary

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// bare is a flight that has nothing from anybody.
var bare = flight{Offer: noSlot, Copy: noSlot, Target: noTarget, Ticket: noSlot}

// happens says whether an answer is that the end takes the flight, whether or not a
// search has a use for it.
func (a answer) happens() bool { return a == taken || a == spared }

// happen is that an end takes a flight, if it does.
func (y *system) happen(f flight) answer {
	n, a := y.answer(&y.state, f)
	if a.happens() {
		before := y.state
		y.state = n
		y.tell(f, &before)
	}
	return a
}

// abort is that an end takes nothing any more. RFC 5246 7.2.2: it "MUST forget any
// session-identifiers, keys, and secrets associated with a failed connection", which
// are those of its last handshake, and of the session that it is resuming. Tickets are
// not a server's to forget (RFC 5077 5.1).
func (y *system) abort(p place, alert string, resumes bool) {
	y.over[p] = true
	y.event(p, traces.Aborted, alert)
	if p.role == server && y.Tickets {
		return
	}
	e := *y.state.at(p)
	for slot := range uint8(2) {
		switch held := &y.state.at(place{p.role, slot}).Session; {
		case held.Master == e.Session.Master, (resumes || e.Now.Abbreviated) && held.Master == e.Now.Master:
			*held = session{}
		}
	}
}

// dialled makes a connection known. The relation's honest ends have two each.
func (y *system) dialled(name string, role int) (place, error) {
	p := place{role: role}
	for _, k := range y.conns {
		if k.name == name {
			return p, fmt.Errorf("got the connection %q a second time", name)
		}
		if k.role == role {
			p.slot++
		}
	}
	if p.slot == noSlot {
		return p, fmt.Errorf("%s has two connections already: %w", y.nodes[role].Name, traces.ErrCannot)
	}
	y.conns = append(y.conns, conn{name, p})
	return p, nil
}

func (y *system) dial(args []string) error {
	if args[1] == y.names[adversary] {
		_, err := y.dialled(args[0], server)
		return err
	}
	f := bare
	f.Verb, f.To = dial, y.party(args[2])
	offer, err := y.offer(f.To, args[3:])
	if err != nil {
		return err
	}
	p, err := y.dialled(args[0], client)
	if err != nil {
		return err
	}
	f.Slot, f.Offer = p.slot, offer
	y.happen(f)
	return nil
}

func (y *system) renegotiate(args []string) error {
	k, err := y.end(args[0])
	if err != nil {
		return err
	}
	if k.role == server {
		return fmt.Errorf("the model's server says no HelloRequest: %w", traces.ErrCannot)
	}
	f, c := bare, y.state.at(k.place)
	f.Verb, f.Slot, f.To = renegotiate, k.slot, c.Meant
	if f.Offer, err = y.offer(f.To, args[1:]); err != nil {
		return err
	}
	if c.done() && !y.over[k.place] {
		y.happen(f)
	}
	return nil
}

// party is who has a name.
func (y *system) party(name string) party {
	if name == y.names[adversary] {
		return adversary
	}
	return honestServer
}

// offer is the client's connection whose session it offers to a party: the newest
// that it has of that party, unless a part of the command says otherwise. No honest
// client offers a session to another party than it has it with.
func (y *system) offer(to party, args []string) (uint8, error) {
	if len(args) == 0 {
		return y.newestOf(to), nil
	}
	name := strings.TrimPrefix(args[0], "session=")
	if name == "none" {
		return noSlot, nil
	}
	slot, err := y.slot(client, name)
	if err != nil {
		return noSlot, err
	}
	if c := &y.state.Clients[slot].Session; c.ID == 0 || c.Peer != to && !y.AnyPeer {
		return noSlot, nil
	}
	return slot, nil
}

func (y *system) newestOf(to party) uint8 {
	for _, slot := range slices.Backward(y.newest) {
		if c := &y.state.Clients[slot].Session; c.ID != 0 && c.Peer == to {
			return slot
		}
	}
	return noSlot
}

func (y *system) cut(args []string) error {
	k, err := y.conn(args[0])
	if err != nil {
		return err
	}
	y.over[k.place] = true
	return nil
}

// deploy changes what the server chooses in full handshakes.
func (y *system) deploy(args []string) error {
	n := y.nodes[server].Edit(args[1:])
	if args[0] != n.Name || slices.ContainsFunc(args[1:], func(edit string) bool {
		key, _, _ := strings.Cut(edit[1:], "=")
		return key != "auth" && key != "suites"
	}) {
		return fmt.Errorf("the model with an adversary deploys auth and suites of the server alone: %w", traces.ErrCannot)
	}
	if err := able(server, n); err != nil {
		return err
	}
	y.nodes[server] = n
	return nil
}

// evict empties the server's cache. Tickets are not in it.
func (y *system) evict([]string) error {
	for i := range y.state.Servers {
		if !y.Tickets {
			y.state.Servers[i].Session = session{}
		}
	}
	return nil
}

// choice is what the server does in a full handshake: the first of the client's
// suites that it has, and whether it asks for a certificate.
func (y *system) choice() (k kex, asks bool, err error) {
	_, asks = y.nodes[server].Has("auth")
	for _, s := range suitesOf(y.nodes[client]) {
		if slices.Contains(suitesOf(y.nodes[server]), s) {
			return kex(slices.Index(suites[:], s)), asks, nil
		}
	}
	return 0, asks, fmt.Errorf("client and server have no suite in common: %w", traces.ErrCannot)
}

// awaits is the flight that an end would take, by its first message.
func (y *system) awaits(p place) string {
	e := y.state.at(p)
	switch {
	case y.over[p]:
		return ""
	case p.role == server:
		return [...]string{none: "ClientHello", hello: "ClientKeyExchange", waiting: "Finished"}[e.Now.Phase]
	}
	return [...]string{none: "", hello: "ServerHello", waiting: y.lastFlight()}[e.Now.Phase]
}

// lastFlight is the server's last of a full handshake, by its first message.
func (y *system) lastFlight() string {
	if y.Tickets {
		return "NewSessionTicket"
	}
	return "Finished"
}
