package endpoint_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// What exists and no scene shows would not be damaged: key exchanges, versions,
// messages of either side, and extensions.
func TestScenesShowEverything(t *testing.T) {
	exchanges, versions := map[wire.KeyExchange]bool{}, map[wire.Version]bool{}
	kinds, extensions := [2]map[wire.Kind]bool{{}, {}}, map[int]bool{}
	for _, v := range scenes {
		s := newScene(t, v.again, v.edit)
		versions[s.version] = true
		if !v.again {
			exchanges[s.suite.KX] = true
		}
		for side, said := range s.said {
			for _, it := range said {
				kinds[side][it.Kind] = true
				for _, f := range measure(it.Message, s.version, s.suite) {
					if f.name == "extension_type" {
						extensions[int(it.Raw[f.from])<<8|int(it.Raw[f.from+1])] = true
					}
				}
			}
		}
	}
	for _, s := range wire.Suites {
		if !exchanges[s.KX] {
			t.Fatalf("no scene has the key exchange of %s: add one to scenes", s.Name)
		}
	}
	for _, v := range wire.Versions {
		if !versions[v] {
			t.Errorf("no scene has TLS %s: add one to scenes", v)
		}
	}
	for _, plan := range []handshake.Plan{handshake.Full, handshake.Abbreviated} {
		for _, slot := range plan {
			if !kinds[slot.From][slot.Kind] {
				t.Errorf("no scene has the %s's %s: add one to scenes", slot.From, slot.Kind)
			}
		}
	}
	for name, id := range extensionTypes(t) {
		if _, exempt := unsaid[name]; extensions[id] == exempt {
			t.Errorf("no scene has %s, or one has and it was said that none does: see everything", name)
		}
	}
}

// unsaid are the extensions that no end here sends, and what shows them instead.
var unsaid = map[string]string{
	"ExtSupportedVersions": "TestListedVersions, and impl/wire takes it apart",
}

// extensionTypes are the constants of wire/extension.go.
func extensionTypes(t *testing.T) map[string]int {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../wire/extension.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]int{}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(spec.Names[0].Name, "Ext") {
			value, err := strconv.ParseInt(spec.Values[0].(*ast.BasicLit).Value, 0, 32)
			if err != nil {
				t.Fatal(err)
			}
			types[spec.Names[0].Name] = int(value)
		}
		return true
	})
	if len(types) < 10 {
		t.Fatalf("got %d extensions in extension.go", len(types))
	}
	return types
}
