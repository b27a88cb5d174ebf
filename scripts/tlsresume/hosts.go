package main

import (
	"cmp"
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"tlsresume/impl/handshake"
)

// A hostSpec is what flags say of one host.
type hostSpec struct {
	names       []string
	certs, keys []string // by pairs
	clientCA    string
	clientAuth  string
}

// hostOptions are the hosts of a server: the default one, and others by name.
type hostOptions struct {
	hostSpec
	vhosts  []string
	unknown string
}

func (o *hostOptions) flags(f *pflag.FlagSet) {
	f.StringArrayVar(&o.certs, "cert", nil, "a certificate chain, PEM, the server's own first; again, with another --key, for another kind of key")
	f.StringArrayVar(&o.keys, "key", nil, "its key, PEM, not encrypted (default: a certificate and a key made at the start)")
	f.StringVar(&o.clientCA, "client-ca", "", "ask clients for certificates of the authorities in this PEM file")
	f.StringVar(&o.clientAuth, "client-auth", "", "with --client-ca: request or require (default require)")
	f.StringArrayVar(&o.vhosts, "vhost", nil, "another host: name=NAME,cert=FILE,key=FILE[,client-ca=FILE][,client-auth=request] (repeatable)")
	f.StringVar(&o.unknown, "unknown-names", "default", "what clients get that send another name than those of --vhost: default (the default host), refuse (a fatal alert), warn (a warning, and the default host)")
}

var unknownNames = map[string]handshake.UnknownName{
	"default": handshake.UnknownIsDefault, "refuse": handshake.UnknownRefused, "warn": handshake.UnknownWarned,
}

// hosts reads what the flags name. Every host must have a certificate that goes
// with one of the suites.
func (o *hostOptions) hosts(p *handshake.Policy) (hosts handshake.Hosts, err error) {
	var ok bool
	if hosts.Unknown, ok = unknownNames[o.unknown]; !ok {
		return hosts, oneOf("--unknown-names", o.unknown, unknownNames)
	}
	if hosts.Default, err = o.host(p); err != nil {
		return hosts, err
	}
	for _, spec := range o.vhosts {
		if err := addHost(&hosts, spec, p); err != nil {
			var exit exitError
			if errors.As(err, &exit) {
				exit.err = fmt.Errorf("--vhost %s: %w", spec, exit.err)
				return hosts, exit
			}
			return hosts, err
		}
	}
	return hosts, nil
}

func addHost(hosts *handshake.Hosts, text string, p *handshake.Policy) error {
	spec, err := parseHost(text)
	if err != nil {
		return usage(err)
	}
	host, err := spec.host(p)
	if err != nil {
		return err
	}
	host.ID = spec.names[0]
	if hosts.Named == nil {
		hosts.Named = map[string]*handshake.Host{}
	}
	for _, name := range spec.names {
		if hosts.Named[name] != nil {
			return usage(fmt.Errorf("got the name %s twice", name))
		}
		hosts.Named[name] = host
	}
	return nil
}

// parseHost reads name=a.example,cert=FILE and so on.
func parseHost(text string) (*hostSpec, error) {
	var s hostSpec
	lists := map[string]*[]string{"name": &s.names, "cert": &s.certs, "key": &s.keys}
	single := map[string]*string{"client-ca": &s.clientCA, "client-auth": &s.clientAuth}
	for _, field := range strings.Split(text, ",") {
		key, value, ok := strings.Cut(field, "=")
		switch {
		case !ok || value == "":
			return nil, fmt.Errorf("got %q, want KEY=VALUE", field)
		case key == "name" && !isHostName(value):
			return nil, fmt.Errorf("got the name %q, want a host name, without wildcards, and no address", value)
		case key == "name":
			s.names = append(s.names, strings.ToLower(strings.TrimSuffix(value, ".")))
		case lists[key] != nil:
			*lists[key] = append(*lists[key], value)
		case single[key] != nil && *single[key] == "":
			*single[key] = value
		case single[key] != nil:
			return nil, fmt.Errorf("got %s twice", key)
		default:
			return nil, fmt.Errorf("got %q, want name, cert, key, client-ca or client-auth", key)
		}
	}
	switch {
	case len(s.names) == 0:
		return nil, errors.New("got no name")
	case len(s.certs) == 0 || len(s.certs) != len(s.keys):
		return nil, fmt.Errorf("got %d cert and %d key, want one or more, each with its key", len(s.certs), len(s.keys))
	}
	return &s, nil
}

// isHostName reports whether an honest client may ask for a host by this name.
func isHostName(name string) bool {
	labels := strings.Split(strings.TrimSuffix(name, "."), ".")
	return !isAddress(name) && !strings.ContainsAny(name, "* ") && !slices.Contains(labels, "")
}

// isAddress reports what may not be sent as a name. RFC 6066 3: "Literal IPv4 and
// IPv6 addresses are not permitted in "HostName"."
func isAddress(name string) bool {
	_, err := netip.ParseAddr(name)
	return err == nil
}

// host makes the host, with a certificate of its own where none is named.
func (s *hostSpec) host(p *handshake.Policy) (*handshake.Host, error) {
	h := &handshake.Host{}
	switch {
	case len(s.certs) > len(s.keys):
		return nil, usage(errors.New("got --cert without --key, want both or none"))
	case len(s.certs) < len(s.keys):
		return nil, usage(errors.New("got --key without --cert, want both or none"))
	case len(s.certs) == 0:
		c, err := selfSigned(time.Now())
		if err != nil {
			return nil, err
		}
		h.Credentials = []*handshake.Credential{c}
	}
	for i := range s.certs {
		c, err := loadCredential(s.certs[i], s.keys[i])
		if err != nil {
			return nil, usage(err)
		}
		h.Credentials = append(h.Credentials, c)
	}
	if err := checkSuites(p, h.Credentials); err != nil {
		return nil, err
	}
	return h, s.clients(h)
}

// clients settles how a host asks its clients for certificates.
func (s *hostSpec) clients(h *handshake.Host) error {
	if s.clientCA == "" {
		if s.clientAuth != "" {
			return usage(errors.New("got client-auth without client-ca, want a file of the authorities that clients may be of"))
		}
		return nil
	}
	demand, ok := handshake.Demands[cmp.Or(s.clientAuth, "require")]
	if !ok || demand == handshake.NotAsked {
		return usage(fmt.Errorf("client-auth: got %q, want request or require", s.clientAuth))
	}
	authorities, err := loadChain(s.clientCA)
	if err != nil {
		return usage(err)
	}
	roots := x509.NewCertPool()
	h.Clients.Demand = demand
	for _, a := range authorities {
		roots.AddCert(a)
		h.Clients.Authorities = append(h.Clients.Authorities, a.RawSubject)
	}
	h.Clients.Verify = func(chain [][]byte, now time.Time) (string, error) {
		leaf, err := verifyChain(chain, x509.VerifyOptions{
			Roots: roots, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		})
		if err != nil {
			return "", err
		}
		return identity(leaf), nil
	}
	return nil
}

// identity is what a client's certificate calls it.
func identity(leaf *x509.Certificate) string {
	names := slices.Concat([]string{leaf.Subject.CommonName}, leaf.DNSNames, leaf.EmailAddresses, []string{leaf.Subject.String()})
	return cmp.Or(append(names, "unnamed")...)
}

func oneOf[T any](flag, got string, all map[string]T) error {
	return usage(fmt.Errorf("%s: got %q, want one of %s", flag, got, strings.Join(slices.Sorted(maps.Keys(all)), ", ")))
}
