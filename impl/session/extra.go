package session

import (
	"golang.org/x/crypto/cryptobyte"

	"tlsresume/impl/wire"
)

// What later documents bind to a session follows the draft's structure, where
// there is any of it, as
//
//	struct { uint16 type; opaque data<0..2^16-1>; } Extra;
//	Extra extra<1..2^16-1>;
//
// with types ascending, each at most once. The vector is a fence: who knows the
// draft's structure alone refuses the bytes behind it, and who knows fewer types
// refuses the others, so that it makes a full handshake instead of resuming
// without what it has never heard of. Mail of 2021-10-25: "if the older
// implementation rejects unrecognized fields, include a new field".
//
// What belongs to a connection is not here: the protocol of the application is
// settled anew by every handshake (RFC 7301 3.1).

// An extra is one type of field.
type extra struct {
	kind    uint16 // the code point of the TLS extension that it remembers, or our own
	present func(*State) bool
	encode  func(*State, *cryptobyte.Builder)
	decode  func(*State, []byte) bool // whether the data is what encode writes
}

// extras are all types, ascending. Those from 0xff80 on are ours, among the code
// points that are nobody's (RFC 8447 17, "reserved for Private Use"), off the 0xff01
// that is renegotiation_info's.
var extras = []extra{
	text(0, func(s *State) *string { return &s.ServerName }), // RFC 6066 3
	fragmentLength(1), // RFC 6066 4
	flag(22, func(s *State) *bool { return &s.EncryptThenMAC }), // RFC 7366 2
	flag(extraEMS, func(s *State) *bool { return &s.EMS }),
	text(0xff80, func(s *State) *string { return &s.VirtualHost }),
	text(0xff81, func(s *State) *string { return &s.ClientPolicy }),
	text(0xff82, func(s *State) *string { return &s.ClientName }),
	flag(extraFence, func(s *State) *bool { return &s.Fenced }),
}

const (
	extraEMS   = 23 // RFC 7627 5.1
	extraFence = 0xff83
)

// A flag is set by its being there.
func flag(kind uint16, of func(*State) *bool) extra {
	return extra{
		kind:    kind,
		present: func(s *State) bool { return *of(s) },
		encode:  func(*State, *cryptobyte.Builder) {},
		decode:  func(s *State, data []byte) bool { *of(s) = true; return len(data) == 0 },
	}
}

// A text is there unless it is empty.
func text(kind uint16, of func(*State) *string) extra {
	return extra{
		kind:    kind,
		present: func(s *State) bool { return *of(s) != "" },
		encode:  func(s *State, b *cryptobyte.Builder) { b.AddBytes([]byte(*of(s))) },
		decode:  func(s *State, data []byte) bool { *of(s) = string(data); return len(data) > 0 },
	}
}

func fragmentLength(kind uint16) extra {
	return extra{
		kind:    kind,
		present: func(s *State) bool { return s.MaxFragment != 0 },
		encode:  func(s *State, b *cryptobyte.Builder) { b.AddUint8(uint8(s.MaxFragment)) },
		decode: func(s *State, data []byte) bool {
			if len(data) != 1 {
				return false
			}
			s.MaxFragment = wire.FragmentLength(data[0])
			return s.MaxFragment.Legal()
		},
	}
}

// encodeExtra writes the vector, or nothing where nothing is to be said.
func (s *State) encodeExtra(b *cryptobyte.Builder, known []extra) {
	fields := cryptobyte.NewBuilder(nil)
	for _, e := range known {
		if e.present(s) {
			fields.AddUint16(e.kind)
			fields.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { e.encode(s, b) })
		}
	}
	all, err := fields.Bytes()
	if err != nil {
		b.SetError(err)
	}
	if len(all) > 0 {
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(all) })
	}
}

// decodeExtra reads the vector, of known types alone.
func (s *State) decodeExtra(in cryptobyte.String, known []extra) bool {
	var fields, data cryptobyte.String
	if !in.ReadUint16LengthPrefixed(&fields) || len(fields) == 0 || len(in) > 0 {
		return false
	}
	for len(fields) > 0 {
		var kind uint16
		if !fields.ReadUint16(&kind) || !fields.ReadUint16LengthPrefixed(&data) {
			return false
		}
		for len(known) > 0 && known[0].kind < kind {
			known = known[1:]
		}
		if len(known) == 0 || known[0].kind != kind || !known[0].decode(s, data) {
			return false
		}
		known = known[1:] // ascending, and each once
	}
	return true
}
