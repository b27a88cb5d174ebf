package handshake

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"errors"
	"io"
	"math/big"
	"testing"

	"tlsresume/impl/wire"
)

// RFC 7919 appendix A: p = 2^b - 2^(b-64) + {[2^(b-130) * e] + X} * 2^64 - 1, and
// p as well as (p-1)/2 is prime.
func TestNamedFields(t *testing.T) {
	power := func(n int) *big.Int { return new(big.Int).Lsh(big.NewInt(1), uint(n)) }
	for g, v := range map[wire.Group]struct {
		bits int
		x    int64
	}{wire.FFDHE2048: {2048, 560316}, wire.FFDHE3072: {3072, 2625351}} {
		// e is the sum of 1/k!, with 64 bits more than are wanted.
		e, term := new(big.Int), power(v.bits-130+64)
		for k := int64(1); term.Sign() > 0; k++ {
			e.Add(e, term)
			term.Div(term, big.NewInt(k))
		}
		p := e.Rsh(e, 64)
		p.Add(p, big.NewInt(v.x)).Lsh(p, 64).Add(p, power(v.bits)).Sub(p, power(v.bits-64)).Sub(p, big.NewInt(1))
		got := NamedField(g)
		if got.P.Cmp(p) != 0 || got.G.Int64() != 2 {
			t.Errorf("%s: got %x, want %x", g, got.P, p)
		}
		if !got.P.ProbablyPrime(1) || !new(big.Int).Rsh(got.P, 1).ProbablyPrime(1) {
			t.Errorf("%s: got no safe prime", g)
		}
	}
	for _, g := range wire.Fields {
		if NamedField(g) == nil {
			t.Errorf("%s: got no numbers", g)
		}
	}
}

// RFC 5246 8.1.2: "Leading bytes of Z that contain all zero bits are stripped before
// it is used as the pre_master_secret." The share is not a secret, and keeps them.
func TestLeadingZeros(t *testing.T) {
	field := &FiniteField{big.NewInt(1<<24 - 3), big.NewInt(2)} // a prime of three bytes
	short := 0
	for x := int64(2); x < 2000; x++ {
		a, b := fieldKey{*field, big.NewInt(x)}, fieldKey{*field, big.NewInt(3*x + 1)}
		if len(a.Share()) != 3 {
			t.Fatalf("x %d: got a share of %d bytes, want 3", x, len(a.Share()))
		}
		z, err := a.Agree(b.Share())
		same, again := b.Agree(a.Share())
		if err != nil || again != nil || !bytes.Equal(z, same) || len(z) > 0 && z[0] == 0 {
			t.Fatalf("x %d: got %x and %x, %v and %v", x, z, same, err, again)
		}
		if want := new(big.Int).Exp(field.G, big.NewInt(x*(3*x+1)), field.P); want.Cmp(new(big.Int).SetBytes(z)) != 0 {
			t.Fatalf("x %d: got %x, want %x", x, z, want)
		}
		if len(z) < 3 {
			short++
		}
	}
	if short == 0 {
		t.Error("got no secret that is shorter than the modulus")
	}
}

// RFC 7919 5.1: 1 < Y < p-1.
func TestSharesAtTheEdges(t *testing.T) {
	for _, g := range wire.Fields {
		key, err := newFieldKey(NamedField(g), bytes.NewReader(bytes.Repeat([]byte{7}, 400)))
		if err != nil {
			t.Fatal(err)
		}
		for plus, ok := range map[int64]bool{-2: true, -1: false, 0: false, 1: false} {
			y := new(big.Int).Add(key.P, big.NewInt(plus))
			checkShare(t, key, y.Bytes(), ok)
		}
		for y, ok := range []bool{false, false, true, true} {
			checkShare(t, key, []byte{byte(y)}, ok)
			checkShare(t, key, append(make([]byte, 1000), byte(y)), ok)
		}
		checkShare(t, key, nil, false)
		checkShare(t, key, bytes.Repeat([]byte{0xff}, 65535), false)
	}
}

func checkShare(t *testing.T, key *fieldKey, share []byte, ok bool) {
	t.Helper()
	_, err := key.Agree(share)
	var abort *Abort
	if got := err == nil; got != ok || !ok && (!errors.As(err, &abort) || abort.Reason != FieldShareInvalid) {
		t.Errorf("share of %d bytes, %.8x: got %v, want taken %t", len(share), share, err, ok)
	}
}

// A source that yields zeros would give away the secret.
func TestFieldKeyIsDrawnAgain(t *testing.T) {
	field := NamedField(wire.FFDHE2048)
	if _, err := newFieldKey(field, bytes.NewReader(make([]byte, 1<<16))); !errors.Is(err, errNotRandom) {
		t.Errorf("got %v of zeros, want %v", err, errNotRandom)
	}
	if _, err := newFieldKey(field, bytes.NewReader(nil)); !errors.Is(err, io.EOF) {
		t.Errorf("got %v of nothing, want %v", err, io.EOF)
	}
	one := append(make([]byte, 31), 1)
	key, err := newFieldKey(field, bytes.NewReader(append(one, bytes.Repeat([]byte{9}, 32)...)))
	if err != nil || key.x.BitLen() < 225 {
		t.Errorf("got %v, want an exponent of 225 bits or more (RFC 7919 A.1)", err)
	}
	own := &FiniteField{field.P, big.NewInt(3)}
	if key, err := newFieldKey(own, bytes.NewReader(bytes.Repeat([]byte{9}, 256))); err != nil || key.x.BitLen() < 2040 {
		t.Errorf("got %v, want an exponent as long as the modulus", err)
	}
}

// Of a group that is made up, or of none, a client takes what its policy says.
func TestWhichFieldsAreTaken(t *testing.T) {
	named := NamedField(wire.FFDHE2048)
	other := &FiniteField{named.P, big.NewInt(3)}
	small := &FiniteField{big.NewInt(1<<24 - 3), big.NewInt(2)}
	offered, any, tiny := DefaultPolicy(), DefaultPolicy(), DefaultPolicy()
	any.MayExchange, tiny.MayExchange, tiny.LeastField = AnyField, AnyField, 24
	for i, v := range []struct {
		policy *Policy
		field  *FiniteField
		want   Reason
	}{
		{&offered, named, None}, {&offered, other, FieldNotOffered}, {&offered, small, FieldNotOffered},
		{&any, named, None}, {&any, other, None}, {&any, small, FieldTooSmall}, {&tiny, small, None},
		{&Policy{}, named, FieldNotOffered},
	} {
		if got := v.policy.mayExchange(v.field); got != v.want {
			t.Errorf("%d: got %q, want %q", i, got, v.want)
		}
	}
	long := new(big.Int).Lsh(big.NewInt(1), maxField)
	for i, v := range []struct {
		p, g *big.Int
		want bool
	}{
		{named.P, named.G, true}, {named.P, big.NewInt(1), false}, {named.P, big.NewInt(0), false},
		{named.P, new(big.Int).Sub(named.P, big.NewInt(1)), false}, {named.P, named.P, false},
		{long, named.G, false}, {new(big.Int).Sub(long, big.NewInt(1)), named.G, true},
		{new(big.Int), named.G, false}, {big.NewInt(3), named.G, false},
	} {
		if got := (&FiniteField{v.p, v.g}).usable(); got != v.want {
			t.Errorf("%d: got usable %t, want %t", i, got, v.want)
		}
	}
}

// RFC 7919 4: "if the server has a 3072-bit RSA key and the client offers only
// ffdhe2048 and ffdhe4096, the server SHOULD select ffdhe4096".
func TestFieldIsAsStrongAsTheKey(t *testing.T) {
	for bits, want := range map[uint]wire.Group{2048: wire.FFDHE2048, 2049: wire.FFDHE3072, 3072: wire.FFDHE3072, 4096: wire.FFDHE2048} {
		key := &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), bits-1), E: 65537}
		for _, groups := range [][]wire.Group{wire.Fields, nil} {
			h := &Handshake{policy: DefaultPolicy(), hello: wire.ClientHello{Groups: groups}}
			got, ok := h.chooseField(&Credential{Key: publicOnly{key: key}})
			if !ok || !got.equal(NamedField(want)) {
				t.Errorf("key of %d bits: got %v, want %s", bits, got, want)
			}
		}
	}
}

// publicOnly has no key that it could sign with.
type publicOnly struct {
	crypto.Signer
	key crypto.PublicKey
}

func (p publicOnly) Public() crypto.PublicKey { return p.key }

func TestFieldsOfAPolicyAreChecked(t *testing.T) {
	for i, v := range []struct {
		fields []wire.Group
		own    *FiniteField
		ok     bool
	}{
		{wire.Fields, nil, true}, {nil, NamedField(wire.FFDHE3072), true}, {[]wire.Group{wire.P256}, nil, false},
		{[]wire.Group{258}, nil, false}, {nil, &FiniteField{}, false}, {nil, &FiniteField{new(big.Int), big.NewInt(2)}, false},
		{nil, &FiniteField{big.NewInt(-7), big.NewInt(2)}, false}, {nil, &FiniteField{big.NewInt(7), big.NewInt(0)}, false},
		{nil, &FiniteField{new(big.Int).Lsh(big.NewInt(1), maxField), big.NewInt(2)}, false},
	} {
		if err := (&Policy{Fields: v.fields, OwnField: v.own}).checkFields(); (err == nil) != v.ok {
			t.Errorf("%d: got %v, want ok %t", i, err, v.ok)
		}
	}
}
