package codec

import (
	"bytes"
	"encoding/binary"
)

// stateShape is StatePlaintext (RFC 5077 4) with the extra fields of some types: nothing, or
// a vector of those in which every type comes once, in its order.
func stateShape(known ...uint16) shape {
	return func(b []byte) bool {
		b, ok := sequence(bytesOf(2+2+1+48), identities, bytesOf(4))(b)
		return ok && (len(b) == 0 || exactly(vector(2, 1, most16, extraFields(known)))(b))
	}
}

// identities is ClientIdentity: anonymous, certificate_based or psk, and what that has.
func identities(b []byte) ([]byte, bool) {
	if len(b) == 0 {
		return nil, false
	}
	switch b[0] {
	case 0:
		return b[1:], true
	case 1:
		return chain(b[1:])
	case 2:
		return opaque16(0)(b[1:])
	}
	return nil, false
}

// extraShapes are the extra fields by their types: texts, the code of a length, and flags.
var extraShapes = map[uint16]shape{
	0: some, 1: fragmentCode, 22: empty, 23: empty, 0xff80: some, 0xff81: some, 0xff82: some, 0xff83: empty,
}

func some(b []byte) bool { return len(b) > 0 }

// fragmentCode is RFC 6066 4, enum 2^9(1) to 2^12(4).
func fragmentCode(b []byte) bool { return len(b) == 1 && 1 <= b[0] && b[0] <= 4 }

func extraFields(known []uint16) shape {
	return func(b []byte) (ok bool) {
		before := -1
		for len(b) > 0 {
			if len(b) < 2 {
				return false
			}
			kind := int(binary.BigEndian.Uint16(b))
			is := false
			for _, k := range known {
				is = is || int(k) == kind
			}
			if !is || kind <= before {
				return false
			}
			if b, ok = vector(2, 0, most16, extraShapes[uint16(kind)])(b[2:]); !ok {
				return false
			}
			before = kind
		}
		return true
	}
}

// padded is text with PKCS #7 padding (RFC 5652 6.3): n bytes of value n, from 1 to 16.
func paddedShape(text shape) shape {
	return func(b []byte) bool {
		if len(b) == 0 || len(b)%16 != 0 {
			return false
		}
		n := int(b[len(b)-1])
		return 1 <= n && n <= 16 && bytes.Equal(b[len(b)-n:], bytes.Repeat([]byte{byte(n)}, n)) && text(b[:len(b)-n])
	}
}
