package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"tlsresume/impl/handshake"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

// endOptions are those that serve and connect have in common.
type endOptions struct {
	noTickets      bool
	versions       []string
	suites, groups []string
	psk            []string
	sha1, noETM    bool
	protocols      []string
	lifetime       time.Duration
	policies       *policyValues
	keyLog         string
	json           bool
	timeout        time.Duration
}

func (o *endOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.noTickets, "no-tickets", false, "do without session tickets (RFC 5077)")
	o.policies = newPolicyValues(f, endPolicies)
	f.BoolVar(&o.sha1, "sha1", false, "take and make signatures with SHA-1 in TLS 1.2")
	f.BoolVar(&o.noETM, "no-etm", false, "do without encrypt-then-MAC (RFC 7366)")
	f.StringSliceVar(&o.protocols, "alpn", nil, "application protocols, the preferred first (RFC 7301)")
	f.DurationVar(&o.lifetime, "lifetime", handshake.Day, "how long a session may be resumed")
	f.StringVar(&o.keyLog, "keylog", "", "append the secrets of every connection to this file, as SSLKEYLOGFILE has them")
	f.StringSliceVar(&o.versions, "versions", nil, "the protocol versions, of 1.2, 1.1 and 1.0; without the flag 1.2 alone")
	f.StringSliceVar(&o.suites, "suites", nil, "the cipher suites by their IANA names, the preferred first; an unknown one gets the list of all")
	f.StringSliceVar(&o.groups, "groups", nil, "the groups of the key exchange by their IANA names, the preferred first; without a curve, or without a finite field, these stay as they are")
	f.StringArrayVar(&o.psk, "psk", nil, "a pre-shared key as IDENTITY:HEX, any number of times (RFC 4279); suites that use one come first, unless --suites says otherwise")
	f.BoolVar(&o.json, "json", false, "print a JSON object for each line")
	f.DurationVar(&o.timeout, "timeout", 10*time.Second, "for each connection, from its beginning to its end")
}

func (o *endOptions) policy() (handshake.Policy, error) {
	p := handshake.DefaultPolicy()
	p.Tickets, p.EncryptThenMAC, p.Lifetime = !o.noTickets, !o.noETM, o.lifetime
	p.Protocols = o.protocols
	if o.sha1 {
		p.Schemes = append(p.Schemes, wire.ECDSASHA1, wire.RSASHA1)
	}
	if err := o.policies.apply(&p); err != nil {
		return p, err
	}
	if o.protocols != nil && len(o.protocols) == 0 {
		return p, usage(errors.New("got --alpn with none, want at least one"))
	}
	for _, name := range o.protocols {
		if len(name) == 0 || len(name) > 255 { // RFC 7301 3.1
			return p, usage(fmt.Errorf("got --alpn with a protocol of %d bytes, want 1 to 255", len(name)))
		}
	}
	if o.lifetime <= 0 {
		return p, usage(fmt.Errorf("got --lifetime %v, want more than none", o.lifetime))
	}
	if o.timeout <= 0 {
		return p, usage(fmt.Errorf("got --timeout %v, want more than none", o.timeout))
	}
	var err error
	if o.versions != nil {
		if p.Versions, err = named("version", o.versions, wire.Versions, wire.Version.String); err != nil {
			return p, err
		}
	}
	if o.suites != nil {
		if p.Suites, err = named("suite", o.suites, wire.Suites, func(s *wire.Suite) string { return s.Name }); err != nil {
			return p, err
		}
	}
	if top := slices.Max(p.Versions); !slices.ContainsFunc(p.Suites, func(s *wire.Suite) bool { return s.Cipher.Since() <= top }) {
		return p, usage(fmt.Errorf("--suites: got none that version %s has, want at least one", top))
	}
	if o.groups != nil {
		all, err := named("group", o.groups, slices.Concat(wire.Groups, wire.Fields), wire.Group.String)
		if err != nil {
			return p, err
		}
		setGroups(&p, all)
	}
	return p, nil
}

// setGroups sets the curves, or the finite fields, or both, of which there are any.
func setGroups(p *handshake.Policy, all []wire.Group) {
	curves := slices.DeleteFunc(slices.Clone(all), wire.Group.IsField)
	if len(curves) > 0 {
		p.Groups = curves
	}
	if len(curves) < len(all) {
		p.Fields = slices.DeleteFunc(slices.Clone(all), wire.Group.IsCurve)
	}
}

// logKeys has the connections of cfg written to the file of --keylog, if there is
// one, until closed. Whoever reads the file reads the connections: it is made for its
// owner alone.
func (o *endOptions) logKeys(cfg *tlsconn.Config) (closed func() error, err error) {
	if o.keyLog == "" {
		return func() error { return nil }, nil
	}
	f, err := os.OpenFile(o.keyLog, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, usage(fmt.Errorf("--keylog: %w", err))
	}
	cfg.KeyLog = f
	return f.Close, nil
}

// named finds what a flag lists, of which there must be one at least, among all
// that is implemented.
func named[T any](what string, names []string, all []T, nameOf func(T) string) ([]T, error) {
	var found []T
	for _, name := range names {
		i := slices.IndexFunc(all, func(x T) bool { return nameOf(x) == strings.TrimSpace(name) })
		if i < 0 {
			return nil, unknown(what, name, all, nameOf)
		}
		found = append(found, all[i])
	}
	if len(found) == 0 {
		return nil, usage(fmt.Errorf("got --%ss with none, want at least one", what))
	}
	return found, nil
}

func unknown[T any](what, name string, all []T, nameOf func(T) string) error {
	var known []string
	for _, x := range all {
		known = append(known, nameOf(x))
	}
	return exitError{
		code: codeUsage,
		err:  fmt.Errorf("--%ss: got %q, want a %s that is implemented", what, name, what),
		hint: strings.Join(known, " "),
	}
}

// checkSuites refuses a server that could never agree with anybody.
func checkSuites(p *handshake.Policy, all []*handshake.Credential) error {
	top := slices.Max(p.Versions)
	for _, c := range all {
		if slices.ContainsFunc(p.Suites, func(s *wire.Suite) bool {
			return (s.Auth == c.Type() || s.Auth == wire.KeyNone) && s.Cipher.Since() <= top
		}) {
			return nil
		}
	}
	kind := map[wire.KeyType]string{wire.KeyRSA: "an RSA", wire.KeyECDSA: "an ECDSA"}[all[0].Type()]
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
