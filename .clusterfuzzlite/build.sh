#!/bin/bash -eu
# Builds every fuzz target in an image of OSS-Fuzz, of ClusterFuzzLite as well: into $OUT,
# each with its corpus as seeds and with the dictionary.
cd "$SRC/tlsresume"

# What Go's resolver is linked with, which is not in the C library of the image.
export CXX="${CXX:-clang++} -lresolv"

targets=$(sed -n 's/^func Fuzz\([A-Za-z0-9]*\)(data \[\]byte) int .*/\1/p' fuzz/gofuzz.go)
[ -n "$targets" ] || { echo "build.sh: fuzz/gofuzz.go: got no targets" >&2; exit 1; }

for target in $targets; do
	compile_go_fuzzer tlsresume/fuzz "Fuzz$target" "$target"
	# Of a list of names, not of arguments: a corpus may have more entries than a command.
	find "corpus/$target" -type f | sort | zip -q -j -@ "$OUT/${target}_seed_corpus.zip"
	cp .clusterfuzzlite/tlsresume.dict "$OUT/$target.dict"
done
