package codec

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"slices"

	"tlsresume/impl/session"
)

// A text is what lies under the protection of a ticket, and the byte that chooses the
// format of that.
type text struct {
	Choice byte
	State  *session.State
}

// A seal makes a ticket of a key.
type seal struct {
	key   session.TicketKey
	other session.TicketKey // a namesake of it
	form  session.Format
	// of seals a text as the documents say, and by nothing of ours.
	of func(text []byte) []byte
	// most is how long a text can be (RFC 5077 3.3).
	most  int
	shape shape
}

var seals = func() (all []seal) {
	for n, form := range session.Formats {
		key := keyOf(form, byte(n+1))
		s := seal{key: key, other: namesake(key), form: form, of: sealers[form](key), shape: wholeState}
		s.most = ticketMost - len(s.of(nil))
		if s.padded() {
			s.shape = paddedShape(wholeState)
		}
		all = append(all, s)
	}
	return all
}()

// wholeState is the shape of what Current reads.
var wholeState = stateShape(0, 1, 22, 23, 0xff80, 0xff81, 0xff82, 0xff83)

func (s seal) padded() bool { return s.form != session.GCM }

func sealOf(choice byte) seal { return seals[int(choice)%len(seals)] }

// ticketText is what lies under the protection of tickets, with its padding. An input
// becomes a ticket here, so that it gets behind the MAC: who mutates a ticket gets no
// farther than that.
var ticketText = format{
	name: "ticket-text", of: "TicketText", cites: "RFC 5077 4", inside: true, refusal: isNotOpened,
	shape: func(b []byte) bool {
		if len(b) == 0 {
			return false
		}
		s := sealOf(b[0])
		return len(b)-1 <= s.most && s.shape(b[1:])
	},
	agrees: func(b []byte, _ any, refusal error) error {
		if refusal != nil {
			return nil
		}
		s := sealOf(b[0])
		return refused("under another key of the name", s.of(b[1:]), s.other)
	},
	draw: func(d dice) any {
		t := text{byte(d(256)), d.plainState()}
		d.extra(t.State)
		return t
	},
	decode: func(b []byte) (any, error) {
		if len(b) == 0 || len(b)-1 > sealOf(b[0]).most {
			return nil, session.ErrNotOpened
		}
		s := sealOf(b[0])
		state, err := s.key.Open(s.of(b[1:]))
		return text{b[0], state}, err
	},
	encode: func(v any) ([]byte, error) {
		t := v.(text)
		b, err := t.State.Append([]byte{t.Choice})
		if n := aes.BlockSize - (len(b)-1)%aes.BlockSize; err == nil && sealOf(t.Choice).padded() {
			b = append(b, bytes.Repeat([]byte{byte(n)}, n)...)
		}
		return b, err
	},
}

// fixedIV is that of all tickets here, and begins with the nonce of GCM.
var fixedIV = bytes.Repeat([]byte{7}, aes.BlockSize)

// sealers make tickets of texts, as the documents say; what is no whole number of blocks
// is not encrypted at all.
var sealers = map[session.Format]func(session.TicketKey) func(text []byte) []byte{
	session.Draft:   sealedCBC(2, sha1.New),
	session.RFC5077: sealedCBC(2, sha256.New),
	session.AES128:  sealedCBC(0, sha256.New),
	session.AES256:  sealedCBC(0, sha256.New),
	session.GCM: func(k session.TicketKey) func([]byte) []byte {
		aead, err := cipher.NewGCM(cipherOf(k))
		if err != nil {
			panic(err) // AES has the block that GCM wants
		}
		nonce := fixedIV[:aead.NonceSize()]
		return func(text []byte) []byte {
			return aead.Seal(slices.Concat(k.Name[:], nonce), nonce, text, k.Name[:])
		}
	},
}

// sealedCBC is "the encrypted_state field" with so many bytes of length, and the MAC over
// all before it (RFC 5077 4).
func sealedCBC(length int, of func() hash.Hash) func(session.TicketKey) func([]byte) []byte {
	return func(k session.TicketKey) func([]byte) []byte {
		block := cipherOf(k)
		return func(text []byte) []byte {
			ticket := slices.Concat(k.Name[:], fixedIV, binary.BigEndian.AppendUint16(nil, uint16(len(text)))[:length])
			at := len(ticket)
			ticket = append(ticket, text...)
			if len(text)%aes.BlockSize == 0 {
				cipher.NewCBCEncrypter(block, fixedIV).CryptBlocks(ticket[at:], ticket[at:])
			}
			mac := hmac.New(of, k.MAC)
			mac.Write(ticket)
			return mac.Sum(ticket)
		}
	}
}

func cipherOf(k session.TicketKey) cipher.Block {
	block, err := aes.NewCipher(k.AES)
	if err != nil {
		panic(fmt.Sprintf("%v: %v", k, err)) // the key was drawn to fit
	}
	return block
}
