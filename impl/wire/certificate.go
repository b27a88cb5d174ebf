package wire

import "golang.org/x/crypto/cryptobyte"

// A Certificate is RFC 5246 7.4.2: a chain, the sender's own first. A client
// that has none to show sends an empty one (7.4.6).
type Certificate struct{ Chain [][]byte }

// Kind is KindCertificate.
func (*Certificate) Kind() Kind { return KindCertificate }

func (m *Certificate) encode(b *cryptobyte.Builder) {
	b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, c := range m.Chain {
			addVector24(b, c)
		}
	})
}

// Decode reads the body of the message; the error is *Malformed.
func (m *Certificate) Decode(body []byte) error {
	*m = Certificate{}
	s := cryptobyte.String(body)
	var list, c cryptobyte.String
	if !s.ReadUint24LengthPrefixed(&list) || len(s) != 0 {
		return malformed(KindCertificate, "certificate_list")
	}
	for len(list) > 0 {
		if !list.ReadUint24LengthPrefixed(&c) || len(c) == 0 {
			return malformed(KindCertificate, "ASN.1Cert")
		}
		m.Chain = append(m.Chain, c)
	}
	return nil
}
