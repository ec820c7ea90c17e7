package vault_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// trashOf lists reasons and issuers in the trash, the newest first.
func trashOf(t *testing.T, v *vault.Vault) []string {
	t.Helper()
	all, err := v.Trash(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, thing := range all {
		lines = append(lines, string(thing.Reason)+" "+thing.Account.Issuer)
	}
	return lines
}

func TestTrashKeepsThingsForThirtyDays(t *testing.T) {
	ctx := context.Background()
	p := newPlace(t)
	now := testTime
	o := p.options()
	o.Now = func() time.Time { return now }
	v, err := vault.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	added := mustAdd(t, v, "Cloud", "Mail", "Wiki")
	if err := v.SetRecovery(ctx, added[0].ID, vault.RecoverySet{Codes: recoveryCodes("CLOUDCODE")}); err != nil {
		t.Fatal(err)
	}
	for _, a := range added[:2] {
		if _, err := v.Delete(ctx, a.ID); err != nil {
			t.Fatal(err)
		}
		now = now.Add(24 * time.Hour)
	}
	if got := trashOf(t, v); !slices.Equal(got, []string{"deleted Mail", "deleted Cloud"}) {
		t.Errorf("trash %q", got)
	}
	now = testTime.Add(vault.TrashTime) // to the second
	if got := trashOf(t, v); !slices.Equal(got, []string{"deleted Mail"}) {
		t.Errorf("after 30 days: trash %q", got)
	}
	if err := v.Rename(ctx, added[2].ID, "Wiki 2", ""); err != nil {
		t.Fatal(err)
	}
	if items := v.RecoveryItems(); len(items) != 0 {
		t.Errorf("after the next change the recovery codes are still there: %v", items)
	}
	now = now.Add(vault.TrashTime)
	if err := v.Rename(ctx, added[2].ID, "Wiki 3", ""); err != nil {
		t.Fatal(err)
	}
	if got := len(p.keyring.Items()); got != 2 { // the root and a page of accounts
		t.Errorf("%d items are left of an empty trash", got)
	}
	checkLeftovers(t, p)
}

func TestANewCredentialCanBeTakenBack(t *testing.T) {
	ctx := context.Background()
	p := furnished(t)
	v := p.open(t)
	fob := v.Find("Fob")[0]
	if _, err := v.NextHOTP(ctx, fob.ID); err != nil {
		t.Fatal(err)
	}
	renewed := loginAt("ignored", "enrolled again")
	if err := v.ReplaceCredential(ctx, fob.ID, renewed); err != nil {
		t.Fatal(err)
	}
	got := p.open(t).Find("Fob")[0]
	if got.ID != fob.ID || got.Issuer != "Fob" || !got.SameCredential(renewed) || got.Counter != 0 || !got.Renewed.Equal(testTime) {
		t.Errorf("after replacing: %+v", got)
	}
	if err := v.ReplaceCredential(ctx, fob.ID, renewed); err != nil || len(trashOf(t, v)) != 1 {
		t.Errorf("the same again: %v, trash %q", err, trashOf(t, v))
	}
	mail := v.Find("Mail")[0]
	wantError(t, "another account's credential", v.ReplaceCredential(ctx, fob.ID, mail), vault.ErrDuplicate)
	trash, err := v.Trash(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Restore(ctx, trash[0].ID); err != nil {
		t.Fatal(err)
	}
	got = p.open(t).Find("Fob")[0]
	if !got.SameCredential(fob) || got.Counter != 8 {
		t.Errorf("taken back: %+v", got)
	}
	if got := trashOf(t, v); !slices.Equal(got, []string{"replaced Fob"}) {
		t.Errorf("the newer credential is not in the trash: %q", got)
	}
}

func TestRetireAndEnrolAgain(t *testing.T) {
	ctx := context.Background()
	p := furnished(t)
	v := p.open(t)
	wiki := v.Find("Wiki")[0]
	if err := v.Retire(ctx, wiki.ID); err != nil {
		t.Fatal(err)
	}
	wantError(t, "retire twice", v.Retire(ctx, wiki.ID), vault.ErrInvalid)
	got := p.open(t).Find("Wiki")[0]
	if got.Type != vault.TypeNone || got.Recovery != nil || got.Open != vault.StepEnrol || got.Name != "mara" {
		t.Errorf("retired: %+v", got)
	}
	_, err := v.RecoveryCodes(ctx, wiki.ID)
	wantError(t, "its recovery codes", err, vault.ErrNoRecovery)
	if err := v.ReplaceCredential(ctx, wiki.ID, loginAt("Wiki", "new")); err != nil {
		t.Fatal(err)
	}
	if got := p.open(t).Find("Wiki")[0]; got.Open != vault.StepDone || got.Type != vault.TypeTOTP {
		t.Errorf("enrolled again: %+v", got)
	}
	trash, err := v.Trash(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(trash) != 1 || trash[0].Reason != vault.TrashRetired {
		t.Fatalf("in the trash: %q", trashOf(t, v))
	}
	if _, err := v.Restore(ctx, trash[0].ID); err != nil {
		t.Fatal(err)
	}
	codes, err := p.open(t).RecoveryCodes(ctx, wiki.ID)
	if err != nil || len(codes) != 3 {
		t.Errorf("after taking it back: %d recovery codes, %v", len(codes), err)
	}
	if got := v.Find("Wiki")[0]; !got.SameCredential(wiki) {
		t.Error("the old credential is not back")
	}
	checkLeftovers(t, p)
}

func TestDeletedUnderATakenIDComesBackUnderANewOne(t *testing.T) {
	ctx := context.Background()
	p := furnished(t)
	v := p.open(t)
	mail := v.Find("Mail")[0]
	trashID, err := v.Delete(ctx, mail.ID)
	if err != nil {
		t.Fatal(err)
	}
	other := loginAt("Other", "")
	other.ID = mail.ID
	if _, err := v.Put(ctx, []vault.Entry{{Account: other}}); err != nil {
		t.Fatal(err)
	}
	back, err := v.Restore(ctx, trashID)
	if err != nil || back.ID == mail.ID || !back.SameCredential(mail) {
		t.Errorf("restored %+v, %v", back, err)
	}
	if got := v.Find("Other"); len(got) != 1 || got[0].ID != mail.ID {
		t.Errorf("the account that has the id now: %+v", got)
	}
}

func TestEmptyTrash(t *testing.T) {
	ctx := context.Background()
	p := littered(t)
	v := p.open(t)
	trash, err := v.Trash(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.EmptyTrash(ctx, trash[0].ID); err != nil {
		t.Fatal(err)
	}
	if got := len(trashOf(t, v)); got != len(trash)-1 {
		t.Errorf("%d of %d left after deleting one", got, len(trash))
	}
	if err := v.EmptyTrash(ctx); err != nil {
		t.Fatal(err)
	}
	if got := trashOf(t, p.open(t)); len(got) != 0 {
		t.Errorf("trash %q", got)
	}
	checkLeftovers(t, p)
}

// A counter goes on where the trash knows that it was: what a code was shown for
// is not shown again, whatever way the secret comes back.
func TestCounterGoesOnFromTheTrash(t *testing.T) {
	ctx := context.Background()
	fob := loginAt("Fob", "sam")
	fob.Type, fob.Period = vault.TypeHOTP, 0
	for name, back := range map[string]func(v *vault.Vault, a vault.Account) (vault.Account, error){
		"added": func(v *vault.Vault, a vault.Account) (vault.Account, error) {
			added, err := v.Add(ctx, []vault.Account{fob}, vault.DuplicateRefuse)
			if err != nil {
				return a, err
			}
			return added[0], nil
		},
		"restored from a kit": func(v *vault.Vault, a vault.Account) (vault.Account, error) {
			old := fob
			old.ID = a.ID
			put, err := v.Put(ctx, []vault.Entry{{Account: old}})
			if err != nil {
				return a, err
			}
			return put[0], nil
		},
		"put in the place of another": func(v *vault.Vault, a vault.Account) (vault.Account, error) {
			other := mustAdd(t, v, "Other")[0]
			if err := v.ReplaceCredential(ctx, other.ID, fob); err != nil {
				return a, err
			}
			return v.Account(other.ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			v := newPlace(t).open(t)
			added, err := v.Add(ctx, []vault.Account{fob}, vault.DuplicateRefuse)
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if _, err := v.NextHOTP(ctx, added[0].ID); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := v.Delete(ctx, added[0].ID); err != nil {
				t.Fatal(err)
			}
			if a, err := back(v, added[0]); err != nil || a.Counter != 3 {
				t.Errorf("counter %d, %v; want 3", a.Counter, err)
			}
		})
	}
}

// An account that was retired and gets an even earlier secret back has it, and
// nothing of it waits any more.
func TestRestoreOverARetiredAccount(t *testing.T) {
	ctx := context.Background()
	v := newPlace(t).open(t)
	id := mustAdd(t, v, "Cloud")[0].ID
	if err := v.ReplaceCredential(ctx, id, loginAt("Cloud", "enrolled again")); err != nil {
		t.Fatal(err)
	}
	replaced, err := v.Trash(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Retire(ctx, id); err != nil {
		t.Fatal(err)
	}
	a, err := v.Restore(ctx, replaced[0].ID)
	if err != nil || a.Open != vault.StepDone || !a.SameCredential(replaced[0].Account) {
		t.Errorf("open %q, %v", a.Open, err)
	}
	if trash, err := v.Trash(ctx); err != nil || len(trash) != 1 || trash[0].Reason != vault.TrashRetired {
		t.Errorf("in the trash: %+v, %v", trash, err)
	}
}
