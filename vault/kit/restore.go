package kit

import (
	"context"
	"slices"

	"github.com/deskfob/deskfob/vault"
)

// Target is what Restore needs of a vault; *vault.Vault is one.
type Target interface {
	Merge(ctx context.Context, choose func(present []vault.Entry) ([]vault.Entry, error)) ([]vault.Account, error)
}

var _ Target = (*vault.Vault)(nil)

// Restore merges a kit into a vault, in one change, and returns what it did:
// MakePlan, made anew from what the vault has at that moment, and carried out.
// only are the ids, in the kit, of the accounts to restore; nil: all. Accounts
// keep the ids they have in the kit, so that copies in other places count for
// the new vault too. A credential that is replaced goes to the vault's trash.
// The kit is not touched.
func Restore(ctx context.Context, into Target, k Kit, only []string) (Plan, error) {
	if only != nil {
		k.Entries = slices.Clone(k.Entries)
		k.Entries = slices.DeleteFunc(k.Entries, func(e Entry) bool { return !slices.Contains(only, e.Account.ID) })
	}
	var plan Plan
	_, err := into.Merge(ctx, func(present []vault.Entry) ([]vault.Entry, error) {
		plan = nil
		accounts := make([]vault.Account, len(present))
		codes := make(map[string][]vault.Secret)
		for i, e := range present {
			accounts[i] = e.Account
			codes[e.Account.ID] = e.Codes
		}
		plan = MakePlan(k, accounts)
		var put []vault.Entry
		for _, s := range plan {
			if s.Action == ActionAdd || s.Action == ActionUpdate {
				put = append(put, s.result(codes[s.Current.ID]))
			}
		}
		return put, nil
	})
	return plan, err
}

// result is the account after the step; codes are those it has in the vault.
func (s Step) result(codes []vault.Secret) vault.Entry {
	out := vault.Entry{Account: s.Current, Codes: codes}
	if s.Action == ActionAdd {
		out.Account = s.Entry.Account
	}
	theirs := s.Entry.Account
	a := &out.Account
	if s.Secret && s.Action == ActionUpdate {
		a.Type, a.Secret, a.Algorithm, a.Digits, a.Period = theirs.Type, theirs.Secret, theirs.Algorithm, theirs.Digits, theirs.Period
		a.Counter, a.Renewed = theirs.Counter, s.Entry.Saved
		if a.Open == vault.StepEnrol {
			a.Open = vault.StepDone
		}
	}
	if s.Counter {
		a.Counter = theirs.Counter
	}
	if s.Recovery {
		r := s.Entry.Recovery
		status := vault.RecoveryStatus{}
		if a.Recovery != nil {
			status = *a.Recovery // its history
		}
		status.Kind, status.State, status.Saved, status.Revision = r.Kind, vault.RecoveryLive, r.Saved, r.Revision
		status.Left, status.Failed, status.Total = len(r.Codes), 0, len(r.Codes)
		a.Recovery, out.Codes = &status, r.Codes
	}
	return out
}
