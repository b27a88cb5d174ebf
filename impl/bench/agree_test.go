package bench

import (
	"crypto/tls"
	"errors"
	"testing"

	"tlsresume/impl/session"
)

// Both put a version first and then a suite or a type; neither reads the other's.
func TestTicketsAreNotMistakenForThoseOfCryptoTLS(t *testing.T) {
	ours, theirs := state(t), stdlibState(t)
	var s session.State
	if err := s.Unmarshal(theirs); err == nil {
		t.Errorf("ours reads what crypto/tls keeps: %v", s)
	}
	if _, err := tls.ParseSessionState(ours); err == nil {
		t.Error("crypto/tls reads what ours keeps")
	}
	p := tickets(t)
	if err := errors.Join(p.ours(), p.theirs()); err != nil {
		t.Errorf("one does not read its own: %v", err)
	}
}
