package main

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the pictures in the README")

// The pictures in the README are what the command prints.
func TestThePicturesInTheReadme(t *testing.T) {
	const readme = "../../README.md"
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	marks := []string{"<!-- graph client -->\n", "<!-- graph server -->\n", "<!-- graph end -->\n"}
	want := string(text)
	for i, role := range []string{"client", "server"} {
		before, rest, found := strings.Cut(want, marks[i])
		_, after, ended := strings.Cut(rest, marks[i+1])
		if !found || !ended {
			t.Fatalf("got a README without %s, want the mark, and %s behind it", marks[i], marks[i+1])
		}
		var out bytes.Buffer
		if err := (checkOptions{graph: "mermaid", order: role}).draw(&out); err != nil {
			t.Fatal(err)
		}
		want = before + marks[i] + "```mermaid\n" + out.String() + "```\n" + marks[i+1] + after
	}
	if *update {
		if err := os.WriteFile(readme, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != string(text) {
		t.Error("the pictures in the README are others: go test ./scripts/tlsresume -run Pictures -update")
	}
}
