package vault_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

// A whole vault stays within what the keyrings of Windows and macOS take:
// 300 accounts with lists of recovery codes, under a passphrase.
func TestVaultWithinTheLimitsOfWindowsAndMacOS(t *testing.T) {
	ctx := context.Background()
	k := vaulttest.NewLimited()
	o := vault.Options{Keyring: k, Dir: memoryDir(t), RequirePassphrase: true, Passphrase: givePassphrase}
	open := func() *vault.Vault {
		t.Helper()
		v, err := vault.Open(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	v := open()
	var accounts []vault.Account
	for n := range 300 {
		a := loginAt(fmt.Sprintf("Dienst für Prüfung %d 東京", n), fmt.Sprintf("samira.okafor-%d@members.example", n))
		if n%10 == 0 {
			a.Type, a.Period, a.Counter = vault.TypeHOTP, 0, uint64(n)
		}
		accounts = append(accounts, a)
	}
	added, err := v.Add(ctx, accounts, vault.DuplicateRefuse)
	if err != nil {
		t.Fatal(err)
	}
	for n, a := range added {
		var codes []string
		for i := range 16 {
			sum := sha256.Sum256(fmt.Append(nil, n, i))
			codes = append(codes, fmt.Sprintf("%x-%x", sum[:4], sum[4:8]))
		}
		if err := v.SetRecovery(ctx, a.ID, vault.RecoverySet{Codes: recoveryCodes(codes...)}); err != nil {
			t.Fatalf("list %d: %v", n, err)
		}
	}
	for n, a := range added {
		switch {
		case n%10 == 0:
			_, err = v.NextHOTP(ctx, a.ID)
		case n%7 == 0:
			err = v.UseRecovery(ctx, a.ID, vault.RecoveryUse{})
		case n%50 == 1:
			_, err = v.Delete(ctx, a.ID)
		}
		if err != nil {
			t.Fatalf("change %d: %v", n, err)
		}
	}
	if got, want := describe(t, open()), describe(t, v); got != want {
		t.Error("another process reads something else")
	}
	value, line, refused := k.Longest()
	t.Logf("%d items, the longest of %d bytes, a line of %d bytes for macOS", len(k.Items()), value, line)
	if refused != 0 || value > vault.MaxItem {
		t.Errorf("%d items were refused; the longest has %d bytes", refused, value)
	}
	// A record that no page can hold is an error before anything is written.
	before := fmt.Sprint(k.Items())
	huge := make([]string, 400)
	for i := range huge {
		huge[i] = fmt.Sprintf("%08x", uint32(i)*2654435761)
	}
	err = v.SetRecovery(ctx, added[2].ID, vault.RecoverySet{Codes: recoveryCodes(huge...)})
	if after := fmt.Sprint(k.Items()); err == nil || after != before {
		t.Errorf("a list of 400 codes: %v", err)
	}
}
