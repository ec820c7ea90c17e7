#!/usr/bin/env bash
# test.sh: runs every test, all of them even when one fails, and ends with a
# summary. Exit code 1 when anything failed.
set -u
cd "$(dirname "$0")/.." || exit

failed=0
summary=""

# part NAME COMMAND...: runs one part and notes how it went and how long it took.
part() {
	local name=$1 start=$SECONDS result=ok
	shift
	printf '\n== %s\n' "$name"
	if ! "$@"; then
		result=FAILED
		failed=1
	fi
	summary+=$(printf '%-7s %5d s  %s' "$result" $((SECONDS - start)) "$name")$'\n'
}

without_c() { CGO_ENABLED=0 go vet -tags ci ./... && CGO_ENABLED=0 go test -tags ci ./...; }

with_race() { CGO_ENABLED=1 go test -race -timeout 30m -tags ci ./...; }

# cli_only builds the static command line: no window toolkit may be in it.
cli_only() {
	CGO_ENABLED=0 go build -trimpath -tags nogui -o bin/deskfob-cli ./cmd/deskfob && bin/deskfob-cli version &&
		! CGO_ENABLED=0 go list -deps -tags nogui ./cmd/deskfob | grep '^fyne\.io/'
}

# other_systems type-checks what cannot be run here. Fyne needs a C compiler for
# macOS, so the window is left out there.
other_systems() {
	CGO_ENABLED=0 GOOS=windows go vet ./vault/... ./scanner/... ./app/... &&
		CGO_ENABLED=0 GOOS=darwin go vet ./vault/... ./scanner/... ./app/desktop/...
}

real_window() {
	if [ "$(uname -s)" != Linux ]; then
		echo "The real-window test runs on Linux only: not run."
		return 0
	fi
	export DESKFOB_BIN=$PWD/bin/deskfob DESKFOB_SHOTS=$PWD/build/screenshots/window
	go test -tags e2e -count=1 -v ./cmd/internal/e2e
	local code=$?
	echo "Screenshots of each step are in $DESKFOB_SHOTS"
	return $code
}

part "build packages" scripts/packages.sh build
if [ "$(uname -s)" = Linux ]; then part "test packages" scripts/packages.sh test; fi
part "tests and views, without C" without_c
part "tests and views, with the race detector" with_race
part "the command line alone" cli_only
part "other systems, type-checked" other_systems
part "the window, built" scripts/build.sh
part "the window, used" real_window

printf '\n%s%s\n' "$summary" "in all $SECONDS s"
exit $failed
