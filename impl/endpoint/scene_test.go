package endpoint_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// A scene is a handshake that succeeds, written down so that one of its ends can be
// put to any point of it, as often as one likes, while the other is damaged.
type scene struct {
	*pair
	offers  *session.ClientSession // that the client has at the beginning, or nil
	suite   *wire.Suite
	version wire.Version
	said    [2][]item // by either side
}

// An item is a message as it stood on the wire.
type item struct {
	wire.Message
	record []byte
	sealed bool // behind the ChangeCipherSpec
}

// scenes are the handshakes that are written down. again says that a connection came
// before, whose session is resumed.
var scenes = []struct {
	name  string
	again bool
	edit  func(*pair)
}{
	{"full, every extension", false, everything},
	{"full, static RSA", false, func(p *pair) { certify(p, "rsa"); only(p, 0x009c) }},
	{"full, P-256", false, func(p *pair) { p.client.Policy.Groups = []wire.Group{wire.P256} }},
	{"full, DHE", false, func(p *pair) {
		finite(p)
		smallField(p)
	}},
	{"full, PSK", false, shared},
	{"by ticket, PSK", true, shared},
	{"full, TLS 1.0", false, func(p *pair) { speak(p, wire.TLS10); only(p, 0xc009) }},
	{"full, with a client certificate", false, proven},
	{"by ID, with a client certificate", true, func(p *pair) { proven(p); byID(p) }},
	{"by ticket, renewed, every extension", true, everything},
	{"by ticket, with a marker", true, marked},
	{"by ID", true, byID},
	{"by ID, TLS 1.1", true, func(p *pair) {
		speak(p, wire.TLS11)
		only(p, 0xc009)
		byID(p)
	}},
}

func everything(p *pair) {
	p.client.Policy.Protocols, p.server.Policy.Protocols = []string{"a", "b"}, []string{"b"}
	p.client.Policy.MaxFragment, p.client.Policy.ByExtension = 4, true
	p.client.Policy.Suites = []*wire.Suite{wire.SuiteByID(0xc009), wire.SuiteByID(0xc02b)}
	p.server.Policy.Renew = true
}

// proven is a client that shows a certificate to a server that wants one.
func proven(p *pair) {
	p.asking(handshake.Required, authorities[0]()).Authorities = [][]byte{authorities[0]().certificate.RawSubject}
	p.known(authorities[0](), "P-256")
}

func only(p *pair, suite uint16) {
	p.client.Policy.Suites = []*wire.Suite{wire.SuiteByID(suite)}
	p.server.Policy.Suites = p.client.Policy.Suites
}

// smallField has DHE done in a field of 61 bits, which costs little.
func smallField(p *pair) {
	p.server.Policy.OwnField = &handshake.FiniteField{P: big.NewInt(1<<61 - 1), G: big.NewInt(37)}
	p.client.Policy.MayExchange, p.client.Policy.LeastField = handshake.AnyField, 61
}

// certify gives the server a certificate of another kind.
func certify(p *pair, kind string) {
	pki, err := script.NewPKI()
	if err != nil {
		p.t.Fatal(err)
	}
	node := traces.Node{Name: "a.example", Options: []traces.Option{{Key: "cert", Value: kind}}}
	credential, err := pki.Credential(node)
	if err != nil {
		p.t.Fatal(err)
	}
	p.server.Hosts = handshake.OneHost(credential)
}

func speak(p *pair, v wire.Version) {
	p.client.Policy.Versions = []wire.Version{v}
	p.server.Policy.Versions = p.client.Policy.Versions
}

// eachScene runs a test on every handshake, with each of its ends.
func eachScene(t *testing.T, test func(t *testing.T, s *scene, end handshake.Side)) {
	for _, v := range scenes {
		s := newScene(t, v.again, v.edit)
		for _, end := range []handshake.Side{handshake.Client, handshake.Server} {
			t.Run(v.name+", "+end.String(), func(t *testing.T) { test(t, s, end) })
		}
	}
}

func newScene(t *testing.T, again bool, edit func(*pair)) *scene {
	t.Helper()
	s := &scene{pair: newPair(t)}
	edit(s.pair)
	if again {
		s.connect()
	}
	s.offers = s.kept
	client, server := s.end(handshake.Client), s.end(handshake.Server)
	c, sv := s.pair.talk(client, server, nil)
	s.note(handshake.Client, c)
	s.note(handshake.Server, sv)
	a := agreement(c)
	if a == nil || (a.By != handshake.ByNothing) != again {
		t.Fatalf("the scene fails: %v, %v, %v", a, abort(c), abort(sv))
	}
	s.suite, s.version = a.Suite, a.Version
	return s
}

// note writes down what an end sent.
func (s *scene) note(side handshake.Side, effects []endpoint.Effect) {
	sealed := false
	for _, f := range effects {
		m, ok := f.(endpoint.Transmit)
		if !ok {
			continue
		}
		it := item{Message: wire.Message{Kind: m.Kind}, record: m.Wire, sealed: sealed}
		if m.Body != nil {
			raw, err := wire.Encode(m.Body)
			if err != nil {
				s.t.Fatal(err)
			}
			it.Message = raw
		}
		s.said[side] = append(s.said[side], it)
		sealed = sealed || m.Kind == wire.KindChangeCipherSpec
	}
}

// end is one of the two as it was at the beginning, with the same randomness. Its
// effects are not carried out, so that it can be had again.
func (s *scene) end(side handshake.Side) *endpoint.Endpoint {
	cfg := [2]handshake.Config{s.client, s.server}[side]
	cfg.Rand = rand.NewChaCha8([32]byte{byte(2 + side)})
	if side == handshake.Client {
		cfg.Session = s.offers
	}
	end, err := endpoint.New(side, &cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	return end
}

// begun is an end that has said what it says first.
func (s *scene) begun(side handshake.Side) *endpoint.Endpoint {
	end := s.end(side)
	end.Do(endpoint.Start{}, s.now)
	return end
}

// upTo is an end that has taken so many items of its peer.
func (s *scene) upTo(side handshake.Side, n int) *endpoint.Endpoint {
	end := s.begun(side)
	for _, it := range s.said[side.Peer()][:n] {
		if a := abort(end.Receive(it.record, s.now)); a != nil {
			s.t.Fatalf("the scene is not the same again: %v", a)
		}
	}
	return end
}

// put puts handshake bytes into records that stand where the peer's item did: in the
// clear, or under the peer's keys.
func (s *scene) put(side handshake.Side, it item, raw []byte) []byte {
	if !it.sealed {
		head := []byte{22, it.record[1], it.record[2], byte(len(raw) >> 8), byte(len(raw))}
		return append(head, raw...)
	}
	peer := side.Peer()
	speaker := s.end(peer)
	speaker.Do(endpoint.Deviate{Edit: handshake.Edit{wire.KindFinished}}, s.now)
	said := speaker.Do(endpoint.Start{}, s.now)
	for _, heard := range s.said[side] {
		if changesCipher(said) {
			break
		}
		said = speaker.Receive(heard.record, s.now)
	}
	return wireOf(speaker.SendRaw(wire.Message{Kind: it.Kind, Raw: raw}))
}

func changesCipher(effects []endpoint.Effect) bool {
	for _, f := range effects {
		if m, ok := f.(endpoint.Transmit); ok && m.Kind == wire.KindChangeCipherSpec {
			return true
		}
	}
	return false
}
