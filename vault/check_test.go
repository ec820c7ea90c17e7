package vault_test

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// filesUnder lists the files below a folder.
func filesUnder(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func mustCheck(t *testing.T, v *vault.Vault) vault.Health {
	t.Helper()
	health, err := v.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return health
}

// parts are the parts that a check found damaged.
func parts(h vault.Health) string {
	var names []string
	for _, p := range h.Problems {
		names = append(names, string(p.Part))
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func TestCheckOfASoundVault(t *testing.T) {
	for name, p := range map[string]place{"full": littered(t), "empty": newPlace(t)} {
		v := p.open(t)
		items := p.keyring.Items()
		health := mustCheck(t, v)
		if len(health.Problems) != 0 || health.Items != len(items) || health.Accounts != len(v.Accounts()) {
			t.Errorf("%s: %+v, with %d items", name, health, len(items))
		}
		if _, err := v.Repair(context.Background()); err != nil || len(p.keyring.Items()) != len(items) {
			t.Errorf("%s: repairing changed something: %v", name, err)
		}
	}
}

// Each item in turn is lost, and later comes back. Repair makes a sound vault
// of the rest, and a second one takes back what returned.
func TestRepairSetsAsideAndTakesBack(t *testing.T) {
	ctx := context.Background()
	start := littered(t)
	crowd(t, start, 60)
	v := start.open(t)
	whole := describe(t, v)
	for name := range start.keyring.Items() {
		if name == "root" {
			continue
		}
		p := start.copyTo(t, filepath.Join(memoryDir(t), "lost"))
		text := p.keyring.Items()[name]
		p.keyring.Put(name, "")
		v := p.open(t)
		found := mustCheck(t, v)
		if len(found.Problems) == 0 {
			t.Fatalf("%s: a missing item is not noticed", name)
		}
		if _, err := v.Repair(ctx); err != nil {
			t.Fatalf("%s (%s): repair: %v", name, parts(found), err)
		}
		v = p.open(t)
		if after := mustCheck(t, v); len(after.Problems) != 0 || after.Quarantined != 1 || len(v.Notices()) != 0 {
			t.Errorf("%s (%s): after repairing %+v, notices %v", name, parts(found), after, v.Notices())
		}
		mustAdd(t, v, "Nudge") // the vault can be used
		if _, err := v.Delete(ctx, v.Find("Nudge")[0].ID); err != nil {
			t.Fatal(err)
		}
		p.keyring.Put(name, text)
		if _, err := v.Repair(ctx); err != nil {
			t.Fatalf("%s (%s): second repair: %v", name, parts(found), err)
		}
		v = p.open(t)
		if after := mustCheck(t, v); len(after.Problems) != 0 || after.Quarantined != 0 {
			t.Errorf("%s (%s): after taking back %+v", name, parts(found), after)
		}
		if got := describe(t, v); got != whole {
			t.Errorf("%s (%s): after taking back:\n%s\nwant\n%s", name, parts(found), got, whole)
		}
		checkLeftovers(t, p)
	}
}

func TestRepairNamesAccountsWithoutTheirCodes(t *testing.T) {
	ctx := context.Background()
	p := damaged(t)
	v := p.open(t)
	set, err := v.SetAside(ctx)
	if err != nil || len(set) != 1 {
		t.Errorf("%d items to keep, %v", len(set), err)
	}
	found, err := v.Repair(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var without int
	for _, problem := range found.Problems {
		if problem.Part == vault.PartRecovery && problem.Account != "" {
			without++
		}
		wantError(t, "a problem", problem.Err, vault.ErrDamaged)
	}
	unknown := 0
	for _, a := range p.open(t).Accounts() {
		if a.Recovery != nil && a.Recovery.State == vault.RecoveryUnknown {
			unknown++
		}
	}
	if without == 0 || unknown != without {
		t.Errorf("%d accounts named, %d marked", without, unknown)
	}
	for name, text := range set {
		if p.keyring.Items()[name] != text {
			t.Errorf("item %s was not kept", name)
		}
	}
}

// A list of pages is lost, as only vaults have that outgrew their root.
// An account that was thrown away while its recovery codes could not be read
// does not come back as if it had them, and gets them once they can be read.
func TestRestoredWithoutItsCodes(t *testing.T) {
	ctx := context.Background()
	for _, inQuarantine := range []bool{false, true} {
		for name, throwAway := range map[string]func(v *vault.Vault, id string) error{
			"deleted": func(v *vault.Vault, id string) error { _, err := v.Delete(ctx, id); return err },
			"retired": func(v *vault.Vault, id string) error { return v.Retire(ctx, id) },
		} {
			t.Run(fmt.Sprint(name, " quarantine ", inQuarantine), func(t *testing.T) {
				must := func(err error) {
					t.Helper()
					if err != nil {
						t.Fatal(err)
					}
				}
				p := newPlace(t)
				v := p.open(t)
				id := mustAdd(t, v, "Cloud")[0].ID
				before := p.keyring.Items()
				must(v.SetRecovery(ctx, id, vault.RecoverySet{Codes: []vault.Secret{vault.NewSecret([]byte("AAAA")), vault.NewSecret([]byte("BBBB"))}}))
				after := p.keyring.Items()
				whole := describe(t, v)
				for name := range after { // of the two that are new, it is the one on which codes hang
					if before[name] == "" && name != "root" {
						must(p.keyring.Delete(ctx, name))
						if parts(mustCheck(t, p.open(t))) == "recovery recovery" {
							break
						}
						p.keyring.Put(name, after[name])
					}
				}
				v = p.open(t)
				must(throwAway(v, id))
				trash, err := v.Trash(ctx)
				must(err)
				_, err = v.Restore(ctx, trash[0].ID)
				must(err)
				if a, err := v.Account(id); err != nil || a.Recovery.State != vault.RecoveryUnknown || a.Recovery.Left != 0 {
					t.Errorf("after restoring: %+v, %v", a.Recovery, err)
				}
				if inQuarantine {
					_, err := v.Repair(ctx)
					must(err)
				}
				for name, value := range after {
					if name != "root" && before[name] == "" && p.keyring.Items()[name] == "" {
						p.keyring.Put(name, value)
					}
				}
				v = p.open(t)
				_, err = v.Repair(ctx)
				must(err)
				if got := describe(t, v); got != whole {
					t.Errorf("after the repair:\n%s\nwant\n%s", got, whole)
				}
				if h := mustCheck(t, v); len(h.Problems) > 0 {
					t.Errorf("problems %s", parts(h))
				}
			})
		}
	}
}

func TestRepairWithoutAListOfPages(t *testing.T) {
	ctx := context.Background()
	p := newPlace(t)
	v := p.open(t)
	addThousandWithLists(t, v)
	folders := v.FolderItems()
	if len(folders) < 2 {
		t.Fatalf("%d lists of pages", len(folders))
	}
	p.keyring.Put(folders[0], "")
	v = p.open(t)
	left := len(v.Accounts())
	if left == 0 || left == 1000 {
		t.Fatalf("%d accounts left", left)
	}
	if _, err := v.Repair(ctx); err != nil {
		t.Fatal(err)
	}
	v = p.open(t)
	if after := mustCheck(t, v); len(after.Problems) != 0 || len(v.Accounts()) != left || len(v.Notices()) != 0 {
		t.Errorf("after repairing: %s, %d accounts of %d, notices %v", parts(after), len(v.Accounts()), left, v.Notices())
	}
	mustAdd(t, v, "One more")
	if got := len(p.open(t).Accounts()); got != left+1 {
		t.Errorf("%d accounts after adding one to %d", got, left)
	}
}

// The items of a change are numbered in the order of their pages, and a check
// tells of them in that order: the same change makes the same vault each time.
func TestPagesKeepTheirOrder(t *testing.T) {
	ctx := context.Background()
	p := newPlace(t)
	v := p.open(t)
	id := mustAdd(t, v, "Mail")[0].ID
	for range 50 {
		if err := v.SetRecovery(ctx, id, vault.RecoverySet{Codes: recoveryCodes("LIVE")}); err != nil {
			t.Fatal(err)
		}
		for _, name := range v.RecoveryItems() {
			if !strings.HasSuffix(name, ".1") {
				t.Fatalf("the page of recovery codes, younger than that of accounts, is %s", name)
			}
		}
		found := p.copyTo(t, filepath.Join(memoryDir(t), "damaged"))
		for name, text := range found.keyring.Items() {
			if name != "root" {
				found.keyring.Put(name, spoiled(text))
			}
		}
		problems := mustCheck(t, found.open(t)).Problems
		if len(problems) != 2 || problems[0].Part != vault.PartAccounts || problems[1].Part != vault.PartRecovery {
			t.Fatalf("problems: %v", problems)
		}
	}
}
