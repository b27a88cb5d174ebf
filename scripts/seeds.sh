#!/usr/bin/env bash
# Makes the stored corpora anew: seeds.sh [--captures DIR] [TARGET...]
# What a corpus has, its seeds, the stored traces, and what the real stacks said to us that
# are captured in DIR (by those that are installed here, where DIR is not there yet): of
# these it keeps what is needed to reach what all reach, and what is kept for what it is.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
captures=()
if [ "${1-}" = --captures ]; then
	if mkdir "$2" 2>/dev/null; then
		go test ./impl/peers/stack -count 1 -run '^TestInterop$' -v -capture "$(realpath "$2")" >"$work/log" ||
			{ cat "$work/log" >&2; exit 3; }
		grep -E 'MISSING|games were played' "$work/log" >&2
	fi
	captures=(-captures "$(realpath "$2")")
	shift 2
fi
go test ./fuzz -count 1 -run '^TestSeedsAreWritten$' -into "$work" "${captures[@]}" >&2
go build -o "$work/tlsresume" ./scripts/tlsresume
[ $# -gt 0 ] || set -- "$work"/seeds/*
for target; do
	target=$(basename "$target")
	from=("$work/seeds/$target")
	[ ! -d "corpus/$target" ] || from=("corpus/$target" "${from[@]}")
	"$work/tlsresume" fuzz corpus minimize "$target" --from "${from[@]}" --into "$work/small/$target" >"$work/log"
	echo "$target: $(tail -n 1 "$work/log")"
	rm -rf "corpus/$target"
	cp -r "$work/small/$target" "corpus/$target"
done
cp -r "$work/kept/." corpus/
# The corpus of the fleet has to have what happens in stored traces, too.
go test ./fuzz -count 1 -run '^TestTheFleetBeginsWithTheStoredTraces$' -update >&2
go test ./fuzz -count 1 -run Corpora >&2
