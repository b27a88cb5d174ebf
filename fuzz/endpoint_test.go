package fuzz_test

import (
	"bytes"
	"testing"

	"tlsresume/fuzz"
	"tlsresume/impl/handshake"
)

// The same input makes the same bytes, whatever was remembered of others before.
func TestDialoguesAreDeterministic(t *testing.T) {
	for _, subject := range []handshake.Side{handshake.Client, handshake.Server} {
		for _, data := range corpus(t, [...]string{"Client", "Server"}[subject]) {
			first, errFirst := fuzz.Spoken(subject, data)
			fuzz.Forget()
			again, errAgain := fuzz.Spoken(subject, data)
			if errFirst != nil || errAgain != nil || !bytes.Equal(first, again) {
				t.Fatalf("%s: %x: got %x, %v, and then %x, %v", subject, data, first, errFirst, again, errAgain)
			}
		}
	}
}
