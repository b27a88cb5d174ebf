package fuzz_test

import (
	"bytes"
	"slices"
	"testing"

	"tlsresume/fuzz"
)

// Cutting an encoding loses nothing, wherever the encoding ends.
func TestCuttingLosesNothing(t *testing.T) {
	for _, name := range []string{"ClientHello", "ServerHello", "Trace", "Log", "State"} {
		target, err := fuzz.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range corpus(t, name) {
			for n := range min(len(entry), 400) + 1 {
				if got := target.Grammar.Join(target.Grammar.Split(entry[:n])); !bytes.Equal(got, entry[:n]) {
					t.Fatalf("%s: got %x, want %x", name, got, entry[:n])
				}
			}
		}
	}
}

// The extensions of a hello are commands that can be left out.
func TestAHelloWithoutAnExtensionIsOne(t *testing.T) {
	target, err := fuzz.Named("ClientHello")
	if err != nil {
		t.Fatal(err)
	}
	without := 0
	for _, entry := range corpus(t, "ClientHello") {
		if valid, _ := target.Judge(entry); !valid {
			continue
		}
		pieces := target.Grammar.Split(entry)
		for i, p := range pieces {
			if p.Fixed {
				continue
			}
			without++
			shorter := target.Grammar.Join(slices.Delete(slices.Clone(pieces), i, i+1))
			if valid, err := target.Judge(shorter); !valid || len(shorter) >= len(entry) {
				t.Errorf("without %s: got %x, valid %t, %v", p.Kind, shorter, valid, err)
			}
		}
	}
	if without == 0 {
		t.Error("got no hello with an extension")
	}
}
