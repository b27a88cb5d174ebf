package endpoint_test

import (
	"math/big"
	"slices"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// Every suite of DHE, in every version that has it, by ticket and by ID, with and
// without the extended master secret.
func TestDHE(t *testing.T) {
	for _, suite := range wire.Suites {
		for _, v := range wire.Versions {
			if suite.KX != wire.DHE || suite.Cipher.Since() > v {
				continue
			}
			for by := handshake.ByID; by <= handshake.ByTicket; by++ {
				for _, ems := range []bool{false, true} {
					p := newPair(t)
					finite(p)
					only(p, suite.ID)
					speak(p, v)
					p.client.Policy.Tickets, p.client.Policy.EMS = by == handshake.ByTicket, ems
					for _, want := range []handshake.By{handshake.ByNothing, by} {
						if a := p.connect(); a.By != want || a.Suite != suite || a.Version != v || a.EMS != ems {
							t.Errorf("TLS %s, %s, ems %t: got %v, want it resumed by %s", v, suite.Name, ems, a, want)
						}
					}
				}
			}
		}
	}
}

// fieldOf is the group that a server chooses for a client that names some, or the
// reason for which it gives up.
func (p *pair) fieldOf(t *testing.T, names ...wire.Group) (*handshake.FiniteField, handshake.Reason) {
	t.Helper()
	client, server := p.ends()
	_, s := p.talk(client, server, func(from handshake.Side, b []byte) []byte {
		return hello(func(m *wire.ClientHello) { m.Groups = names })(t, from, b)
	})
	for _, f := range s {
		if m, ok := f.(endpoint.Transmit); ok && m.Kind == wire.KindServerKeyExchange {
			x := m.Body.(*wire.ServerKeyExchange)
			return &handshake.FiniteField{P: new(big.Int).SetBytes(x.Prime), G: new(big.Int).SetBytes(x.Generator)}, handshake.None
		}
	}
	return nil, abort(s).Reason
}

// RFC 7919 4. The certificate's key has 2048 bits.
func TestWhichFieldAServerChooses(t *testing.T) {
	const foreign = wire.Group(511)
	own := &handshake.FiniteField{P: big.NewInt(1<<61 - 1), G: big.NewInt(37)}
	ffdhe2048, ffdhe3072 := handshake.NamedField(wire.FFDHE2048), handshake.NamedField(wire.FFDHE3072)
	for i, v := range []struct {
		names, has []wire.Group
		own        *handshake.FiniteField
		want       *handshake.FiniteField
	}{
		{[]wire.Group{wire.FFDHE2048, wire.FFDHE3072}, wire.Fields, nil, ffdhe2048},
		{[]wire.Group{wire.FFDHE3072, wire.FFDHE2048}, wire.Fields, nil, ffdhe3072},
		{[]wire.Group{foreign, wire.X25519, wire.FFDHE3072}, wire.Fields, nil, ffdhe3072},
		{[]wire.Group{wire.FFDHE3072}, []wire.Group{wire.FFDHE2048}, nil, nil},
		{[]wire.Group{foreign}, wire.Fields, nil, nil},
		{[]wire.Group{wire.X25519, foreign}, wire.Fields, nil, nil},
		{[]wire.Group{wire.X25519}, wire.Fields, nil, ffdhe2048}, // it does not know RFC 7919
		{nil, wire.Fields, nil, ffdhe2048},
		{nil, []wire.Group{wire.FFDHE3072, wire.FFDHE2048}, nil, ffdhe3072},
		{nil, nil, nil, nil},
		{[]wire.Group{foreign}, nil, own, own},
		{nil, wire.Fields, own, own},
	} {
		p := newPair(t)
		finite(p)
		p.server.Policy.Fields, p.server.Policy.OwnField = v.has, v.own
		got, reason := p.fieldOf(t, v.names...)
		if (got == nil) != (v.want == nil) || got != nil && (got.P.Cmp(v.want.P) != 0 || got.G.Cmp(v.want.G) != 0) {
			t.Errorf("%d: got %v, want %v", i, got, v.want)
		}
		if v.want == nil && reason != handshake.NoSharedField {
			t.Errorf("%d: got %q", i, reason)
		}
	}
}

// RFC 7919 4: "In this case, the server SHOULD select an acceptable non-FFDHE cipher
// suite from the client's offered list."
func TestForeignFieldsLeaveOtherSuites(t *testing.T) {
	p := newPair(t)
	certify(p, "rsa")
	p.client.Policy.Suites = []*wire.Suite{wire.SuiteByID(0x009e), wire.SuiteByID(0xc02f)}
	p.server.Policy.Suites = p.client.Policy.Suites
	if a := p.connect(); a.Suite.ID != 0x009e {
		t.Fatalf("got %v", a)
	}
	p.kept = nil
	p.server.Policy.Fields = []wire.Group{wire.FFDHE3072}
	p.client.Policy.Fields = []wire.Group{wire.FFDHE2048}
	if a := p.connect(); a.Suite.ID != 0xc02f {
		t.Fatalf("got %v", a)
	}
}

// The finite fields go with suites of DHE, the curves and the point formats with
// those of ECDHE, in one list.
func TestGroupsGoWithTheSuites(t *testing.T) {
	for _, v := range []struct {
		suites []uint16
		want   []wire.Group
	}{
		{[]uint16{0xc02f}, wire.Groups},
		{[]uint16{0x009e}, wire.Fields},
		{[]uint16{0x009c}, nil},
		{[]uint16{0x009e, 0xc02f}, slices.Concat(wire.Groups, wire.Fields)},
	} {
		p := newPair(t)
		p.client.Policy.Suites = nil
		for _, id := range v.suites {
			p.client.Policy.Suites = append(p.client.Policy.Suites, wire.SuiteByID(id))
		}
		client, _ := p.ends()
		m := client.Do(endpoint.Start{}, p.now)[0].(endpoint.Transmit).Body.(*wire.ClientHello)
		curves := slices.Contains(v.suites, 0xc02f)
		if !slices.Equal(m.Groups, v.want) || (m.PointFormats != nil) != curves {
			t.Errorf("suites %x: got groups %v, formats %v", v.suites, m.Groups, m.PointFormats)
		}
	}
}

// RFC 7919 3 and 4: shares at the edges, of either end, over the wire.
func TestSharesAtTheEdgesOverTheWire(t *testing.T) {
	p := handshake.NamedField(wire.FFDHE2048).P
	for plus := int64(-2); plus <= 1; plus++ {
		testClientShare(t, new(big.Int).Add(p, big.NewInt(plus)).Bytes(), plus == -2)
	}
	for y := range byte(3) {
		testClientShare(t, []byte{y}, y == 2)
	}
	// A field whose numbers are no group lets a server send what an honest one does not.
	for _, v := range []struct{ p, g int64 }{
		{8, 2}, // 2^x is 0 from 2^3 on
		{9, 3}, // likewise
	} {
		p := newPair(t)
		finite(p)
		smallField(p)
		p.server.Policy.OwnField = &handshake.FiniteField{P: big.NewInt(v.p), G: big.NewInt(v.g)}
		p.client.Policy.LeastField = 3
		if got := p.aborts(handshake.Client, nil); got != handshake.FieldShareInvalid {
			t.Errorf("modulus %d: got %q", v.p, got)
		}
	}
}

// testClientShare has the server judge a share. One that is in range, and not the
// client's, is found out by the Finished.
func testClientShare(t *testing.T, share []byte, ok bool) {
	t.Helper()
	p := newPair(t)
	finite(p)
	p.client.Policy.EMS = false
	got := p.aborts(handshake.Server, func(from handshake.Side, b []byte) []byte {
		if from == handshake.Client && wire.Kind(b[recordHeader]) == wire.KindClientKeyExchange {
			return rewrite(p.t, b, &wire.ClientKeyExchange{KX: wire.DHE}, func(m *wire.ClientKeyExchange) { m.Exchange = share })
		}
		return b
	})
	want := handshake.FieldShareInvalid
	if ok {
		want = handshake.RecordNotOpened
	}
	if got != want {
		t.Errorf("share of %d bytes, %.4x: got %q, want %q", len(share), share, got, want)
	}
}

// What the Triple Handshake attack does (mitls.org/pages/attacks/3SHAKE): the
// server in the middle makes up a group in which g^x is g, whatever x is.
func TestFieldThatIsMadeUp(t *testing.T) {
	for _, v := range []struct {
		takes func(*handshake.Policy, *handshake.FiniteField) handshake.Reason
		least int
		want  handshake.Reason
	}{
		{handshake.OfferedFields, 0, handshake.FieldNotOffered}, {nil, 0, handshake.FieldNotOffered},
		{handshake.AnyField, 7, handshake.FieldTooSmall}, {handshake.AnyField, 6, handshake.None},
	} {
		p := newPair(t)
		finite(p)
		p.server.Policy.OwnField = &handshake.FiniteField{P: big.NewInt(7 * 6), G: big.NewInt(7)}
		p.client.Policy.MayExchange, p.client.Policy.LeastField = v.takes, v.least
		if v.want == handshake.None {
			p.connect()
		} else if got := p.aborts(handshake.Client, nil); got != v.want {
			t.Errorf("got %q, want %q", got, v.want)
		}
	}
}
