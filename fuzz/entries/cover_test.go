package entries_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/fuzz/entries"
)

// corpusOf has an entry for each word: its letters are what it reaches.
func corpusOf(words []string) (all []entries.Entry, features [][]byte) {
	for _, w := range words {
		all = append(all, entries.Entry{Data: []byte(w)})
		features = append(features, []byte(strings.ToLower(w)))
	}
	return all, features
}

func TestCoverTakesMostThenShortestThenFirst(t *testing.T) {
	for _, c := range []struct{ words, want string }{
		{"", ""},
		{"a b ab", "ab:2"},
		{"aab ab AB", "ab:2"}, // the shortest, and the first
		{"abcd abe cdf", "abcd:4 abe:1 cdf:1"},
		{"aaaa bc a", "bc:2 a:1"}, // what it reaches twice counts once
	} {
		var got []string
		for _, k := range entries.Cover(corpusOf(strings.Fields(c.words))) {
			got = append(got, string(k.Data)+":"+string(rune('0'+k.New)))
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.words, got, c.want)
		}
	}
}

// A cover reaches what all do, and each of it something of its own, as many as it says;
// none was better at its turn.
func TestCoversCover(t *testing.T) {
	words := rapid.SliceOf(rapid.StringOfN(rapid.RuneFrom([]rune("abcdefghABCDEFGH")), 0, 6, -1))
	rapid.Check(t, func(t *rapid.T) {
		all, features := corpusOf(words.Draw(t, "words"))
		covered := map[byte]bool{}
		for _, k := range entries.Cover(all, features) {
			most := 0
			for _, f := range features {
				most = max(most, fresh(covered, f))
			}
			if got := fresh(covered, []byte(strings.ToLower(string(k.Data)))); got != k.New || got != most || got == 0 {
				t.Fatalf("%s: got %d new, %d in truth, want %d", k.Data, k.New, got, most)
			}
			for _, b := range []byte(strings.ToLower(string(k.Data))) {
				covered[b] = true
			}
		}
		if rest := fresh(covered, slices.Concat(features...)); rest > 0 {
			t.Fatalf("got a cover that lacks %d", rest)
		}
	})
}

func fresh(covered map[byte]bool, features []byte) int {
	some := map[byte]bool{}
	for _, f := range features {
		if !covered[f] {
			some[f] = true
		}
	}
	return len(some)
}
