package fuzz_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tlsresume/fuzz"
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

var update = flag.Bool("update", false, "write the seeds that the corpora lack")

// seeds are where the corpora begin: the bounds of each format, and one of the
// real thing.
func seeds(t *testing.T) map[string][][]byte {
	all := drawnSeeds(t)
	all["NewSessionTicket"] = [][]byte{
		{},                             // nothing
		{0, 0, 0, 0, 0, 0},             // a hint that is unspecified, and no ticket (RFC 5077 3.3)
		{0, 1, 0x51, 0x80, 0, 1, 0xff}, // a day, one byte
		{0, 0, 0, 0, 0, 2, 0xff},       // a length that promises too much
		{0, 0, 0, 0, 0, 1, 0xff, 0xff}, // and too little
		append([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, make([]byte, 1<<16-1)...),
		realTicket(t),
	}
	return all
}

// realTicket is the body that a server sends.
func realTicket(t *testing.T) []byte {
	t.Helper()
	state := &session.State{Version: wire.TLS12, Suite: wire.Suites[0].ID, EMS: true, ServerName: "a.example", Created: time.Unix(1_750_000_000, 0)}
	zeros := bytes.NewReader(make([]byte, 1024))
	key, err := session.NewTicketKey(session.Draft, zeros)
	if err != nil {
		t.Fatal(err)
	}
	ticket, err := session.NewRing(key).Seal(nil, state, zeros)
	if err != nil {
		t.Fatal(err)
	}
	m, err := wire.Encode(&wire.NewSessionTicket{LifetimeHint: uint32(handshake.Day.Seconds()), Ticket: ticket})
	if err != nil {
		t.Fatal(err)
	}
	return m.Body()
}

// An entry is named by its content, so that equal entries meet, whoever found
// them.
func nameOf(entry []byte) string {
	sum := sha256.Sum256(entry)
	return hex.EncodeToString(sum[:20])
}

func TestSeedsAreInTheCorpora(t *testing.T) {
	for name, entries := range seeds(t) {
		for _, entry := range entries {
			file := filepath.Join("..", "corpus", name, nameOf(entry))
			if *update {
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, entry, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, entry) {
				t.Errorf("%s: %v: run go test ./fuzz -run Seeds -update", file, err)
			}
		}
	}
}

// Every entry of every corpus has the name of its content, and every target
// survives it.
func TestCorporaReplay(t *testing.T) {
	for _, target := range fuzz.Targets() {
		kept := 0
		files, err := filepath.Glob(filepath.Join("..", "corpus", target.Name, "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("corpus/%s: got no entries: %v", target.Name, err)
		}
		for i, entry := range corpus(t, target.Name) {
			if got := filepath.Base(files[i]); got != nameOf(entry) {
				t.Errorf("corpus/%s: got the name %s, want %s", target.Name, got, nameOf(entry))
			}
			kept += target.Body(entry)
		}
		t.Logf("%s: %d entries, %d of them valid", target.Name, len(files), kept)
		if kept == 0 {
			t.Errorf("corpus/%s: no entry is valid", target.Name)
		}
	}
}
