package fuzz

import (
	"testing"

	"tlsresume/impl/defect"
	"tlsresume/impl/handshake"
	"tlsresume/traces"
)

// What is planted is in what ends bring to a handshake, until it is taken away.
func TestADefectIsPlanted(t *testing.T) {
	t.Cleanup(func() { planted.Store(nil) })
	accepts := func() bool {
		s := seams()
		c := s.ConfigOf(handshake.Client, traces.Node{}, handshake.Config{Policy: handshake.DefaultPolicy()})
		return c.Policy.Legacy == handshake.LegacyRenegotiates
	}
	for _, name := range []string{"", "reneg-legacy-permitted", ""} {
		if err := Plant(name); err != nil {
			t.Fatal(err)
		}
		if got := accepts(); got != (name != "") {
			t.Errorf("%q: got legacy renegotiation %t", name, got)
		}
	}
	for _, name := range []string{"no-such", overlay(t)} {
		if err := Plant(name); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

func overlay(t *testing.T) string {
	t.Helper()
	for _, d := range defect.All() {
		if d.Grade() == defect.Overlay {
			return d.Name
		}
	}
	t.Fatal("got no defect that is an edit of the source")
	return ""
}
