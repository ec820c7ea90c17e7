package vault_test

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

// operation is one change, with the accounts it needs named by issuer.
type operation struct {
	name  string
	empty bool // on an empty keyring
	run   func(ctx context.Context, v *vault.Vault, id func(issuer string) string) error
}

func operations() []operation {
	add := func(ctx context.Context, v *vault.Vault, n int) error {
		var accounts []vault.Account
		for i := range n {
			accounts = append(accounts, loginAt(fmt.Sprintf("New %d", i), "sam@example.com"))
		}
		_, err := v.Add(ctx, accounts, vault.DuplicateRefuse)
		return err
	}
	type idOf = func(string) string
	return []operation{
		{"create", true, func(ctx context.Context, v *vault.Vault, _ idOf) error { return add(ctx, v, 1) }},
		{"create with 40", true, func(ctx context.Context, v *vault.Vault, _ idOf) error { return add(ctx, v, 40) }},
		{"add", false, func(ctx context.Context, v *vault.Vault, _ idOf) error { return add(ctx, v, 1) }},
		{"add 40", false, func(ctx context.Context, v *vault.Vault, _ idOf) error { return add(ctx, v, 40) }},
		{"replace", false, func(ctx context.Context, v *vault.Vault, _ idOf) error {
			a := loginAt("Mail", "sam@example.com")
			a.Issuer = "Post"
			_, err := v.Add(ctx, []vault.Account{a}, vault.DuplicateReplace)
			return err
		}},
		{"rename", false, func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.Rename(ctx, id("Mail"), "Letters", "sam")
		}},
		{"delete", false, func(ctx context.Context, v *vault.Vault, id idOf) error {
			_, err := v.Delete(ctx, id("Wiki"))
			return err
		}},
		{"next HOTP", false, func(ctx context.Context, v *vault.Vault, id idOf) error {
			_, err := v.NextHOTP(ctx, id("Fob"))
			return err
		}},
		{"recovery set", false, func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.SetRecovery(ctx, id("Mail"), vault.RecoverySet{Codes: recoveryCodes("NEWCODE")})
		}},
		{"recovery set again", false, func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.SetRecovery(ctx, id("Cloud"), vault.RecoverySet{Codes: recoveryCodes("NEWCODE")})
		}},
		{"recovery used", false, func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.UseRecovery(ctx, id("Cloud"), vault.RecoveryUse{})
		}},
		{"recovery used and new", false, func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.UseRecovery(ctx, id("Cloud"), vault.RecoveryUse{New: recoveryCodes("SUCCESSOR")})
		}},
		{"recovery of a list used", false, func(ctx context.Context, v *vault.Vault, id idOf) error {
			return v.UseRecovery(ctx, id("Wiki"), vault.RecoveryUse{})
		}},
	}
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
			start := place{vaulttest.NewFaulty(), memoryDir(t)}
			if !op.empty {
				start = furnished(t)
			}
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
				for at := 0; ; at++ {
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
	if total < 500 {
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
	if !stopped { // the process goes on, and another one comes
		other := p.copyTo(t, p.dir+"-other")
		if got := describe(t, other.open(t)); !slices.Contains(outcomes, got) {
			t.Errorf("%s: neither before nor after (error %v):\n%s", point, err, got)
		}
		checkLeftovers(t, other)
		if _, err := v.Reload(context.Background()); err != nil {
			t.Fatalf("%s: reload in the same process: %v", point, err)
		}
		if err, _ := attempt(v, nudge); err != nil {
			t.Fatalf("%s: the next change in the same process: %v", point, err)
		}
	}
	again := p.open(t)
	if err, _ := attempt(again, unnudge); !stopped && err != nil {
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
