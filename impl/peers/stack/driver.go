package stack

import (
	"context"
	"fmt"
	"net"
	"regexp"
	"strconv"

	"tlsresume/impl/peers/process"
	"tlsresume/impl/wire"
)

// A launch makes the command that starts a driver: a program of ours for a stack
// that brings none. driver/driver.h says what every driver prints.
type launch func(ctx context.Context, p *Place, s Setup) ([]string, error)

// compiled is a driver in C.
func compiled(name string, libraries ...string) launch {
	return func(ctx context.Context, p *Place, _ Setup) ([]string, error) {
		file := p.file(name)
		command := append([]string{"cc", "-O1", "-o", file, p.file("driver/" + name + ".c")}, libraries...)
		return []string{file}, p.make(ctx, name, command...)
	}
}

// switches stand at the end of every driver's arguments.
func switches(s Setup) []string {
	args := []string{s.Version.String()}
	if !s.Tickets {
		args = append(args, "without-tickets")
	}
	if !s.EMS {
		args = append(args, "without-ems")
	}
	return args
}

func (l launch) serve(ctx context.Context, p *Place, s Setup) (*Server, error) {
	command, err := l(ctx, p, s)
	if err != nil {
		return nil, err
	}
	args := append(append(command[1:], "server", p.cert, p.key), switches(s)...)
	server, log, err := listen(ctx, nil, listening, command[0], args...)
	if err != nil {
		return nil, err
	}
	server.Answers = "GET / HTTP/1.0"
	server.Claim = func(ctx context.Context, _ string) (Claim, error) {
		is, err := log.next(ctx, driverMet)
		if err != nil {
			return Claim{}, err
		}
		return driverClaim(is)
	}
	return server, nil
}

func (l launch) connect(ctx context.Context, p *Place, s Setup, addr string) ([]Claim, error) {
	command, err := l(ctx, p, s)
	if err != nil {
		return nil, err
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	args := append(append(command[1:], "client", host, port, strconv.Itoa(s.Connections)), switches(s)...)
	text, err := process.Run(ctx, nil, command[0], args...)
	if err != nil {
		return nil, err
	}
	return claims(text, driverMet, driverClaim)
}

// claims are what a client prints of its connections one after the other: the
// words for each, and then what it has heard.
func claims(text string, pattern *regexp.Regexp, claim func(met []string) (Claim, error)) ([]Claim, error) {
	var all []Claim
	met := pattern.FindAllStringIndex(text, -1)
	for n, at := range met {
		end := len(text)
		if n+1 < len(met) {
			end = met[n+1][0]
		}
		c, err := claim(pattern.FindStringSubmatch(text[at[0]:at[1]]))
		if err != nil {
			return all, err
		}
		c.Heard = text[at[1]:end]
		all = append(all, c)
	}
	return all, nil
}

var driverMet = regexp.MustCompile(`(?m)^connection resumed=(\w+) ems=(\w+) version=([\d.]+)\nmaster=([0-9a-f]*)\n`)

func driverClaim(met []string) (Claim, error) {
	c := Claim{Version: met[3], Master: unhex(met[4])}
	if c.Version == "1" { // as OpenSSL and its like have it
		c.Version = wire.TLS10.String()
	}
	words := map[string]Said{"yes": Yes, "no": No, "unknown": Nothing}
	var known [2]bool
	c.Resumed, known[0] = words[met[1]]
	c.EMS, known[1] = words[met[2]]
	if !known[0] || !known[1] {
		return c, fmt.Errorf("got %q, want yes, no or unknown", met[0])
	}
	return c, nil
}
