package vault_test

import (
	"context"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

func TestAnEmptyKeyringIsAnEmptyVault(t *testing.T) {
	p := newPlace(t)
	if got := p.open(t).Accounts(); len(got) != 0 {
		t.Errorf("%d accounts in an empty keyring", len(got))
	}
	if n := len(p.keyring.Items()); n != 0 {
		t.Errorf("opening wrote %d items", n)
	}
	o := p.options()
	o.MustExist = true
	_, err := vault.Open(context.Background(), o)
	wantError(t, "open with MustExist", err, vault.ErrNoVault)
}

func TestNothingReadableInTheKeyring(t *testing.T) {
	p := furnished(t)
	for name, value := range p.keyring.Items() {
		for _, word := range []string{"Cloud", "sam", "example", "OLDCODE", "Mail"} {
			if strings.Contains(name, word) || strings.Contains(value, word) {
				t.Errorf("item %s shows %q", name, word)
			}
		}
		if len(value) > vault.MaxItem {
			t.Errorf("item %s has %d bytes", name, len(value))
		}
	}
}

func TestClosedVault(t *testing.T) {
	v := furnished(t).open(t)
	kept := v.Accounts()
	v.Close()
	v.Close()
	if n := len(v.Accounts()); n != 0 {
		t.Errorf("%d accounts after Close", n)
	}
	_, err := v.Add(context.Background(), kept[:1], vault.DuplicateKeep)
	wantError(t, "add", err, vault.ErrLocked)
	if !kept[1].Secret.Equal(loginAt("Cloud", "sam@example.com").Secret) {
		t.Error("Close changed an account that was handed out")
	}
}
