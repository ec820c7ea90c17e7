#!/usr/bin/env bash
# soak.sh: what takes too long for every change: real processes that are killed
# 300 times or change one vault together 500 times each, each fuzz target for
# $SOAK (10 minutes unless told), then the real-window test twenty times.
set -eu
cd "$(dirname "$0")/.."

each=${SOAK:-10m}
export CGO_ENABLED=0
scripts/packages.sh test
DESKFOB_KILLS=300 DESKFOB_CHANGES=500 go test -tags ci -count=1 -timeout 2h -v -run 'Killed|ProcessesTogether' ./vault

for package in $(go list -tags ci ./...); do
	for target in $(go test -tags ci -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
		echo "== $package $target, $each"
		go test -tags ci -run '^$' -fuzz "^$target\$" -fuzztime "$each" "$package"
	done
done

unset CGO_ENABLED
scripts/build.sh
DESKFOB_BIN=$PWD/bin/deskfob go test -tags e2e -count=20 -timeout 2h ./cmd/internal/e2e
