package ossfuzz

import (
	"flag"
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/wire"
	"tlsresume/traces"
)

var update = flag.Bool("update", false, "write the dictionary")

const dictionary = "../../.clusterfuzzlite/tlsresume.dict"

// The dictionary has what a random input hardly hits: numbers of the protocol, and the
// words of traces.
func TestTheDictionaryIsWhatTheProtocolHas(t *testing.T) {
	want := "# go test ./scripts/oss-fuzz -run Dictionary -update\n" + numbers(t) + words()
	if *update {
		if err := os.WriteFile(dictionary, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got := read(t, dictionary)
	if got != want {
		t.Errorf("%s: got\n%swant\n%s: run with -update", dictionary, got, want)
	}
	// What libFuzzer reads: comments, and NAME="VALUE" with nothing outside ASCII.
	line := regexp.MustCompile(`^(#.*|[A-Za-z0-9_-]+="(\\x[0-9a-f]{2}|[ !#-\[\]-~])+")$`)
	for i, l := range strings.Split(strings.TrimSuffix(got, "\n"), "\n") {
		if !line.MatchString(l) {
			t.Errorf("%s:%d: libFuzzer does not read %q", dictionary, i+1, l)
		}
	}
}

func numbers(t *testing.T) (text string) {
	entry := func(name, value string) {
		text += name + `="`
		for _, b := range []byte(value) {
			text += fmt.Sprintf(`\x%02x`, b)
		}
		text += "\"\n"
	}
	two := func(n uint16) string { return string([]byte{byte(n >> 8), byte(n)}) }
	for _, v := range wire.Versions {
		for kind := wire.KindChangeCipherSpec; kind <= wire.KindApplicationData; kind++ {
			entry(fmt.Sprintf("record-%d-%s", byte(kind), strings.ReplaceAll(v.String(), ".", "_")), string(rune(byte(kind)))+two(uint16(v)))
		}
	}
	for kind := wire.Kind(0); kind < 0x100; kind++ {
		if name := kind.String(); !strings.HasPrefix(name, "HandshakeType(") {
			entry(name, string([]byte{byte(kind), 0, 0})) // none that is real is longer than two bytes can say
		}
	}
	for _, e := range extensions(t) {
		entry(e.name, two(e.id))
	}
	for _, s := range wire.Suites {
		entry(s.Name, two(s.ID))
	}
	return text
}

type extension struct {
	name string
	id   uint16
}

// extensions are the constants that wire has for them.
func extensions(t *testing.T) (all []extension) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), "../../impl/wire/extension.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if v, is := n.(*ast.ValueSpec); is && strings.HasPrefix(v.Names[0].Name, "Ext") {
			number, is := v.Values[0].(*ast.BasicLit)
			if !is {
				t.Fatalf("%s is no number", v.Names[0].Name)
			}
			id, _ := constant.Uint64Val(constant.MakeFromLiteral(number.Value, token.INT, 0))
			all = append(all, extension{v.Names[0].Name, uint16(id)})
		}
		return true
	})
	if len(all) == 0 {
		t.Fatal("impl/wire/extension.go: got no extensions")
	}
	return all
}

// words are those of traces, each once.
func words() (text string) {
	var all []string
	for _, v := range traces.Verbs {
		all = append(all, v.Name)
	}
	for _, list := range [][]traces.Word{traces.ServerOptions, traces.ClientOptions} {
		for _, w := range list {
			all = append(all, w.Name)
		}
	}
	for message, list := range traces.Messages {
		all = append(all, message)
		for _, w := range list {
			all = append(all, w.Name)
		}
	}
	slices.Sort(all)
	for _, w := range slices.Compact(all) {
		text += fmt.Sprintf("word-%s=%q\n", w, w)
	}
	return text
}
