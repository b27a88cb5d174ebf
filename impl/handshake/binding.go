package handshake

import (
	"crypto"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Why a binding or keying material is not given out.
var (
	ErrNotBound       = errors.New("the master secret is not bound to its handshake: there is no extended master secret (RFC 7627 5.4)")
	ErrSynchronizable = errors.New("the connection has resumed a session without the extended master secret: its Finished may not be its own (RFC 7627 5.4)")
	ErrRenegotiable   = errors.New("tls-exporter is not defined for a connection that renegotiates (RFC 9266 4.2)")
	ErrNoEndPoint     = errors.New("tls-server-end-point is not defined for the server's certificate (RFC 5929 4.1)")
	ErrReservedLabel  = errors.New("the label is one of TLS itself (RFC 5705 4)")
	ErrContextTooLong = errors.New("the context is longer than 65535 bytes (RFC 5705 4)")
	ErrLength         = errors.New("got a negative length")
	ErrUnknownBinding = errors.New("want tls-unique, tls-server-end-point or tls-exporter")
)

// Binding is a channel binding of the connection: tls-unique or tls-server-end-point
// (RFC 5929), or tls-exporter (RFC 9266). It belongs to the latest handshake, so
// that it changes with a renegotiation. The error is one of the above.
func (a Agreement) Binding(kind string) ([]byte, error) {
	switch kind {
	case "tls-unique":
		return a.unique()
	case "tls-server-end-point":
		return a.endPoint()
	case "tls-exporter":
		return a.exporterBinding()
	}
	return nil, fmt.Errorf("channel binding %q: %w", kind, ErrUnknownBinding)
}

// unique is the first Finished. RFC 7627 5.4: where a session without the extended
// master secret was resumed, "the client MUST disable renegotiation and any use of
// the tls-unique channel binding [RFC5929] on the current connection".
func (a Agreement) unique() ([]byte, error) {
	if a.synchronizable {
		return nil, ErrSynchronizable
	}
	return slices.Clone(a.TLSUnique), nil
}

// endPoint is the hash of the server's certificate, by the hash of its signature.
func (a Agreement) endPoint() ([]byte, error) {
	if len(a.server) == 0 {
		return nil, ErrNoEndPoint
	}
	leaf, err := x509.ParseCertificate(a.server[0])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoEndPoint, err)
	}
	hash, ok := endPointHashes[leaf.SignatureAlgorithm]
	if !ok {
		return nil, fmt.Errorf("%w: it is signed by %v", ErrNoEndPoint, leaf.SignatureAlgorithm)
	}
	return digest(hash, a.server[0]), nil
}

// endPointHashes are those of the signatures that use a single one. RFC 5929 4.1:
// "if the certificate's signatureAlgorithm uses a single hash function, and that
// hash function is either MD5 [RFC1321] or SHA-1 [RFC3174], then use SHA-256".
var endPointHashes = map[x509.SignatureAlgorithm]crypto.Hash{
	x509.MD5WithRSA: crypto.SHA256, x509.SHA1WithRSA: crypto.SHA256,
	x509.DSAWithSHA1: crypto.SHA256, x509.ECDSAWithSHA1: crypto.SHA256,
	x509.SHA256WithRSA: crypto.SHA256, x509.SHA256WithRSAPSS: crypto.SHA256,
	x509.DSAWithSHA256: crypto.SHA256, x509.ECDSAWithSHA256: crypto.SHA256,
	x509.SHA384WithRSA: crypto.SHA384, x509.SHA384WithRSAPSS: crypto.SHA384, x509.ECDSAWithSHA384: crypto.SHA384,
	x509.SHA512WithRSA: crypto.SHA512, x509.SHA512WithRSAPSS: crypto.SHA512, x509.ECDSAWithSHA512: crypto.SHA512,
}

// exporterBinding is RFC 9266 2.
func (a Agreement) exporterBinding() ([]byte, error) {
	if a.renegotiable || a.Renegotiations > 0 {
		return nil, ErrRenegotiable
	}
	return a.Export("EXPORTER-Channel-Binding", []byte{}, 32)
}

// Export gives keying material of so many bytes for a label (RFC 5705). A context
// of nil is none, which is not the same as one that is empty.
//
// RFC 7627 5.4: without the extended master secret an end "MUST disable" it. One from
// before that knows of no such rule.
func (a Agreement) Export(label string, context []byte, length int) ([]byte, error) {
	switch {
	case !a.EMS && !a.predates:
		return nil, ErrNotBound
	case slices.Contains(reservedLabels, label):
		return nil, fmt.Errorf("label %q: %w", label, ErrReservedLabel)
	case len(context) > math.MaxUint16:
		return nil, ErrContextTooLong
	case length < 0:
		return nil, ErrLength
	}
	seeds := [][]byte{a.randoms[Client][:], a.randoms[Server][:]}
	if context != nil {
		seeds = append(seeds, binary.BigEndian.AppendUint16(nil, uint16(len(context))), context)
	}
	out := make([]byte, length)
	a.prf.Key(a.Master).Fill(out, label, seeds...)
	return out, nil
}

// reservedLabels are those of the PRF in TLS. RFC 5705 4: "exporter labels have the
// potential to collide with existing PRF labels".
var reservedLabels = []string{
	"client finished", "server finished", "master secret", "extended master secret", "key expansion",
}

// serverChain is the certificate chain of the server.
func (h *Handshake) serverChain() [][]byte {
	if h.side == Client {
		return h.chain
	}
	return h.ownChain()
}
