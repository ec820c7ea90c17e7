#!/usr/bin/env bash
# build.sh: bin/deskfob, the window and the command line in one program.
set -eu
cd "$(dirname "$0")/.."

scripts/packages.sh build
echo "Building bin/deskfob (the first time takes some minutes)." >&2
# Always with -trimpath: with and without it are two full builds of Fyne.
go build -trimpath -o bin/deskfob ./cmd/deskfob
