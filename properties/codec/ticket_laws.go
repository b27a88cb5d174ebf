package codec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"weak"

	"tlsresume/impl/session"
)

// A sealing is a ticket that was drawn, with its key.
type sealing struct {
	key    session.TicketKey
	state  *session.State
	ticket []byte
}

// seals draws a ticket of a state that is small, so that every bit of it can be tried.
func (d dice) seals() (s sealing, err error) {
	s.key = keyOf(pick(d, session.Formats...), byte(d.from(1, 255)))
	s.state = d.plainState()
	s.state.Client = session.Identity{}
	s.state.EMS, s.state.ServerName = d.maybe(), string(d.fill(d(20)))
	s.ticket, err = s.key.Seal(nil, s.state, d.random())
	return s, err
}

// random draws a source of random bytes, which is no key's.
func (d dice) random() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{byte(d(256)), byte(d(256)), 1}) }

// refused fails unless every sealer refuses a ticket as each of them refuses all: with
// ErrNotOpened and nothing else.
func refused(what string, ticket []byte, by ...session.Sealer) (err error) {
	defer caught(&err)
	for _, sealer := range by {
		if s, err := sealer.Open(ticket); s != nil || !isNotOpened(err) {
			return fmt.Errorf("%s: %v gives %v, %v, want only %v: %s", what, sealer, s, err, session.ErrNotOpened, hexed(ticket))
		}
	}
	return nil
}

// opens fails unless a sealer opens a ticket to what it holds.
func (s sealing) opens(by session.Sealer) error {
	got, err := by.Open(s.ticket)
	if err != nil || show(got) != show(s.state) {
		return fmt.Errorf("got %s, %v under %v, want %s", show(got), err, by, show(s.state))
	}
	return nil
}

const noForgery = "RFC 5077 5.3, to \"forge or alter a ticket\" is \"not possible if the ticket is protected using a strong integrity protection algorithm\""

var _ = property("ticket/bit-flips", noForgery, func(d dice) error {
	s, err := d.seals()
	if err != nil {
		return err
	}
	ring := session.NewRing(keyOf(session.RFC5077, 0), s.key)
	for n := range s.ticket {
		for bit := range 8 {
			s.ticket[n] ^= 1 << bit
			if err := refused(fmt.Sprintf("bit %d of byte %d flipped", bit, n), s.ticket, s.key, ring); err != nil {
				return err
			}
			s.ticket[n] ^= 1 << bit
		}
	}
	return errors.Join(s.opens(s.key), s.opens(ring))
})

var _ = property("ticket/short", noForgery, func(d dice) error {
	s, err := d.seals()
	if err != nil {
		return err
	}
	ring := session.NewRing(s.key)
	noise := append(bytes.Clone(s.key.Name[:]), d.fill(120)...)
	for n := range noise {
		if err := refused(fmt.Sprintf("%d bytes", n), noise[:n:n], s.key, ring); err != nil {
			return err
		}
	}
	return nil
})

var _ = property("ticket/one-key", noForgery, func(d dice) error {
	s, err := d.seals()
	if err != nil {
		return err
	}
	var others []session.Sealer
	for _, form := range session.Formats {
		for range 2 {
			k := keyOf(form, 0)
			k.Name = s.key.Name // it bears the name, and is not the key
			others = append(others, k, session.NewRing(k))
		}
	}
	for part, bits := range [][]byte{s.key.AES, s.key.MAC} {
		if len(bits) > 0 {
			others = append(others, differing(s.key, part, d(8*len(bits))))
		}
	}
	// A name stands for one key: the newer one.
	others = append(others, session.NewRing(others[0].(session.TicketKey), s.key))
	return errors.Join(refused("under another key of the name", s.ticket, others...), s.opens(session.NewRing(s.key, keyOf(session.GCM, 0))))
})

// differing is the key with one bit of its AES or MAC key changed.
func differing(k session.TicketKey, part, bit int) session.TicketKey {
	k.AES, k.MAC = bytes.Clone(k.AES), bytes.Clone(k.MAC)
	[][]byte{k.AES, k.MAC}[part][bit/8] ^= 1 << (bit % 8)
	return k
}

// Renaming is the step of a partitioning oracle (rustls #2023): what a ticket opens under
// is to be told by the ticket, and by nothing that is tried.
var _ = property("ticket/renamed", noForgery, func(d dice) error {
	s, err := d.seals()
	if err != nil {
		return err
	}
	other := s.key
	other.Name[d(nameSize)]++
	copy(s.ticket, other.Name[:])
	return refused("with the name of another key", s.ticket, s.key, other, session.NewRing(other, s.key), session.NewRing(s.key))
})

var _ = property("ticket/no-key", "RFC 5077 5.5, \"the keys should be generated securely\"", func(d dice) error {
	s, err := d.seals()
	if err != nil {
		return err
	}
	short := s.key
	short.AES = short.AES[:d(len(short.AES))]
	for _, by := range []session.Sealer{session.TicketKey{}, session.NewRing(), session.NewRing(session.TicketKey{}), session.TicketKey{Form: s.key.Form, Name: s.key.Name}, short} {
		if t, err := by.Seal(nil, s.state, d.random()); !errors.Is(err, session.ErrNoKey) {
			return fmt.Errorf("got %s, %v of %v, want %v", hexed(t), err, by, session.ErrNoKey)
		}
		if err := refused("without a key", s.ticket, by); err != nil {
			return err
		}
	}
	return nil
})

// sealsInARow is how many tickets of one state are compared.
const sealsInARow = 40

var _ = property("ticket/fresh-iv", "RFC 5077 5.2, \"A TLS server MUST use strong encryption\"; NIST SP 800-38D 8", func(d dice) error {
	s, err := d.seals()
	if err != nil {
		return err
	}
	size := nonceSize(s.key.Form)
	random := d.random()
	seen := map[string]bool{}
	for n := range sealsInARow {
		ticket, err := s.key.Seal(nil, s.state, random)
		if err != nil {
			return err
		}
		// The state's first block, behind a length where the format has one: the same under
		// two IVs if either is not used.
		iv, first := ticket[nameSize:nameSize+size], ticket[nameSize+size+2:nameSize+size+18]
		if seen[string(iv)] || seen[string(first)] {
			return fmt.Errorf("got IV %x with %x in ticket %d of a state, and either in one before", iv, first, n+1)
		}
		seen[string(iv)], seen[string(first)] = true, true
	}
	return nil
})

var _ = property("ticket/conceals", "RFC 5077 5.2, against \"a brute force mechanism to obtain the ticket's contents\"; 5.7", func(d dice) error {
	s := d.plainState()
	random := d.random()
	random.Read(s.Master[:])
	for _, form := range session.Formats {
		ticket, err := keyOf(form, 1).Seal(nil, s, random)
		if err != nil {
			return err
		}
		const window = 8 // bytes that no ticket has by chance
		for at := range len(s.Master) - window {
			if bytes.Contains(ticket, s.Master[at:at+window]) {
				return fmt.Errorf("got a ticket of %v with %x of the master secret in it", form, s.Master[at:at+window])
			}
		}
	}
	return nil
})

var _ = property("ticket/longest", "RFC 5077 3.3, opaque ticket<0..2^16-1>", func(d dice) error {
	s := d.plainState()
	s.Client = session.Identity{Auth: session.PSK, PSKIdentity: make([]byte, ticketMost-d(300))}
	for _, form := range session.Formats {
		if err := holds(keyOf(form, 1), s, d.random()); err != nil {
			return err
		}
	}
	return nil
})

const ticketMost = 1<<16 - 1

// holds fails unless a ticket holds a state, or none of so many bytes can.
func holds(key session.TicketKey, s *session.State, random io.Reader) error {
	ticket, err := key.Seal(nil, s, random)
	// The state has 60 bytes beside the identity; the longest that surrounds it is a name,
	// an IV, a length, padding and a MAC.
	fits := 60+len(s.Client.PSKIdentity) <= ticketMost-(16+16+2+16+32)
	switch {
	case err != nil && (fits || !errors.Is(err, session.ErrTooLong)):
		return fmt.Errorf("got %w for an identity of %d bytes", err, len(s.Client.PSKIdentity))
	case err != nil:
		return nil
	case len(ticket) > ticketMost:
		return fmt.Errorf("got a ticket of %d bytes, want at most %d", len(ticket), ticketMost)
	}
	return sealing{key, s, ticket}.opens(key)
}

// What a server was asked to open and refused it does not keep: strangers decide how many
// of those there are.
var _ = property("ticket/lets-go", "RFC 5077 5.4, \"an adversary could store or generate a large number of tickets\"", func(d dice) error {
	s, err := d.seals()
	if err != nil {
		return err
	}
	s.ticket[d(len(s.ticket))] ^= 1 << d(8)
	ring := session.NewRing(s.key)
	shown, err := refusedOnce(ring, s.ticket)
	if err != nil {
		return err
	}
	defer runtime.KeepAlive(ring)
	// A goroutine that is stopped anywhere has its registers taken for pointers, so that one
	// collection may miss what nobody keeps.
	for range 10 {
		if runtime.GC(); shown.Value() == nil {
			return nil
		}
	}
	return fmt.Errorf("%v keeps a ticket that it has refused", ring)
})

// refusedOnce has a ring refuse a copy of a ticket, to which nothing else points behind it.
func refusedOnce(ring *session.Ring, ticket []byte) (weak.Pointer[byte], error) {
	shown := bytes.Clone(ticket)
	return weak.Make(&shown[0]), refused("damaged", shown, ring)
}
