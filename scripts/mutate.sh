#!/usr/bin/env bash
# Changes the source of packages in many small ways, and says which changes no test
# notices: mutate.sh PACKAGE… such as ./impl/session. The tests are the package's own.
# The report of each goes to .mutants/, the sums to the screen. It takes minutes for a
# package of codecs, and hours for all.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: mutate.sh PACKAGE..." >&2; exit 2; }
cd "$(dirname "$0")/.."
mkdir -p .mutants
for package in "$@"; do
	report=.mutants/$(basename "$(dirname "$package")")-$(basename "$package")
	# A loop that never ends is a mutant that was noticed: the limit is thirty times what
	# the tests take. Without --test-cpu, which has go test fail whatever is changed.
	go run github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0 unleash \
		--workers 1 --timeout-coefficient 30 --output "$report.json" "$package" >"$report.log"
	echo "$package: $(grep -a '^Killed' "$report.log"), $(grep -a '^Test efficacy' "$report.log")"
	grep -a 'LIVED' "$report.log" || true
done
