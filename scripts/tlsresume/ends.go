package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// endOptions are those that serve and connect have in common.
type endOptions struct {
	noTickets, noEMS bool
	suites           []string
	json             bool
	timeout          time.Duration
}

func (o *endOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.noTickets, "no-tickets", false, "do without session tickets (RFC 5077)")
	f.BoolVar(&o.noEMS, "no-ems", false, "do without the extended master secret (RFC 7627)")
	f.StringSliceVar(&o.suites, "suites", nil, "the cipher suites by their IANA names, the preferred first")
	f.BoolVar(&o.json, "json", false, "print JSON lines")
	f.DurationVar(&o.timeout, "timeout", 10*time.Second, "for each connection, from its beginning to its end")
}

func (o *endOptions) policy() (handshake.Policy, error) {
	p := handshake.DefaultPolicy()
	p.EMS, p.Tickets = !o.noEMS, !o.noTickets
	if o.timeout <= 0 {
		return p, usage(fmt.Errorf("got --timeout %v, want more than none", o.timeout))
	}
	if o.suites == nil {
		return p, nil
	}
	p.Suites = nil
	for _, name := range o.suites {
		suite := wire.SuiteByName(strings.TrimSpace(name))
		if suite == nil {
			return p, unknownSuite(name)
		}
		p.Suites = append(p.Suites, suite)
	}
	if len(p.Suites) == 0 {
		return p, usage(errors.New("got --suites with none, want at least one"))
	}
	return p, nil
}

func unknownSuite(name string) error {
	var known []string
	for _, s := range wire.Suites {
		known = append(known, s.Name)
	}
	return exitError{
		code: codeUsage,
		err:  fmt.Errorf("--suites: got %q, want a suite that is implemented", name),
		hint: strings.Join(known, " "),
	}
}

// checkSuites refuses a server that could never agree with anybody.
func checkSuites(p *handshake.Policy, c *handshake.Credential) error {
	if slices.ContainsFunc(p.Suites, func(s *wire.Suite) bool { return s.Auth == c.Type() }) {
		return nil
	}
	kind := map[wire.KeyType]string{wire.KeyRSA: "an RSA", wire.KeyECDSA: "an ECDSA"}[c.Type()]
	return exitError{
		code: codeUsage,
		err:  fmt.Errorf("none of the suites goes with %s certificate", kind),
		hint: "--cert and --key give the server another certificate",
	}
}

// plainly says what an error of a connection means to a reader.
func (o *endOptions) plainly(err error) error {
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Errorf("timed out after %v", o.timeout)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the peer closed the connection without a close_notify")
	case errors.Is(err, io.EOF):
		return errors.New("the peer sent close_notify")
	}
	return err
}
