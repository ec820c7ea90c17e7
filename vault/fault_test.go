package vault_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

// operation is one change, with the accounts it needs named by issuer.
type operation struct {
	name  string
	empty bool // on an empty keyring
	ends  bool // the vault cannot be used after
	start func(t *testing.T) place
	run   func(ctx context.Context, v *vault.Vault, id func(issuer string) string) error
}

func operations() []operation {
	return slices.Concat(accountOperations(), recoveryOperations(), trashOperations(), vaultOperations())
}

type idOf = func(issuer string) string

// change is an operation on a furnished vault.
func change(name string, run func(ctx context.Context, v *vault.Vault, id idOf) error) operation {
	return operation{name: name, run: run}
}

func accountOperations() []operation {
	add := func(ctx context.Context, v *vault.Vault, n int) error {
		var accounts []vault.Account
		for i := range n {
			accounts = append(accounts, loginAt(fmt.Sprintf("New %d", i), "sam@example.com"))
		}
		_, err := v.Add(ctx, accounts, vault.DuplicateRefuse)
		return err
	}
	return []operation{
		{name: "create", empty: true, run: func(ctx context.Context, v *vault.Vault, _ idOf) error { return add(ctx, v, 1) }},
		{name: "create with 50", empty: true, run: func(ctx context.Context, v *vault.Vault, _ idOf) error { return add(ctx, v, 50) }},
		change("add", func(ctx context.Context, v *vault.Vault, _ idOf) error { return add(ctx, v, 1) }),
		change("add 40", func(ctx context.Context, v *vault.Vault, _ idOf) error { return add(ctx, v, 40) }),
		change("import of 50 with lists", func(ctx context.Context, v *vault.Vault, _ idOf) error {
			_, err := v.Put(ctx, entriesWithLists(50))
			return err
		}),
		change("replace", func(ctx context.Context, v *vault.Vault, _ idOf) error {
			a := loginAt("Mail", "sam@example.com")
			a.Issuer = "Post"
			_, err := v.Add(ctx, []vault.Account{a}, vault.DuplicateReplace)
			return err
		}),
		change("replace the credential", func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.ReplaceCredential(ctx, id("Fob"), loginAt("Fob", "enrolled again"))
		}),
		change("rename", func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.Rename(ctx, id("Mail"), "Letters", "sam")
		}),
		change("next HOTP", func(ctx context.Context, v *vault.Vault, id idOf) error {
			_, err := v.NextHOTP(ctx, id("Fob"))
			return err
		}),
		change("move the counter on", func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.SetCounter(ctx, id("Fob"), 20)
		}),
		change("note", func(ctx context.Context, v *vault.Vault, _ idOf) error {
			return v.SetNotes(ctx, map[string][]byte{"kit.1": []byte("one"), "kit.2": bytes.Repeat([]byte{7, 8, 9}, 300)})
		}),
	}
}

func recoveryOperations() []operation {
	return []operation{
		change("recovery set", func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.SetRecovery(ctx, id("Mail"), vault.RecoverySet{Codes: recoveryCodes("NEWCODE")})
		}),
		change("recovery set again", func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.SetRecovery(ctx, id("Cloud"), vault.RecoverySet{Codes: recoveryCodes("NEWCODE")})
		}),
		change("recovery used", func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.UseRecovery(ctx, id("Cloud"), vault.RecoveryUse{})
		}),
		change("recovery used and new", func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.UseRecovery(ctx, id("Cloud"), vault.RecoveryUse{New: recoveryCodes("SUCCESSOR")})
		}),
		change("recovery of a list used", func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.UseRecovery(ctx, id("Wiki"), vault.RecoveryUse{})
		}),
	}
}

func trashOperations() []operation {
	restore := func(reason vault.TrashReason) func(context.Context, *vault.Vault, idOf) error {
		return func(ctx context.Context, v *vault.Vault, _ idOf) error {
			trash, err := v.Trash(ctx)
			if err != nil {
				return err
			}
			at := slices.IndexFunc(trash, func(t vault.Trashed) bool { return t.Reason == reason })
			_, err = v.Restore(ctx, trash[at].ID)
			return err
		}
	}
	return []operation{
		change("delete", func(ctx context.Context, v *vault.Vault, id idOf) error {
			_, err := v.Delete(ctx, id("Wiki"))
			return err
		}),
		change("delete a counter", func(ctx context.Context, v *vault.Vault, id idOf) error {
			_, err := v.Delete(ctx, id("Fob"))
			return err
		}),
		change("retire", func(ctx context.Context, v *vault.Vault, id idOf) error { return v.Retire(ctx, id("Wiki")) }),
		{name: "undo a deletion", start: littered, run: restore(vault.TrashDeleted)},
		{name: "undo a new credential", start: littered, run: restore(vault.TrashReplaced)},
		{name: "undo a retirement", start: littered, run: restore(vault.TrashRetired)},
		{name: "empty the trash", start: littered, run: func(ctx context.Context, v *vault.Vault, _ idOf) error { return v.EmptyTrash(ctx) }},
	}
}

func vaultOperations() []operation {
	withPassphrase := func(t *testing.T) place {
		p := littered(t)
		if err := p.open(t).SetPassphrase(context.Background(), []byte(firstPassphrase)); err != nil {
			t.Fatal(err)
		}
		return p
	}
	return []operation{
		{name: "set a passphrase", start: littered, run: func(ctx context.Context, v *vault.Vault, _ idOf) error {
			return v.SetPassphrase(ctx, []byte(firstPassphrase))
		}},
		{name: "change the passphrase", start: withPassphrase, run: func(ctx context.Context, v *vault.Vault, _ idOf) error {
			return v.SetPassphrase(ctx, []byte(secondPassphrase))
		}},
		{name: "remove the passphrase", start: withPassphrase, run: func(ctx context.Context, v *vault.Vault, _ idOf) error {
			return v.RemovePassphrase(ctx)
		}},
		{name: "repair", start: damaged, run: func(ctx context.Context, v *vault.Vault, _ idOf) error {
			_, err := v.Repair(ctx)
			return err
		}},
		{name: "erase", start: littered, ends: true, run: func(ctx context.Context, v *vault.Vault, _ idOf) error { return v.Erase(ctx) }},
	}
}

// entriesWithLists are accounts with ten recovery codes each.
func entriesWithLists(n int) []vault.Entry {
	var entries []vault.Entry
	for i := range n {
		a := loginAt(fmt.Sprintf("Listed %d", i), "sam@example.com")
		sum := sha256.Sum256(a.Secret.Expose())
		var codes []string
		for c := range 10 {
			codes = append(codes, fmt.Sprintf("%x-%x", sum[c:c+3], sum[c+10:c+13]))
		}
		entries = append(entries, vault.Entry{Account: a, Codes: recoveryCodes(codes...)})
	}
	return entries
}

// littered is furnished with something in the trash for each reason, and notes.
func littered(t *testing.T) place {
	p := furnished(t)
	v := p.open(t)
	ctx := context.Background()
	id := map[string]string{}
	for _, a := range v.Accounts() {
		id[a.Issuer] = a.ID
	}
	if _, err := v.Delete(ctx, id["Wiki"]); err != nil {
		t.Fatal(err)
	}
	if err := v.ReplaceCredential(ctx, id["Mail"], loginAt("Mail", "enrolled again")); err != nil {
		t.Fatal(err)
	}
	if err := v.Retire(ctx, id["Cloud"]); err != nil {
		t.Fatal(err)
	}
	if err := v.SetNotes(ctx, map[string][]byte{"kit.1": []byte("one")}); err != nil {
		t.Fatal(err)
	}
	return p
}

// damaged is furnished, with recovery codes that cannot be read.
func damaged(t *testing.T) place {
	p := furnished(t)
	before := p.keyring.Items()
	v := p.open(t)
	for _, a := range v.Accounts() {
		if a.Issuer == "Mail" {
			if err := v.SetRecovery(context.Background(), a.ID, vault.RecoverySet{Codes: recoveryCodes("LOST")}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, name := range v.RecoveryItems() {
		if _, old := before[name]; !old {
			p.keyring.Put(name, strings.Repeat("A", len(p.keyring.Items()[name])))
		}
	}
	return p
}

// furnished makes a vault with an account of each kind.
func furnished(t *testing.T) place {
	p := place{vaulttest.NewFaulty(), memoryDir(t)}
	v := p.open(t)
	ctx := context.Background()
	fob := loginAt("Fob", "sam")
	fob.Type, fob.Period, fob.Counter = vault.TypeHOTP, 0, 7
	added, err := v.Add(ctx, []vault.Account{
		loginAt("Cloud", "sam@example.com"), loginAt("Mail", "sam@example.com"), loginAt("Wiki", "mara"), fob,
		{Issuer: "Bank", Name: "sam", Type: vault.TypeNone},
	}, vault.DuplicateRefuse)
	if err != nil {
		t.Fatal(err)
	}
	for i, codes := range map[int][]string{0: {"OLDCODE"}, 2: {"one", "two", "three"}, 4: {"BANKCODE"}} {
		if err := v.SetRecovery(ctx, added[i].ID, vault.RecoverySet{Codes: recoveryCodes(codes...)}); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// begin is the vault that the operation starts from.
func (op operation) begin(t *testing.T) place {
	switch {
	case op.empty:
		return place{vaulttest.NewFaulty(), memoryDir(t)}
	case op.start != nil:
		return op.start(t)
	}
	return furnished(t)
}

// attempt runs op; stopped says that the process "ended" in it.
func attempt(v *vault.Vault, op operation) (err error, stopped bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(vaulttest.Stopped); !ok {
				panic(r)
			}
			stopped = true
		}
	}()
	id := func(issuer string) string {
		for _, a := range v.Accounts() {
			if a.Issuer == issuer {
				return a.ID
			}
		}
		return ""
	}
	return op.run(context.Background(), v, id), false
}

// TestFaults lets every keyring call of every change go wrong in every way.
// Afterwards, with the fault over, the vault must open with what it held
// before or after the change; after it, when the change reported success; and
// the keyring must hold nothing but what the vault needs. Then the same with
// the process going on instead of opening anew.
func TestFaults(t *testing.T) {
	tried := map[vaulttest.Fault]int{}
	for _, op := range operations() {
		t.Run(op.name, func(t *testing.T) {
			start := op.begin(t)
			before := describe(t, start.open(t))
			work := memoryDir(t)
			good := start.copyTo(t, filepath.Join(work, "good"))
			if err, _ := attempt(good.open(t), op); err != nil {
				t.Fatalf("without a fault: %v", err)
			}
			outcomes := []string{before, describe(t, good.open(t))}
			if outcomes[0] == outcomes[1] {
				t.Fatal("the operation changes nothing")
			}
			checkLeftovers(t, good)
			for _, kind := range vaulttest.Faults() {
				for at := 0; ; at += nextPoint {
					p := start.copyTo(t, filepath.Join(work, "fault"))
					point := fmt.Sprintf("%s at call %d", kind, at)
					struck, done := strike(t, p, op, kind, at, outcomes, point)
					if struck {
						tried[kind]++
					}
					if done {
						break
					}
				}
			}
		})
	}
	total := 0
	for _, kind := range slices.Sorted(maps.Keys(tried)) {
		t.Logf("%-12s %4d points tried and held", kind, tried[kind])
		total += tried[kind]
	}
	t.Logf("%-12s %4d points tried and held", "all", total)
	if total < 500/nextPoint {
		t.Errorf("only %d points: the faults do not reach the keyring calls", total)
	}
}

// strike runs op with one fault. done: there is no such call any more.
func strike(t *testing.T, p place, op operation, kind vaulttest.Fault, at int, outcomes []string, point string) (struck, done bool) {
	t.Helper()
	v := p.open(t)
	p.keyring.Arm(kind, at)
	err, stopped := attempt(v, op)
	calls := p.keyring.Calls()
	struck = p.keyring.Disarm()
	if !stopped && !op.ends { // the process goes on, and another one comes
		other := p.copyTo(t, p.dir+"-other")
		if got := describe(t, other.open(t)); !slices.Contains(outcomes, got) {
			t.Errorf("%s: neither before nor after (error %v):\n%s", point, err, got)
		}
		checkLeftovers(t, other)
		_, err := v.Reload(context.Background())
		if errors.Is(err, vault.ErrPassphrase) { // the person typed the one that it was not
			_, err = v.Reload(context.Background())
		}
		if err != nil {
			t.Fatalf("%s: reload in the same process: %v", point, err)
		}
		if err, _ := attempt(v, nudge); err != nil {
			t.Fatalf("%s: the next change in the same process: %v", point, err)
		}
	}
	again := p.open(t)
	if err, _ := attempt(again, unnudge); !stopped && !op.ends && err != nil {
		t.Fatalf("%s: taking the next change back: %v", point, err)
	}
	got := describe(t, again)
	switch {
	case !slices.Contains(outcomes, got):
		t.Errorf("%s: neither before nor after (error %v):\n%s", point, err, got)
	case err == nil && !stopped && got != outcomes[1]:
		t.Errorf("%s: reported as saved, and is not:\n%s", point, got)
	}
	checkLeftovers(t, p)
	return struck, calls <= at
}

var (
	nudge = operation{run: func(ctx context.Context, v *vault.Vault, _ func(string) string) error {
		_, err := v.Add(ctx, []vault.Account{loginAt("Nudge", "")}, vault.DuplicateRefuse)
		return err
	}}
	unnudge = operation{run: func(ctx context.Context, v *vault.Vault, id func(string) string) error {
		_, err := v.Delete(ctx, id("Nudge"))
		return err
	}}
)

// checkLeftovers opens the vault once more and compares what it needs with
// what is there.
func checkLeftovers(t *testing.T, p place) {
	t.Helper()
	live := p.open(t).LiveItems()
	for name := range p.keyring.Items() {
		if !live[name] {
			t.Errorf("leftover %s", name)
		}
	}
}
