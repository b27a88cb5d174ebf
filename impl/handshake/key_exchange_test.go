package handshake

import (
	"slices"
	"testing"

	"tlsresume/impl/wire"
)

// A suite without its row would make a handshake fail in the middle.
func TestEverySuiteHasItsKeyExchange(t *testing.T) {
	for _, s := range wire.Suites {
		if int(s.KX) >= len(exchanges) {
			t.Errorf("%s: got no row for its key exchange", s.Name)
			continue
		}
		x := exchanges[s.KX]
		if x.suits == nil || x.ready == nil || x.makeClient == nil || x.takeClient == nil {
			t.Errorf("%s: got a row with a gap", s.Name)
		}
		if (x.makeServer == nil) != (x.takeServer == nil) || (x.makeServer == nil) != (x.serverNeed == nil) {
			t.Errorf("%s: got a ServerKeyExchange at one end only", s.Name)
		}
	}
}

// RFC 9325 4.1: "Implementations SHOULD NOT negotiate cipher suites based on RSA key
// transport", nor "on ephemeral finite-field Diffie-Hellman key agreement".
func TestDefaultSuitesAreECDHE(t *testing.T) {
	on := DefaultPolicy().Suites
	for _, s := range wire.Suites {
		if want := s.KX == wire.ECDHE; slices.Contains(on, s) != want {
			t.Errorf("%s: got on %v, want %v", s.Name, !want, want)
		}
	}
}
