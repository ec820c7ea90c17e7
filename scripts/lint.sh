#!/usr/bin/env bash
# lint.sh: the checks on how the code is written. The tools are pinned here and
# fetched by go run.
set -u
cd "$(dirname "$0")/.." || exit

gofumpt=mvdan.cc/gofumpt@v0.12.0
staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2
govulncheck=golang.org/x/vuln/cmd/govulncheck@v1.9.0
vulnerabilities=https://vuln.go.dev

failed=0
check() {
	echo "== $1"
	shift
	"$@" || failed=1
}

formatted() {
	local files
	files=$(go run $gofumpt -l .) || return 1
	[ -z "$files" ] || { echo "not formatted by gofumpt:" && echo "$files" && return 1; }
}

# Without cgo everything but the OpenGL driver itself is looked at, and nothing
# has to be installed.
static() { CGO_ENABLED=0 go run $staticcheck -tags ci ./... && CGO_ENABLED=0 go run $staticcheck -tags e2e ./cmd/internal/e2e; }

known_vulnerabilities() {
	if ! curl -fsS -m 10 -o /dev/null $vulnerabilities/index/db.json; then
		echo "$vulnerabilities cannot be reached: not checked."
		return 0
	fi
	CGO_ENABLED=0 go run $govulncheck -tags ci ./...
}

shell_scripts() {
	if ! command -v shellcheck >/dev/null; then
		echo "shellcheck is not installed: not checked."
		return 0
	fi
	shellcheck --severity=warning scripts/*.sh .ci/run
}

check gofumpt formatted
check "go vet" env CGO_ENABLED=0 go vet -tags ci ./...
check staticcheck static
check "import table" env CGO_ENABLED=0 go test -tags ci ./cmd/internal/arch
check govulncheck known_vulnerabilities
check shellcheck shell_scripts
exit $failed
