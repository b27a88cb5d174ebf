package stack

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"

	"tlsresume/impl/wire"
)

// stdlib is crypto/tls, in this process.
var stdlib = &Stack{Name: "crypto/tls", Packages: "golang-go", Serve: serveStdlib, Connect: connectStdlib}

func stdlibConfig(p *Place, s Setup) (*tls.Config, error) {
	certificate, err := tls.LoadX509KeyPair(p.cert, p.key)
	return &tls.Config{
		MinVersion: uint16(s.Version), MaxVersion: uint16(s.Version),
		Certificates:           []tls.Certificate{certificate},
		InsecureSkipVerify:     true, // of a certificate that signs itself
		SessionTicketsDisabled: !s.Tickets,
		ClientSessionCache:     tls.NewLRUClientSessionCache(1),
	}, err
}

// stdlibClaim: without the extended master secret, crypto/tls gives no tls-unique
// of a connection that resumes, and one of another.
func stdlibClaim(c tls.ConnectionState, heard string) Claim {
	return Claim{
		Resumed: said(c.DidResume), Version: wire.Version(c.Version).String(),
		Unique: c.TLSUnique, Heard: heard,
	}
}

// serveStdlib echoes a line.
func serveStdlib(ctx context.Context, p *Place, s Setup) (*Server, error) {
	cfg, err := stdlibConfig(p, s)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(ctx, func() { listener.Close() })
	claims := make(chan Claim, 1)
	failures := make(chan error, 1)
	var all sync.WaitGroup
	all.Go(func() {
		defer close(failures)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			claim, err := stdlibTalks(ctx, tls.Server(conn, cfg), func(c net.Conn, in *bufio.Reader) (string, error) {
				line, err := in.ReadString('\n')
				if err == nil {
					_, err = c.Write([]byte(line))
				}
				return line, err
			})
			if err != nil {
				failures <- err
				return
			}
			select {
			case claims <- claim:
			case <-ctx.Done():
				return
			}
		}
	})
	return &Server{
		Addr:    listener.Addr().String(),
		Answers: "GET / HTTP/1.0\r\n",
		Claim: func(ctx context.Context, _ string) (Claim, error) {
			select {
			case c := <-claims:
				return c, nil
			case err := <-failures:
				return Claim{}, errors.Join(errors.New("the server has ended"), err)
			case <-ctx.Done():
				return Claim{}, ctx.Err()
			}
		},
		Close: func() error {
			cancel()
			stop()
			listener.Close()
			all.Wait()
			return nil
		},
	}, nil
}

func connectStdlib(ctx context.Context, p *Place, s Setup, addr string) ([]Claim, error) {
	cfg, err := stdlibConfig(p, s)
	if err != nil {
		return nil, err
	}
	var claims []Claim
	for range s.Connections {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err != nil {
			return claims, err
		}
		claim, err := stdlibTalks(ctx, tls.Client(conn, cfg), func(c net.Conn, in *bufio.Reader) (string, error) {
			if _, err := c.Write([]byte(Request)); err != nil {
				return "", err
			}
			page, err := io.ReadAll(in)
			return string(page), err
		})
		if err != nil {
			return claims, err
		}
		claims = append(claims, claim)
	}
	return claims, nil
}

// stdlibTalks is a connection with what the application says and hears.
func stdlibTalks(ctx context.Context, c *tls.Conn, talk func(net.Conn, *bufio.Reader) (string, error)) (Claim, error) {
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.NetConn().Close() })
	defer stop()
	if err := c.HandshakeContext(ctx); err != nil {
		return Claim{}, err
	}
	heard, err := talk(c, bufio.NewReader(c))
	return stdlibClaim(c.ConnectionState(), heard), err
}
