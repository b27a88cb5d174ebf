// Package tidy checks the rules of the house by test: who may import what, and
// that what is exported is documented.
package tidy

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// A source is a Go file of the project with its package's folder.
type source struct {
	dir, file string
	test      bool
	syntax    *ast.File
	positions *token.FileSet
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() && !strings.HasSuffix(p, ".go") {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name == "testdata" || p != root && strings.HasPrefix(name, ".") {
				return filepath.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		positions := token.NewFileSet()
		syntax, err := parser.ParseFile(positions, p, nil, parser.ParseComments)
		all = append(all, source{
			dir: filepath.ToSlash(filepath.Dir(rel)), file: rel,
			test: strings.HasSuffix(p, "_test.go"), syntax: syntax, positions: positions,
		})
		return err
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("got %d sources: %v", len(all), err)
	}
	return all
}

func (s source) imports() []string {
	var list []string
	for _, i := range s.syntax.Imports {
		list = append(list, strings.Trim(i.Path.Value, `"`))
	}
	return list
}

// ours lists, for each package, the packages of the project that it may import.
// A name that ends in /... stands for a folder with all below it.
var ours = map[string][]string{
	"traces":                 {},
	"traces/view":            {"traces"},
	"model/check":            {},
	"model/resume":           {"traces", "model/check"},
	"model/adversary":        {"traces", "model/check"},
	"model/requirements":     {"model/resume", "model/adversary"},
	"impl/wire":              {},
	"impl/prf":               {},
	"impl/record":            {"impl/wire", "impl/prf"},
	"impl/session":           {"impl/wire", "impl/prf"},
	"impl/extstore":          {"impl/session"},
	"impl/handshake":         {"impl/wire", "impl/prf", "impl/session"},
	"impl/defect":            {"traces", "impl/wire", "impl/prf", "impl/session", "impl/handshake", "impl/script"},
	"impl/endpoint":          {"impl/wire", "impl/handshake", "impl/record"},
	"impl/tlsconn":           {"impl/wire", "impl/session", "impl/handshake", "impl/record", "impl/endpoint"},
	"impl/bench":             {"traces", "impl/wire", "impl/session", "impl/handshake", "impl/endpoint", "impl/script"},
	"impl/script":            {"traces", "impl/wire", "impl/session", "impl/handshake", "impl/endpoint"},
	"impl/capture":           {},
	"impl/capture/pcapng":    {"impl/capture"},
	"impl/sim":               {"traces", "impl/capture", "impl/wire", "impl/session", "impl/handshake", "impl/endpoint", "impl/script", "impl/sim/adversary"},
	"impl/sim/adversary":     {"impl/wire", "impl/prf", "impl/record"}, // and no end, store or ring: it opens nothing without the key
	"impl/peers/process":     {},
	"impl/peers/stack":       {"impl/wire", "impl/handshake", "impl/peers/process"},
	"impl/peers/installed":   {},
	"impl/peers":             {"traces", "impl/capture", "impl/wire", "impl/session", "impl/handshake", "impl/endpoint", "impl/script", "impl/tlsconn", "impl/peers/process"},
	"properties":             {"traces"},
	"properties/conform":     {"traces", "properties", "model/...", "impl/..."},
	"properties/matrix":      {"traces", "properties", "properties/conform", "model/...", "impl/..."},
	"properties/codec":       {"impl/wire", "impl/prf", "impl/record", "impl/session", "impl/handshake", "impl/endpoint"},
	"properties/metamorphic": {"traces", "properties/conform", "impl/handshake", "impl/session", "impl/script", "impl/sim", "impl/defect"},
	"properties/linear":      {"traces", "impl/wire", "impl/session", "impl/handshake", "impl/endpoint", "impl/script"},
	"fuzz":                   {"traces", "properties", "properties/codec", "properties/conform", "impl/...", "model/resume"},
	"fuzz/entries":           {"fuzz"},
	"fuzz/archive":           {},
	"fuzz/archive/every":     {"fuzz"},
	"fuzz/campaign":          {"traces", "impl/peers/process", "fuzz", "fuzz/archive", "fuzz/entries"},
	"fuzz/proof":             {"traces", "impl/defect", "impl/peers/process", "fuzz", "fuzz/entries", "fuzz/campaign"},
	"scripts/tlsresume":      {"traces", "traces/view", "properties/...", "model/...", "impl/...", "fuzz", "fuzz/...", "scripts/explore"},
	"scripts/explore":        {"traces", "traces/view", "model/check", "model/resume"},
	"scripts/oss-fuzz":       {},
	"scripts/bogoshim":       {"impl/wire", "impl/session", "impl/handshake", "impl/endpoint"},
	"scripts/tidy":           {},
}

func allowed(pkg string, rules []string) bool {
	return slices.ContainsFunc(rules, func(rule string) bool {
		folder, all := strings.CutSuffix(rule, "/...")
		return pkg == folder || all && strings.HasPrefix(pkg, folder+"/")
	})
}

func TestImportsRunOneWay(t *testing.T) {
	for _, s := range sources(t) {
		rules, known := ours[s.dir]
		if !known {
			t.Errorf("%s: the package has no row in the table of who may import what", s.file)
			continue
		}
		for _, i := range s.imports() {
			pkg, of := strings.CutPrefix(i, "tlsresume/")
			if of && pkg != s.dir && !s.test && !allowed(pkg, rules) {
				t.Errorf("%s: imports %s, which %s may not", s.file, i, s.dir)
			}
		}
	}
}

// The model and the implementation share names and nothing else, in their tests
// too.
func TestModelAndImplementationAreIndependent(t *testing.T) {
	for _, s := range sources(t) {
		for _, i := range s.imports() {
			if strings.HasPrefix(s.dir, "model/") && strings.HasPrefix(i, "tlsresume/impl/") ||
				strings.HasPrefix(s.dir, "impl/") && strings.HasPrefix(i, "tlsresume/model/") {
				t.Errorf("%s: imports %s", s.file, i)
			}
		}
	}
}

// pure lists the packages that do no I/O and draw no randomness.
var pure = []string{
	"impl/wire", "impl/prf", "impl/record", "impl/handshake", "impl/endpoint", "impl/script", "model/resume",
}

func TestPureCodeHasNoWorld(t *testing.T) {
	banned := []string{"net", "os", "sync", "math/rand", "math/rand/v2", "crypto/rand"}
	for _, s := range sources(t) {
		if !slices.Contains(pure, s.dir) || s.test {
			continue
		}
		for _, i := range s.imports() {
			if slices.Contains(banned, i) {
				t.Errorf("%s: imports %s", s.file, i)
			}
		}
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			if e, ok := n.(*ast.SelectorExpr); ok && e.Sel.Name == "Now" && isIdent(e.X, "time") {
				t.Errorf("%s: calls time.Now", s.positions.Position(e.Pos()))
			}
			return true
		})
	}
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// Only some packages touch the network, and only one imports porcupine.
func TestWhoTouchesWhat(t *testing.T) {
	rules := []struct {
		path string
		may  []string
	}{
		{"net", []string{"properties/codec", "impl/bench", "impl/tlsconn", "impl/peers", "impl/peers/stack", "impl/extstore", "fuzz/campaign", "scripts/tlsresume", "scripts/explore", "scripts/bogoshim"}},
		{"github.com/bradfitz/gomemcache/memcache", []string{"impl/extstore"}},
		{"github.com/redis/go-redis/v9", []string{"impl/extstore"}},
		{"github.com/anishathalye/porcupine", []string{"properties/linear"}},
	}
	for _, s := range sources(t) {
		for _, r := range rules {
			if slices.Contains(s.imports(), r.path) && !slices.Contains(r.may, s.dir) {
				t.Errorf("%s: imports %s, which only %s may", s.file, r.path, strings.Join(r.may, ", "))
			}
		}
	}
}

// go-fuzz-build cannot build what embeds files, nor porcupine, which does.
func TestFuzzHarnessesReachNothingThatEmbeds(t *testing.T) {
	byDir := map[string][]source{}
	for _, s := range sources(t) {
		if !s.test {
			byDir[s.dir] = append(byDir[s.dir], s)
		}
	}
	seen := map[string]bool{}
	var visit func(dir string)
	visit = func(dir string) {
		if seen[dir] {
			return
		}
		seen[dir] = true
		for _, s := range byDir[dir] {
			for _, i := range s.imports() {
				if i == "embed" || strings.Contains(i, "porcupine") {
					t.Errorf("%s: imports %s, and fuzz reaches it", s.file, i)
				}
				if pkg, of := strings.CutPrefix(i, "tlsresume/"); of {
					visit(path.Clean(pkg))
				}
			}
		}
	}
	visit("fuzz")
}
