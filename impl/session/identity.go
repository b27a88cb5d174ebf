package session

import (
	"bytes"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
)

// An AuthType is draft 4's ClientAuthenticationType: how the client proved who
// it is in the full handshake.
type AuthType uint8

// The authentication types of draft 4.
const (
	Anonymous        AuthType = 0
	CertificateBased AuthType = 1
	PSK              AuthType = 2
)

// String names the type as the draft does.
func (a AuthType) String() string {
	switch a {
	case Anonymous:
		return "anonymous"
	case CertificateBased:
		return "certificate_based"
	case PSK:
		return "psk"
	}
	return fmt.Sprintf("unknown(%d)", uint8(a))
}

// An Identity is draft 4's ClientIdentity: who the client of the full handshake
// was, so that a resumed connection is authorised as the first one.
type Identity struct {
	Auth         AuthType
	Certificates [][]byte // of CertificateBased alone: DER, the client's own first
	PSKIdentity  []byte   // of PSK alone (RFC 4279 5.1): the name of the key
}

// encode refuses an identity that claims more than its type can carry: dropping
// the rest in silence would resume as somebody else.
func (i *Identity) encode(b *cryptobyte.Builder) {
	switch {
	case i.Auth > PSK:
		b.SetError(fmt.Errorf("got client authentication %v, want at most %d", i.Auth, PSK))
		return
	case i.Auth != CertificateBased && len(i.Certificates) > 0:
		b.SetError(fmt.Errorf("got certificates of a client that is %v, want none", i.Auth))
		return
	case i.Auth != PSK && len(i.PSKIdentity) > 0:
		b.SetError(fmt.Errorf("got a PSK identity of a client that is %v, want none", i.Auth))
		return
	}
	b.AddUint8(uint8(i.Auth))
	switch i.Auth {
	case CertificateBased:
		b.AddUint24LengthPrefixed(i.encodeChain)
	case PSK:
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(i.PSKIdentity) })
	}
}

func (i *Identity) encodeChain(b *cryptobyte.Builder) {
	for n, c := range i.Certificates {
		if len(c) == 0 {
			b.SetError(fmt.Errorf("got an empty certificate at %d, want ASN.1Cert<1..2^24-1>", n))
			return
		}
		if len(c) >= 1<<24 {
			b.SetError(fmt.Errorf("got a certificate of %d bytes at %d, want ASN.1Cert<1..2^24-1>", len(c), n))
			return
		}
		b.AddUint24(uint32(len(c)))
		b.AddBytes(c)
	}
}

func (i *Identity) decode(in *cryptobyte.String) bool {
	if !in.ReadUint8((*uint8)(&i.Auth)) {
		return false
	}
	switch i.Auth {
	case Anonymous:
		return true
	case CertificateBased:
		return i.decodeChain(in)
	case PSK:
		var name cryptobyte.String
		ok := in.ReadUint16LengthPrefixed(&name)
		i.PSKIdentity = append([]byte(nil), name...) // nil when empty
		return ok
	}
	return false
}

func (i *Identity) decodeChain(in *cryptobyte.String) bool {
	var list, c cryptobyte.String
	if !in.ReadUint24LengthPrefixed(&list) {
		return false
	}
	list = bytes.Clone(list)
	for len(list) > 0 {
		if !list.ReadUint24LengthPrefixed(&c) || len(c) == 0 {
			return false
		}
		i.Certificates = append(i.Certificates, slices.Clip(c))
	}
	return true
}

func (i *Identity) clone() Identity {
	c := *i
	c.Certificates = cloneChain(i.Certificates)
	c.PSKIdentity = bytes.Clone(i.PSKIdentity)
	return c
}

func cloneChain(chain [][]byte) [][]byte {
	if chain == nil {
		return nil
	}
	c := make([][]byte, len(chain))
	for n := range chain {
		c[n] = bytes.Clone(chain[n])
	}
	return c
}
