package vault_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// crowd adds n accounts, so that there are several pages.
func crowd(t *testing.T, p place, n int) []vault.Account {
	t.Helper()
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("Service %04d", i))
	}
	return mustAdd(t, p.open(t), names...)
}

func TestScale(t *testing.T) {
	ctx := context.Background()
	p := newPlace(t)
	p.keyring.Reset()
	added := crowd(t, p, 300)
	if calls := p.keyring.Calls(); calls > 3*40 {
		t.Errorf("importing 300 accounts took %d keyring calls", calls)
	}
	v := p.open(t)
	for _, a := range added[:40] {
		if err := v.SetRecovery(ctx, a.ID, vault.RecoverySet{Codes: recoveryCodes("aaaa-bbbb", "cccc-dddd", a.ID)}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 7 { // past what the root lists itself
		var more []vault.Account
		for n := range 100 {
			more = append(more, loginAt(fmt.Sprintf("More %d-%d", i, n), a64(n)))
		}
		if _, err := v.Add(ctx, more, vault.DuplicateRefuse); err != nil {
			t.Fatal(err)
		}
	}
	p.keyring.Reset()
	v = p.open(t)
	if got, calls := len(v.Accounts()), p.keyring.Calls(); got != 1000 || calls >= 100 {
		t.Errorf("%d accounts opened in %d keyring calls, want 1000 in under 100", got, calls)
	}
	for _, a := range added[:40] {
		codes, err := v.RecoveryCodes(ctx, a.ID)
		if err != nil || string(codes[2].Expose()) != a.ID {
			t.Fatalf("recovery codes of %s: %v", a.ID, err)
		}
	}
	for i, a := range v.Accounts() {
		if i%3 == 0 {
			if _, err := v.Delete(ctx, a.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := len(p.open(t).Accounts()); got != 666 {
		t.Errorf("%d accounts after deleting every third of 1000", got)
	}
	checkLeftovers(t, p)
	for name, value := range p.keyring.Items() {
		if len(value) > vault.MaxItem {
			t.Errorf("item %s has %d bytes", name, len(value))
		}
	}
}

// a64 is a long account name, different for each n.
func a64(n int) string { return fmt.Sprintf("%s.%d@example.com", strings.Repeat("long", 12), n) }
