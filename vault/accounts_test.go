package vault_test

import (
	"context"
	"errors"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

func TestDuplicates(t *testing.T) {
	ctx := context.Background()
	for treat, want := range map[vault.Duplicate]string{
		vault.DuplicateKeep: "Cloud Cumulus", vault.DuplicateReplace: "Cumulus", vault.DuplicateSkip: "Cloud",
	} {
		p := newPlace(t)
		v := p.open(t)
		first := mustAdd(t, v, "Cloud")[0]
		again := loginAt("Cloud", "sam@example.com")
		again.Issuer = "Cumulus"
		_, err := v.Add(ctx, []vault.Account{loginAt("Other", ""), again}, vault.DuplicateRefuse)
		var dup *vault.DuplicateError
		if !errors.As(err, &dup) || dup.Existing.ID != first.ID || dup.Index != 1 || !dup.Existing.Secret.IsZero() {
			t.Errorf("duplicate: %v", err)
		}
		if got := issuers(p.open(t)); got != "Cloud" {
			t.Errorf("refusing a duplicate left %q", got)
		}
		added, err := v.Add(ctx, []vault.Account{again}, treat)
		if err != nil || issuers(p.open(t)) != want {
			t.Errorf("treatment %d: %q, %v, want %q", treat, issuers(p.open(t)), err, want)
		}
		if keepsID := added[0].ID == first.ID; keepsID != (treat != vault.DuplicateKeep) {
			t.Errorf("treatment %d: id %s, was %s", treat, added[0].ID, first.ID)
		}
	}
}

func TestDeleteAndRestore(t *testing.T) {
	ctx := context.Background()
	p := furnished(t)
	v := p.open(t)
	before := describe(t, v)
	for _, a := range v.Accounts() {
		trashID, err := v.Delete(ctx, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.open(t).Account(a.ID)
		wantError(t, "deleted account", err, vault.ErrNoAccount)
		if back, err := v.Restore(ctx, trashID); err != nil || back.ID != a.ID {
			t.Fatalf("restored %q, %v; want %s", back.ID, err, a.ID)
		}
		_, err = v.Restore(ctx, trashID)
		wantError(t, "restore twice", err, vault.ErrNoAccount)
	}
	if got := describe(t, p.open(t)); got != before {
		t.Errorf("after deleting and restoring all:\n%s\nwant\n%s", got, before)
	}
	checkLeftovers(t, p)
}

func TestNextHOTP(t *testing.T) {
	p := newPlace(t)
	v := p.open(t)
	// RFC 4226 appendix D.
	fob := vault.Account{Issuer: "Fob", Type: vault.TypeHOTP, Secret: vault.NewSecret([]byte("12345678901234567890")), Algorithm: vault.SHA1, Digits: 6}
	added, err := v.Add(context.Background(), []vault.Account{fob}, vault.DuplicateRefuse)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"755224", "287082", "359152"} {
		code, err := p.open(t).NextHOTP(context.Background(), added[0].ID)
		if err != nil || code.Text != want {
			t.Errorf("code %s, %v, want %s", code.Text, err, want)
		}
	}
	p.keyring.Arm(vaulttest.Fail, 4)
	if code, err := v.NextHOTP(context.Background(), added[0].ID); err == nil || code.Text != "" {
		t.Errorf("a code %q was given although its counter was not saved", code.Text)
	}
}
