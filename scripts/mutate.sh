#!/usr/bin/env bash
# Changes the source of packages in many small ways, and says which changes nothing
# notices: mutate.sh PACKAGE… such as ./impl/session. Those of impl are judged by their own
# tests and by the verification: the stored traces, random scripts and the codecs'
# properties. The last commit is taken, in a copy. The reports go to .mutants/, the sums to
# the screen. It takes minutes for a package of codecs, and hours for all.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: mutate.sh PACKAGE..." >&2; exit 2; }
cd "$(dirname "$0")/.."
reports=$PWD/.mutants
mkdir -p "$reports"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git clone -q . "$copy/tlsresume"
cd "$copy/tlsresume"
for package in "$@"; do
	name=$(basename "$package")
	report=$reports/$(basename "$(dirname "$package")")-$name
	case $package in ./impl/*) cat >"$package/verification_test.go" <<EOF
package ${name}_test

import (
	"math/rand/v2"
	"testing"

	"tlsresume/properties/codec"
	"tlsresume/properties/matrix"
)

func TestVerification(t *testing.T) {
	for _, p := range codec.All() {
		for seed := range uint64(5) {
			if err := p.Check(rand.New(rand.NewPCG(seed, 0)).IntN); err != nil {
				t.Fatal(err)
			}
		}
	}
	b, err := matrix.NewBench(t.Context(), "../..", 1, 30, 0)
	if err != nil {
		t.Fatal(err)
	}
	r, err := b.Stock(t.Context(), nil)
	if err != nil || len(r.Findings) > 0 {
		t.Fatal(r.Findings, err)
	}
}
EOF
	esac
	# A loop that never ends is a mutant that was noticed: the limit is ten times what the
	# tests take. Without --test-cpu, which has go test fail whatever is changed.
	go run github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0 unleash \
		--workers 1 --timeout-coefficient 10 --output "$report.json" "$package" >"$report.log"
	echo "$package: $(grep -a '^Killed' "$report.log"), $(grep -a '^Timed out' "$report.log"), $(grep -a '^Test efficacy' "$report.log")"
	grep -a 'LIVED' "$report.log" || true
done
