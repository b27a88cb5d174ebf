package fuzz_test

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

var update = flag.Bool("update", false, "write the seeds that the corpora lack")

// seeds are where the corpora begin: the bounds of each format, and one of the
// real thing.
func seeds(t *testing.T) map[string][][]byte {
	all := drawnSeeds(t)
	maps.Copy(all, textSeeds)
	all["Client"], all["Server"] = dialogueSeeds(t), dialogueSeeds(t)
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

func TestSeedsAreInTheCorpora(t *testing.T) {
	for name, all := range seeds(t) {
		folder := entries.Folder{Path: filepath.Join("..", "corpus", name)}
		for _, seed := range all {
			if *update {
				if _, _, err := folder.Add(seed); err != nil {
					t.Fatal(err)
				}
			}
			file := filepath.Join(folder.Path, entries.Name(seed))
			if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, seed) {
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
		all, err := entries.Sound(filepath.Join("..", "corpus", target.Name))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range all {
			if got, want := filepath.Base(e.File), entries.Name(e.Data); got != want {
				t.Errorf("%s: got that name, want %s", e.File, want)
			}
			kept += target.Body(e.Data)
		}
		t.Logf("%s: %d entries, %d of them valid", target.Name, len(all), kept)
		if kept == 0 {
			t.Errorf("corpus/%s: no entry is valid", target.Name)
		}
	}
}
