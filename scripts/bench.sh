#!/usr/bin/env bash
# bench.sh: the benchmarks of all packages, then those of the built window:
# start-up time, idle CPU and memory.
set -eu
cd "$(dirname "$0")/.."

CGO_ENABLED=0 go test -tags ci -run '^$' -bench . -benchmem ./...
if [ "$(uname -s)" != Linux ]; then
	echo "The window is measured on Linux only."
	exit 0
fi
scripts/packages.sh test
scripts/build.sh
export DESKFOB_BIN=$PWD/bin/deskfob
go test -tags e2e -run '^$' -bench Start -benchtime 5x ./cmd/internal/e2e
go test -tags e2e -run '^$' -bench Idle -benchtime 1x ./cmd/internal/e2e
