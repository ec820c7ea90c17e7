package vault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ForgetAt lets a new vault begin at l where the witness says that there was
// one and it is gone (ErrVaultGone). Call it only when a person who was told
// has asked for it. It checks once more that no vault is there, and fails with
// ErrInvalid when one is. The witness is kept, under a name that ends in .gone.
func ForgetAt(ctx context.Context, l Location, o Options) error {
	o, err := optionsAt(l, o)
	if err != nil {
		return err
	}
	return Forget(ctx, o)
}

// Forget is ForgetAt for options that name a Keyring.
func Forget(ctx context.Context, o Options) error {
	v := &Vault{keyring: o.Keyring, options: o, turn: make(chan struct{}, 1), st: emptyState()}
	if u, ok := o.Keyring.(Unlocker); ok {
		if err := u.Unlock(ctx); err != nil {
			return err
		}
	}
	release, err := v.begin(ctx)
	if err != nil {
		return err
	}
	defer release()
	text, err := v.rootText(ctx)
	if err != nil {
		return err
	}
	if text != "" {
		return fmt.Errorf("forget a vault that is there: %w", ErrInvalid)
	}
	path := v.WitnessPath()
	err = os.Rename(path, path+".gone")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileError("put aside", path, err)
	}
	return nil
}
