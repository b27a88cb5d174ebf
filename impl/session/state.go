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
	"math"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"

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
}

// The types of the fields that may follow the draft's structure: the code
// points of the TLS extensions that they remember.
const (
	extraServerName     uint16 = 0  // RFC 6066 3
	extraMaxFragment    uint16 = 1  // RFC 6066 4
	extraEncryptThenMAC uint16 = 22 // RFC 7366 2
	extraEMS            uint16 = 23 // RFC 7627 5.1
)

// ErrMalformed is the class of every error of Unmarshal.
var ErrMalformed = errors.New("malformed session state")

// Append appends the encoding of s to dst: StatePlaintext of draft 4 and, only
// where there is something to say that the draft has no room for,
//
//	struct { uint16 type; opaque data<0..2^16-1>; } Extra;
//	Extra extra<1..2^16-1>;
//
// with types ascending, each at most once. The vector is a fence: a server that
// knows the draft's structure alone refuses the trailing bytes, and makes a full
// handshake instead of resuming without the extended master secret (RFC 7627 5.4
// as the mail of 2021-10-25 amends it: "include a new field").
//
// Fractions of a second are dropped, which ages a ticket and never rejuvenates
// it. The error says which field does not fit.
func (s *State) Append(dst []byte) ([]byte, error) {
	seconds := s.Created.Unix()
	if seconds < 0 || seconds > math.MaxUint32 {
		return nil, fmt.Errorf("session state: got time %d, want 32 bits of seconds since 1970", seconds)
	}
	b := cryptobyte.NewBuilder(dst)
	b.AddUint16(uint16(s.Version))
	b.AddUint16(s.Suite)
	b.AddUint8(s.Compression)
	b.AddBytes(s.Master[:])
	s.Client.encode(b)
	b.AddUint32(uint32(seconds))
	if s.hasExtra() {
		b.AddUint16LengthPrefixed(s.encodeExtra)
	}
	out, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("session state: %w", err)
	}
	return out, nil
}

// hasExtra says whether there is more than the draft's structure can hold.
func (s *State) hasExtra() bool {
	return s.EMS || s.ServerName != "" || s.MaxFragment != 0 || s.EncryptThenMAC
}

// Marshal is Append to nothing.
func (s *State) Marshal() ([]byte, error) { return s.Append(nil) }

func (s *State) encodeExtra(b *cryptobyte.Builder) {
	if s.ServerName != "" {
		b.AddUint16(extraServerName)
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(s.ServerName)) })
	}
	if s.MaxFragment != 0 {
		b.AddUint16(extraMaxFragment)
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddUint8(uint8(s.MaxFragment)) })
	}
	if s.EncryptThenMAC {
		b.AddUint16(extraEncryptThenMAC)
		b.AddUint16(0)
	}
	if s.EMS {
		b.AddUint16(extraEMS)
		b.AddUint16(0)
	}
}

// Unmarshal reads what Append writes, keeps no part of b, and accepts one
// spelling: what it accepts, Append writes again byte for byte. It refuses
// unknown types of extra fields, for the reason that Append gives. The error is
// an ErrMalformed that names the field; s is then as it was.
func (s *State) Unmarshal(b []byte) error {
	var d State
	var seconds uint32
	in := cryptobyte.String(b)
	switch {
	case !in.ReadUint16((*uint16)(&d.Version)):
		return malformed("protocol_version")
	case !in.ReadUint16(&d.Suite):
		return malformed("cipher_suite")
	case !in.ReadUint8(&d.Compression):
		return malformed("compression_method")
	case !in.CopyBytes(d.Master[:]):
		return malformed("master_secret")
	case !d.Client.decode(&in):
		return malformed("client_identity")
	case !in.ReadUint32(&seconds):
		return malformed("timestamp")
	case len(in) > 0 && !d.decodeExtra(in):
		return malformed("extra")
	}
	d.Created = time.Unix(int64(seconds), 0).UTC()
	*s = d
	return nil
}

func malformed(field string) error { return fmt.Errorf("%w: %s", ErrMalformed, field) }

func (s *State) decodeExtra(in cryptobyte.String) bool {
	var extra, data cryptobyte.String
	if !in.ReadUint16LengthPrefixed(&extra) || len(extra) == 0 || len(in) > 0 {
		return false
	}
	for last := -1; len(extra) > 0; {
		var kind uint16
		if !extra.ReadUint16(&kind) || int(kind) <= last || !extra.ReadUint16LengthPrefixed(&data) {
			return false
		}
		if !s.setExtra(kind, data) {
			return false
		}
		last = int(kind)
	}
	return true
}

func (s *State) setExtra(kind uint16, data []byte) bool {
	switch kind {
	case extraServerName:
		s.ServerName = string(data)
		return len(data) > 0
	case extraMaxFragment:
		if len(data) != 1 {
			return false
		}
		s.MaxFragment = wire.FragmentLength(data[0])
		return s.MaxFragment.Legal()
	case extraEncryptThenMAC:
		s.EncryptThenMAC = true
		return len(data) == 0
	case extraEMS:
		s.EMS = true
		return len(data) == 0
	}
	return false
}

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
