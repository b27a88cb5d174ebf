package handshake

import (
	"crypto/x509"
	"errors"
)

// What a verifier may wrap where crypto/x509 has no error that says it.
var (
	ErrRevoked = errors.New("the certificate was revoked")
	ErrDenied  = errors.New("access is denied")
	ErrUnknown = errors.New("the certificate is not acceptable")
)

// refusals give what a verifier says its reason (RFC 5246 7.2.2): the first that
// fits.
var refusals = []struct {
	is     func(error) bool
	reason Reason
}{
	{func(err error) bool { return errors.Is(err, ErrRevoked) }, CertificateRevoked},
	{func(err error) bool { return errors.Is(err, ErrDenied) }, AccessDenied},
	{func(err error) bool { return errors.Is(err, ErrUnknown) }, CertificateUnknown},
	{isA[x509.UnknownAuthorityError], AuthorityUnknown},
	{invalidAs(x509.Expired), CertificateExpired},
	{invalidAs(x509.IncompatibleUsage), CertificateUnsupported},
	{isA[x509.UnhandledCriticalExtension], CertificateUnsupported},
}

func isA[E error](err error) bool {
	var as E
	return errors.As(err, &as)
}

func invalidAs(want x509.InvalidReason) func(error) bool {
	return func(err error) bool {
		var invalid x509.CertificateInvalidError
		return errors.As(err, &invalid) && invalid.Reason == want
	}
}

func refusal(err error) Reason {
	for _, r := range refusals {
		if r.is(err) {
			return r.reason
		}
	}
	return CertificateRefused
}
