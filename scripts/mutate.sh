#!/usr/bin/env bash
# Changes the source of packages in many small ways, and says which changes nothing
# notices: mutate.sh [-k LINES] PACKAGE… such as ./impl/session. Those of impl are judged by
# their own tests and by the verification: the stored traces, random scripts and the codecs'
# properties. The last commit is taken, in a copy. The reports go to .mutants/, the sums to
# the screen. It takes minutes for a package of codecs, and hours for all: with -k 10, a
# sample is changed, every tenth line of each file (10, 20, 30…).
set -euo pipefail
usage() { echo "usage: mutate.sh [-k LINES] PACKAGE..." >&2; exit 2; }
every=1
while getopts k: option; do
	case $option in
	k) every=$OPTARG ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
[[ $every =~ ^[1-9][0-9]*$ && $# -gt 0 ]] || usage
cd "$(dirname "$0")/.."
reports=$PWD/.mutants
mkdir -p "$reports"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git clone -q . "$copy/tlsresume"
cd "$copy/tlsresume"
git config diff.relative true # gremlins names files from the package's folder
git config diff.context 0
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
	# The lines of the sample get a blank, and only what differs from the commit is changed.
	find "$package" -name '*.go' ! -name '*_test.go' -exec sed -i "0~${every}s/\$/ /" {} +
	# A loop that never ends is a mutant that was noticed: the limit is ten times what the
	# tests take. Without --test-cpu, which has go test fail whatever is changed.
	(cd "$package" && go run github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0 unleash --diff HEAD \
		--workers 1 --timeout-coefficient 10 --output "$report.json" "$PWD" >"$report.log")
	echo "$package: $(grep -a '^Killed' "$report.log"), $(grep -a '^Timed out' "$report.log"), $(grep -a '^Test efficacy' "$report.log")"
	grep -a 'LIVED' "$report.log" || true
done
