package stack

import (
	"context"
	"fmt"
	"net"
	"regexp"
	"strconv"

	"tlsresume/impl/peers/process"
)

// nss is selfserv, whose page has the request in it, and tstclnt, which connects
// as often as it is told. Their certificates are in a database.
var nss = &Stack{
	Name: "NSS", Packages: "libnss3-tools", needs: []string{"selfserv", "tstclnt", "certutil", "pk12util", "openssl", "cc"},
	Serve: serveNSS, Connect: connectNSS,
}

// nssArgs are those of both programs.
func nssArgs(p *Place, s Setup, args ...string) []string {
	version := "tls" + s.Version.String()
	args = append(args, "-v", "-d", "sql:"+p.file("nss.db"), "-V", version+":"+version)
	if s.Tickets {
		args = append(args, "-u")
	}
	return args
}

// nssEnv makes the database, and turns the extended master secret off where it
// has to be: no switch does.
func nssEnv(ctx context.Context, p *Place, s Setup) ([]string, error) {
	env, err := p.tame(ctx)
	if err != nil || p.made["nss.db"] {
		return nssSwitch(env, s), err
	}
	db, pkcs12 := "sql:"+p.file("nss.db"), p.file("nss.p12")
	for _, command := range [][]string{
		{"mkdir", p.file("nss.db")},
		{"certutil", "-N", "-d", db, "--empty-password"},
		{"openssl", "pkcs12", "-export", "-in", p.cert, "-inkey", p.key, "-name", "rsa", "-passout", "pass:x", "-out", pkcs12},
		{"pk12util", "-i", pkcs12, "-d", db, "-W", "x"},
		{"certutil", "-M", "-d", db, "-n", "rsa", "-t", "CT,CT,CT"},
	} {
		if _, err := process.Run(ctx, nil, command[0], command[1:]...); err != nil {
			return nil, err
		}
	}
	p.made["nss.db"] = true
	return nssSwitch(env, s), nil
}

func nssSwitch(env []string, s Setup) []string {
	if !s.EMS {
		return append(env, "TAME_NSS_WITHOUT_EMS=1")
	}
	return env
}

// What both programs say of a connection. selfserv says it in either order.
var (
	nssAgreed = regexp.MustCompile(`(?s)SSL version (3\.\d).*?Extended Master Secret: (\w+)\n`)
	nssHits   = regexp.MustCompile(`(\d+) cache hits;`)
	nssMet    = regexp.MustCompile(nssAgreed.String() + `.*?` + nssHits.String() + `.*?stateless resumes`)
)

// nssVersions are the versions as the record layer has them.
var nssVersions = map[string]string{"3.1": "1.0", "3.2": "1.1", "3.3": "1.2"}

// An nssCount is how many connections a process has resumed so far: it prints
// only that.
type nssCount struct{ hits int }

func (c *nssCount) claim(version, ems, hits string) (Claim, error) {
	now, err := strconv.Atoi(hits)
	if err != nil || now < c.hits || now > c.hits+1 {
		return Claim{}, fmt.Errorf("got %q cache hits after %d", hits, c.hits)
	}
	resumed := now > c.hits
	c.hits = now
	return Claim{Resumed: said(resumed), EMS: said(ems == "Yes"), Version: nssVersions[version]}, nil
}

func serveNSS(ctx context.Context, p *Place, s Setup) (*Server, error) {
	env, err := nssEnv(ctx, p, s)
	if err != nil {
		return nil, err
	}
	server, agreed, err := listen(ctx, env, listening, "selfserv", nssArgs(p, s, "-n", "rsa", "-p", "1")...)
	if err != nil {
		return nil, err
	}
	hits, count := &log{process: agreed.process}, new(nssCount)
	server.Answers = "\r\nEOF\r\n"
	server.Claim = func(ctx context.Context, _ string) (Claim, error) {
		met, err := agreed.next(ctx, nssAgreed)
		if err != nil {
			return Claim{}, err
		}
		now, err := hits.next(ctx, nssHits)
		if err != nil {
			return Claim{}, err
		}
		return count.claim(met[1], met[2], now[1])
	}
	return server, nil
}

func connectNSS(ctx context.Context, p *Place, s Setup, addr string) ([]Claim, error) {
	env, err := nssEnv(ctx, p, s)
	if err != nil {
		return nil, err
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	request, err := p.write("nss.request", []byte(Request))
	if err != nil {
		return nil, err
	}
	args := nssArgs(p, s, "-h", host, "-p", port, "-o", "-L", strconv.Itoa(s.Connections), "-A", request)
	text, err := process.Run(ctx, env, "tstclnt", args...)
	if err != nil {
		return nil, err
	}
	count := new(nssCount)
	return claims(text, nssMet, func(is []string) (Claim, error) { return count.claim(is[1], is[2], is[3]) })
}
