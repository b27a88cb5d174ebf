package handshake

import (
	"bytes"
	"errors"

	"tlsresume/impl/wire"
)

// An exchange is one way to a premaster secret. What differs between them stands
// here and nowhere else.
type exchange struct {
	// usual tells one whose suites are on unless the policy says otherwise.
	usual bool
	// suits reports whether a server with the credential can do it with this client.
	suits func(*Handshake, *Credential) bool
	// serverNeed, makeServer and takeServer are about the ServerKeyExchange; nil: there
	// is none.
	serverNeed func(*Handshake) Need
	makeServer func(*Handshake) (wire.Body, error)
	takeServer func(h *Handshake, body []byte) (wire.Body, error)
	// ready reports whether a client has what makeClient takes.
	ready func(*Handshake) bool
	// makeClient gives what a ClientKeyExchange carries, and settles the premaster
	// secret of the client; takeClient gives that of the server.
	makeClient func(*Handshake) ([]byte, error)
	takeClient func(h *Handshake, exchanged []byte) (premaster []byte, err error)
}

// exchanges has a row for every wire.KeyExchange.
var exchanges = [...]exchange{
	wire.RSA: {
		suits: suitsRSA,
		ready: func(h *Handshake) bool { return h.chain != nil }, makeClient: (*Handshake).encryptPremaster,
		takeClient: (*Handshake).decryptPremaster,
	},
	wire.ECDHE: {
		usual: true, suits: suitsECDHE,
		serverNeed: always, makeServer: (*Handshake).makeECDHE, takeServer: (*Handshake).takeECDHE,
		ready: hasEphemeral, makeClient: (*Handshake).makeShare, takeClient: (*Handshake).takeShare,
	},
	wire.DHE: {
		suits:      suitsDHE,
		serverNeed: always, makeServer: (*Handshake).makeDHE, takeServer: (*Handshake).takeDHE,
		ready: hasEphemeral, makeClient: (*Handshake).makeShare, takeClient: (*Handshake).takeShare,
	},
	wire.PSK: {
		suits:      suitsPSK,
		serverNeed: ifHinted, makeServer: (*Handshake).makeHint, takeServer: (*Handshake).takeHint,
		ready: hasPSK, makeClient: (*Handshake).makeIdentity, takeClient: (*Handshake).takeIdentity,
	},
}

// exchange is that of the suite which was negotiated.
func (h *Handshake) exchange() *exchange { return &exchanges[h.negotiated.suite.KX] }

func (h *Handshake) makeServerKeyExchange() (wire.Body, error) { return h.exchange().makeServer(h) }

func (h *Handshake) takeServerKeyExchange(body []byte) (wire.Body, error) {
	return h.exchange().takeServer(h, body)
}

func (h *Handshake) makeClientKeyExchange() (wire.Body, error) {
	exchanged, err := h.exchange().makeClient(h)
	if err != nil {
		return nil, err
	}
	return &wire.ClientKeyExchange{KX: h.negotiated.suite.KX, Exchange: exchanged}, nil
}

func (h *Handshake) takeClientKeyExchange(body []byte) (wire.Body, error) {
	m := &wire.ClientKeyExchange{KX: h.negotiated.suite.KX}
	if err := m.Decode(bytes.Clone(body)); err != nil {
		return nil, err
	}
	var err error
	h.premaster, err = h.exchange().takeClient(h, m.Exchange)
	return m, err
}

// maxDraws is how often bytes are drawn again that do not suit. None of the uses
// here fails so often by chance.
const maxDraws = 100

var errNotRandom = errors.New("the source of random bytes yields the same over and over")
