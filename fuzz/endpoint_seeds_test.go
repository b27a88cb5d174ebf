package fuzz_test

import (
	"slices"
	"strings"
	"testing"

	"tlsresume/fuzz"
	"tlsresume/impl/handshake"
)

// dialogue is an input of the targets that talk to an endpoint.
func dialogue(t testing.TB, lines ...string) []byte {
	t.Helper()
	target, err := fuzz.Named("Client")
	if err != nil {
		t.Fatal(err)
	}
	var pieces []fuzz.Piece
	for _, line := range lines {
		p, err := target.Grammar.Read(line)
		if err != nil {
			t.Fatal(err)
		}
		pieces = append(pieces, p)
	}
	return target.Grammar.Join(pieces)
}

// dialogueSeeds are worlds that differ from the usual in one thing, and what can be done
// to an endpoint in every state of three handshakes.
func dialogueSeeds(t testing.TB) (seeds [][]byte) {
	t.Helper()
	peaceful := []string{"flight", "data 01", "own-data 02", "flight", "own-renegotiate", "flight", "renegotiate", "flight", "close", "flight"}
	for _, w := range fuzz.Settings() {
		seeds = append(seeds, dialogue(t, append([]string{"world " + w}, peaceful...)...))
	}
	for _, w := range []string{longFull, longAbbreviated, again} {
		for records := range mostRecords {
			for _, hostile := range hostilities {
				lines := []string{"world " + w}
				if w == again {
					lines = append(lines, "flight", "renegotiate", "record", "own-renegotiate")
				}
				lines = append(lines, slices.Repeat([]string{"record"}, records)...)
				seeds = append(seeds, dialogue(t, append(append(lines, hostile...), "flight")...))
			}
		}
	}
	for _, lines := range tricks {
		seeds = append(seeds, dialogue(t, lines...))
	}
	return append(seeds, nil)
}

// The handshakes with the most messages.
const (
	longFull        = "clients=required"
	longAbbreviated = "tickets=renewed resume=session"
	again           = "renegotiation=free clients=required-later"
	mostRecords     = 9 // that a peer says in one of them
)

// hostilities are what is done in every state.
var hostilities = [][]string{
	{"damage 6 ff"},
	{"say Finished 000102030405060708090a0b"},
	{"frame ApplicationData 61"},
	{"raw 150303000201" + "00"},
}

// tricks are one thing more that can be done.
var tricks = [][]string{
	{"world", "cut 3", "record"},
	{"world", "split 3", "flight"},
	{"world", "record", "double"},
	{"world", "record", "swap"},
	{"world", "drop", "flight"},
	{"world packing=together", "join", "flight"},
	{"world", "repeat ServerHelloDone", "flight"},
	{"world", "omit ChangeCipherSpec", "flight"},
	{"world", "omit Certificate", "flight"},
	{"world", "reorder ChangeCipherSpec Finished", "flight"},
	{"world", "record", "frame ChangeCipherSpec 01", "flight"},
	{"world", "frame Alert 30", "frame Alert -", "flight"},
	{"world", "frame Handshake 00000000", "flight"},
	{"world", "frame ChangeCipherSpec 01", "record", "drop", "flight"},
	{"world", "frame ChangeCipherSpec 01", "record", "record", "drop", "flight"},
	{"world", "frame ChangeCipherSpec 000102", "join", "drop", "flight"},
	{"world suite=psk-cbc clients=required-later name=unknown-warned", "flight", "renegotiate", "own-renegotiate"},
	{"world", "say HelloRequest -", "record", "drop", "flight"},
	{"world", "frame Handshake 00536573", "record", "record", "record", "record", "cut 0", "flight"},
	{"world", "reword Finished 0 00", "flight"},
	{"world", "reword Certificate 9 00", "flight"},
	{"world", "instead ServerHelloDone 00", "flight"},
	{"world", "instead ClientKeyExchange 00", "flight"},
	{"world", "shorten Finished 11", "flight"},
	{"world", "shorten NewSessionTicket 5", "flight"},
	{"world", "extend 13172 -", "flight"},
	{"world", "strip 23", "flight"},
	{"world", "strip 65281", "flight"},
	{"world renegotiation=free", "flight", "strip 65281", "renegotiate", "flight"},
	{"world renegotiation=free", "flight", "extend 22 -", "renegotiate", "flight"},
	{"world", "flight", "alert 1 90", "alert 2 40", "flight"},
	{"world", "flight", "own-alert 1 90", "own-close", "flight"},
	{"world resume=session", "tick 1500", "flight"},
	{"world resume=session", "record", "own-lost", "flight"},
	{"world", "own-damage 20 ff", "flight"},
	{"world", "own-drop", "flight"},
	// Without the extended master secret the keys are the same, and Finished is not.
	{"world ems=none", "own-damage 48 c00a", "flight"},
	{"world ems=none", "damage 48 c00a", "flight"},
	{"world", "flight", "data 61", "double", "flight"},
	{"world", "flight", "data 61", "data 62", "swap", "flight"},
	{"world renegotiation=free", "flight", "own-renegotiate", "own-damage 20 ff", "flight"},
}

// Tricks break nothing at either end, whether or not a corpus has them.
func TestTricksBreakNothing(t *testing.T) {
	for _, name := range []string{"Client", "Server"} {
		target, err := fuzz.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, lines := range tricks {
			if _, err := target.Judge(dialogue(t, lines...)); err != nil {
				t.Errorf("%s: %s: %.200v", name, strings.Join(lines, ", "), err)
			}
		}
	}
}

// Every verb and every setting is in a seed.
func TestSeedsOfDialoguesHaveEverything(t *testing.T) {
	target, err := fuzz.Named("Client")
	if err != nil {
		t.Fatal(err)
	}
	kinds, words := map[string]bool{}, map[string]bool{}
	for _, seed := range dialogueSeeds(t) {
		for _, p := range target.Grammar.Split(seed) {
			kinds[p.Kind] = true
			for word := range strings.FieldsSeq(target.Grammar.Show(p)) {
				words[word] = true
			}
		}
	}
	for _, verb := range fuzz.Verbs() {
		if !kinds[verb] {
			t.Errorf("no seed does %s: add one to tricks", verb)
		}
	}
	for _, setting := range fuzz.Settings() {
		if first := setting == fuzz.FirstOf(setting); !words[setting] && !first {
			t.Errorf("no seed is in a world with %s", setting)
		}
	}
}

// Every state of either plan is one in which something is done to the endpoint, at both
// ends: each slot of the other end is awaited once, and the end is reached.
func TestSeedsReachEverySlot(t *testing.T) {
	for _, v := range []struct {
		plan  handshake.Plan
		order string // a letter a slot, in lower case the server's
	}{{handshake.Full, "HhckrdCKVXFtxf"}, {handshake.Abbreviated, "HhtxfXF"}} {
		if len(v.plan) != len(v.order) {
			t.Fatalf("got %d slots, want %s", len(v.plan), v.order)
		}
		for _, subject := range []handshake.Side{handshake.Client, handshake.Server} {
			want := map[string]bool{v.order: true}
			for i, slot := range v.plan {
				if slot.From != subject {
					want[v.order[:i]] = true
				}
			}
			for _, seed := range dialogueSeeds(t) {
				for _, state := range fuzz.DisturbedIn(subject, seed) {
					delete(want, state)
				}
			}
			for state := range want {
				t.Errorf("nothing is done to the %s behind %q", subject, state)
			}
		}
	}
}
