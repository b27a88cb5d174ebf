// Package fuzz holds the bodies of the fuzz targets: one for each, for every
// engine. A body takes exactly one []byte, is deterministic, and panics when it
// finds something. It returns 1 for an input that is worth keeping and 0 for
// any other, as go-fuzz asks.
package fuzz

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"tlsresume/impl/wire"
)

// A Target is a body with its name, which is also that of its corpus.
type Target struct {
	Name string
	Body func([]byte) int
}

// Targets lists all of them, by name.
var Targets = []Target{{"NewSessionTicket", NewSessionTicket}}

// NewSessionTicket decodes the body of such a message. What decodes must be what
// RFC 5077 3.3 says (four bytes of hint, two of length, and that many of
// ticket), and must encode to the same bytes again.
func NewSessionTicket(data []byte) int {
	var m wire.NewSessionTicket
	err := m.Decode(data)
	if want := isNewSessionTicket(data); (err == nil) != want {
		panic(fmt.Sprintf("NewSessionTicket: got %v for %x, want it to decode: %t", err, data, want))
	}
	if err != nil {
		return 0
	}
	if got := binary.BigEndian.Uint32(data); m.LifetimeHint != got || !bytes.Equal(m.Ticket, data[6:]) {
		panic(fmt.Sprintf("NewSessionTicket: %x decodes to hint %d and ticket %x", data, m.LifetimeHint, m.Ticket))
	}
	again, err := wire.Encode(&m)
	if err != nil || !bytes.Equal(again.Body(), data) {
		panic(fmt.Sprintf("NewSessionTicket: %x encodes as %x, %v", data, again.Body(), err))
	}
	return 1
}

// isNewSessionTicket judges by the lengths alone.
func isNewSessionTicket(data []byte) bool {
	return len(data) >= 6 && len(data) == 6+int(binary.BigEndian.Uint16(data[4:]))
}
