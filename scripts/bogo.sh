#!/usr/bin/env bash
# Lets BoringSSL's test runner judge the reference implementation up to TLS 1.2:
# bogo.sh FOLDER [FLAG…]. FOLDER is ssl/test/runner of a BoringSSL checkout, which the
# user has; the flags are the runner's, such as -test 'Resume*'.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: bogo.sh BORINGSSL/ssl/test/runner [FLAG...]" >&2; exit 2; }
[ -f "$1/go.mod" ] || [ -n "$(ls "$1"/*.go 2>/dev/null)" ] || { echo "bogo.sh: $1: got no Go package, want the runner's folder" >&2; exit 2; }
runner=$(cd "$1" && pwd)
shift
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
go build -o "$folder/bogoshim" ./scripts/bogoshim
# Our error lines are not those of BoringSSL's library: its map of errors is its own.
cd "$runner"
go test . -shim-path "$folder/bogoshim" -allow-unimplemented -loose-errors "$@"
