//go:build parsers

package bench

import (
	"cmp"
	"crypto/tls"
	"errors"
	"slices"
	"testing"
)

// BenchmarkParse is what scripts/parsers.sh runs: only there crypto/tls has Parser.
func BenchmarkParse(b *testing.B) {
	seen, all := messages(b), []parsing{tickets(b)}
	for name, into := range reused() {
		m, theirs := seen[name], tls.Parser(name)
		all = append(all, parsing{name, func() error { return into.Decode(m.Body()) }, func() error {
			if !theirs(m.Raw) {
				return errors.New("crypto/tls does not parse it")
			}
			return nil
		}})
	}
	slices.SortFunc(all, func(x, y parsing) int { return cmp.Compare(x.name, y.name) })
	for _, p := range all {
		b.Run(p.name, func(b *testing.B) {
			// A clock that is read for each parse would be most of what it shows.
			ours, theirs := often(b, p.ours), often(b, p.theirs)
			t := compare(b, ours, theirs)
			mine, their := testing.AllocsPerRun(100, ours)/many, testing.AllocsPerRun(100, theirs)/many
			b.ReportMetric(float64(t[0])/many, "ns/op")
			b.ReportMetric(ratio(t[0], t[1]), "x-stdlib")
			b.ReportMetric(ratio(mine, their), "x-stdlib-allocs")
			b.ReportMetric(mine, "allocs/op")
		})
	}
}

const many = 100

func often(b *testing.B, f func() error) func() {
	return func() {
		for range many {
			if err := f(); err != nil {
				b.Fatal(err)
			}
		}
	}
}
