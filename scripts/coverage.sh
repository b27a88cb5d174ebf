#!/usr/bin/env bash
# Prints what the stored corpora reach, as a table in Markdown: how many statements a package
# has, how many of them all corpora reach together, and which corpora most. A package of
# which they reach no more than is reached when a program starts is left out: coverage.sh
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
packages=$(go list -deps ./fuzz | grep -E '^tlsresume/(impl|model|traces)' | paste -sd,)
go test -c -o "$work/replay" -coverpkg "$packages" ./fuzz
replay() { # TARGET, of none what is reached anyhow
	(cd fuzz && "$work/replay" -test.run "^TestCorporaReplay\$/^$1\$" -test.coverprofile "$work/$1.profile") >"$work/log" 2>&1 ||
		{ cat "$work/log" >&2; exit 1; }
}
replay -
for target in corpus/*; do replay "$(basename "$target")"; done
cat <<'END'
| package | statements | reached by the corpora | most by |
|---|--:|--:|---|
END
# A line of a profile is FILE:BLOCK STATEMENTS TIMES.
awk '
	$1 == "mode:" { next }
	FNR == 2 { target = FILENAME; sub(/.*\//, "", target); sub(/\.profile$/, "", target); targets[++count] = target }
	{
		package = $1
		sub(/^tlsresume\//, "", package)
		sub(/\/[^\/]*$/, "", package)
		if (!($1 in size)) { size[$1] = $2; statements[package] += $2 }
		if ($3 == 0) next
		if (!($1 in reached)) { reached[$1]; all[package] += $2 }
		by[package, target] += $2
	}
	function best(package,   i, most) {
		most = "-"
		for (i = 1; i <= count; i++)
			if (by[package, targets[i]] > by[package, most]) most = targets[i]
		return most
	}
	function share(part, package) { return sprintf("%.0f%%", 100 * part / statements[package]) }
	END {
		for (package in all) {
			line = ""
			for (n = 0; n < 3 && (most = best(package)) != "-"; n++) {
				line = line (n ? ", " : "") most " " share(by[package, most], package)
				by[package, most] = 0
			}
			if (line) printf "| `%s` | %d | %s | %s |\n", package, statements[package], share(all[package], package), line
		}
	}
' "$work"/*.profile | sort
