// Package ossfuzz checks what OSS-Fuzz and ClusterFuzzLite are given, without their images:
// the commands of the images are stubs here that look at what they are told.
package ossfuzz

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
	"tlsresume/impl/peers/installed"
)

// compileGoFuzzer stands in for the command of the images: PACKAGE FUNCTION FUZZER. It
// leaves a file for the fuzzer, in which it says what it was told.
const compileGoFuzzer = `#!/bin/sh
echo "$*" >"$OUT/$3"
`

// compile asks of what the command was told what the builder behind it asks.
func compile(src string, args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("got %q, want a package, a function and a fuzzer", args)
	}
	dir, of := strings.CutPrefix(args[0], "tlsresume/")
	if !of {
		return fmt.Errorf("got the package %s, want one of tlsresume", args[0])
	}
	got, err := signature(filepath.Join(src, "tlsresume", dir), args[1])
	if err != nil {
		return err
	}
	if want := "func([]byte) int"; got != want {
		return fmt.Errorf("%s.%s: got %s, want %s", args[0], args[1], got, want)
	}
	return nil
}

// signature is the type of a function of a package, tests left out.
func signature(dir, function string) (string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return "", err
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return "", err
		}
		for _, d := range parsed.Decls {
			if f, is := d.(*ast.FuncDecl); is && f.Recv == nil && f.Name.Name == function {
				return fmt.Sprintf("func(%s) %s", types(f.Type.Params), types(f.Type.Results)), nil
			}
		}
	}
	return "", fmt.Errorf("%s: got no function %s", dir, function)
}

// types are those of parameters or results, as far as a fuzz function needs them.
func types(list *ast.FieldList) string {
	var all []string
	for _, f := range list.List {
		name := fmt.Sprintf("%T", f.Type)
		switch t := f.Type.(type) {
		case *ast.Ident:
			name = t.Name
		case *ast.ArrayType:
			if of, is := t.Elt.(*ast.Ident); is && t.Len == nil {
				name = "[]" + of.Name
			}
		}
		for range max(1, len(f.Names)) {
			all = append(all, name)
		}
	}
	return strings.Join(all, ", ")
}

// sources is $SRC of the images, with the project in it.
func sources(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	src := t.TempDir()
	if err := os.Symlink(root, filepath.Join(src, "tlsresume")); err != nil {
		t.Fatal(err)
	}
	return src
}

// image runs a build script as the images do. It gives the folder that the script filled.
func image(t *testing.T, script string) (out, said string, err error) {
	t.Helper()
	installed.Program(t, "zip", "zip") // which is in the images
	src, out, commands := sources(t), t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(commands, "compile_go_fuzzer"), []byte(compileGoFuzzer), 0o755); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("bash", filepath.Join(src, "tlsresume", script))
	build.Dir = src
	build.Env = append(os.Environ(), "SRC="+src, "OUT="+out, "PATH="+commands+":"+os.Getenv("PATH"))
	text, err := build.CombinedOutput()
	return out, string(text), err
}

// The two scripts are the files that the projects want, and build all targets: a fuzzer each,
// with seeds that unpack to its corpus and that the target survives, and a dictionary.
func TestScriptsBuildEveryTarget(t *testing.T) {
	for _, script := range []string{".clusterfuzzlite/build.sh", "scripts/oss-fuzz/build.sh"} {
		out, said, err := image(t, script)
		if err != nil {
			t.Fatalf("%s: %v\n%s", script, err, said)
		}
		var want []string
		for _, target := range fuzz.Targets() {
			want = append(want, target.Name, target.Name+".dict", target.Name+"_seed_corpus.zip")
			fuzzer(t, target, filepath.Join(out, target.Name))
			seeds(t, target, filepath.Join(out, target.Name+"_seed_corpus.zip"))
		}
		var got []string
		files, err := os.ReadDir(out)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			got = append(got, f.Name())
		}
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", script, got, want)
		}
	}
}

// fuzzer sees that the command was told to build a target.
func fuzzer(t *testing.T, target fuzz.Target, file string) {
	t.Helper()
	told := strings.Fields(read(t, file))
	if want := []string{"tlsresume/fuzz", "Fuzz" + target.Name, target.Name}; !slices.Equal(told, want) {
		t.Errorf("compile_go_fuzzer: got %q, want %q", told, want)
	}
	if err := compile(sources(t), told); err != nil {
		t.Error(err)
	}
}

// seeds replays what is in a zip, which is to be the corpus.
func seeds(t *testing.T, target fuzz.Target, zip string) {
	t.Helper()
	got, problems, err := entries.Read(zip)
	if err != nil || len(problems) > 0 {
		t.Fatalf("%s: %v, %v", zip, err, problems)
	}
	stored, _, err := entries.Read(filepath.Join("..", "..", "corpus", target.Name))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := names(got), names(stored); !slices.Equal(got, want) {
		t.Errorf("%s: got %d entries, want the %d of the corpus", zip, len(got), len(want))
	}
	for _, e := range got {
		target.Body(e.Data)
	}
}

func names(all []entries.Entry) (names []string) {
	for _, e := range all {
		names = append(names, entries.Name(e.Data))
	}
	slices.Sort(names)
	return names
}

// The stub refuses what the builder would.
func TestTheStubRefuses(t *testing.T) {
	dir := t.TempDir()
	text := "package p\n\nfunc FuzzA(data []byte) int { return 0 }\n\nfunc FuzzB(data string) int { return 0 }\n\nfunc FuzzC(a, b []byte) int { return 0 }\n"
	for name, content := range map[string]string{"p.go": text, "p_test.go": "package p\n\nfunc FuzzD(data []byte) int { return 0 }\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for function, want := range map[string]string{"FuzzA": "func([]byte) int", "FuzzB": "func(string) int", "FuzzC": "func([]byte, []byte) int", "FuzzD": ""} {
		if got, err := signature(dir, function); got != want || (err != nil) != (want == "") {
			t.Errorf("%s: got %q, %v, want %q", function, got, err, want)
		}
	}
	for _, args := range [][]string{{"tlsresume/fuzz"}, {"fmt", "FuzzA", "A"}, {"tlsresume/nothing", "FuzzA", "A"}, {"tlsresume/fuzz", "FuzzNowhere", "Nowhere"}, {"tlsresume/fuzz", "Named", "Named"}} {
		if err := compile(sources(t), args); err == nil {
			t.Errorf("%q: it was compiled", args)
		}
	}
}

func TestScriptsAreInOrder(t *testing.T) {
	scripts := []string{"../../.clusterfuzzlite/build.sh", "build.sh"}
	checks := [][]string{{"bash", "-n"}}
	if _, err := exec.LookPath("shellcheck"); err == nil {
		checks = append(checks, []string{"shellcheck"})
	} else {
		t.Logf("SKIPPED, shellcheck is not installed: %v", err)
	}
	for _, check := range checks {
		for _, script := range scripts {
			if out, err := exec.Command(check[0], append(check[1:], script)...).CombinedOutput(); err != nil {
				t.Errorf("%v %s: %v\n%s", check, script, err, out)
			}
			if info, err := os.Stat(script); err != nil || info.Mode()&0o111 == 0 {
				t.Errorf("%s: it can't be executed: %v", script, err)
			}
		}
	}
}
