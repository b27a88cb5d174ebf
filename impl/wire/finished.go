package wire

import "golang.org/x/crypto/cryptobyte"

// VerifyDataSize is the length of verify_data in bytes (RFC 5246 7.4.9).
const VerifyDataSize = 12

// A Finished is RFC 5246 7.4.9.
type Finished struct{ VerifyData []byte }

// Kind is KindFinished.
func (*Finished) Kind() Kind { return KindFinished }

func (m *Finished) encode(b *cryptobyte.Builder) { b.AddBytes(m.VerifyData) }

// Decode reads the body of the message; the error is *Malformed.
func (m *Finished) Decode(body []byte) error {
	if len(body) != VerifyDataSize {
		return malformed(KindFinished, "verify_data")
	}
	m.VerifyData = body
	return nil
}

// An Empty is a message without a body: HelloRequest or ServerHelloDone.
type Empty struct{ Of Kind }

// Kind is the kind that the message was made for.
func (m *Empty) Kind() Kind { return m.Of }

func (*Empty) encode(*cryptobyte.Builder) {}

// Decode reads the body of the message; the error is *Malformed.
func (m *Empty) Decode(body []byte) error {
	if len(body) != 0 {
		return malformed(m.Of, "body")
	}
	return nil
}
