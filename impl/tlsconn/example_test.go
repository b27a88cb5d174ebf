package tlsconn_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/tlsconn"
)

// A server and a client that connects twice: the second connection resumes by the
// ticket of the first.
func Example() {
	credential, roots := selfSigned("a.example")

	ticketKey, err := session.NewTicketKey(session.RFC5077, rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	server := &tlsconn.Config{
		Config: handshake.Config{
			Policy: handshake.DefaultPolicy(),
			Hosts:  handshake.OneHost(credential),
			Sealer: session.NewRing(ticketKey),
		},
		Store: session.NewCache(1000, handshake.Day),
	}
	client := &tlsconn.Config{
		Config: handshake.Config{
			Policy:     handshake.DefaultPolicy(),
			ServerName: "a.example",
			Verify: func(chain [][]byte, name string) (string, error) {
				leaf, err := x509.ParseCertificate(chain[0])
				if err != nil {
					return "", err
				}
				_, err = leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: name})
				return name, err
			},
		},
		Sessions: session.NewClientStore(100),
	}

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			raw, err := listener.Accept()
			if err != nil {
				return
			}
			conn := tlsconn.Server(raw, server)
			io.Copy(conn, conn)
			conn.Close()
		}
	}()

	for range 2 {
		raw, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			log.Fatal(err)
		}
		raw.SetDeadline(time.Now().Add(time.Minute))
		conn := tlsconn.Client(raw, client)
		if err := conn.Handshake(context.Background()); err != nil {
			log.Fatal(err)
		}
		fmt.Fprint(conn, "echo")
		answer := make([]byte, 4)
		if _, err := io.ReadFull(conn, answer); err != nil {
			log.Fatal(err)
		}
		agreed, _ := conn.Agreement()
		fmt.Printf("%s over TLS %s, peer %s, resumed by %s\n", answer, agreed.Version, agreed.Peer, agreed.By)
		conn.Close()
	}
	// Output:
	// echo over TLS 1.2, peer a.example, resumed by nothing
	// echo over TLS 1.2, peer a.example, resumed by ticket
}

// selfSigned makes a certificate for a name, and the roots by which it verifies.
func selfSigned(name string) (*handshake.Credential, *x509.CertPool) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		log.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		log.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return &handshake.Credential{Chain: [][]byte{der}, Key: key}, roots
}
