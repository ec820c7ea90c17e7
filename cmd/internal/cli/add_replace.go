package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/deskfob/deskfob/vault"
)

// replaceOne puts the one enrolment in the place of an account's credential.
func (o *addOptions) replaceOne(ctx context.Context, s *session, accounts []vault.Account) error {
	if len(accounts) != 1 {
		return usage("add", replaceOne)
	}
	code := accounts[0]
	v, account, err := s.account(ctx, o.replace, toChange)
	if err != nil {
		return err
	}
	defer v.Close()
	err = v.ReplaceCredential(ctx, account.ID, code)
	var duplicate *vault.DuplicateError
	if errors.As(err, &duplicate) {
		return fail(ExitRefused, elsewhereAlready(duplicate.Existing))
	}
	if err != nil {
		return err
	}
	if account.SameCredential(code) {
		s.tell(sameCredential(account))
	} else {
		s.tell(wasReplaced(account, account.Type != vault.TypeNone, s.Now().Add(vault.TrashTime)))
		if !haveSameNames(account, code) {
			s.tell(otherNames(code, account))
		}
	}
	if account, err = v.Account(account.ID); err != nil {
		return err
	}
	return o.print(s, []vault.Account{account})
}

// tellSameNames names the accounts that were there before under the names of a
// new one: enrolling again is meant to replace them.
func tellSameNames(s *session, before, added []vault.Account) {
	for _, a := range added {
		if slices.ContainsFunc(before, func(b vault.Account) bool { return a.ID == b.ID }) {
			continue // a duplicate that was there
		}
		for _, b := range before {
			if haveSameNames(a, b) && !a.SameCredential(b) {
				s.tell(sameNames(a, b))
			}
		}
	}
}

// haveSameNames reports whether a person would take a and b for one account.
func haveSameNames(a, b vault.Account) bool {
	return strings.EqualFold(a.Issuer, b.Issuer) && strings.EqualFold(a.Name, b.Name) && a.Issuer+a.Name != ""
}
