package fuzz

import (
	"errors"
	goflag "flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/properties"
	"tlsresume/properties/conform"
)

var words = goflag.Bool("words", false, "write to testdata what has been appended to the tables of the fleet")

// Inputs keep their meaning: the tables begin as testdata says that they did.
func TestWordsAreOnlyAppended(t *testing.T) {
	file := filepath.Join("testdata", "fleet.txt")
	all := map[string]table{"verb": fleetVerbs}
	for kind, t := range operands {
		all[kind] = t
	}
	for role, t := range options {
		all["option of a "+role] = t
	}
	var is []string
	for _, kind := range slices.Sorted(maps.Keys(all)) {
		if len(all[kind].words) > all[kind].slots {
			t.Errorf("%s: got %d words, want %d at most", kind, len(all[kind].words), all[kind].slots)
		}
		for i, word := range all[kind].words {
			is = append(is, fmt.Sprintf("%s, %d of %d: %s", kind, i, all[kind].slots, word))
		}
	}
	if *words {
		if err := os.WriteFile(file, []byte(strings.Join(is, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	was := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	for _, line := range was {
		if !slices.Contains(is, line) {
			t.Errorf("%s: %q is no more: inputs that are stored mean another thing", file, line)
		}
	}
	if len(is) > len(was) {
		t.Errorf("%s: got %d words more: run go test ./fuzz -run Words -words", file, len(is)-len(was))
	}
}

// What was broken names the check.
func TestViolationsOfTheFleetNameTheirCheck(t *testing.T) {
	for want, err := range map[string]error{
		"conformance":         errors.New("the implementation parts from the model"),
		"property/ends-agree": fmt.Errorf("run: %w", &properties.Violation{Property: properties.Property{Name: "ends-agree"}}),
		"panic":               fmt.Errorf("the implementation: %w", &conform.Panic{Value: "dropped"}),
	} {
		if got := checkOf(err); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A list is as traces have it: policies in the order of the vocabulary, suites in that of
// the bytes, and each element once, a host whatever it wants of its clients.
func TestListsAreAsTracesHaveThem(t *testing.T) {
	for _, v := range []struct{ given, want string }{
		{"policy=fence-key policy=ems-require policy=fence-key", "policy=ems-require,fence-key"},
		{"vhosts=c.example vhosts=b.example:require vhosts=c.example:request", "vhosts=c.example,b.example:require"},
		{"suites=" + curves[4] + " suites=" + curves[0] + " suites=" + curves[4], "suites=" + curves[4] + "," + curves[0]},
		{"policy=fence-key ems policy=ems-require", "policy=fence-key ems policy=ems-require"},
	} {
		data, err := editBytes(strings.Fields(v.given), "server", true)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(edits(data[1:], "server", true), " "); got != v.want {
			t.Errorf("%s: got %s, want %s", v.given, got, v.want)
		}
	}
}
