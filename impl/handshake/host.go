package handshake

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"tlsresume/impl/wire"
)

// A Host is a virtual host: what a server is to the clients that ask for one of
// its names.
type Host struct {
	// ID is what sessions are bound to, the same under all names of the host and
	// on all servers that have it. Hosts that share ticket keys or a cache and do not
	// trust each other's sessions need different ones: the session of one host must
	// not get its client past the checks of another (CVE-2014-3616, CVE-2025-23419).
	ID string

	// Credentials are chosen by suite, signature algorithms and groups: the first
	// that suits the client's first suite for which there is one.
	Credentials []*Credential

	Clients ClientAuth
}

// Hosts are the virtual hosts of a server.
type Hosts struct {
	Default *Host            // of clients that send no name
	Named   map[string]*Host // by name, in lower case; none: the default is all there is, under every name
	Unknown UnknownName      // what becomes of clients that send another name
}

// OneHost is a server that is the same under every name.
func OneHost(credentials ...*Credential) Hosts {
	return Hosts{Default: &Host{Credentials: credentials}}
}

// An UnknownName says what becomes of a client that asks for a name that the
// server has not. RFC 6066 3: it "SHOULD take one of two actions: either abort the
// handshake by sending a fatal-level unrecognized_name(112) alert or continue the
// handshake."
type UnknownName uint8

// What becomes of it.
const (
	UnknownIsDefault UnknownName = iota // lenient: it gets the default host
	UnknownRefused                      // strict
	// UnknownWarned is lenient, with a warning: "NOT RECOMMENDED", and done.
	UnknownWarned
	// UnknownServed: the default host has every name that no other has, and acknowledges
	// it.
	UnknownServed
)

// find is the host of a name, and whether the name is known.
func (hs *Hosts) find(name string) (*Host, bool) {
	if name == "" || len(hs.Named) == 0 {
		return hs.Default, true
	}
	if h := hs.Named[lower(name)]; h != nil {
		return h, true
	}
	return hs.Default, hs.Unknown == UnknownServed
}

// lower is a name in lower case. RFC 6066 3 has names "using ASCII encoding", and those
// are "case-insensitive": the folding of Unicode would give hosts names that they have
// not, such as that of the Kelvin sign for a k.
func lower(name string) string {
	b := []byte(name)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

func equalNames(a, b string) bool { return lower(a) == lower(b) }

// chooseHost settles which host a server is. It comes before a session is looked
// for: a name that is refused resumes nothing.
func (h *Handshake) chooseHost() error {
	host, known := h.cfg.Hosts.find(h.hello.ServerName)
	h.host, h.named = host, known && h.hello.ServerName != ""
	switch {
	case known:
	case h.cfg.Hosts.Unknown == UnknownRefused:
		return because(NameUnknown, nil)
	case h.cfg.Hosts.Unknown == UnknownWarned:
		h.effects = append(h.effects, Warn{wire.UnrecognizedName})
	}
	return nil
}

// hostID is which host a server is; a client is none.
func (h *Handshake) hostID() string {
	if h.host == nil {
		return ""
	}
	return h.host.ID
}

// check reports what the hosts of a server lack.
func (hs *Hosts) check(psk bool) error {
	if hs.Default == nil {
		return errors.New("got no certificate with its key")
	}
	if err := hs.Default.check(psk); err != nil {
		return err
	}
	if len(hs.Named) == 0 {
		return nil // sorting nothing would allocate, for every connection
	}
	for _, name := range slices.Sorted(maps.Keys(hs.Named)) {
		h := hs.Named[name]
		if h == nil || name == "" || name != lower(name) || strings.HasSuffix(name, ".") {
			return fmt.Errorf("got a virtual host of name %q, want a name in lower case without a trailing dot, and a host", name)
		}
		if err := h.check(psk); err != nil {
			return fmt.Errorf("virtual host %s: %w", name, err)
		}
	}
	return nil
}

// check reports what a host lacks. With pre-shared keys it needs no certificate.
func (h *Host) check(psk bool) error {
	if len(h.Credentials) == 0 && !psk {
		return errors.New("got no certificate with its key")
	}
	for _, c := range h.Credentials {
		if err := c.check(); err != nil {
			return err
		}
	}
	return h.Clients.check()
}

// checkServerName refuses what a client may not send. RFC 6066 3: "without a
// trailing dot", and "Literal IPv4 and IPv6 addresses are not permitted".
func checkServerName(name string) error {
	if _, err := netip.ParseAddr(name); err == nil || strings.HasSuffix(name, ".") {
		return fmt.Errorf("got server name %q, want a host name without a trailing dot, and no address", name)
	}
	return nil
}
