package vault_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

func TestPassphrase(t *testing.T) {
	ctx := context.Background()
	p := newPlace(t)
	asked := ""
	with := func(passphrase string) vault.Options {
		o := p.options()
		o.RequirePassphrase = true
		o.Passphrase = func(_ context.Context, create bool) ([]byte, error) {
			asked += fmt.Sprintf("create=%v ", create)
			return []byte(passphrase), nil
		}
		return o
	}
	v, err := vault.Open(ctx, with("right horse"))
	if err != nil {
		t.Fatal(err)
	}
	mustAdd(t, v, "Cloud")
	if strings.Contains(p.keyring.Items()["root"], `"bare"`) {
		t.Error("the root holds the bare key")
	}
	_, err = vault.Open(ctx, with("wrong horse"))
	wantError(t, "wrong passphrase", err, vault.ErrPassphrase)
	_, err = vault.Open(ctx, with(""))
	wantError(t, "empty passphrase", err, vault.ErrNoPassphrase)
	_, err = vault.Open(ctx, p.options())
	wantError(t, "no passphrase", err, vault.ErrNoPassphrase)
	if v, err = vault.Open(ctx, with("right horse")); err != nil || issuers(v) != "Cloud" {
		t.Fatalf("right passphrase: %v", err)
	}
	older := p.keyring.Clone()
	mustAdd(t, v, "Mail")
	if want := "create=true create=false create=false create=false "; asked != want {
		t.Errorf("asked %q, want %q", asked, want)
	}
	asked = ""
	p.keyring = older // looked at twice, asked for once
	if _, err := vault.Open(ctx, with("right horse")); err != nil || asked != "create=false " {
		t.Errorf("an older vault: %v, asked %q", err, asked)
	}
}
