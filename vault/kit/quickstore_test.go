package kit_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// quickStore does to an account what a vault does, without storing it.
type quickStore struct {
	accounts []vault.Account
	codes    map[string][]vault.Secret
	now      func() time.Time
	next     int
}

func (s *quickStore) Accounts() []vault.Account {
	all := slices.Clone(s.accounts)
	for i, a := range all {
		if a.Recovery != nil {
			status := *a.Recovery
			all[i].Recovery = &status
		}
	}
	return all
}

func (s *quickStore) Entries(context.Context) ([]vault.Entry, error) {
	var all []vault.Entry
	for _, a := range s.Accounts() {
		all = append(all, vault.Entry{Account: a, Codes: slices.Clone(s.codes[a.ID])})
	}
	return all, nil
}

func (s *quickStore) find(id string) *vault.Account {
	i := slices.IndexFunc(s.accounts, func(a vault.Account) bool { return a.ID == id })
	return &s.accounts[i]
}

func account(secret string) vault.Account {
	if secret == "" {
		return vault.Account{Issuer: "Example", Name: "a@example.com", Type: vault.TypeNone}
	}
	return vault.Account{
		Issuer: "Example", Name: "a@example.com", Type: vault.TypeTOTP, Secret: vault.NewSecret([]byte(secret)),
		Algorithm: vault.SHA1, Digits: 6, Period: 30,
	}
}

func secrets(codes []string) []vault.Secret {
	var all []vault.Secret
	for _, c := range codes {
		all = append(all, vault.NewSecret([]byte(c)))
	}
	return all
}

func (s *quickStore) add(secret string) string {
	s.next++
	a := account(secret)
	a.ID, a.Created = fmt.Sprint("account", s.next), s.now()
	s.accounts = append(s.accounts, a)
	return a.ID
}

func (s *quickStore) reenrol(id, secret string) {
	s.find(id).Secret = vault.NewSecret([]byte(secret))
}

func (s *quickStore) save(id string, kind vault.RecoveryKind, codes []string) {
	a := s.find(id)
	if a.Recovery == nil {
		a.Recovery = &vault.RecoveryStatus{}
	}
	a.Recovery.Kind, a.Recovery.State, a.Recovery.Left, a.Recovery.Failed = kind, vault.RecoveryLive, len(codes), 0
	a.Recovery.Saved = s.now()
	a.Recovery.Revision++
	if s.codes == nil {
		s.codes = map[string][]vault.Secret{}
	}
	s.codes[id] = secrets(codes)
}

func (s *quickStore) use(id, code string, failed bool) {
	r := s.find(id).Recovery
	used := vault.NewSecret([]byte(code))
	at := slices.IndexFunc(s.codes[id], used.Equal)
	if at >= r.Left-r.Failed { // those that failed are the last ones
		r.Failed--
	}
	s.codes[id] = slices.Delete(slices.Clone(s.codes[id]), at, at+1)
	if failed {
		s.codes[id] = append(s.codes[id], used)
		r.Failed++
	}
	r.Left = len(s.codes[id])
	switch {
	case failed:
		r.State = vault.RecoverySuspect
	case r.Kind == vault.RecoveryRotating:
		r.State = vault.RecoveryOpen
	case r.Left == 0:
		r.State = vault.RecoverySpent
	case r.Left == r.Failed:
		r.State = vault.RecoverySuspect
	default:
		r.State = vault.RecoveryLive
	}
}

func (s *quickStore) remove(id string) {
	s.accounts = slices.DeleteFunc(s.accounts, func(a vault.Account) bool { return a.ID == id })
	delete(s.codes, id)
}

func (s *quickStore) restore(e kit.Entry) bool {
	a := e.Account
	if e.Recovery != nil {
		a.Recovery = &vault.RecoveryStatus{
			Kind: e.Recovery.Kind, State: vault.RecoveryLive, Left: len(e.Recovery.Codes),
			Saved: e.Recovery.Saved, Revision: e.Recovery.Revision,
		}
		s.codes[a.ID] = slices.Clone(e.Recovery.Codes)
	}
	s.accounts = append(s.accounts, a)
	return true
}
