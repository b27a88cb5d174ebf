package handshake

import (
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"

	"tlsresume/impl/wire"
)

// A FiniteField is a group for ephemeral Diffie-Hellman: dh_p and dh_g of RFC 5246
// 7.4.3.
type FiniteField struct{ P, G *big.Int }

// fields are the groups of RFC 7919 appendix A, and how long an exponent is, in
// bytes: at least as many bits as the appendix says that one has who chooses "a
// short exponent (Section 5.2)".
var fields = map[wire.Group]struct {
	FiniteField
	exponent int
}{
	wire.FFDHE2048: {FiniteField{number(`
		FFFFFFFF FFFFFFFF ADF85458 A2BB4A9A AFDC5620 273D3CF1 D8B9C583 CE2D3695
		A9E13641 146433FB CC939DCE 249B3EF9 7D2FE363 630C75D8 F681B202 AEC4617A
		D3DF1ED5 D5FD6561 2433F51F 5F066ED0 85636555 3DED1AF3 B557135E 7F57C935
		984F0C70 E0E68B77 E2A689DA F3EFE872 1DF158A1 36ADE735 30ACCA4F 483A797A
		BC0AB182 B324FB61 D108A94B B2C8E3FB B96ADAB7 60D7F468 1D4F42A3 DE394DF4
		AE56EDE7 6372BB19 0B07A7C8 EE0A6D70 9E02FCE1 CDF7E2EC C03404CD 28342F61
		9172FE9C E98583FF 8E4F1232 EEF28183 C3FE3B1B 4C6FAD73 3BB5FCBC 2EC22005
		C58EF183 7D1683B2 C6F34A26 C1B2EFFA 886B4238 61285C97 FFFFFFFF FFFFFFFF`), big.NewInt(2)}, 32},
	wire.FFDHE3072: {FiniteField{number(`
		FFFFFFFF FFFFFFFF ADF85458 A2BB4A9A AFDC5620 273D3CF1 D8B9C583 CE2D3695
		A9E13641 146433FB CC939DCE 249B3EF9 7D2FE363 630C75D8 F681B202 AEC4617A
		D3DF1ED5 D5FD6561 2433F51F 5F066ED0 85636555 3DED1AF3 B557135E 7F57C935
		984F0C70 E0E68B77 E2A689DA F3EFE872 1DF158A1 36ADE735 30ACCA4F 483A797A
		BC0AB182 B324FB61 D108A94B B2C8E3FB B96ADAB7 60D7F468 1D4F42A3 DE394DF4
		AE56EDE7 6372BB19 0B07A7C8 EE0A6D70 9E02FCE1 CDF7E2EC C03404CD 28342F61
		9172FE9C E98583FF 8E4F1232 EEF28183 C3FE3B1B 4C6FAD73 3BB5FCBC 2EC22005
		C58EF183 7D1683B2 C6F34A26 C1B2EFFA 886B4238 611FCFDC DE355B3B 6519035B
		BC34F4DE F99C0238 61B46FC9 D6E6C907 7AD91D26 91F7F7EE 598CB0FA C186D91C
		AEFE1309 85139270 B4130C93 BC437944 F4FD4452 E2D74DD3 64F2E21E 71F54BFF
		5CAE82AB 9C9DF69E E86D2BC5 22363A0D ABC52197 9B0DEADA 1DBF9A42 D5C4484E
		0ABCD06B FA53DDEF 3C1B20EE 3FD59D7C 25E41D2B 66C62E37 FFFFFFFF FFFFFFFF`), big.NewInt(2)}, 40},
}

// number reads a hexadecimal number, as the RFCs print it.
func number(hex string) *big.Int {
	n, _ := new(big.Int).SetString(strings.Join(strings.Fields(hex), ""), 16)
	return n
}

// NamedField is a group of RFC 7919 that is implemented, or nil.
func NamedField(g wire.Group) *FiniteField {
	if f, ok := fields[g]; ok {
		return &f.FiniteField
	}
	return nil
}

func (f *FiniteField) equal(g *FiniteField) bool { return f.P.Cmp(g.P) == 0 && f.G.Cmp(g.G) == 0 }

// maxField is the longest modulus that is reckoned with, in bits: that of the
// largest group of RFC 7919. The peer chooses what it costs.
const maxField = 8192

// usable reports whether there is anything to reckon in the field. That the modulus is
// prime, and the subgroup large, is what the peer says, and the Triple Handshake
// attack lies about.
func (f *FiniteField) usable() bool { return f.P.BitLen() <= maxField && f.has(f.G) }

// has reports whether a number is 1 < y < p-1. RFC 7919 5.1: "Peers MUST validate
// each other's public key Y".
func (f *FiniteField) has(y *big.Int) bool {
	one := big.NewInt(1)
	return y.Cmp(one) > 0 && new(big.Int).Add(y, one).Cmp(f.P) < 0
}

// checkFields refuses what cannot be reckoned in. Whether it is any good is not
// asked: a server that offers a group of its own may be there to attack.
func (p *Policy) checkFields() error {
	for _, g := range p.Fields {
		if NamedField(g) == nil {
			return fmt.Errorf("got finite field %s, want some of %v", g, wire.Fields)
		}
	}
	if f := p.OwnField; f != nil && (f.P == nil || f.G == nil || f.P.Sign() <= 0 || f.G.Sign() <= 0 || f.P.BitLen() > maxField || f.G.BitLen() > maxField) {
		return fmt.Errorf("got a finite field of its own, want numbers above 0 and of no more than %d bits", maxField)
	}
	return nil
}

// OfferedFields is the MayExchange of a client that goes along with the groups that
// it has named, and with nothing else. RFC 7919 3.1: "the safest may be to simply
// reject all custom groups".
func OfferedFields(p *Policy, f *FiniteField) Reason {
	named := func(g wire.Group) bool { return f.equal(NamedField(g)) }
	if !slices.ContainsFunc(p.Fields, named) {
		return FieldNotOffered
	}
	return None
}

// AnyField is the MayExchange of a client that takes the server's word for whatever
// group it makes up, as all did before RFC 7919, if it is large enough. It gives the
// Triple Handshake attack (mitls.org/pages/attacks/3SHAKE) what it needs.
func AnyField(p *Policy, f *FiniteField) Reason {
	if f.P.BitLen() < p.LeastField {
		return FieldTooSmall
	}
	return None
}

// A fieldKey is a private exponent. What is reckoned with it is not constant in
// time: math/big is not.
type fieldKey struct {
	FiniteField
	x *big.Int
}

// newFieldKey draws an exponent: one as long as the modulus where nothing is known
// of the group (RFC 7919 5.2).
func newFieldKey(f *FiniteField, rand io.Reader) (*fieldKey, error) {
	size := (f.P.BitLen() + 7) / 8
	for _, named := range fields {
		if f.equal(&named.FiniteField) {
			size = named.exponent
		}
	}
	raw := make([]byte, size)
	for range maxDraws {
		if _, err := io.ReadFull(rand, raw); err != nil {
			return nil, err
		}
		if x := new(big.Int).SetBytes(raw); x.BitLen() > 1 {
			return &fieldKey{*f, x}, nil
		}
	}
	return nil, errNotRandom
}

// Share implements Ephemeral: it is g^x, as long as the modulus.
func (k *fieldKey) Share() []byte {
	y := new(big.Int).Exp(k.G, k.x, k.P)
	return y.FillBytes(make([]byte, (k.P.BitLen()+7)/8))
}

// Agree implements Ephemeral: it is the shared secret with the peer's share. RFC 5246 8.1.2: "Leading bytes of
// Z that contain all zero bits are stripped".
func (k *fieldKey) Agree(share []byte) ([]byte, error) {
	y := new(big.Int).SetBytes(share)
	if !k.has(y) {
		return nil, because(FieldShareInvalid, nil)
	}
	return y.Exp(y, k.x, k.P).Bytes(), nil
}
