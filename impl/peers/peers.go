// Package peers is other people's TLS stacks as traces.Systems. A stack plays
// one role at every connection, client or server; the other end is ours, driven
// by the interpreter of package script.
//
// A real stack answers in flights, and what it accepts does not show. So there
// are no < events of it; its > and ! are made from what our end took, and its =
// only from what the stack itself says. Where it owes a message we wait, and a
// wait in vain is ErrInconclusive, never a verdict.
package peers

import (
	"context"
	"errors"
	"slices"
	"time"

	"tlsresume/traces"
)

// ErrInconclusive is wrapped by the error of a command to which the stack did
// not answer in time.
var ErrInconclusive = errors.New("inconclusive")

// Patience is how long a stack may take to answer, where a Peer does not say.
const Patience = 3 * time.Second

// A Role is which end of every connection the stack under test plays.
type Role uint8

// The roles.
const (
	Client Role = iota
	Server
)

// String is client or server.
func (r Role) String() string { return [...]string{"client", "server"}[r] }

// A Peer is a stack in one role.
type Peer struct {
	Stack    string
	Role     Role
	Sees     []string      // the facts of = that the stack tells
	Patience time.Duration // 0: the constant of that name

	with *stack
}

// All lists the peers, by stack and then by role.
func All() []Peer {
	var all []Peer
	for _, s := range []*stack{opensslClient, opensslServer, stdlibClient, stdlibServer} {
		all = append(all, Peer{Stack: s.name, Role: s.role, Sees: slices.Clone(s.sees), with: s})
	}
	return all
}

// Missing is why the stack cannot run here, or "".
func (p Peer) Missing() string { return p.with.missing() }

// Open builds the world that a header describes. It refuses, by an error that
// wraps traces.ErrCannot, a header that says of the stack what it never does, or
// not what it always does. Whatever it starts ends with ctx, or with Close.
func (p Peer) Open(ctx context.Context, h traces.Header) (traces.System, error) {
	if p.Patience == 0 {
		p.Patience = Patience
	}
	return newWorld(ctx, p.with, p.Patience, h)
}
