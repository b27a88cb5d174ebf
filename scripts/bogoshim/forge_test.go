package main

import (
	"net"
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/prf"
	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// A mangling is a peer's side of a connection that changes what the peer writes, of
// which each write is one message.
type mangling struct {
	net.Conn
	edit  func(message []byte) []byte // nil: nothing is changed
	first []byte                      // of what was written
}

func (m *mangling) Write(b []byte) (int, error) {
	if m.first == nil {
		m.first = append([]byte{}, b...)
	}
	sent := b
	if m.edit != nil {
		sent = m.edit(append([]byte{}, b...))
	}
	if _, err := m.Conn.Write(sent); err != nil {
		return 0, err
	}
	return len(b), nil
}

// atRandom is where a hello has its random, in a record.
const atRandom = recordHead + wire.HeaderSize + 2

// carries reports whether a record carries a handshake message in the clear.
func carries(b []byte, kind wire.Kind) bool {
	return len(b) > recordHead && b[0] == byte(record.Handshake) && b[recordHead] == byte(kind)
}

// longer appends to the message of a record, whose lengths say so; to the record
// alone where it is not the message's.
func longer(b []byte, message bool, more ...byte) []byte {
	b = append(b, more...)
	put := func(at, n int) { b[at], b[at+1] = byte(n>>8), byte(n) }
	put(3, len(b)-recordHead)
	if message {
		put(recordHead+2, len(b)-recordHead-wire.HeaderSize)
	}
	return b
}

// A forger makes records of a server behind the back of its endpoint, under the keys of
// its handshake.
type forger struct {
	t    *testing.T
	out  record.Out
	conn net.Conn
}

// forge takes over from a server, whose handshake is over, and which has sent so many
// records under its keys.
func (c *conn) forge(t *testing.T, sent int) *forger {
	t.Helper()
	m := c.raw.(*mangling)
	a := c.latest()
	size := a.Suite.Cipher.Sizes(a.Version)
	block := prf.TLS12(a.Suite.Hash).Key(a.Master).KeyBlock(&c.hello.Random, (*[32]byte)(m.first[atRandom:]), size.MAC, size.Key, size.IV)
	f := &forger{t: t, conn: m.Conn}
	f.out.SetVersion(a.Version)
	if err := f.out.SetKeys(record.Keys{Cipher: a.Suite.Cipher, MAC: block.Server.MAC, Key: block.Server.Key, IV: block.Server.IV}); err != nil {
		t.Fatal(err)
	}
	for range sent {
		f.seal(record.Alert, []byte{1, 90})
	}
	return f
}

func (f *forger) seal(typ record.Type, payload []byte) []byte {
	b, err := f.out.Append(nil, typ, payload)
	if err != nil {
		f.t.Fatal(err)
	}
	return b
}

// send sends a record. That the shim reads no further is no failure of this end.
func (f *forger) send(typ record.Type, payload ...byte) { f.conn.Write(f.seal(typ, payload)) }

// handshakeOf makes the side of the runner, which changes what it says.
func handshakeOf(t *testing.T, raw net.Conn, side handshake.Side, has party, edit func([]byte) []byte) *conn {
	t.Helper()
	return ourPeer(t, &mangling{Conn: raw, edit: edit}, side, has)
}
