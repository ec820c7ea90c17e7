package kit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// DrillResult is what a drill proved.
type DrillResult struct {
	Accounts int         // restored and found right
	Codes    int         // recovery codes among them
	Failed   []DrillFail // what did not come back
}

// DrillFail is an account of the kit that did not come back as it is in it.
type DrillFail struct {
	Account vault.Account // of the kit, without its secret
	Err     error
}

// Drill restores a kit into an empty vault in memory and compares: names,
// credentials, a code, recovery codes. The error is for a drill that could not
// be held; an account that did not come back is in the result.
func Drill(ctx context.Context, k Kit) (DrillResult, error) {
	v, err := vault.Open(ctx, vault.Options{Keyring: vault.NewMemoryKeyring()})
	if err != nil {
		return DrillResult{}, fmt.Errorf("open an empty vault: %w", err)
	}
	defer v.Close()
	accounts := make([]vault.Account, len(k.Entries))
	for i, e := range k.Entries {
		accounts[i] = e.Account
	}
	stored, err := v.Add(ctx, accounts, vault.DuplicateKeep)
	if err != nil {
		return DrillResult{}, fmt.Errorf("restore into an empty vault: %w", err)
	}
	var result DrillResult
	for i, e := range k.Entries {
		if err := drillOne(ctx, v, stored[i].ID, e, k.Created); err != nil {
			e.Account.Secret = vault.Secret{}
			result.Failed = append(result.Failed, DrillFail{e.Account, err})
			continue
		}
		result.Accounts++
		if e.Recovery != nil {
			result.Codes += len(e.Recovery.Codes)
		}
	}
	return result, nil
}

// errDiffers: what was restored is something else than what is in the kit.
var errDiffers = errors.New("it came back as something else")

func drillOne(ctx context.Context, v *vault.Vault, id string, e Entry, at time.Time) error {
	if e.Problem != nil {
		return e.Problem
	}
	if e.Recovery != nil {
		if err := v.SetRecovery(ctx, id, vault.RecoverySet{Kind: e.Recovery.Kind, Codes: e.Recovery.Codes}); err != nil {
			return err
		}
	}
	back, err := v.Account(id)
	if err != nil {
		return err
	}
	same := back.Issuer == e.Account.Issuer && back.Name == e.Account.Name && back.Type == e.Account.Type &&
		back.Counter == e.Account.Counter && (!e.HasSecret() || back.SameCredential(e.Account))
	if !same {
		return errDiffers
	}
	if err := sameCode(back, e.Account, at); err != nil {
		return err
	}
	if e.Recovery == nil {
		return nil
	}
	codes, err := v.RecoveryCodes(ctx, id)
	if err != nil {
		return err
	}
	if !slices.EqualFunc(codes, e.Recovery.Codes, vault.Secret.Equal) {
		return errDiffers
	}
	return nil
}

// sameCode makes a code from both.
func sameCode(back, kept vault.Account, at time.Time) error {
	code := func(a vault.Account) (vault.Code, error) {
		if a.Type == vault.TypeHOTP {
			return vault.CodeForCounter(a, a.Counter)
		}
		return vault.CodeAt(a, at)
	}
	if kept.Type == vault.TypeNone {
		return nil
	}
	a, err := code(back)
	if err != nil {
		return err
	}
	b, err := code(kept)
	if err != nil {
		return err
	}
	if a.Text != b.Text {
		return errDiffers
	}
	return nil
}
