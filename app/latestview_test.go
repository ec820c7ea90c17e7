package app

import (
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

// newOlderStage is a window on a vault that was put back from a copy: the codes
// of Example Cloud were saved anew after the copy was made.
func newOlderStage(t *testing.T) *stage {
	t.Helper()
	s := newClosedStage(t)
	keyring, dir := vaulttest.NewFaulty(), t.TempDir()
	open := func(k vault.Keyring) *vault.Vault {
		v, err := vault.Open(t.Context(), vault.Options{Keyring: k, Dir: dir, Now: func() time.Time { return s.now }})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	first := open(keyring)
	for uri, code := range map[string]string{uriCloud: "OLD1-CODE-2345", uriForge: "FYLY-G8MV-7JCE", uriWiki: ""} {
		a, err := vault.ParseKeyURI(uri)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := first.Add(t.Context(), []vault.Account{a}, vault.DuplicateRefuse)
		if err == nil && code != "" {
			err = first.SetRecovery(t.Context(), stored[0].ID, vault.RecoverySet{Codes: secrets(code)})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	older := keyring.Clone()
	if err := first.SetRecovery(t.Context(), first.Find("Example Cloud")[0].ID, vault.RecoverySet{Codes: secrets("NEW1-CODE-6789")}); err != nil {
		t.Fatal(err)
	}
	first.Close()
	s.vault = open(older)
	s.ui.opened(s.vault)
	return s
}

// After an older vault was taken, the window asks which codes are the latest,
// and where they are not, takes the newer ones.
func TestOlderVaultAsksForTheLatestCodes(t *testing.T) {
	s := newOlderStage(t)
	s.ui.openTrouble(vault.ErrOlder)
	s.tap(top[*troubleView](s).others[0].(*button))
	v := top[*latestView](s)
	if len(v.rows) != 2 {
		t.Fatalf("asked about %d accounts", len(v.rows))
	}
	cloud := s.account("Example Cloud").ID
	row := func(id string, same bool) *latestRow {
		for _, r := range v.rows {
			if (r.id == id) == same {
				return r
			}
		}
		return nil
	}
	s.tap(row(cloud, false).latest)
	if row(cloud, false).latest.Visible() || !row(cloud, true).latest.Visible() {
		t.Error("one answer settles the wrong account")
	}
	s.tap(row(cloud, true).newer)
	save := top[*saveRecoveryView](s)
	save.input.field.entry.SetText("NEW1-CODE-6789")
	s.tap(save.save)
	s.tap(save.done)
	if top[*latestView](s); row(cloud, true).newer.Visible() || v.skip.Visible() {
		t.Error("the newer code does not settle the account")
	}
	s.tap(v.all)
	top[*homeView](s)
	if got := s.live(cloud); len(got) != 1 || got[0] != "NEW1-CODE-6789" {
		t.Errorf("live are %v", got)
	}
}

func TestOlderVaultCanBeAskedLater(t *testing.T) {
	s := newOlderStage(t)
	s.ui.openTrouble(vault.ErrOlder)
	s.tap(top[*troubleView](s).others[0].(*button))
	s.tap(top[*latestView](s).skip)
	top[*homeView](s)
	if len(s.vault.Notices()) != 0 {
		t.Error("the vault was not taken")
	}
}
