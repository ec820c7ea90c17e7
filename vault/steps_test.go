package vault_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/deskfob/deskfob/vault"
)

// step is one change that a process makes. It names accounts by their issuers,
// so that the same step can be made in two vaults whose ids differ.
type step struct {
	Do     string
	Issuer string
	Text   string // a name, a recovery code, a passphrase
	Count  int
}

// perform makes the step in a vault.
func (s step) perform(ctx context.Context, v *vault.Vault) error {
	id := ""
	for _, a := range v.Accounts() {
		if a.Issuer == s.Issuer {
			id = a.ID
		}
	}
	switch s.Do {
	case "add", "import":
		_, err := v.Add(ctx, s.accounts(), vault.DuplicateRefuse)
		return err
	case "rename":
		return v.Rename(ctx, id, s.Issuer, s.Text)
	case "credential":
		return v.ReplaceCredential(ctx, id, loginAt(s.Issuer, s.Text))
	case "hotp":
		_, err := v.NextHOTP(ctx, id)
		return err
	case "recovery":
		return v.SetRecovery(ctx, id, vault.RecoverySet{Codes: s.codes()})
	case "used":
		return v.UseRecovery(ctx, id, vault.RecoveryUse{})
	case "used and new":
		return v.UseRecovery(ctx, id, vault.RecoveryUse{New: s.codes()})
	case "delete":
		_, err := v.Delete(ctx, id)
		return err
	case "restore", "purge":
		return s.performInTrash(ctx, v)
	case "note":
		return v.SetNotes(ctx, map[string][]byte{s.Issuer: []byte(strings.Repeat(s.Text, s.Count))})
	case "passphrase":
		return v.SetPassphrase(ctx, []byte(s.Text))
	}
	return fmt.Errorf("no such step: %s", s.Do)
}

func (s step) performInTrash(ctx context.Context, v *vault.Vault) error {
	trash, err := v.Trash(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(trash, func(t vault.Trashed) bool {
		return t.Account.Issuer == s.Issuer && (s.Do == "purge" || t.Reason == vault.TrashDeleted)
	})
	if at < 0 {
		return fmt.Errorf("%s is not in the trash", s.Issuer)
	}
	if s.Do == "restore" {
		_, err = v.Restore(ctx, trash[at].ID)
		return err
	}
	var ids []string // all of that issuer: which of them comes first is no promise
	for _, t := range trash {
		if t.Account.Issuer == s.Issuer {
			ids = append(ids, t.ID)
		}
	}
	return v.EmptyTrash(ctx, ids...)
}

func (s step) accounts() []vault.Account {
	var all []vault.Account
	for i := range s.Count {
		a := loginAt(fmt.Sprintf("%s-%02d", s.Issuer, i), s.Text)
		if i%3 == 1 {
			a.Type, a.Period = vault.TypeHOTP, 0
		}
		all = append(all, a)
	}
	return all
}

func (s step) codes() []vault.Secret {
	var texts []string
	for i := range s.Count {
		texts = append(texts, fmt.Sprintf("%s-%s-%02d", s.Issuer, s.Text, i))
	}
	return recoveryCodes(texts...)
}

// stepper thinks of steps that make sense in a vault. All that it makes has
// issuers with its prefix.
type stepper struct {
	random      *rand.Rand
	prefix      string
	made        int
	passphrases bool // change the passphrase too
}

func newStepper(seed uint64, prefix string) *stepper {
	return &stepper{random: rand.New(rand.NewPCG(seed, 3)), prefix: prefix}
}

// next is a step for the vault as it is.
func (g *stepper) next(ctx context.Context, v *vault.Vault) step {
	g.made++
	text := fmt.Sprintf("t%d", g.made)
	accounts := slices.DeleteFunc(v.Accounts(), func(a vault.Account) bool { return !strings.HasPrefix(a.Issuer, g.prefix) })
	if len(accounts) < 4 {
		return step{Do: "add", Issuer: g.prefix + text, Text: text, Count: 3}
	}
	a := accounts[g.random.IntN(len(accounts))]
	if len(accounts) > 40 {
		return step{Do: "delete", Issuer: a.Issuer}
	}
	s := step{Issuer: a.Issuer, Text: text, Count: 1 + g.random.IntN(10)}
	switch g.random.IntN(14) {
	case 0, 1:
		return step{Do: "add", Issuer: g.prefix + text, Text: text, Count: 1}
	case 2:
		return step{Do: "import", Issuer: g.prefix + text, Text: text, Count: 8}
	case 3:
		s.Do = "credential"
	case 4, 5:
		s.Do = "recovery"
	case 6, 7:
		s.Do = g.use(a)
	case 8:
		s.Do = "delete"
	case 9, 10:
		return g.inTrash(ctx, v, s)
	case 11:
		s.Do, s.Issuer = "note", fmt.Sprintf("%s%d", g.prefix, g.random.IntN(5))
	case 12:
		if g.passphrases {
			s.Do, s.Text = "passphrase", "passphrase "+text
			return s
		}
		fallthrough
	default:
		s.Do = "rename"
		if a.Type == vault.TypeHOTP {
			s.Do = "hotp"
		}
	}
	return s
}

// use uses a recovery code, or saves some where there is none.
func (g *stepper) use(a vault.Account) string {
	switch {
	case a.Recovery == nil || a.Recovery.Left == 0:
		return "recovery"
	case g.random.IntN(2) == 0:
		return "used and new"
	}
	return "used"
}

// inTrash takes something out of the trash or deletes it for good.
func (g *stepper) inTrash(ctx context.Context, v *vault.Vault, s step) step {
	trash, err := v.Trash(ctx)
	if err != nil {
		panic(err) // the stepper's vault lives in memory
	}
	trash = slices.DeleteFunc(trash, func(t vault.Trashed) bool { return !strings.HasPrefix(t.Account.Issuer, g.prefix) })
	deleted := slices.DeleteFunc(slices.Clone(trash), func(t vault.Trashed) bool { return t.Reason != vault.TrashDeleted })
	switch {
	case len(deleted) > 0 && len(trash) < 20:
		return step{Do: "restore", Issuer: deleted[g.random.IntN(len(deleted))].Account.Issuer}
	case len(trash) > 0:
		return step{Do: "purge", Issuer: trash[g.random.IntN(len(trash))].Account.Issuer}
	}
	s.Do = "delete"
	return s
}
