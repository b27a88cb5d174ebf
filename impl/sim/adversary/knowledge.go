package adversary

import (
	"bytes"
	"crypto/rsa"
	"fmt"
	"io"
	"slices"

	"tlsresume/impl/prf"
	"tlsresume/impl/wire"
)

// A knowledge is all that the adversary has to work with. It grows by what the lines
// see, and by what is drawn.
type knowledge struct {
	Identity
	public Public

	// premaster is the secret of its own making, where it needs no other: for the RSA
	// key exchange, which takes 48 bytes, and as the outcome of a group that it chose.
	premaster []byte
	// encrypted are the premaster secrets that it has encrypted to others.
	encrypted map[string][]byte
	// privates are its ephemeral keys, by the shares that belong to them.
	privates map[string]private
	// fixed are the outcomes of the groups that it has made up, by the share in them.
	fixed map[string][]byte
	// sessions are those whose master secret it knows, or knows that it does not: the
	// newest last.
	sessions []held
}

// held is what an honest end keeps of a session, as far as it was seen.
type held struct {
	by     Peer
	name   []byte // a ticket or a session ID
	suite  uint16
	master []byte // nil: not known
}

func newKnowledge(own Identity, public Public) (*knowledge, error) {
	k := &knowledge{
		Identity: own, public: public,
		encrypted: map[string][]byte{}, privates: map[string]private{}, fixed: map[string][]byte{},
	}
	rest, err := k.draw(premasterSize - 2)
	k.premaster = append([]byte{byte(wire.TLS12 >> 8), byte(wire.TLS12 & 0xff)}, rest...)
	k.premaster[premasterSize-1] |= 1 // odd, as degenerate takes it
	return k, err
}

const premasterSize = 48 // RFC 5246 7.4.7.1: the version, and 46 random bytes

func (k *knowledge) draw(n int) ([]byte, error) {
	b := make([]byte, n)
	_, err := io.ReadFull(k.Rand, b)
	return b, err
}

// random draws the random of a hello.
func (k *knowledge) random() (r [32]byte, err error) {
	_, err = io.ReadFull(k.Rand, r[:])
	return r, err
}

// agreed is the premaster secret of a handshake on a line, or nil if it is not known:
// that of a ClientKeyExchange which the adversary has made, or which was made for it.
func (k *knowledge) agreed(l *line, s *shake, exchange []byte) []byte {
	if s.suite.KX == wire.RSA {
		return k.decrypted(l, exchange)
	}
	if s.exchange == nil {
		return nil
	}
	if secret, ok := k.fixed[string(s.exchange.Public)]; ok && l.with.Client {
		return secret
	}
	own, other := exchange, s.exchange.Public
	if l.with.Client {
		own, other = other, own
	}
	if p, ok := k.privates[string(own)]; ok {
		return p.agree(other)
	}
	return nil
}

// decrypted is the premaster secret in a ClientKeyExchange of RSA.
func (k *knowledge) decrypted(l *line, exchange []byte) []byte {
	if secret, ok := k.encrypted[string(exchange)]; ok {
		return secret
	}
	own, ok := k.Certificates[wire.KeyRSA].Key.(*rsa.PrivateKey)
	if !ok || !l.with.Client {
		return nil // to a server it was made by somebody else
	}
	//lint:ignore SA1019 static RSA key exchange is this encryption, whatever its dangers
	secret, err := rsa.DecryptPKCS1v15(nil, own, exchange)
	if err != nil || len(secret) != premasterSize {
		return nil
	}
	return secret
}

// keep notes what the honest end of a line keeps of a session now.
func (k *knowledge) keep(s held) {
	if len(s.name) > 0 {
		k.sessions = append(k.sessions, s)
	}
}

// session is the session that an end has under a name: the newest that it was seen to
// make with whom it speaks to now, or else with anybody. nil: none was seen.
func (k *knowledge) session(of Peer, name []byte) *held {
	for _, same := range []func(Peer) bool{
		func(by Peer) bool { return by == of },
		func(by Peer) bool { return by.Client == of.Client && (!of.Client || by.Name == of.Name) },
	} {
		for _, s := range slices.Backward(k.sessions) {
			if same(s.by) && bytes.Equal(s.name, name) {
				return &s
			}
		}
	}
	return nil
}

// chain is the certificate of a server or client.
func (k *knowledge) chain(of string) ([][]byte, error) {
	if chain := k.public(of); chain != nil {
		return chain, nil
	}
	return nil, fmt.Errorf("the certificate of %s: %w: it has none", of, ErrImpossible)
}

// function is the PRF of a suite in TLS 1.2, the version of all that is here.
func function(s *wire.Suite) prf.PRF { return prf.TLS12(s.Hash) }
