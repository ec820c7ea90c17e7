#!/usr/bin/env bash
# run.sh [ARGUMENT...]: opens the window. Where none can be opened it says so
# and shows the demo in the terminal, which needs no packages.
set -eu
cd "$(dirname "$0")/.."

no_window=8 # deskfob's exit code for "no window possible"
code=0
CGO_ENABLED=0 go build -trimpath -o build/xdisplay ./cmd/internal/xdisplay
if build/xdisplay; then
	scripts/build.sh
	bin/deskfob "$@" || code=$?
	if [ "$code" -ne "$no_window" ]; then exit "$code"; fi
fi
echo "Here is the demo in the terminal instead." >&2
CGO_ENABLED=0 go build -trimpath -tags nogui -o bin/deskfob-cli ./cmd/deskfob
exec bin/deskfob-cli demo
