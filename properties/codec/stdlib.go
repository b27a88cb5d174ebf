package codec

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"errors"
	"io"
	"iter"
	"math/big"
	"net"
	"slices"
	"sync"
	"time"

	"tlsresume/impl/wire"
)

// An end of a wire in memory. wait lets the other end run.
type end struct {
	net.Conn // nil: nothing else of it is used
	in, out  *bytes.Buffer
	wait     func() bool
	wrote    []byte // all of it
}

func (e *end) Read(b []byte) (int, error) {
	if e.in.Len() == 0 && (!e.wait() || e.in.Len() == 0) {
		return 0, io.ErrUnexpectedEOF
	}
	return e.in.Read(b)
}

func (e *end) Write(b []byte) (int, error) {
	e.wrote = append(e.wrote, b...)
	return e.out.Write(b)
}

// SetWriteDeadline is called by crypto/tls before it says goodbye.
func (e *end) SetWriteDeadline(time.Time) error { return nil }

// A shake is a handshake of crypto/tls with itself.
type shake struct {
	client, server tls.ConnectionState
	said           [2][]wire.Message // in the clear, by the client and by the server
}

// shakes plays one. The server is a coroutine, and runs where the client waits.
func shakes(client, server *tls.Config) (s shake, err error) {
	var to, from bytes.Buffer
	theirs := &end{in: &to, out: &from}
	var serverErr error
	turn, stop := iter.Pull(func(yield func(struct{}) bool) {
		theirs.wait = func() bool { return yield(struct{}{}) }
		c := tls.Server(theirs, server)
		serverErr = c.Handshake()
		s.server = c.ConnectionState()
	})
	defer stop()
	ours := &end{in: &from, out: &to, wait: func() bool { turn(); return true }}
	c := tls.Client(ours, client)
	if err := c.Handshake(); err != nil {
		return s, errors.Join(err, serverErr)
	}
	turn() // the client's Finished comes last in a resumption
	s.client = c.ConnectionState()
	for i, e := range []*end{ours, theirs} {
		if s.said[i], err = spoken(e.wrote); err != nil {
			return s, err
		}
	}
	return s, serverErr
}

// spoken are the handshake messages before the keys change.
func spoken(records []byte) (all []wire.Message, err error) {
	var stream []byte
	for len(records) >= 5 && records[0] == 22 {
		n := int(binary.BigEndian.Uint16(records[3:]))
		stream, records = append(stream, records[5:5+n]...), records[5+n:]
	}
	for len(stream) >= wire.HeaderSize {
		n := wire.HeaderSize + int(binary.BigEndian.Uint32(stream)&0xffffff)
		if n > len(stream) {
			break
		}
		all = append(all, wire.Message{Kind: wire.Kind(stream[0]), Raw: stream[:n:n]})
		stream = stream[n:]
	}
	if len(stream) > 0 || len(all) == 0 {
		return nil, errors.New("got a stream that ends in a message")
	}
	return all, nil
}

// find is the message of a kind, or nil.
func find(all []wire.Message, kind wire.Kind) *wire.Message {
	i := slices.IndexFunc(all, func(m wire.Message) bool { return m.Kind == kind })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// stdlibCertificate is a certificate of both ends, the same in every run.
var stdlibCertificate = sync.OnceValue(func() tls.Certificate {
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), bytes.Repeat([]byte{1}, 32))
	if err != nil {
		panic(err) // the number is less than the order of the curve
	}
	as := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "codec"}, DNSNames: []string{"a.example", "b.example"},
		NotBefore: clockZero.Add(-time.Hour), NotAfter: clockZero.Add(1000 * time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(nil, as, as, key.Public(), key)
	if err != nil {
		panic(err) // it is the same in every run
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
})
