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

// What writes corpora anew: scripts/seeds.sh sets the last two.
var (
	update   = flag.Bool("update", false, "write the seeds that stay and that corpora lack, and all seeds of a target without a corpus")
	into     = flag.String("into", "", "a folder, by its whole path, that gets seeds/TARGET with all seeds, and kept/TARGET with those that stay")
	captures = flag.String("captures", "", "a folder, by its whole path, that go test ./impl/peers/stack -capture has filled: there are seeds in it, and the list of what is kept of stacks is written anew")
)

// seeds are where the corpora begin: what is drawn of each format, dialogues of every
// kind, and what is kept. Of the others a corpus needs those alone that reach what no
// other entry does: tlsresume fuzz corpus minimize chooses them.
func seeds(t *testing.T) map[string][][]byte {
	all := drawnSeeds(t)
	maps.Copy(all, textSeeds)
	all["Client"], all["Server"] = dialogueSeeds(t), dialogueSeeds(t)
	for target, some := range keptSeeds(t) {
		all[target] = append(all[target], some...)
	}
	return all
}

// keptSeeds stay in the corpora for what they are, whatever they reach: the bounds of a
// NewSessionTicket with one of the real thing, and what the RFCs print.
func keptSeeds(t *testing.T) map[string][][]byte {
	all := printedSeeds(t)
	for target, some := range boundSeeds(t) {
		all[target] = append(all[target], some...)
	}
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
	if *update {
		lacking := keptSeeds(t)
		for name, all := range seeds(t) {
			if _, err := os.Stat(filepath.Join("..", "corpus", name)); err != nil {
				lacking[name] = all
			}
		}
		for name, all := range lacking {
			put(t, filepath.Join("..", "corpus", name), all...)
		}
	}
	for name, all := range keptSeeds(t) {
		for _, seed := range all {
			file := filepath.Join("..", "corpus", name, entries.Name(seed))
			if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, seed) {
				t.Errorf("%s: %v: run go test ./fuzz -run Seeds -update", file, err)
			}
		}
	}
}

// put writes entries into a folder.
func put(t *testing.T, folder string, all ...[]byte) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, data := range all {
		if err := os.WriteFile(filepath.Join(folder, entries.Name(data)), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// What corpora are made of anew can be written, and read again.
func TestSeedsAreWritten(t *testing.T) {
	folder, from := *into, *captures
	if folder == "" {
		folder = t.TempDir()
	}
	if from == "" {
		from = filepath.Join("testdata", "captures")
	}
	all := seeds(t)
	cut, list := capturedSeeds(t, from)
	for _, more := range []map[string][][]byte{cut, storedTraces(t)} {
		for name, some := range more {
			all[name] = append(all[name], some...)
		}
	}
	for _, s := range stage(t, fleetTarget(t)) {
		all["Fleet"] = append(all["Fleet"], s.bytes)
	}
	for name, some := range all {
		put(t, filepath.Join(folder, "seeds", name), some...)
	}
	if *captures != "" {
		relist(t, list)
	}
	kept := keptSeeds(t)
	for _, l := range readList(t) {
		kept[l.target] = append(kept[l.target], entry(t, l, filepath.Join(folder, "seeds"), filepath.Join("..", "corpus")))
	}
	for name, some := range kept {
		put(t, filepath.Join(folder, "kept", name), some...)
	}
	for _, target := range fuzz.Targets() {
		if _, err := entries.Sound(filepath.Join(folder, "seeds", target.Name)); err != nil {
			t.Error(err)
		}
	}
}

// entry reads what a list names, where it is.
func entry(t *testing.T, l listed, folders ...string) []byte {
	t.Helper()
	for _, folder := range folders {
		if data, err := os.ReadFile(filepath.Join(folder, l.target, l.name)); err == nil {
			return data
		}
	}
	t.Fatalf("%s: got no entry %s of %s in any of %v", signed, l.name, l.target, folders)
	return nil
}

// Every entry of every corpus has the name of its content, and every target
// survives it.
func TestCorporaReplay(t *testing.T) {
	for _, target := range fuzz.Targets() {
		t.Run(target.Name, func(t *testing.T) {
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
			t.Logf("%d entries, %d of them valid", len(all), kept)
			if kept == 0 {
				t.Error("no entry is valid")
			}
		})
	}
}
