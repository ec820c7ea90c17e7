package demo

import (
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

func TestVault(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	v, err := Vault(t.Context(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()

	types := map[vault.Type]int{}
	for _, a := range v.Accounts() {
		types[a.Type]++
	}
	if len(v.Accounts()) != 12 || types[vault.TypeTOTP] != 9 || types[vault.TypeHOTP] != 1 ||
		types[vault.TypeSteam] != 1 || types[vault.TypeNone] != 1 {
		t.Errorf("got %d accounts of types %v", len(v.Accounts()), types)
	}
	for _, tt := range []struct {
		issuer string
		state  vault.RecoveryState
		left   int
	}{
		{"Example Cloud", vault.RecoveryLive, 1},
		{"Fabrikam Pay", vault.RecoveryOpen, 0},
		{"Lab Wiki", vault.RecoveryLive, 2},
		{"Old Notebook", vault.RecoveryLive, 1},
	} {
		t.Run(tt.issuer, func(t *testing.T) {
			found := v.Find(tt.issuer)
			if len(found) != 1 || found[0].Recovery == nil {
				t.Fatalf("found %v", found)
			}
			if r := found[0].Recovery; r.State != tt.state || r.Left != tt.left {
				t.Errorf("state %s with %d left, want %s with %d", r.State, r.Left, tt.state, tt.left)
			}
		})
	}
}

// The demo shows what a kit is good for: one account came after it, and one
// has a recovery code that was used.
func TestReadiness(t *testing.T) {
	v, err := Vault(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	register, err := kit.ReadNotes(v.Notes(kit.NotePrefix))
	if err != nil {
		t.Fatal(err)
	}
	report := register.Readiness(v.Accounts())
	states := map[string]kit.State{}
	for _, one := range report.Accounts {
		states[one.Account.Issuer] = one.State
	}
	if report.Lost != 1 || states["Tax Office"] != kit.StateLost || states["Fabrikam Pay"] != kit.StateStale || states["Example Cloud"] != kit.StateReady {
		t.Errorf("%d lost, %d stale: %v", report.Lost, report.Stale, states)
	}
}
