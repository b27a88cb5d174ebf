package stack

import (
	"context"
	"regexp"
	"strings"

	"tlsresume/impl/wire"
)

// openssl is openssl s_server, whose page tells what it makes of the connection,
// and s_client, a process for each connection.
var openssl = &Stack{
	Name: "OpenSSL", Packages: "openssl", needs: []string{"openssl"},
	Serve: serveOpenSSL, Connect: connectOpenSSL,
}

var opensslVersions = map[wire.Version]string{wire.TLS10: "-tls1", wire.TLS11: "-tls1_1", wire.TLS12: "-tls1_2"}

// opensslArgs are those of both roles. SHA-1, with which TLS 1.0 and 1.1 sign, is
// for level 0 only.
func opensslArgs(s Setup, args ...string) []string {
	args = append(args, opensslVersions[s.Version], "-cipher", "ALL:@SECLEVEL=0")
	if !s.Tickets {
		args = append(args, "-no_ticket")
	}
	return args
}

// opensslEnv stands in place of the machine's configuration: no switch of a
// command turns the extended master secret off.
func opensslEnv(p *Place, s Setup) ([]string, error) {
	sign := "-"
	if s.EMS {
		sign = ""
	}
	file, err := p.write("openssl.cnf", []byte("openssl_conf = o\n[o]\nssl_conf = s\n[s]\nsystem_default = d\n[d]\n"+
		"Options = "+sign+"ExtendedMasterSecret\n"))
	return []string{"OPENSSL_CONF=" + file}, err
}

// The words of both commands. What stands beside New or Reused is not the
// version that was negotiated.
var (
	opensslAccepts = regexp.MustCompile(`(?m)^ACCEPT (127\.0\.0\.1:\d+)$`)
	opensslMet     = regexp.MustCompile(`(?s)\n(?:New|Reused), .*?\n    Extended master secret: \w+\n`)
	opensslEMS     = regexp.MustCompile(`(?m)^    Extended master secret: (\w+)$`)
	opensslVersion = regexp.MustCompile(`(?m)^    Protocol  : TLSv(.*)$`)
	opensslMaster  = regexp.MustCompile(`(?m)^    Master-Key: ([0-9A-F]+)$`)
)

func opensslClaim(text string) Claim {
	version := first(opensslVersion, text)
	if version == "1" {
		version = wire.TLS10.String()
	}
	return Claim{
		Resumed: said(strings.Contains(text, "\nReused, ")),
		EMS:     said(first(opensslEMS, text) == "yes"),
		Version: version,
		Master:  unhex(first(opensslMaster, text)),
	}
}

func serveOpenSSL(ctx context.Context, p *Place, s Setup) (*Server, error) {
	env, err := opensslEnv(p, s)
	if err != nil {
		return nil, err
	}
	args := opensslArgs(s, "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", p.cert, "-key", p.key)
	server, _, err := listen(ctx, env, opensslAccepts, "openssl", args...)
	if err != nil {
		return nil, err
	}
	server.Answers = "</pre></BODY></HTML>"
	server.Claim = func(_ context.Context, page string) (Claim, error) { return opensslClaim(page), nil }
	return server, nil
}

// connectOpenSSL keeps the session in a file.
func connectOpenSSL(ctx context.Context, p *Place, s Setup, addr string) ([]Claim, error) {
	env, err := opensslEnv(p, s)
	if err != nil {
		return nil, err
	}
	session := p.file("openssl.session")
	args := opensslArgs(s, "s_client", "-nocommands", "-connect", addr, "-sess_out", session)
	var claims []Claim
	for range s.Connections {
		text, err := asks(ctx, env, "openssl", args...)
		if err != nil {
			return claims, err
		}
		c := opensslClaim(opensslMet.FindString(text))
		c.Heard = text
		claims = append(claims, c)
		args = append(args[:len(args):len(args)], "-sess_in", session)
	}
	return claims, nil
}
