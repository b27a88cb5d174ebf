#!/usr/bin/env bash
# Runs a target under go-fuzz for some seconds: gofuzz.sh TARGET SECONDS [FOLDER]
# The corpus is read from corpus/TARGET and left as it is; what go-fuzz finds goes
# to FOLDER (default .fuzz/TARGET). Exits 1 when it found a crasher.
set -euo pipefail
[ $# -ge 2 ] && [ $# -le 3 ] || { echo "usage: gofuzz.sh TARGET SECONDS [FOLDER]" >&2; exit 2; }
cd "$(dirname "$0")/.."
[ -d "corpus/$1" ] || { echo "gofuzz.sh: got target $1, want one of $(ls corpus | xargs)" >&2; exit 2; }
target=$1 seconds=$2 folder=${3:-.fuzz/$1}
mkdir -p "$folder/corpus"
cp -n "corpus/$target/"* "$folder/corpus/"
# Without -preserve the builder breaks a directive of the standard library.
go tool go-fuzz-build -preserve crypto/internal/fips140/bigmod -func "Fuzz$target" -o "$folder/$target.zip" ./fuzz
log=$folder/log
timeout --signal=INT "$seconds" go tool go-fuzz -bin "$folder/$target.zip" -workdir "$folder" -procs 2 2>"$log" || true
grep -qE 'execs: [1-9]' "$log" || { echo "gofuzz.sh: go-fuzz executed nothing: see $log" >&2; exit 3; }
grep execs: "$log" | tail -n 1
found=$(find "$folder" -path '*/crashers/*' -type f ! -name '*.*' | sort)
if [ -n "$found" ]; then
	echo "gofuzz.sh: $target: crashers:" >&2
	echo "$found" >&2
	exit 1
fi
