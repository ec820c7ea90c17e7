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

// errDiffers: what was restored is something else than what is in the kit.
var errDiffers = errors.New("it came back as something else")

// Drill restores a kit into an empty vault in memory, in the way that a new
// computer would, and compares: names, credentials, a code, recovery codes,
// readiness. The error is for a drill that could not be held; an account that
// did not come back is in the result.
func Drill(ctx context.Context, k Kit) (DrillResult, error) {
	v, err := vault.Open(ctx, vault.Options{Keyring: vault.NewMemoryKeyring()})
	if err != nil {
		return DrillResult{}, fmt.Errorf("open an empty vault: %w", err)
	}
	defer v.Close()
	if _, err := Restore(ctx, v, k, nil); err != nil {
		return DrillResult{}, fmt.Errorf("restore into an empty vault: %w", err)
	}
	back, err := Collect(ctx, v, Choice{})
	if err != nil {
		return DrillResult{}, fmt.Errorf("read what was restored: %w", err)
	}
	byID := make(map[string]Entry)
	for _, e := range back {
		byID[e.Account.ID] = e
	}
	var result DrillResult
	for _, e := range k.Entries {
		if err := e.drill(byID[e.Account.ID], k.Created); err != nil {
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

// drill compares an entry with what came back of it.
func (e Entry) drill(back Entry, at time.Time) error {
	if e.Problem != nil {
		return e.Problem
	}
	a, b := e.Account, back.Account
	same := a.Issuer == b.Issuer && a.Name == b.Name && a.Type == b.Type && a.Counter == b.Counter && Print(a) == Print(b)
	if !same || (e.Recovery == nil) != (back.Recovery == nil) {
		return errDiffers
	}
	if r, s := e.Recovery, back.Recovery; r != nil {
		if r.Kind != s.Kind || r.Revision != s.Revision || !slices.EqualFunc(r.Codes, s.Codes, vault.Secret.Equal) {
			return errDiffers
		}
	}
	if a.Type == vault.TypeNone {
		return nil
	}
	code, err := oneCode(a, at)
	if err != nil {
		return err
	}
	codeBack, err := oneCode(b, at)
	if err != nil {
		return err
	}
	if code != codeBack {
		return errDiffers
	}
	return nil
}

// oneCode makes a code of an account, the one for at or for its counter.
func oneCode(a vault.Account, at time.Time) (string, error) {
	if a.Type == vault.TypeHOTP {
		code, err := vault.CodeForCounter(a, a.Counter)
		return code.Text, err
	}
	code, err := vault.CodeAt(a, at)
	return code.Text, err
}
