# Deskfob's commands. Each one says what it needs and installs it where it can;
# DESKFOB_NO_INSTALL=1 stops that. Only Go, gcc, make and git must be there.

.PHONY: help run build test lint bench bench-scan soak screenshots clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: ## build bin/deskfob and open the window; ARGS=--demo for the demo vault
	@scripts/run.sh $(ARGS)

build: ## build bin/deskfob and leave it there
	@scripts/build.sh

test: ## every test there is, the real window included
	@scripts/test.sh

lint: ## gofumpt, staticcheck, govulncheck, the import table
	@scripts/lint.sh

bench: ## speed, start-up time, idle CPU and memory
	@scripts/bench.sh

bench-scan: ## QR codes read beside zxing-cpp, gozxing and zbarimg; needs DESKFOB_SAMPLES
	@scripts/bench-scan.sh

soak: ## real kills, long fuzzing, repeated real-window runs; SOAK=10m for each fuzz target
	@scripts/soak.sh

screenshots: ## every view, light and dark, into build/screenshots
	@scripts/screenshots.sh

clean: ## remove bin and build
	rm -rf bin build
