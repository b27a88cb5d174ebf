package stack

import (
	"context"
	"net"
	"regexp"
	"strings"
)

// gnutls is gnutls-serv, which echoes, and gnutls-cli, which connects twice.
var gnutls = &Stack{
	Name: "GnuTLS", Packages: "gnutls-bin",
	needs: []string{"gnutls-serv", "gnutls-cli", "cc"},
	Serve: serveGnuTLS, Connect: connectGnuTLS,
}

// gnutlsPriority turns off all versions but one, and the extended master secret
// by a flag that is named for the session_hash of RFC 7627. TLS 1.0 and 1.1 sign with
// SHA-1.
func gnutlsPriority(s Setup) string {
	priority := "NORMAL:-VERS-ALL:+VERS-TLS" + s.Version.String() + ":+SHA1:%VERIFY_ALLOW_SIGN_WITH_SHA1"
	if !s.EMS {
		priority += ":%NO_SESSION_HASH"
	}
	if !s.Tickets { // gnutls-cli does not heed its --noticket
		priority += ":%NO_TICKETS"
	}
	return priority
}

// The words of both programs.
var (
	gnutlsServed  = regexp.MustCompile(`(?s)\* Accepted connection.*?- Channel bindings\n - 'tls-unique': [0-9a-f]*\n`)
	gnutlsMet     = regexp.MustCompile(`(?s)- Description: .*?Handshake was completed\n(?:\*\*\* This is a resumed session\n)?`)
	gnutlsVersion = regexp.MustCompile(`- Description: \(TLS(1\.\d)`)
	gnutlsUnique  = regexp.MustCompile(`'tls-unique': ([0-9a-f]+)`)
	gnutlsOptions = regexp.MustCompile(`(?m)^- Options:(.*)$`)
)

func gnutlsClaim(text string) Claim {
	return Claim{
		Resumed: said(strings.Contains(text, "*** This is a resumed session")),
		EMS:     said(strings.Contains(first(gnutlsOptions, text), "extended master secret")),
		Version: first(gnutlsVersion, text),
		Unique:  unhex(first(gnutlsUnique, text)),
	}
}

func serveGnuTLS(ctx context.Context, p *Place, s Setup) (*Server, error) {
	env, err := p.tame(ctx)
	if err != nil {
		return nil, err
	}
	args := []string{"--priority", gnutlsPriority(s), "--port", "1", "--disable-client-cert", "--echo", "--x509certfile", p.cert, "--x509keyfile", p.key}
	server, log, err := listen(ctx, env, listening, "gnutls-serv", args...)
	if err != nil {
		return nil, err
	}
	server.Answers = "GET / HTTP/1.0"
	server.Claim = func(ctx context.Context, _ string) (Claim, error) {
		is, err := log.next(ctx, gnutlsServed)
		if err != nil {
			return Claim{}, err
		}
		return gnutlsClaim(is[0]), nil
	}
	return server, nil
}

// connectGnuTLS gives the request to the connection that comes last.
func connectGnuTLS(ctx context.Context, p *Place, s Setup, addr string) ([]Claim, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	args := []string{"--priority", gnutlsPriority(s), "--insecure", "--verbose", "--port", port}
	if s.Connections > 1 {
		args = append(args, "--resume")
	}
	text, err := asks(ctx, nil, "gnutls-cli", append(args, host)...)
	var claims []Claim
	at := 0
	for _, m := range gnutlsMet.FindAllStringIndex(text, -1) {
		claims = append(claims, gnutlsClaim(text[m[0]:m[1]]))
		at = m[1]
	}
	if len(claims) > 0 {
		claims[len(claims)-1].Heard = text[at:]
	}
	return claims, err
}
