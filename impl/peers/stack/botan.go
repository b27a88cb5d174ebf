package stack

import (
	"context"
	"net"
	"os"
	"regexp"
	"time"
)

// botan is botan tls_server, which echoes, and tls_client, a process for each
// connection.
var botan = &Stack{
	Name: "Botan", Packages: "botan", needs: []string{"botan", "cc"},
	Serve: serveBotan, Connect: connectBotan,
}

// botanPolicy allows what is off by default: TLS 1.0 and 1.1, which sign with
// SHA-1 and have suites with CBC alone.
const botanPolicy = `allow_tls10 = true
allow_tls11 = true
allow_tls12 = true
ciphers = AES-256/GCM AES-128/GCM AES-256 AES-128
macs = AEAD SHA-256 SHA-384 SHA-1
signature_hashes = SHA-512 SHA-384 SHA-256 SHA-1
`

// botanMet is what both say of a connection. Whether it is resumed they do not
// say, but the session has a name: one that was there before was resumed.
var botanMet = regexp.MustCompile(`Handshake complete, TLS v(1\.\d) using \S+\n(?:Session ID ([0-9A-F]+)\n)?`)

type botanSessions map[string]bool

func (known botanSessions) claim(met []string) (Claim, error) {
	resumed := known[met[2]]
	known[met[2]] = true
	return Claim{Resumed: said(resumed), Version: met[1]}, nil
}

func serveBotan(ctx context.Context, p *Place, s Setup) (*Server, error) {
	env, err := p.tame(ctx)
	if err != nil {
		return nil, err
	}
	policy, err := p.write("botan.policy", []byte(botanPolicy))
	if err != nil {
		return nil, err
	}
	server, log, err := listen(ctx, env, listening, "botan", "tls_server", p.cert, p.key, "--port=1", "--policy="+policy)
	if err != nil {
		return nil, err
	}
	known := botanSessions{}
	server.Answers = "GET / HTTP/1.0"
	server.Claim = func(ctx context.Context, _ string) (Claim, error) {
		met, err := log.next(ctx, botanMet)
		if err != nil {
			return Claim{}, err
		}
		return known.claim(met)
	}
	return server, nil
}

// nextSecond waits for it: the database knows no order of the sessions of one
// second, and might yield another than the newest.
func nextSecond(ctx context.Context) {
	select {
	case <-time.After(time.Until(time.Now().Truncate(time.Second).Add(time.Second))):
	case <-ctx.Done():
	}
}

// connectBotan keeps the sessions in a database. Its client must be told a name:
// for an address it offers no session.
func connectBotan(ctx context.Context, p *Place, s Setup, addr string) ([]Claim, error) {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	policy, err := p.write("botan.policy", []byte(botanPolicy))
	if err != nil {
		return nil, err
	}
	sessions := p.file("botan.sessions")
	os.Remove(sessions) // of another scenario
	args := []string{
		"tls_client", "localhost", "--port=" + port, "--tls" + s.Version.String(), "--policy=" + policy,
		"--skip-system-cert-store", "--trusted-cas=" + p.cert, "--session-db=" + sessions, "--session-db-pass=x",
	}
	known := botanSessions{}
	var all []Claim
	for range s.Connections {
		if s.Replaced {
			nextSecond(ctx)
		}
		text, err := asks(ctx, nil, "botan", args...)
		if err != nil {
			return all, err
		}
		one, err := claims(text, botanMet, known.claim)
		if err != nil {
			return all, err
		}
		all = append(all, one...)
	}
	return all, nil
}
