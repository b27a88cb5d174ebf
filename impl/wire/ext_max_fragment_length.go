package wire

import "golang.org/x/crypto/cryptobyte"

// A FragmentLength is a MaxFragmentLength of RFC 6066 4. The zero value stands for
// a hello without the extension.
type FragmentLength uint8

// FragmentLengths are those that are defined: 2^9, 2^10, 2^11 and 2^12 bytes. None
// is changed after the program has started.
var FragmentLengths = []FragmentLength{1, 2, 3, 4}

// Legal reports whether the value is one that is defined.
func (l FragmentLength) Legal() bool { return 1 <= l && l <= 4 }

// Bytes is the most that the payload of a record may have, or 0 without the
// extension: then RFC 5246 6.2.1 says it.
func (l FragmentLength) Bytes() int {
	if l == 0 {
		return 0
	}
	return 1 << (8 + l)
}

// Any byte decodes: a value that is not defined gets another alert than data that
// is no value (RFC 6066 4).
var fragmentLengthOffer = extension[ClientHello]{
	id: ExtMaxFragmentLength, name: "max_fragment_length",
	present: func(m *ClientHello) bool { return m.MaxFragment != 0 },
	encode:  func(m *ClientHello, b *cryptobyte.Builder) { b.AddUint8(uint8(m.MaxFragment)) },
	decode: func(m *ClientHello, s cryptobyte.String) bool {
		return s.ReadUint8((*uint8)(&m.MaxFragment)) && s.Empty()
	},
}

var fragmentLengthAnswer = extension[ServerHello]{
	id: ExtMaxFragmentLength, name: "max_fragment_length",
	present: func(m *ServerHello) bool { return m.MaxFragment != 0 },
	encode:  func(m *ServerHello, b *cryptobyte.Builder) { b.AddUint8(uint8(m.MaxFragment)) },
	decode: func(m *ServerHello, s cryptobyte.String) bool {
		return s.ReadUint8((*uint8)(&m.MaxFragment)) && s.Empty()
	},
}
