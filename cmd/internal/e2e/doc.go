// Package e2e is the real-window test: it starts the built Deskfob on an X
// server, a window manager, a message bus and a keyring of its own, presses
// keys, and looks at what a person and the system would see.
//
// It is behind the build tag e2e and runs on Linux, with the programs that
// scripts/packages.sh test installs:
//
//	DESKFOB_BIN=$PWD/bin/deskfob go test -tags e2e ./cmd/internal/e2e
//
// DESKFOB_SHOTS names a folder for a screenshot of each step. Nothing of the
// person who runs it is touched: home, display and bus are made for the test.
package e2e
