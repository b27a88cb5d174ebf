package tlsconn

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A Config is what one end brings to its connections. A Conn does not change
// it, so that many may share one.
type Config struct {
	// Config says how to shake hands. Its Rand is crypto/rand's when nil. Of a
	// server with a Store, Lookup is the Store's Get; of a client with Sessions,
	// Session is theirs.
	handshake.Config

	// Store keeps a server's sessions by their ID.
	Store session.Store

	// Sessions keeps a client's sessions, under Key. The zero Key stands for the
	// server name, the address of the other end and Trust.
	Sessions *session.ClientStore
	Key      session.ClientKey
	// Trust names what Verify trusts and all else that connections differ in which
	// share Sessions. Without it, and without a Key, Verify judges again what the
	// server has proved before a session is offered: it may be another Verify.
	Trust string

	// KeyLog takes a line with the master secret of every connection, as
	// SSLKEYLOGFILE has it. It breaks the secrecy of every connection: it is for
	// looking into them.
	KeyLog io.Writer

	Now func() time.Time // nil: time.Now
}

func (cfg *Config) now() time.Time {
	if cfg.Now == nil {
		return time.Now()
	}
	return cfg.Now()
}

// forServer is what a connection of a server shakes hands with.
func (cfg *Config) forServer() *handshake.Config {
	h := cfg.Config
	h.Rand = randomness(h.Rand)
	if cfg.Store != nil {
		h.Lookup = cfg.Store.Get
	}
	return &h
}

// forClient is what a connection of a client shakes hands with: the session to
// offer is the one that is kept now.
func (cfg *Config) forClient(key session.ClientKey) *handshake.Config {
	h := cfg.Config
	h.Rand = randomness(h.Rand)
	if cfg.Sessions != nil {
		h.Session, _ = cfg.Sessions.Get(key, cfg.now())
	}
	if h.Session != nil && !cfg.vouches(h.Session) {
		h.Session = nil
	}
	return &h
}

// vouches reports whether the configuration trusts the server of a session: because
// its key says so, or because it would trust it now. A resumption shows no certificate,
// and one that another configuration has accepted may be none for this one
// (CVE-2025-68121).
func (cfg *Config) vouches(s *session.ClientSession) bool {
	if cfg.Trust != "" || cfg.Key != (session.ClientKey{}) {
		return true
	}
	if cfg.Verify == nil {
		return false
	}
	peer, err := cfg.Verify(s.Peer, cfg.ServerName)
	return err == nil && peer == s.PeerName
}

func randomness(r io.Reader) io.Reader {
	if r == nil {
		return rand.Reader
	}
	return r
}

// keyFor says where a client keeps the sessions of a server. Sessions of one
// name, in whatever case, at two addresses are kept apart (CVE-2016-5419), and so are those of
// different certificates of the client (CVE-2016-5420) and of different Trust.
func (cfg *Config) keyFor(conn net.Conn) session.ClientKey {
	if cfg.Key != (session.ClientKey{}) {
		return cfg.Key
	}
	key := session.ClientKey{Name: strings.ToLower(cfg.ServerName), Config: fmt.Sprintf("%q as %q", cfg.Trust, identities(cfg.Credentials))}
	if addr := conn.RemoteAddr(); addr != nil {
		key.Addr = addr.String()
	}
	return key
}

// identities tells apart what a client may show: "" where it is nothing.
func identities(credentials []*handshake.Credential) string {
	if len(credentials) == 0 {
		return ""
	}
	sum := sha256.New()
	for _, c := range credentials {
		for _, der := range c.Chain {
			one := sha256.Sum256(der)
			sum.Write(one[:])
		}
		sum.Write(make([]byte, sha256.Size)) // the end of a chain
	}
	return hex.EncodeToString(sum.Sum(nil))
}
