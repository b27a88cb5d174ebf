package fuzz_test

import (
	"testing"

	"tlsresume/fuzz"
)

// BenchmarkTargets is what an execution of each target costs by itself, over those entries
// of its corpus that are as long as an engine makes most; without-a-target is the loop.
func BenchmarkTargets(b *testing.B) {
	const usual = 1 << 10
	run := func(name string, entries [][]byte, body func([]byte) int) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				body(entries[n%len(entries)])
			}
		})
	}
	run("without-a-target", [][]byte{{}}, func([]byte) int { return 0 })
	for _, target := range fuzz.Targets() {
		var entries [][]byte
		for _, entry := range corpus(b, target.Name) {
			if len(entry) <= usual {
				entries = append(entries, entry)
			}
		}
		run(target.Name, entries, target.Body)
	}
}
