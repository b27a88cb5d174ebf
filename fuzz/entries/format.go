package entries

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// A Format is how a folder keeps entries. All of them hold any bytes, and Read tells
// them apart.
type Format int

// The formats.
const (
	Raw       Format = iota // as they are, under Name
	Native                  // go test -fuzz: a literal of Go, in testdata/fuzz and in the cache
	GoFuzz                  // as they are, under their SHA-1, as in the corpus of a workdir
	LibFuzzer               // the same
)

// formats say of each what it is called, what a file has, and how that file is named.
var formats = [...]struct {
	name   string
	encode func(data []byte) []byte
	called func(content []byte) string
}{
	Raw:       {"raw", asIs, Name},
	Native:    {"native", literal, nativeName},
	GoFuzz:    {"gofuzz", asIs, sha1Name},
	LibFuzzer: {"libfuzzer", asIs, sha1Name},
}

// String is what a user calls it.
func (f Format) String() string { return formats[f].name }

// FormatNamed is the format that String names so.
func FormatNamed(name string) (Format, error) {
	var names []string
	for f := range formats {
		if formats[f].name == name {
			return Format(f), nil
		}
		names = append(names, formats[f].name)
	}
	return 0, fmt.Errorf("got format %q, want one of %s", name, strings.Join(names, ", "))
}

func asIs(data []byte) []byte { return data }

func sha1Name(content []byte) string {
	sum := sha1.Sum(content)
	return hex.EncodeToString(sum[:])
}

func nativeName(content []byte) string { return sha256Name(content)[:16] }

func sha256Name(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// decode is the entry of a file: the literal in it, or content as it is. What is named
// by 40 digits is raw, whatever it looks like. A name that is a sum, but not of this
// content, is a lie: the file was changed, or is half written. It is an input all the
// same, if it can be read.
func decode(name string, content []byte) (data []byte, lie, err error) {
	sum := sumIn(name)
	data = content
	if len(sum) != 40 && isNative(content) {
		data, err = unquoted(content)
	}
	if err == nil && len(data) > MaxSize {
		err = tooLong(int64(len(data)))
	}
	if sum != "" && !slices.Contains(sums(content), sum) {
		lie = fmt.Errorf("got content of another name, %s: half written, or changed", Name(content))
	}
	return data, lie, err
}

// sums are all that a file may be named by. The go command cut its own to 16 digits
// with Go 1.18.
func sums(content []byte) []string {
	return []string{nativeName(content), sha256Name(content), sha1Name(content), Name(content)}
}

// changed is what the name of a file begins with whose name another entry got.
const changed = "changed-"

// sumIn is the sum that a file is named by: go-fuzz puts behind it how deep it had to
// mutate for it, libFuzzer puts before it what an input did.
func sumIn(name string) string {
	for _, did := range []string{changed, "crash-", "leak-", "oom-", "timeout-", "slow-unit-"} {
		name = strings.TrimPrefix(name, did)
	}
	sum, _, _ := strings.Cut(name, "-")
	if n := len(sum); (n == 16 || n == 40 || n == 64) && isHex(sum) {
		return sum
	}
	return ""
}

func isHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }
