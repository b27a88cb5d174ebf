package wire

import "golang.org/x/crypto/cryptobyte"

// The ClientCertificateTypes that are implemented.
const (
	RSASign   byte = 1  // RFC 5246 7.4.4
	ECDSASign byte = 64 // RFC 8422 5.5
)

// CertificateType is the ClientCertificateType of a certificate with such a key.
func (k KeyType) CertificateType() byte {
	if k == KeyRSA {
		return RSASign
	}
	return ECDSASign
}

// A CertificateRequest is RFC 5246 7.4.4.
type CertificateRequest struct {
	Types       []byte // ClientCertificateType
	Schemes     []SignatureScheme
	Authorities [][]byte // distinguished names, DER
	Old         bool     // not on the wire: of TLS 1.0 or 1.1, which name no Schemes (RFC 4346 7.4.4)
}

// Kind is KindCertificateRequest.
func (*CertificateRequest) Kind() Kind { return KindCertificateRequest }

func (m *CertificateRequest) encode(b *cryptobyte.Builder) {
	addVector8(b, m.Types)
	if !m.Old {
		addUint16Vector(b, m.Schemes)
	}
	addPrefixed16(b, func(b *cryptobyte.Builder) {
		for _, name := range m.Authorities {
			addVector16(b, name)
		}
	})
}

// Decode reads the body of the message, whose form is that of m.Old; the error is
// *Malformed.
func (m *CertificateRequest) Decode(body []byte) error {
	*m = CertificateRequest{Old: m.Old}
	s := cryptobyte.String(body)
	var schemes, names cryptobyte.String
	switch {
	case !vector8(&s, &m.Types, 1):
		return malformed(KindCertificateRequest, "certificate_types")
	case !m.Old && (!s.ReadUint16LengthPrefixed(&schemes) || !uint16s(schemes, &m.Schemes)):
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

// A CertificateVerify is RFC 5246 7.4.8: a signature over all messages before it,
// with the key of the client's certificate.
type CertificateVerify struct {
	Scheme    SignatureScheme
	Signature []byte
	Old       bool // not on the wire: of TLS 1.0 or 1.1, which name no Scheme
}

// Kind is KindCertificateVerify.
func (*CertificateVerify) Kind() Kind { return KindCertificateVerify }

func (m *CertificateVerify) encode(b *cryptobyte.Builder) {
	if !m.Old {
		b.AddUint16(uint16(m.Scheme))
	}
	addVector16(b, m.Signature)
}

// Decode reads the body of the message, whose form is that of m.Old; the error is
// *Malformed.
func (m *CertificateVerify) Decode(body []byte) error {
	*m = CertificateVerify{Old: m.Old}
	s := cryptobyte.String(body)
	switch {
	case !m.Old && !s.ReadUint16((*uint16)(&m.Scheme)):
		return malformed(KindCertificateVerify, "algorithm")
	case !vector16(&s, &m.Signature, 0) || len(s) != 0:
		return malformed(KindCertificateVerify, "signature")
	}
	return nil
}
