package vault_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

func with(o vault.Options, passphrase string) vault.Options {
	o.Passphrase = inTurn(passphrase)
	return o
}

// A passphrase that is set, changed and removed again: each time nothing is
// lost, every item is another one, and an old copy of the keyring has nothing
// that opens what came after.
func TestPassphraseIsSetChangedAndRemoved(t *testing.T) {
	ctx := context.Background()
	p := littered(t)
	v := p.open(t)
	before := describe(t, v)
	if err := v.SetPassphrase(ctx, []byte(firstPassphrase)); err != nil {
		t.Fatal(err)
	}
	_, err := vault.Open(ctx, p.options())
	wantError(t, "open without it", err, vault.ErrNoPassphrase)
	_, err = vault.Open(ctx, with(p.options(), secondPassphrase))
	wantError(t, "open with another", err, vault.ErrPassphrase)
	older := p.keyring.Items()

	if err := v.SetPassphrase(ctx, []byte(secondPassphrase)); err != nil {
		t.Fatal(err)
	}
	for name, text := range p.keyring.Items() {
		if older[name] == text {
			t.Errorf("item %s is the same as under the old passphrase", name)
		}
	}
	// The old root, with the items of today under its names.
	mixed := vaulttest.NewFaulty()
	for name, text := range p.keyring.Items() {
		mixed.Put(name, text)
	}
	mixed.Put("root", older["root"])
	if old, err := vault.Open(ctx, with(place{mixed, memoryDir(t)}.options(), firstPassphrase)); err == nil && len(old.Accounts()) > 0 {
		t.Error("the key under the old passphrase opens items of today")
	}
	v, err = vault.Open(ctx, with(p.options(), secondPassphrase))
	if err != nil {
		t.Fatal(err)
	}
	wantError(t, "check the old one", v.CheckPassphrase([]byte(firstPassphrase)), vault.ErrPassphrase)
	if err := v.CheckPassphrase([]byte(secondPassphrase)); err != nil {
		t.Error(err)
	}
	if err := v.RemovePassphrase(ctx); err != nil {
		t.Fatal(err)
	}
	wantError(t, "check without one", v.CheckPassphrase([]byte(secondPassphrase)), vault.ErrNoPassphrase)
	if got := describe(t, p.open(t)); got != before {
		t.Errorf("after all of it:\n%s\nwant\n%s", got, before)
	}
	checkLeftovers(t, p)
}

func TestPassphraseRefusals(t *testing.T) {
	ctx := context.Background()
	p := newPlace(t)
	o := with(p.options(), firstPassphrase)
	o.RequirePassphrase = true
	v, err := vault.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	mustAdd(t, v, "Cloud")
	wantError(t, "remove where one is required", v.RemovePassphrase(ctx), vault.ErrInvalid)
	wantError(t, "set an empty one", v.SetPassphrase(ctx, nil), vault.ErrNoPassphrase)
	if got := issuers(p.open(t)); got != "Cloud" {
		t.Errorf("accounts %q", got)
	}
	sick := damaged(t)
	for _, name := range sick.open(t).RecoveryItems() {
		sick.keyring.Put(name, "AAAA")
	}
	roots := sick.keyring.Items()["root"]
	wantError(t, "set one over damage", sick.open(t).SetPassphrase(ctx, []byte("x")), vault.ErrDamaged)
	if sick.keyring.Items()["root"] != roots {
		t.Error("the root was changed")
	}
}

// A vault may be created by choosing its passphrase first.
func TestPassphraseOfAnEmptyVault(t *testing.T) {
	p := newPlace(t)
	if err := p.open(t).SetPassphrase(context.Background(), []byte(firstPassphrase)); err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(context.Background(), with(p.options(), firstPassphrase))
	if err != nil || !v.HasPassphrase() {
		t.Fatalf("open: %v", err)
	}
	mustAdd(t, v, "Cloud")
	if strings.Contains(p.keyring.Items()["root"], `"bare"`) {
		t.Error("the root holds the bare key")
	}
}

// Changing the passphrase writes everything anew: it must fit the root however
// much there is.
func TestPassphraseOfALargeVault(t *testing.T) {
	ctx := context.Background()
	p := newPlace(t)
	v := p.open(t)
	addThousandWithLists(t, v)
	p.keyring.Reset()
	if err := v.SetPassphrase(ctx, []byte(firstPassphrase)); err != nil {
		t.Fatal(err)
	}
	t.Logf("1,000 accounts with lists: %d items, %d keyring calls to seal them anew", len(p.keyring.Items()), p.keyring.Calls())
	v = p.open(t)
	all, err := v.Entries(ctx)
	if err != nil || len(all) != 1000 {
		t.Fatalf("%d entries, %v", len(all), err)
	}
	if slices.ContainsFunc(all, func(e vault.Entry) bool { return len(e.Codes) != 10 }) {
		t.Error("recovery codes are missing")
	}
	checkLeftovers(t, p)
}
