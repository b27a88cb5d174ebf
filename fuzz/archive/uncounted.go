package archive

import (
	"context"
	"strings"
)

// judges decode by themselves what a codec decodes.
const judges = "tlsresume/properties/codec"

// Uncounted lists the packages that a package runs and of which coverage is not counted: the
// judges of the codecs, other projects, and the standard library. What they reach says next to
// nothing of what is tried, and to count it takes codecs up to half of their time. Some must
// not be changed: go-fuzz-build breaks a directive of crypto/internal/fips140/bigmod, and
// reflect asks which of two things comes first in memory, which is chance.
func Uncounted(ctx context.Context, root, pkg string) ([]string, error) {
	list, err := run(ctx, root, "", "go", "list", "-deps", "-tags", "gofuzz",
		"-f", "{{.ImportPath}} {{with .Module}}{{.Main}}{{end}}", pkg)
	if err != nil {
		return nil, err
	}
	var all []string
	for line := range strings.Lines(string(list)) {
		if path, ours, _ := strings.Cut(strings.TrimSpace(line), " "); ours != "true" || path == judges {
			all = append(all, path)
		}
	}
	return all, nil
}
