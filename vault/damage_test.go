package vault_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

func TestAnOlderVaultIsTold(t *testing.T) {
	p := furnished(t)
	old := p.keyring.Clone()
	mustAdd(t, p.open(t), "Newest")
	back := place{old, p.dir}
	v := back.open(t)
	if n := v.Notices(); len(n) != 1 || !errors.Is(n[0].Err, vault.ErrOlder) {
		t.Fatalf("notices of a restored keyring: %v", n)
	}
	_, err := v.Add(context.Background(), []vault.Account{loginAt("X", "")}, vault.DuplicateRefuse)
	wantError(t, "change an older vault", err, vault.ErrOlder)
	if err := v.AcceptOlder(context.Background()); err != nil {
		t.Fatal(err)
	}
	mustAdd(t, v, "Anew")
	again := back.open(t)
	if got := issuers(again); got != "Anew Bank Cloud Fob Mail Wiki" || len(again.Notices()) != 0 {
		t.Errorf("after accepting: %q, notices %v", got, again.Notices())
	}
}

func TestAVaultThatIsGoneIsNotAnEmptyOne(t *testing.T) {
	p := furnished(t)
	v := p.open(t)
	p.keyring.Put("root", "")
	_, err := vault.Open(context.Background(), p.options())
	wantError(t, "open", err, vault.ErrVaultGone)
	wantError(t, "change", v.Rename(context.Background(), v.Accounts()[0].ID, "X", ""), vault.ErrVaultGone)
	if _, there := p.keyring.Items()["root"]; there {
		t.Error("a new root was made")
	}
}

func TestForgettingAVaultThatIsGone(t *testing.T) {
	ctx := context.Background()
	p := furnished(t)
	wantError(t, "forget one that is there", vault.Forget(ctx, p.options()), vault.ErrInvalid)
	p.keyring.Put("root", "")
	if err := vault.Forget(ctx, p.options()); err != nil {
		t.Fatal(err)
	}
	v := p.open(t)
	if n := len(v.Accounts()); n != 0 {
		t.Errorf("%d accounts after forgetting", n)
	}
	mustAdd(t, v, "Anew")
	if got := issuers(p.open(t)); got != "Anew" {
		t.Errorf("accounts %q", got)
	}
}

func TestRootsThatAreNotTouched(t *testing.T) {
	cases := []struct {
		name string
		root func(string) string
		want error
	}{
		{"newer format", func(s string) string { return strings.Replace(s, `"least":1`, `"least":2`, 1) }, vault.ErrNewer},
		{"changed header", func(s string) string { return strings.Replace(s, `"rev":4`, `"rev":9`, 1) }, vault.ErrDamaged},
		{"no body", func(s string) string { s, _, _ = strings.Cut(s, "\n"); return s }, vault.ErrDamaged},
		{"truncated", func(s string) string { return s[:len(s)-40] }, vault.ErrDamaged},
		{"something else", func(string) string { return "hello" }, vault.ErrDamaged},
		{"empty object", func(string) string { return "{}\n" }, vault.ErrDamaged},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := furnished(t)
			changed := c.root(p.keyring.Items()["root"])
			p.keyring.Put("root", changed)
			_, err := vault.Open(context.Background(), p.options())
			wantError(t, "open", err, c.want)
			if p.keyring.Items()["root"] != changed {
				t.Error("the root was touched")
			}
		})
	}
}

func TestADamagedPageStopsNothingElse(t *testing.T) {
	for _, damage := range []string{"missing", "changed", "swapped"} {
		t.Run(damage, func(t *testing.T) {
			p := newPlace(t)
			crowd(t, p, 100)
			var pages []string
			for name := range p.keyring.Items() {
				if name != "root" {
					pages = append(pages, name)
				}
			}
			slices.Sort(pages)
			lost, other := p.keyring.Items()[pages[0]], p.keyring.Items()[pages[1]]
			switch damage {
			case "missing":
				p.keyring.Put(pages[0], "")
			case "changed":
				p.keyring.Put(pages[0], spoiled(lost))
			case "swapped":
				p.keyring.Put(pages[0], other)
			}
			v := p.open(t)
			left := len(v.Accounts())
			if left == 0 || left >= 100 {
				t.Fatalf("%d accounts left of 100", left)
			}
			if n := v.Notices(); len(n) != 1 || !errors.Is(n[0].Err, vault.ErrDamaged) {
				t.Fatalf("notices: %v", n)
			}
			mustAdd(t, v, "One more")
			p.keyring.Put(pages[0], lost) // the page comes back
			if got := len(p.open(t).Accounts()); got != 101 {
				t.Errorf("after the page came back: %d accounts, want 101", got)
			}
		})
	}
}

// spoiled is an item with another first letter, whatever that is.
func spoiled(text string) string {
	if text[0] == 'A' {
		return "B" + text[1:]
	}
	return "A" + text[1:]
}

// Accounts that were put back while their page was lost are there twice when it
// comes back: what was put back counts, and is what changes change.
func TestALostPageComesBackAfterItsAccounts(t *testing.T) {
	ctx := context.Background()
	p := newPlace(t)
	crowd(t, p, 100)
	before, err := p.open(t).Entries(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var lost, text string
	for lost, text = range p.keyring.Items() {
		if lost != "root" {
			break
		}
	}
	p.keyring.Put(lost, "")
	v := p.open(t)
	if _, err := v.Put(ctx, before); err != nil {
		t.Fatal(err)
	}
	p.keyring.Put(lost, text)
	v = p.open(t)
	for _, e := range before {
		if err := v.Rename(ctx, e.Account.ID, "Renamed", e.Account.Name); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range p.open(t).Accounts() {
		if a.Issuer != "Renamed" {
			t.Errorf("%s has its old name", a.Issuer)
		}
	}
	if got := len(p.open(t).Accounts()); got != len(before) {
		t.Errorf("%d accounts, want %d", got, len(before))
	}
}
