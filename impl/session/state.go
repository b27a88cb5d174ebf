// Package session holds what a TLS session is: the state that both ends keep
// of a full handshake, its form inside a ticket, the keys of tickets, and the
// places where servers and clients keep sessions.
//
// Nothing here reads a clock or draws randomness: the caller passes the time
// and a source of random bytes.
package session

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"tlsresume/impl/wire"
)

// A State is what a session is: what both ends keep of a full handshake, and
// what a ticket carries (draft 4, StatePlaintext). Printing one, or encoding it
// as text or JSON, shows no secret.
type State struct {
	Version        wire.Version
	Suite          uint16 // CipherSuite
	Compression    uint8  // CompressionMethod
	Master         [48]byte
	Client         Identity
	Created        time.Time           // when the full handshake ended
	EMS            bool                // Master is an extended one: the flag of RFC 7627 5.4
	ServerName     string              // RFC 6066 3; "" when the client named none
	MaxFragment    wire.FragmentLength // RFC 6066 4: "including session resumptions"; 0: not negotiated
	EncryptThenMAC bool                // RFC 7366

	// Fenced keeps the session from builds that predate RFC 7627 and read a session that
	// uses the extended master secret without seeing it.
	Fenced bool

	// Of a server with several names, so that a session is resumed where it was made
	// and nowhere else.
	VirtualHost  string // that it was made at; "": the server has none
	ClientPolicy string // names how Client was asked for and judged there; "": not at all
	ClientName   string // what Client was found to prove, for who resumes does not ask again
}

// ErrMalformed is the class of every error of Unmarshal.
var ErrMalformed = errors.New("malformed session state")

// Append appends the encoding of s to dst: StatePlaintext of draft 4 and, only
// where there is something to say that the draft has no room for, the extra
// fields, of which extra.go has the form.
//
// Fractions of a second are dropped, which ages a ticket and never rejuvenates
// it. The error says which field does not fit.
func (s *State) Append(dst []byte) ([]byte, error) { return Current.Append(dst, s) }

// Marshal is Append to nothing.
func (s *State) Marshal() ([]byte, error) { return s.Append(nil) }

// Unmarshal reads what Append writes, keeps no part of b, and accepts one
// spelling: what it accepts, Append writes again byte for byte. It refuses
// unknown types of extra fields, for the reason that extra.go gives. The error is
// an ErrMalformed that names the field; s is then as it was.
func (s *State) Unmarshal(b []byte) error { return Current.Unmarshal(s, b) }

// A malformed names the field where a decoder gave up. Who is sent many is not to spend
// its time on words that nobody reads.
type malformed string

func (m malformed) Error() string { return ErrMalformed.Error() + ": " + string(m) }

func (malformed) Unwrap() error { return ErrMalformed }

// Clone returns a State that shares no memory with s.
func (s *State) Clone() *State {
	c := *s
	c.Client = s.Client.clone()
	return &c
}

// String says what the session is, without its master secret and without who
// the client is.
func (s State) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "session %v suite=0x%04x client=%v created=%d",
		s.Version, s.Suite, s.Client.Auth, s.Created.Unix())
	if s.EMS {
		b.WriteString(" ems")
	}
	if s.ServerName != "" {
		fmt.Fprintf(&b, " sni=%q", s.ServerName)
	}
	if s.MaxFragment != 0 {
		fmt.Fprintf(&b, " max_fragment=%d", s.MaxFragment.Bytes())
	}
	if s.EncryptThenMAC {
		b.WriteString(" etm")
	}
	return b.String()
}

// Format prints String whatever the verb, so that %#v and %x show no secret.
func (s State) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// MarshalText is String: what encoding/json and log/slog print of a State.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
