package cli

import (
	"context"
	"slices"

	"github.com/deskfob/deskfob/vault"
)

// inTrash opens the vault and finds the one thing in its trash that a query
// means, as account does among the accounts. The caller closes the vault.
func (s *session) inTrash(ctx context.Context, query string) (*vault.Vault, vault.Trashed, error) {
	if query == "" {
		return nil, vault.Trashed{}, fail(ExitUsage, emptyQuery)
	}
	v, all, err := s.openTrash(ctx, toChange)
	if err != nil {
		return nil, vault.Trashed{}, err
	}
	found := findTrashed(all, query)
	if len(found) == 1 {
		return v, found[0], nil
	}
	v.Close()
	if len(found) == 0 {
		return nil, vault.Trashed{}, fail(ExitNothing, notInTrash)
	}
	s.tell(severalTrashed)
	for _, t := range found {
		s.tell("  " + trashLine(t))
	}
	return nil, vault.Trashed{}, fail(ExitAmbiguous, takeAnID)
}

// openTrash opens the vault and reads its trash. The caller closes the vault.
func (s *session) openTrash(ctx context.Context, p purpose) (*vault.Vault, []vault.Trashed, error) {
	v, err := s.open(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	all, err := v.Trash(ctx)
	if err != nil {
		v.Close()
		return nil, nil, err
	}
	return v, all, nil
}

// findTrashed asks for things in the trash as one asks for accounts. An id is
// that of the thing, or of the account that it was.
func findTrashed(all []vault.Trashed, query string) []vault.Trashed {
	accounts := make([]vault.Account, len(all))
	for i, t := range all {
		accounts[i] = t.Account
		accounts[i].ID = t.ID
	}
	found := vault.FindAccounts(accounts, query)
	var things []vault.Trashed
	for _, t := range all {
		fits := slices.ContainsFunc(found, func(a vault.Account) bool { return a.ID == t.ID })
		if fits || len(found) == 0 && t.Account.ID == query {
			things = append(things, t)
		}
	}
	return things
}

// restore takes something out of the trash, says so and prints the account.
func (s *session) restore(ctx context.Context, v *vault.Vault, t vault.Trashed) error {
	before, err := v.Account(t.Account.ID)
	if err != nil { // it is not there
		before = vault.Account{}
	}
	account, err := v.Restore(ctx, t.ID)
	if err != nil {
		return err
	}
	s.tell(wasRestored(t, account, before))
	return s.print(accountLine(account) + "\n")
}
