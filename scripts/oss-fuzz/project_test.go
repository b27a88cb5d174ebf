package ossfuzz

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What each of the files must say: OSS-Fuzz fuzzes Go by libFuzzer with the address
// sanitizer alone, and its images look for build.sh in $SRC.
func TestProjectFilesSayWhatIsAsked(t *testing.T) {
	both := []string{"language: go", "fuzzing_engines:\n  - libfuzzer\n", "sanitizers:\n  - address\n"}
	for file, want := range map[string][]string{
		"../../.clusterfuzzlite/project.yaml": both,
		"../../.clusterfuzzlite/Dockerfile": {
			"FROM gcr.io/oss-fuzz-base/base-builder-go\n", "COPY . $SRC/tlsresume\n", "COPY .clusterfuzzlite/build.sh $SRC/\n", "WORKDIR $SRC/tlsresume\n",
		},
		"project.yaml": append(both, "homepage: ", "main_repo: ", "primary_contact: "),
		"Dockerfile":   {"FROM gcr.io/oss-fuzz-base/base-builder-go\n", "COPY build.sh $SRC/\n", "WORKDIR $SRC/tlsresume\n"},
	} {
		for _, line := range want {
			if text := read(t, file); !strings.Contains(text, line) {
				t.Errorf("%s: got\n%swant %q in it", file, text, line)
			}
		}
	}
}

// OSS-Fuzz clones what it names.
func TestTheRepositoryIsTheSame(t *testing.T) {
	_, main, found := strings.Cut(read(t, "project.yaml"), "main_repo: \"")
	main, _, closed := strings.Cut(main, "\"")
	if !found || !closed || !slices.Contains(strings.Fields(read(t, "Dockerfile")), main) {
		t.Errorf("Dockerfile: it does not clone %q", main)
	}
}
