package wire

import "golang.org/x/crypto/cryptobyte"

// A CertificateRequest is RFC 5246 7.4.4.
type CertificateRequest struct {
	Types       []byte // ClientCertificateType
	Schemes     []SignatureScheme
	Authorities [][]byte // distinguished names, DER
}

// Kind is KindCertificateRequest.
func (*CertificateRequest) Kind() Kind { return KindCertificateRequest }

func (m *CertificateRequest) encode(b *cryptobyte.Builder) {
	addVector8(b, m.Types)
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { addUint16s(b, m.Schemes) })
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, name := range m.Authorities {
			addVector16(b, name)
		}
	})
}

// Decode reads the body of the message; the error is *Malformed.
func (m *CertificateRequest) Decode(body []byte) error {
	*m = CertificateRequest{}
	s := cryptobyte.String(body)
	var schemes, names cryptobyte.String
	switch {
	case !vector8(&s, &m.Types, 1):
		return malformed(KindCertificateRequest, "certificate_types")
	case !s.ReadUint16LengthPrefixed(&schemes) || !uint16s(schemes, &m.Schemes):
		return malformed(KindCertificateRequest, "supported_signature_algorithms")
	case !s.ReadUint16LengthPrefixed(&names) || len(s) != 0:
		return malformed(KindCertificateRequest, "certificate_authorities")
	}
	for len(names) > 0 {
		var name []byte
		if !vector16(&names, &name, 1) {
			return malformed(KindCertificateRequest, "DistinguishedName")
		}
		m.Authorities = append(m.Authorities, name)
	}
	return nil
}
