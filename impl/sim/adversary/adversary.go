// Package adversary is who stands between the ends of the simulator (RFC 7627 6.1,
// RFC 5246 appendix F): one end of every connection, and its network. It does real
// cryptography, with what it has and nothing else.
//
// That it opens nothing without the key is a matter of what is here: it imports
// messages, derivations and records, and no end of a connection, no store and no ring.
// What it works with is in its knowledge: its own keys and randomness, what is public,
// and what came over wires that end at it.
package adversary

import (
	"errors"
	"fmt"
	"io"

	"tlsresume/impl/wire"
)

// An Identity is what is the adversary's own.
type Identity struct {
	Name         string
	Rand         io.Reader
	Certificates map[wire.KeyType]Certificate // in its own name
	Field        Field                        // for its own ephemeral keys
}

// Public is the certificate of a server or client, by its name, as everybody may know it:
// it stands in the clear in every handshake. nil: there is none.
type Public func(name string) [][]byte

// An Adversary has connections to honest ends.
type Adversary struct {
	know  *knowledge
	lines map[string]*line // by the name of the connection
}

// New makes an adversary that knows nothing but what is its own and what is public.
func New(own Identity, public Public) (*Adversary, error) {
	know, err := newKnowledge(own, public)
	return &Adversary{know, map[string]*line{}}, err
}

// A Peer is the honest end of a connection, as everybody may know it.
type Peer struct {
	Client   bool
	Name     string // of the client or server
	With     string // whom a client has dialled
	Unhashed bool   // its build leaves NewSessionTicket out of the handshake's hash
}

// What the adversary cannot do.
var (
	// ErrUnknown: what it would take is not in its knowledge.
	ErrUnknown = errors.New("the adversary does not know")
	// ErrImpossible: nobody could make it.
	ErrImpossible = errors.New("nobody can make that")
	// ErrUnsaid: what it would be made from was not said yet.
	ErrUnsaid = errors.New("it was not said yet")
)

// Meet begins a connection with an honest end.
func (a *Adversary) Meet(conn string, with Peer) { a.lines[conn] = newLine(conn, with, a.know) }

// See takes the records that the honest end of a connection has sent.
func (a *Adversary) See(conn string, records [][]byte) { a.lines[conn].see(records) }

// Refused says that the honest end of a connection has given up instead of taking the
// flight that it was given last. For it nothing of that was said.
func (a *Adversary) Refused(conn string) { a.lines[conn].undo() }

// Relay gives the honest end of a connection what that of another said last. What the
// adversary can open it seals anew, if it knows the keys there; the rest is passed on as
// it is.
func (a *Adversary) Relay(from, to string) [][]byte {
	source, target := a.lines[from], a.lines[to]
	target.start()
	for _, r := range source.said {
		target.pass(r)
	}
	return target.sends
}

// Parts say where a flight has from what is not the adversary's own, by the keys of
// traces.Forgeries. A flag has the value "".
type Parts map[string]string

func (p Parts) has(key string) bool { _, ok := p[key]; return ok }

// Forge makes a flight for the honest end of a connection that begins with the message.
func (a *Adversary) Forge(conn string, first wire.Kind, parts Parts) ([][]byte, error) {
	forge, ok := forgeries[first]
	if !ok {
		return nil, fmt.Errorf("%s: %w: it begins no flight", first, ErrImpossible)
	}
	l := a.lines[conn]
	l.start()
	if l.mute {
		return nil, fmt.Errorf("%w the keys of %s", ErrUnknown, conn)
	}
	if err := forge(forger{l, a.lines, parts}); err != nil {
		l.undo()
		return nil, err
	}
	return l.sends, nil
}
