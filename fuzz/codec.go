package fuzz

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"tlsresume/impl/wire"
	"tlsresume/properties/codec"
)

// codecs are the targets that decode their input: one for each subject of codec.
var codecs = sync.OnceValue(func() (all []Target) {
	for _, s := range codec.Subjects() {
		all = append(all, Target{Name: s.Name, About: s.About, Judge: judgeOf(s, byHand[s.Name]), Grammar: grammarOf(s.Name)})
	}
	return all
})

// grammarOf cuts a hello into its extensions, and nothing else: there the pieces don't know
// of each other.
func grammarOf(name string) Grammar {
	switch name {
	case "ClientHello":
		return clientHello
	case "ServerHello":
		return serverHello
	}
	return whole{name}
}

// judgeOf is the judge of a subject, and where there is one the check that was written for
// it by hand.
func judgeOf(s codec.Subject, more func([]byte) (bool, error)) func([]byte) (bool, error) {
	return func(data []byte) (bool, error) {
		valid, law, err := s.Judge(data)
		if err != nil {
			return false, &Violation{law, err}
		}
		if more == nil {
			return valid, nil
		}
		want, err := more(data)
		if err == nil && want != valid {
			err = &Violation{"valid/" + s.Name, fmt.Errorf("%x: got valid %t, by hand %t", data, valid, want)}
		}
		return valid && err == nil, err
	}
}

// byHand are checks of what resumption hangs on, without the tables of codec.
var byHand = map[string]func([]byte) (bool, error){
	"NewSessionTicket": newSessionTicket,
}

// newSessionTicket decodes the body of such a message. What decodes must be what
// RFC 5077 3.3 says (four bytes of hint, two of length, and that many of
// ticket), and must encode to the same bytes again, in a message of type 4.
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
	header := []byte{4, byte(len(data) >> 16), byte(len(data) >> 8), byte(len(data))}
	if err != nil || !bytes.Equal(again.Raw, slices.Concat(header, data)) {
		return false, &Violation{"one-spelling/NewSessionTicket", fmt.Errorf("%x encodes as %x, %v", data, again.Raw, err)}
	}
	return true, nil
}

// isNewSessionTicket judges by the lengths alone.
func isNewSessionTicket(data []byte) bool {
	return len(data) >= 6 && len(data) == 6+int(binary.BigEndian.Uint16(data[4:]))
}
