package entries

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
)

// A file of the native format begins with its version, and has a Go expression for
// each argument of the target. Ours take one: []byte.
const (
	nativeMark    = "go test fuzz v"
	nativeVersion = nativeMark + "1"
)

// literal writes the native format, as the go command does.
func literal(data []byte) []byte {
	return fmt.Appendf(nil, "%s\n[]byte(%q)\n", nativeVersion, data)
}

// isNative reports whether the first line is that of the format, of whatever version.
func isNative(content []byte) bool {
	first, _, _ := bytes.Cut(content, []byte("\n"))
	version, is := strings.CutPrefix(strings.TrimSuffix(string(first), "\r"), nativeMark)
	return is && version != "" && strings.Trim(version, "0123456789") == ""
}

// unquoted reads the native format, and all spellings that the go command reads.
func unquoted(content []byte) ([]byte, error) {
	lines := bytes.Split(content, []byte("\n"))
	if got := strings.TrimSuffix(string(lines[0]), "\r"); got != nativeVersion {
		return nil, fmt.Errorf("line 1: got %q, want %q", got, nativeVersion)
	}
	var data []byte
	values := 0
	for i, line := range lines[1:] {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var err error
		if data, err = value(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+2, err)
		}
		values++
	}
	if values != 1 {
		return nil, fmt.Errorf("got %d arguments, want one: a []byte", values)
	}
	return data, nil
}

// errNotBytes is about what another target takes.
var errNotBytes = errors.New(`want []byte("...")`)

// value reads an expression []byte("...").
func value(line []byte) ([]byte, error) {
	expr, err := parser.ParseExpr(string(line))
	if err != nil {
		return nil, fmt.Errorf("got %.60q, %w", line, errNotBytes)
	}
	call, is := expr.(*ast.CallExpr)
	if !is || !isBytes(call.Fun) || len(call.Args) != 1 {
		return nil, fmt.Errorf("got %.60q, %w", line, errNotBytes)
	}
	text, is := call.Args[0].(*ast.BasicLit)
	if !is || text.Kind != token.STRING {
		return nil, fmt.Errorf("got %.60q, %w", line, errNotBytes)
	}
	s, err := strconv.Unquote(text.Value)
	return []byte(s), err
}

func isBytes(e ast.Expr) bool {
	list, is := e.(*ast.ArrayType)
	if !is || list.Len != nil {
		return false
	}
	of, is := list.Elt.(*ast.Ident)
	return is && of.Name == "byte"
}
