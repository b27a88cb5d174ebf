// Package adversary is the handshake at the grain of flights, against an adversary
// who is the network: every honest end talks to it alone. It is a client and a
// server itself, with a certificate in its own name, and says all that it can
// derive; it opens nothing without the key.
//
// It is a package of its own since nothing of model/resume's relation is shared:
// there, messages have an order and values have names; here, a flight with its
// reply is one transition, and values are terms of which only equality matters.
//
// Terms are fingerprints, and the honest ends' atoms are named by slot and
// handshake; slots of a role are used in order, so that symmetric runs are one.
// What the adversary knows needs no set: whether it knows a premaster secret is
// settled when the secret is made (it chose it, it was encrypted to its key, or
// one of the shares is its own), and a master secret and keys are known with it.
// The intruder is lazy: a flight is offered only if the end that gets it accepts
// it, and a Finished only if the adversary knows the master secret, or if an
// honest end has said that very term.
//
// Bounds, on the exploration alone: two connections of the honest client and two
// of the honest server, each to the adversary; one renegotiation of each role; one
// handshake of each role under way at a time, which is not given up once begun;
// what the adversary copies of a hello it copies from one connection.
package adversary

import (
	"encoding/binary"
)

// A phase is where an end's handshake stands.
type phase uint8

const (
	idle    phase = iota
	hello         // the end has sent its first flight
	waiting       // the end awaits the peer's last flight
	done
)

// A party is who a certificate names.
type party uint8

const (
	nobody party = iota
	honestClient
	honestServer
	adversary
)

// A kex is a key exchange.
type kex uint8

const (
	rsa kex = iota
	dhe
	ecdhe
)

var kexNames = [...]string{"RSA", "DHE", "ECDHE"}

// An end is an honest end of a connection. What a finished handshake no longer
// needs is zero.
type end struct {
	Phase       phase
	Abbreviated bool
	Handshakes  uint8 // begun
	Kex         kex
	Asked       bool  // the server asked for the client's certificate
	Meant       party // whom the client dialled
	Peer        party // whom the handshake under way names; of a server, the client that it authenticated
	MasterKnown bool  // the adversary knows Master
	KeysKnown   bool  // the adversary knows Keys

	CR, SR, SID, Share, Secret Term
	Transcript                 Term
	Master                     Term
	Signed                     Term // the client's CertificateVerify
	Said, Want                 Term // Finished of the handshake under way
	ClientData, ServerData     Term // verify_data of the handshake before (RFC 5746 3.1)
	Keys                       Term // of the handshake before
	Unique                     Term // tls-unique (RFC 5929 3.1)

	Session session
}

// A session is what an end may resume.
type session struct {
	ID, Master  Term
	Peer        party
	MasterKnown bool
}

// A state is every honest end. The adversary has no state besides what they said.
type state struct {
	Clients, Servers [2]end
}

func (s *state) encode(dst []byte) []byte {
	for i := range s.Clients {
		dst = s.Clients[i].encode(dst)
	}
	for i := range s.Servers {
		dst = s.Servers[i].encode(dst)
	}
	return dst
}

func (s *state) decode(b []byte) {
	for i := range s.Clients {
		b = s.Clients[i].decode(b)
	}
	for i := range s.Servers {
		b = s.Servers[i].decode(b)
	}
}

func (e *end) terms() [16]*Term {
	return [16]*Term{
		&e.CR, &e.SR, &e.SID, &e.Share, &e.Secret, &e.Transcript, &e.Master, &e.Signed, &e.Said, &e.Want,
		&e.ClientData, &e.ServerData, &e.Keys, &e.Unique, &e.Session.ID, &e.Session.Master,
	}
}

func (e *end) flags() [5]*bool {
	return [5]*bool{&e.Abbreviated, &e.Asked, &e.MasterKnown, &e.KeysKnown, &e.Session.MasterKnown}
}

// encode writes small fields, and those terms that there are.
func (e *end) encode(dst []byte) []byte {
	var flags uint8
	for i, f := range e.flags() {
		if *f {
			flags |= 1 << i
		}
	}
	at := len(dst)
	dst = append(dst, byte(e.Phase)|e.Handshakes<<2|byte(e.Kex)<<4, flags,
		byte(e.Meant)|byte(e.Peer)<<2|byte(e.Session.Peer)<<4, 0, 0)
	var there uint16
	for i, t := range e.terms() {
		if *t != 0 {
			there |= 1 << i
			dst = binary.LittleEndian.AppendUint64(dst, uint64(*t))
		}
	}
	binary.LittleEndian.PutUint16(dst[at+3:], there)
	return dst
}

func (e *end) decode(b []byte) []byte {
	e.Phase, e.Handshakes, e.Kex = phase(b[0]&3), b[0]>>2&3, kex(b[0]>>4)
	for i, f := range e.flags() {
		*f = b[1]>>i&1 == 1
	}
	e.Meant, e.Peer, e.Session.Peer = party(b[2]&3), party(b[2]>>2&3), party(b[2]>>4)
	there := binary.LittleEndian.Uint16(b[3:])
	b = b[5:]
	for i, t := range e.terms() {
		if there>>i&1 == 1 {
			*t = Term(binary.LittleEndian.Uint64(b))
			b = b[8:]
		}
	}
	return b
}
