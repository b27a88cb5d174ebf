package record

import (
	"crypto"
	"crypto/subtle"
	"encoding"
	"encoding/binary"
	"hash"
)

// A blindMAC is the HMAC of a message whose length is a secret, since a padding
// that the peer encrypted decides it. An attacker who can tell how long the check
// took, or what it read, learns whether the padding was good and with that the
// plaintext (Lucky Thirteen; RFC 7457 2.5).
//
// The hash is fed blocks that it need not pad: the padding of the hash itself is
// made here. Its state is read behind each block that may be the last one, and the
// state behind the block that is the last one is the hash of the message. Which
// that was is decided by masks, never by a branch or an index.
type blindMAC struct {
	hash         blockHash
	inner, outer [blockSize]byte // the key under ipad and under opad (RFC 2104 2)
	state        []byte          // room for a state
	block        [blockSize]byte
	sum, sent    []byte // what the MAC is, and what the record has for it
	turned       []byte // room to turn sent
}

// A blockHash is a hash that shows the state between its blocks.
type blockHash interface {
	hash.Hash
	encoding.BinaryAppender
}

// SHA-1 and SHA-256 alike work on blocks of 64 bytes, the last of which ends in a
// byte 0x80, zeros and the length in bits, of 8 bytes (FIPS 180-4 5.1.1).
const (
	blockSize   = 64
	lengthSize  = 8
	stateHeader = 4 // what the encoded state of crypto/sha1 and sha256 begins with
)

func newBlindMAC(h crypto.Hash, key []byte) *blindMAC {
	m := &blindMAC{hash: h.New().(blockHash)}
	copy(m.inner[:], key) // as long as the hash, hence shorter than a block
	m.outer = m.inner
	for i := range blockSize {
		m.inner[i] ^= 0x36
		m.outer[i] ^= 0x5c
	}
	m.sum, m.sent, m.turned = make([]byte, h.Size()), make([]byte, h.Size()), make([]byte, h.Size())
	return m
}

func (m *blindMAC) size() int { return len(m.sum) }

// check gives 1 if the MAC that stands in plain behind the first length bytes is
// that of bound and these bytes. The padding behind it has at most maxPadding
// bytes.
func (m *blindMAC) check(bound, plain []byte, length int) int {
	m.compute(bound, plain[:len(plain)-m.size()], length)
	m.find(plain, length)
	return subtle.ConstantTimeCompare(m.sum, m.sent)
}

// compute sets sum to the HMAC of bound and the first length bytes of data.
func (m *blindMAC) compute(bound, data []byte, length int) {
	clear(m.sum)
	m.hash.Reset()
	m.hash.Write(m.inner[:])
	size, most := len(bound)+length, len(bound)+len(data)
	first := max(0, most-maxPadding) / blockSize // that may be the last block
	if first > 0 {
		m.hash.Write(bound)
		m.hash.Write(data[:first*blockSize-len(bound)])
	}
	last := (size + lengthSize) / blockSize
	for i := first; i <= (most+lengthSize)/blockSize; i++ {
		m.fill(i*blockSize, bound, data, size)
		isLast := subtle.ConstantTimeEq(int32(i), int32(last))
		m.addLength(isLast, size)
		m.hash.Write(m.block[:])
		m.state, _ = m.hash.AppendBinary(m.state[:0]) // of these hashes it has no error
		for j := range m.sum {
			m.sum[j] |= mask(isLast) & m.state[stateHeader+j]
		}
	}
	m.hash.Reset()
	m.hash.Write(m.outer[:])
	m.hash.Write(m.sum)
	m.sum = m.hash.Sum(m.sum[:0])
}

// fill sets block to the bytes of the message from a position on, with the byte
// 0x80 behind its end and zeros behind that.
func (m *blindMAC) fill(from int, bound, data []byte, size int) {
	for j := range m.block {
		at := from + j
		var b byte
		if at < len(bound) {
			b = bound[at]
		} else if at-len(bound) < len(data) {
			b = data[at-len(bound)]
		}
		inside := subtle.ConstantTimeLessOrEq(at+1, size)
		end := subtle.ConstantTimeEq(int32(at), int32(size))
		m.block[j] = mask(inside)&b | mask(end)&0x80
	}
}

// addLength ends the last block with the number of bits, the key's block included.
func (m *blindMAC) addLength(isLast, size int) {
	var bits [lengthSize]byte
	binary.BigEndian.PutUint64(bits[:], uint64(blockSize+size)*8)
	for j, b := range bits {
		m.block[blockSize-lengthSize+j] |= mask(isLast) & b
	}
}

// find sets sent to the MAC in plain behind the first length bytes. It reads every
// byte that may belong to it, in order, into a ring, and then turns the ring so
// that the first comes first.
func (m *blindMAC) find(plain []byte, length int) {
	clear(m.sent)
	n, turn := m.size(), 0
	for at := max(0, len(plain)-n-maxPadding); at < len(plain); at++ {
		begins := subtle.ConstantTimeEq(int32(at), int32(length))
		inside := subtle.ConstantTimeLessOrEq(length, at) & subtle.ConstantTimeLessOrEq(at+1, length+n)
		m.sent[at%n] |= mask(inside) & plain[at]
		turn |= -begins & (at % n)
	}
	for step := 1; step < n; step *= 2 {
		turns := subtle.ConstantTimeEq(int32(turn&step), int32(step))
		for i := range m.turned {
			m.turned[i] = mask(turns)&m.sent[(i+step)%n] | ^mask(turns)&m.sent[i]
		}
		m.sent, m.turned = m.turned, m.sent
	}
}

// mask is all ones for 1, and 0 for 0.
func mask(bit int) byte { return byte(-bit) }
