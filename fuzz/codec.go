package fuzz

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"tlsresume/impl/wire"
)

// codecs are the targets that decode their input.
var codecs = []Target{
	{Name: "NewSessionTicket", About: "the body of a NewSessionTicket (RFC 5077 3.3)", Judge: newSessionTicket, Grammar: whole{"NewSessionTicket"}},
}

// newSessionTicket decodes the body of such a message. What decodes must be what
// RFC 5077 3.3 says (four bytes of hint, two of length, and that many of
// ticket), and must encode to the same bytes again.
func newSessionTicket(data []byte) (bool, error) {
	var m wire.NewSessionTicket
	err := m.Decode(data)
	if want := isNewSessionTicket(data); (err == nil) != want {
		return false, &Violation{"lengths/NewSessionTicket", fmt.Errorf("got %v for %x, want it to decode: %t", err, data, want)}
	}
	if err != nil {
		return false, nil
	}
	if got := binary.BigEndian.Uint32(data); m.LifetimeHint != got || !bytes.Equal(m.Ticket, data[6:]) {
		return false, &Violation{"fields/NewSessionTicket", fmt.Errorf("%x decodes to hint %d and ticket %x", data, m.LifetimeHint, m.Ticket)}
	}
	again, err := wire.Encode(&m)
	if err != nil || !bytes.Equal(again.Body(), data) {
		return false, &Violation{"one-spelling/NewSessionTicket", fmt.Errorf("%x encodes as %x, %v", data, again.Body(), err)}
	}
	return true, nil
}

// isNewSessionTicket judges by the lengths alone.
func isNewSessionTicket(data []byte) bool {
	return len(data) >= 6 && len(data) == 6+int(binary.BigEndian.Uint16(data[4:]))
}
