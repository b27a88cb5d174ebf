package archive

import (
	"slices"
	"strings"
	"testing"
)

func TestUncounted(t *testing.T) {
	all, err := Uncounted(t.Context(), "../..", "./fuzz")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"crypto/internal/fips140/bigmod", "reflect", "golang.org/x/crypto/cryptobyte", judges} {
		if !slices.Contains(all, want) {
			t.Errorf("%s is counted", want)
		}
	}
	for _, path := range all {
		if strings.HasPrefix(path, "tlsresume/") && path != judges {
			t.Errorf("%s is not counted", path)
		}
	}
}
