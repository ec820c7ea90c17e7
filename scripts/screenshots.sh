#!/usr/bin/env bash
# screenshots.sh: pictures of every view in light and dark, drawn by the
# software driver, and of the real window as the real-window test goes through it.
set -eu
cd "$(dirname "$0")/.."

views=$PWD/build/screenshots/views
window=$PWD/build/screenshots/window
rm -rf "$views" "$window"
mkdir -p "$views" "$window"
DESKFOB_SHOTS=$views CGO_ENABLED=0 go test -tags ci -count=1 -run Shots ./app
if [ "$(uname -s)" = Linux ]; then
	scripts/packages.sh test
	scripts/build.sh
	DESKFOB_BIN=$PWD/bin/deskfob DESKFOB_SHOTS=$window go test -tags e2e -count=1 ./cmd/internal/e2e
fi
find build/screenshots -name '*.png' | sort
