#!/bin/bash -eu
# The build is the project's own, so that a new target needs no change at OSS-Fuzz.
exec "$SRC/tlsresume/.clusterfuzzlite/build.sh"
