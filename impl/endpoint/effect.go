package endpoint

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// An Effect is something that happened at this end or that the driver must do.
// The order counts.
type Effect interface{ effect() }

// Transmit is a message of ours as records for the peer, with what it was made
// from: Body of a handshake message, Alert, or Data.
type Transmit struct {
	Wire  []byte
	Kind  wire.Kind
	Body  wire.Body
	Alert Notice
	Data  []byte
}

// Took is a message of the peer that was accepted, decoded.
type Took struct {
	Kind  wire.Kind
	Body  wire.Body
	Alert Notice
	Data  []byte
}

// A Notice is an alert with its level.
type Notice struct {
	Level wire.Level
	Alert wire.Alert
}

// Aborted says that this end gave up. Wire is the fatal alert for the peer.
type Aborted struct {
	Abort *handshake.Abort
	Wire  []byte
}

// Agreed says that the handshake is over.
type Agreed struct{ *handshake.Agreement }

// Save asks the driver to keep a session.
type Save struct{ handshake.Save }

// Forget asks the driver to drop a session.
type Forget struct{ handshake.Forget }

func (Transmit) effect() {}
func (Took) effect()     {}
func (Aborted) effect()  {}
func (Agreed) effect()   {}
func (Save) effect()     {}
func (Forget) effect()   {}
