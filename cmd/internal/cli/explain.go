package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/deskfob/deskfob/vault"
)

// explain gives any error its exit code and its text.
func explain(err error) (int, string) {
	var own *failure
	if errors.As(err, &own) {
		return own.code, own.text
	}
	if errors.Is(err, context.Canceled) {
		return ExitUnexpected, stopped
	}
	return explainVault(err)
}

// explainVault looks an error of the vault up.
func explainVault(err error) (int, string) {
	var duplicate *vault.DuplicateError
	if errors.As(err, &duplicate) {
		return ExitRefused, isThere(duplicate.Existing)
	}
	var refused *vault.ParamError
	if errors.As(err, &refused) {
		return ExitRefused, "The vault does not take this: " + refused.Error() + ". Nothing was changed."
	}
	var located *locatedError
	if errors.As(err, &located) && errors.Is(err, vault.ErrDamaged) { // it could not even be opened
		return ExitUnavailable, vaultUnopened + where(err)
	}
	for _, row := range vaultMessages() {
		if errors.Is(err, row.err) {
			return row.code, row.text + where(err)
		}
	}
	return ExitUnexpected, unexpectedEnd + oneLine(err.Error())
}

// locatedError adds the vault's place to an error, for the message.
type locatedError struct {
	location vault.Location
	err      error
}

func (e *locatedError) Error() string { return fmt.Sprintf("%v: %v", e.location, e.err) }
func (e *locatedError) Unwrap() error { return e.err }

// where names a file vault after a message about it.
func where(err error) string {
	var located *locatedError
	if errors.As(err, &located) && located.location.File != "" {
		return " (" + oneLine(located.location.String()) + ")"
	}
	return ""
}
