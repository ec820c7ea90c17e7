package vault_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

func TestPutKeepsIDsAndRecovery(t *testing.T) {
	ctx := context.Background()
	old := furnished(t)
	entries, err := old.open(t).Entries(ctx)
	if err != nil {
		t.Fatal(err)
	}
	p := newPlace(t)
	v := p.open(t)
	if _, err := v.Put(ctx, entries); err != nil {
		t.Fatal(err)
	}
	if got, want := describe(t, p.open(t)), describe(t, old.open(t)); got != want {
		t.Errorf("put into an empty vault:\n%s\nwant\n%s", got, want)
	}
	p.keyring.Reset()
	root := p.keyring.Items()["root"]
	if _, err := v.Put(ctx, entries); err != nil || p.keyring.Items()["root"] != root {
		t.Errorf("the same again: %v, or something was written", err)
	}
}

func TestPutOverAnAccount(t *testing.T) {
	ctx := context.Background()
	p := furnished(t)
	v := p.open(t)
	fob := v.Find("Fob")[0]
	behind := fob
	behind.Counter, behind.Issuer = 3, "Fob 2"
	stored, err := v.Put(ctx, []vault.Entry{{Account: behind}})
	if err != nil || stored[0].Counter != 7 || stored[0].Issuer != "Fob 2" {
		t.Errorf("a counter went back: %+v, %v", stored, err)
	}
	renewed := loginAt("Fob", "")
	renewed.ID = fob.ID
	stored, err = v.Put(ctx, []vault.Entry{{Account: renewed, Codes: recoveryCodes("one", "two")}})
	if err != nil || !stored[0].SameCredential(renewed) || stored[0].Recovery.Kind != vault.RecoveryList || stored[0].Recovery.Left != 2 {
		t.Errorf("over it: %+v, %v", stored, err)
	}
	if got := trashOf(t, v); !slices.Equal(got, []string{"replaced Fob 2"}) {
		t.Errorf("trash %q", got)
	}
}

// What is merged is chosen from what the vault has at that moment, another
// process's newest change included.
func TestMergeSeesTheNewest(t *testing.T) {
	ctx := context.Background()
	p := furnished(t)
	v, other := p.open(t), p.open(t)
	id := v.Find("Cloud")[0].ID
	if err := other.SetRecovery(ctx, id, vault.RecoverySet{Codes: recoveryCodes("NEWEST")}); err != nil {
		t.Fatal(err)
	}
	_, err := v.Merge(ctx, func(present []vault.Entry) ([]vault.Entry, error) {
		i := slices.IndexFunc(present, func(e vault.Entry) bool { return e.Account.ID == id })
		if got := string(present[i].Codes[0].Expose()); got != "NEWEST" {
			t.Errorf("the code looked at is %s", got)
		}
		present[i].Account.Issuer = "Cloud 2"
		return present[i : i+1], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	codes, err := p.open(t).RecoveryCodes(ctx, id)
	if err != nil || len(codes) != 1 || string(codes[0].Expose()) != "NEWEST" {
		t.Errorf("%d codes after merging, %v", len(codes), err)
	}
}

func TestPutRefuses(t *testing.T) {
	p := furnished(t)
	v := p.open(t)
	root := p.keyring.Items()["root"]
	twice := loginAt("Twice", "")
	twice.ID = "sameid"
	for name, entries := range map[string][]vault.Entry{
		"two of one id":    {{Account: twice}, {Account: twice}},
		"no secret":        {{Account: vault.Account{Issuer: "X", Type: vault.TypeTOTP}}},
		"a long id":        {{Account: vault.Account{ID: strings.Repeat("i", 65), Issuer: "X", Type: vault.TypeNone}}},
		"an unknown step":  {{Account: vault.Account{Issuer: "X", Type: vault.TypeNone, Open: "later"}}},
		"a code of nought": {{Account: loginAt("X", ""), Codes: []vault.Secret{{}}}},
	} {
		if _, err := v.Put(context.Background(), entries); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if p.keyring.Items()["root"] != root {
		t.Error("something was stored")
	}
}

// What the recovery kit needs of the vault's scale: 300 accounts with lists in
// few writes, 1,000 opened in few reads.
func TestScaleWithLists(t *testing.T) {
	ctx := context.Background()
	p := newPlace(t)
	k := &counted{Keyring: p.keyring}
	o := p.options()
	o.Keyring = k
	v, err := vault.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Put(ctx, entriesWithLists(300)); err != nil {
		t.Fatal(err)
	}
	t.Logf("300 accounts with lists: %d writes", k.sets)
	if k.sets >= 40 {
		t.Errorf("300 accounts with lists took %d writes, want under 40", k.sets)
	}
	for n := range 7 {
		entries := entriesWithLists(100)
		for i := range entries {
			entries[i].Account.Issuer = fmt.Sprintf("More %d-%d", n, i)
			entries[i].Account.Secret = loginAt(entries[i].Account.Issuer, "").Secret
		}
		if _, err := v.Put(ctx, entries); err != nil {
			t.Fatal(err)
		}
	}
	k.calls = 0
	v, err = vault.Open(ctx, o)
	if err != nil || len(v.Accounts()) != 1000 {
		t.Fatalf("%v", err)
	}
	t.Logf("1,000 accounts with lists: opened in %d keyring calls", k.calls)
	if k.calls >= 100 {
		t.Errorf("1,000 accounts with lists opened in %d calls, want under 100", k.calls)
	}
}

// addThousandWithLists adds 1,000 accounts with ten recovery codes each.
func addThousandWithLists(t *testing.T, v *vault.Vault) {
	t.Helper()
	for n := range 10 {
		entries := entriesWithLists(100)
		for i := range entries {
			entries[i].Account.Issuer += strings.Repeat("x", n+1)
			entries[i].Account.Secret = loginAt(entries[i].Account.Issuer, "").Secret
		}
		if _, err := v.Put(context.Background(), entries); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNotes(t *testing.T) {
	ctx := context.Background()
	p := furnished(t)
	v := p.open(t)
	big := bytes.Repeat([]byte{0, 255, 7}, vault.MaxNote/3)
	notes := map[string][]byte{"kit.a.1": []byte("one"), "kit.a.2": big, "snooze.x": {}}
	if err := v.SetNotes(ctx, notes); err != nil {
		t.Fatal(err)
	}
	got := p.open(t).Notes("kit.")
	if len(got) != 2 || !bytes.Equal(got["kit.a.2"], big) {
		t.Errorf("notes %q", got)
	}
	if err := v.SetNotes(ctx, map[string][]byte{"kit.a.1": nil, "kit.a.2": []byte("two"), "never.there": nil}); err != nil {
		t.Fatal(err)
	}
	if got := p.open(t).Notes(""); len(got) != 2 || string(got["kit.a.2"]) != "two" {
		t.Errorf("after changing: %q", got)
	}
	wantError(t, "too long", v.SetNotes(ctx, map[string][]byte{"x": make([]byte, vault.MaxNote+1)}), vault.ErrTooLarge)
	wantError(t, "no key", v.SetNotes(ctx, map[string][]byte{"": {1}}), vault.ErrInvalid)
	checkLeftovers(t, p)
}

func TestWhatIsLeftOfAnEnrolment(t *testing.T) {
	ctx := context.Background()
	p := newPlace(t)
	v := p.open(t)
	a := loginAt("Cloud", "")
	a.Open = vault.StepConfirm
	added, err := v.Add(ctx, []vault.Account{a}, vault.DuplicateRefuse)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []vault.EnrolmentStep{vault.StepConfirm, vault.StepRecovery, vault.StepDone} {
		if err := v.SetOpen(ctx, added[0].ID, step); err != nil {
			t.Fatal(err)
		}
		if got := p.open(t).Accounts()[0].Open; got != step {
			t.Errorf("step %q, want %q", got, step)
		}
	}
	wantError(t, "an unknown step", v.SetOpen(ctx, added[0].ID, "later"), vault.ErrInvalid)
}

func TestSetCounter(t *testing.T) {
	ctx := context.Background()
	p := furnished(t)
	v := p.open(t)
	fob, mail := v.Find("Fob")[0], v.Find("Mail")[0]
	if err := v.SetCounter(ctx, fob.ID, 30); err != nil {
		t.Fatal(err)
	}
	wantError(t, "back", v.SetCounter(ctx, fob.ID, 29), vault.ErrInvalid)
	wantError(t, "of a TOTP account", v.SetCounter(ctx, mail.ID, 30), vault.ErrNoCode)
	if got := p.open(t).Find("Fob")[0].Counter; got != 30 {
		t.Errorf("counter %d", got)
	}
}
