//go:build !linux

package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// systemUnlocker is for systems that unlock their keyring with the login, or
// ask for themselves where they must.
type systemUnlocker struct{}

func newUnlocker() unlocker { return systemUnlocker{} }

func (systemUnlocker) unlock(context.Context) error { return nil }

func (systemUnlocker) look(context.Context) (keyringState, error) { return keyringState{}, nil }

func (systemUnlocker) providers(context.Context) (string, []string, error) { return "", nil, nil }

func (systemUnlocker) vanished(error) bool { return false }

// explain knows the exit codes of macOS's security command, which are the last
// byte of Security framework results (SecBase.h), and refusals by errno.
func (systemUnlocker) explain(err error) error {
	var command interface{ ExitCode() int }
	if errors.As(err, &command) {
		switch command.ExitCode() {
		case 36: // errSecInteractionNotAllowed
			return fmt.Errorf("%w: %w", ErrLocked, err)
		case 51: // errSecAuthFailed
			return fmt.Errorf("%w: %w", ErrDenied, err)
		case 128: // errSecUserCanceled
			return fmt.Errorf("%w: %w", ErrDismissed, err)
		}
	}
	if errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("%w: %w", ErrDenied, err)
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}
