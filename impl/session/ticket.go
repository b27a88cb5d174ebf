package session

import (
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
)

// A Sealer turns states into tickets and back.
type Sealer interface {
	// Seal appends a ticket that holds state to dst. rand yields the IV, which
	// must be unpredictable and fresh for every ticket. ErrTooLong: no ticket can
	// hold the state; the server then sends a ticket of no bytes (RFC 5077 3.3).
	Seal(dst []byte, state *State, rand io.Reader) ([]byte, error)
	// Open returns what a ticket holds, or ErrNotOpened and nothing else.
	Open(ticket []byte) (*State, error)
}

// ErrNotOpened says that a ticket is not one of ours, and never why: an unknown
// key, a wrong MAC, wrong padding and a malformed state look the same, so that
// tickets made up by an attacker teach nothing (RFC 5077 5.3). The server goes
// on with a full handshake (RFC 5077 3.2).
var ErrNotOpened = errors.New("ticket not opened")

// ErrTooLong says that a state does not fit a ticket.
var ErrTooLong = errors.New("session state too long for a ticket")

// nameSize is the size of a key_name, in bytes (draft 4).
const nameSize = 16

// maxTicket is the longest ticket that a NewSessionTicket can carry (RFC 5077 3.3).
const maxTicket = 1<<16 - 1

// A TicketKey is one set of ticket keys (draft 4): a name, which tickets show,
// and the keys of the one format that its tickets have: "The keys should be
// changed if the ticket format or cryptographic protection algorithms change"
// (draft 5.5). It is a Sealer, and several make a Ring. Printing one shows its
// name and format alone. The zero TicketKey seals and opens nothing.
type TicketKey struct {
	Form     Format
	Name     [nameSize]byte
	AES, MAC []byte // as many bytes as the format wants; not to be changed

	ready cipher.AEAD // of GCM, once a Ring has the key
}

// NewTicketKey draws a name and the keys of a format, in that order: "the
// key_name should be randomly generated to avoid collisions" (draft 4).
func NewTicketKey(format Format, rand io.Reader) (TicketKey, error) {
	aes, mac := format.sizes()
	k := TicketKey{Form: format, AES: make([]byte, aes), MAC: make([]byte, mac)}
	for _, part := range [][]byte{k.Name[:], k.AES, k.MAC} {
		if _, err := io.ReadFull(rand, part); err != nil {
			return TicketKey{}, fmt.Errorf("ticket key: %w", err)
		}
	}
	return k, nil
}

// Seal appends a ticket to dst.
func (k TicketKey) Seal(dst []byte, state *State, rand io.Reader) ([]byte, error) {
	if !k.sound() {
		return nil, ErrNoKey
	}
	nonce := make([]byte, k.Form.nonce())
	if _, err := io.ReadFull(rand, nonce); err != nil {
		return nil, fmt.Errorf("ticket iv: %w", err)
	}
	text, err := state.Marshal()
	if err != nil {
		return nil, err
	}
	return k.Form.seal(&k, dst, nonce, text)
}

// Open checks the name, then the MAC, and looks at nothing else before both
// hold: no padding oracle, and little work for a stranger's ticket (RFC 5077 5.4).
// The ticket is left as it is: it may be shared.
func (k TicketKey) Open(ticket []byte) (*State, error) {
	if !k.sound() || len(ticket) < nameSize || [nameSize]byte(ticket[:nameSize]) != k.Name {
		return nil, ErrNotOpened
	}
	state := new(State)
	if text, ok := k.Form.open(&k, ticket); !ok || state.Unmarshal(text) != nil {
		return nil, ErrNotOpened
	}
	return state, nil
}

// sound says whether the keys are those of a format. The zero TicketKey's are
// not: what seals under no key is open to all (CVE-2020-13777).
func (k *TicketKey) sound() bool {
	if k.Form == nil {
		return false
	}
	aes, mac := k.Form.sizes()
	return len(k.AES) == aes && len(k.MAC) == mac
}

// String shows the name of the key, which every ticket shows as well, and its
// format.
func (k TicketKey) String() string {
	if k.Form == nil {
		return "no ticket key"
	}
	return fmt.Sprintf("ticket key %x %v", k.Name[:], k.Form)
}

// Format prints String whatever the verb, so that %#v and %x show no secret.
func (k TicketKey) Format(f fmt.State, _ rune) { io.WriteString(f, k.String()) }

// MarshalText is String: what encoding/json and log/slog print of a key.
func (k TicketKey) MarshalText() ([]byte, error) { return []byte(k.String()), nil }
