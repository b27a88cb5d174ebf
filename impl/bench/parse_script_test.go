//go:build !parsers

package bench

import (
	"bytes"
	"flag"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"tlsresume/impl/peers/installed"
)

// BenchmarkParse gives what scripts/parsers.sh measures: time and allocations of
// parsing into a reused message, ours beside those of crypto/tls.
func BenchmarkParse(b *testing.B) {
	installed.Program(b, "bash", "bash") // of scripts/parsers.sh
	script := exec.Command("../../scripts/parsers.sh", "-benchtime", flag.Lookup("test.benchtime").Value.String())
	var failure bytes.Buffer
	script.Stderr = &failure
	out, err := script.Output()
	if err != nil {
		b.Fatalf("%v\n%s%s", err, out, &failure)
	}
	found := 0
	for line := range strings.Lines(string(out)) {
		if words := strings.Fields(line); strings.HasPrefix(line, "BenchmarkParse/") && len(words) > 2 {
			name, _, _ := strings.Cut(strings.TrimPrefix(words[0], "BenchmarkParse/"), "-")
			b.Run(name, func(b *testing.B) { repeat(b, words[2:]) })
			found++
		}
	}
	if found == 0 {
		b.Fatalf("got no measurement:\n%s", out)
	}
}

// repeat reports what was measured elsewhere, in pairs of number and unit.
func repeat(b *testing.B, pairs []string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		value, err := strconv.ParseFloat(pairs[i], 64)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(value, pairs[i+1])
	}
}
