package tidy

import (
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// recipe are the files that CONTRIBUTING's example writes, and the verb that it adds.
func recipe(t *testing.T) (files map[string]string, verb string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, ".github", "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(text), "**An example of all these.**")
	example, _, _ = strings.Cut(example, "\n**")
	files = map[string]string{}
	for _, m := range regexp.MustCompile("(?s)`([a-z_/]+\\.go)`:\n\n```go\n(.*?)```").FindAllStringSubmatch(example, -1) {
		if m[1] == "traces/vocabulary.go" {
			verb = m[2]
			continue
		}
		files[m[1]] = m[2]
		if pretty, err := format.Source([]byte(m[2])); err != nil || string(pretty) != m[2] {
			t.Errorf("CONTRIBUTING, %s: got another format than gofmt's, %v", m[1], err)
		}
	}
	if len(files) != 4 || verb == "" {
		t.Fatalf("got %d files and the verb %q, want 4 and one", len(files), verb)
	}
	return files, verb
}

// clone copies what the model needs.
func clone(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, folder := range []string{"model", "traces"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join(root, folder))); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"go.mod", "go.sum"} {
		write(t, filepath.Join(dir, file), reading(t, filepath.Join(root, file)))
	}
	return dir
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func reading(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The model can be extended as CONTRIBUTING says, and what is forgotten is asked for.
func TestTheRecipeWorksAsWritten(t *testing.T) {
	files, verb := recipe(t)
	dir := clone(t)
	vocabulary := filepath.Join(dir, "traces", "vocabulary.go")
	write(t, vocabulary, strings.Replace(reading(t, vocabulary), "var Verbs = []Verb{\n", "var Verbs = []Verb{\n"+verb, 1))
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	// A mistake: an invariant that nothing shows and nothing breaks.
	mistake := filepath.Join(dir, "model", "resume", "inv_unshown.go")
	write(t, mistake, "package resume\n\nvar _ = invariant(\"unshown\", \"nowhere\", func(*State) *Witness { return nil })\n")

	out, err := tests(t, dir)
	for _, want := range []string{
		"unshown: got goal false and defect false, want both",
		"traces/model/goal-full-after-wipe.trace: no such file",
		"traces/model/defect-id-without-cache.trace: no such file",
	} {
		if err == nil || !strings.Contains(out, want) {
			t.Errorf("got %v, want %q in\n%s", err, want, out)
		}
	}
	counts := regexp.MustCompile(`States: \d+, Transitions: \d+, Depth: \d+`)
	counted := counts.FindString(out)
	if counted == "" {
		t.Fatalf("got no counts of the new configuration in\n%s", out)
	}
	world := filepath.Join(dir, "model", "resume", "config_wiped_store.go")
	write(t, world, counts.ReplaceAllString(reading(t, world), counted))
	if err := os.Remove(mistake); err != nil {
		t.Fatal(err)
	}

	if out, err := tests(t, dir, "-update"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, want := range map[string]string{
		"goal-full-after-wipe":    "wipe c0\n",
		"defect-id-without-cache": "from: model, defect id-without-cache, config wiped-store\n",
	} {
		if text := reading(t, filepath.Join(dir, "traces", "model", name+".trace")); !strings.Contains(text, want) {
			t.Errorf("%s: got\n%s\nwant %q in it", name, text, want)
		}
	}
}

// tests runs those of the model that are about what the recipe adds.
func tests(t *testing.T, dir string, flags ...string) (string, error) {
	t.Helper()
	const run = "^TestEvery(ConfigurationIsAsExpected|GoalHasItsWitness|DefectIsFound|InvariantHasAGoalAndADefect)$" +
		"/^(wiped-store|full-after-wipe|id-without-cache)$"
	c := exec.CommandContext(t.Context(), "go", append([]string{"test", "./model/resume", "-vet=off", "-run", run}, flags...)...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOWORK=off")
	out, err := c.CombinedOutput()
	return string(out), err
}
