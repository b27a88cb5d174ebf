package script

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// Seams are where something can be put between the parts of a fleet: a wrong policy, a
// store that loses what it was given, an operator who forgets. A nil one changes nothing.
// What they remember is of one fleet: each has Seams of its own.
type Seams struct {
	// Config changes what an end of this node brings to a handshake: its policy, its
	// sealer, its lookup, the session that it offers. It is called for every handshake,
	// and may be for the same one again.
	Config func(side handshake.Side, node traces.Node, c *handshake.Config)
	// Store is put before where a server keeps its sessions by ID. It is called for every
	// handshake of the server.
	Store func(server traces.Node, of session.Store) session.Store
	// Keeper is put before where an end's sessions go. It is called once for every end.
	Keeper func(side handshake.Side, node traces.Node, of Keeper) Keeper
	// KeyLog gives what an end tells its secrets to, as handshake.Config has it.
	KeyLog func(end string) func(clientRandom [32]byte, master []byte)
	// Memory is of what operations on keys came to in other fleets; nil: they are done.
	Memory Memory
	// Operate carries out a command of the operator or of the clock: do is how.
	Operate func(c traces.Command, do func(traces.Command) error) error
}

// ConfigOf is what an end brings to a handshake.
func (s *Seams) ConfigOf(side handshake.Side, node traces.Node, c handshake.Config) handshake.Config {
	if s.Config != nil {
		s.Config(side, node, &c)
	}
	return c
}

// KeyLogOf is what an end tells its secrets to, or nil.
func (s *Seams) KeyLogOf(end string) func(clientRandom [32]byte, master []byte) {
	if s.KeyLog == nil {
		return nil
	}
	return s.KeyLog(end)
}

// StoreOf is where a server keeps its sessions by ID.
func (s *Seams) StoreOf(server traces.Node, of session.Store) session.Store {
	if s.Store == nil {
		return of
	}
	return s.Store(server, of)
}

// KeeperOf is where an end's sessions go.
func (s *Seams) KeeperOf(side handshake.Side, node traces.Node, of Keeper) Keeper {
	if s.Keeper == nil {
		return of
	}
	return s.Keeper(side, node, of)
}

// OperateBy carries out a command of the operator or of the clock.
func (s *Seams) OperateBy(c traces.Command, do func(traces.Command) error) error {
	if s.Operate == nil {
		return do(c)
	}
	return s.Operate(c, do)
}
