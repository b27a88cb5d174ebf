package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Sources names a build of a package by its content: the toolchain, the versions of tools
// in go.mod, and every source file of the package and of what it imports outside the
// standard library. Flags of go list say which files those are: -tags, or -test for the
// tests as well. It is the same in every folder and on every machine, and another as soon
// as a byte of it is another, committed or not.
func Sources(ctx context.Context, root, pkg string, flags ...string) (string, error) {
	version, err := run(ctx, root, "", "go", "env", "GOVERSION", "GOOS", "GOARCH")
	if err != nil {
		return "", err
	}
	command := append([]string{"go", "list", "-deps", "-json=ImportPath,Dir,Standard,GoFiles,CgoFiles,SFiles,HFiles"}, flags...)
	list, err := run(ctx, root, "", append(command, pkg)...)
	if err != nil {
		return "", err
	}
	versions, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%s%s", version, versions)
	for decoder := json.NewDecoder(strings.NewReader(string(list))); ; {
		var p struct {
			ImportPath, Dir                   string
			Standard                          bool
			GoFiles, CgoFiles, SFiles, HFiles []string
		}
		if err := decoder.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			return "", fmt.Errorf("go list -deps %s: %w", pkg, err)
		}
		if p.Standard {
			continue // it is the toolchain's
		}
		for _, files := range [][]string{p.GoFiles, p.CgoFiles, p.SFiles, p.HFiles} {
			for _, file := range files {
				if filepath.IsAbs(file) {
					continue // go test makes it
				}
				data, err := os.ReadFile(filepath.Join(p.Dir, file))
				if err != nil {
					return "", err
				}
				fmt.Fprintf(sum, "%s/%s %x\n", p.ImportPath, file, sha256.Sum256(data))
			}
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:10]), nil
}
