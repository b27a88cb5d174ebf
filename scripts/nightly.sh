#!/usr/bin/env bash
# What takes too long for every change: nightly.sh [DURATION], such as 8h (default: 1h)
# of new random runs behind all that is the same every night.
set -euo pipefail
cd "$(dirname "$0")/.."
step() { printf '\n== %s\n' "$*"; "$@"; }

step go test ./model/resume -deep -run 'Expected/deep' -timeout 30m
step go test ./model/adversary -wide -run TestNoRunIsLost -timeout 30m
step go tool tlsresume defects --full
step go test ./properties/conform -run 'EveryTransition|RealStacks' -cover.all -peers.all -timeout 30m
step go test ./properties/codec ./properties/conform ./properties/metamorphic -rapid.checks=20000 -timeout 2h
step go tool tlsresume verify --seed "$(date +%Y%m%d)" --long "${1:-1h}"
step go tool tlsresume fuzz run all --for "${1:-1h}"
